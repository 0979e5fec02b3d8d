import { setTimeout as wait } from "node:timers/promises";
import { Load, runCaller } from "./callers.mjs";
import { withField } from "./field.mjs";
import { Ledger } from "./ledger.mjs";
import { letterOf, openLetters } from "./letters.mjs";
import { openPatiently } from "./open-patiently.mjs";
import { randomFrom } from "./random.mjs";
import { stopEarly } from "./stop.mjs";
import { Striker } from "./strikes.mjs";
import { countEvents, RateMeter, Sampler, TableWatcher } from "./watch.mjs";
import { checkEnd, checkEvents, checkMemory, checkTold, HangError, silentLogger, storedRows } from "./evidence.mjs";
import { verify } from "./verify.mjs";

/** Milliseconds after which what does not end counts as hanging; nothing is broken any more then. */
const patience = 30_000;

/** Bytes a single row may have at most here. */
const maxRow = 42_000;

const clientSecret = "the-secret-of-chaos";

/**
 * One round of a plan. `world`: `{ openProducer, transports, deadLetterFile, codec, startEmulator, directory }`, from dist or from
 * source. Returns `{ violations, rows, duplicates, … }`.
 */
export function runRound(plan, world) {
  return withField(plan, world, (field) => new Round(plan, world, field).run());
}

class Round {
  #plan;
  #world;
  #field;
  #ledger = new Ledger();
  #load;
  #letters;
  #events = [];
  /** What the producer that was opened last told by events. */
  #told = null;
  /** The producer that was opened last. */
  #last = null;

  constructor(plan, world, field) {
    const random = randomFrom(plan.loadSeed);
    this.#plan = plan;
    this.#world = world;
    this.#field = field;
    this.#load = new Load(plan, this.#ledger, random.fork());
    this.#letters = openLetters(plan.onReject, { ...world, random: random.fork() });
  }

  async run() {
    const { control } = this.#field;
    const watcher = new TableWatcher(control, this.#ledger, 6);
    const striker = new Striker(this.#field);
    const meter = new RateMeter(striker);
    const abort = new globalThis.AbortController();
    const producer = await this.#open(abort.signal);
    const sampler = new Sampler(producer, { ...this.#plan.options.inFlight, maxRow });
    const callers = this.#startCallers(producer, watcher);
    const strikes = striker.run(this.#plan.strikes);
    if (this.#plan.kind === "storm") meter.start();
    const left = await this.#whileItRuns({ callers, watcher, abort, producer });
    const closing = this.#plan.closesUnderFire ? this.#closeBehind(callers, producer) : null;
    await meter.end();
    await strikes;
    if (closing !== null) await wait(700);
    await striker.end();
    await this.#within(callers, "the callers");
    await this.#within(closing, "close under fire");
    const facts = await this.#finish(producer, left, watcher);
    const excess = this.#plan.kind === "storm" ? meter.excess(this.#plan.streams) : [];
    for (const { rule, message } of excess) this.#ledger.surprise(rule, message);
    for (const error of striker.errors) this.#ledger.surprise("harness", error.stack);
    return this.#judge(facts, { striker, sampler, watcher, meter });
  }

  async #open(signal) {
    const plan = this.#plan;
    const options = () => ({
      ...this.#field.places,
      auth: { clientId: "chaos", clientSecret },
      transport: this.#world.transports[plan.transport](),
      recordType: plan.recordType,
      streams: plan.streams,
      ...(plan.partition === "key" ? { partitionBy: ({ key }) => key } : {}),
      ...plan.options,
      onReject: this.#letters.onReject,
      logger: silentLogger(this.#ledger, clientSecret),
      signal,
    });
    const producer = await openPatiently(() => this.#world.openProducer(this.#world.codec, options()));
    this.#last = producer;
    producer.on("reject", (rejection) => this.#events.push(letterOf(rejection)));
    this.#told = countEvents(producer);
    return producer;
  }

  #startCallers(producer, watcher) {
    const { callers, keysPerCaller } = this.#plan.load;
    const work = { load: this.#load, producer, plan: this.#plan, watcher };
    const names = Array.from({ length: callers }, (_, index) => `c${index}`);
    return Promise.all(
      names.map((name) => {
        const keys = Array.from({ length: keysPerCaller }, (_, index) => `${name}k${index}`);
        return runCaller({ name, keys }, work);
      }),
    );
  }

  /** Until the time is over; in a round that stops early, what the producer left. */
  async #whileItRuns({ callers, watcher, abort, producer }) {
    const { seconds, kind } = this.#plan;
    const end = wait(seconds * 1_000);
    const looks = [0.3, 0.6, 0.9].map((share) => wait(seconds * 1_000 * share).then(() => watcher.durable()));
    if (kind !== "stop") {
      await Promise.all([end, ...looks]);
      this.#load.isEnding = true;
      return null;
    }
    await wait(seconds * 500);
    const stopping = { abort, producer, load: this.#load, ledger: this.#ledger, control: this.#field.control };
    const left = await this.#within(stopEarly(this.#plan, stopping, callers), "the end of a stopped producer");
    await Promise.all([end, ...looks]);
    return left;
  }

  /** Everything goes well from here. */
  async #finish(producer, left, watcher) {
    const last = left === null ? producer : await this.#resend(left);
    if (!this.#plan.closesUnderFire) {
      await this.#within(this.#settle(last.flush()), "flush");
      await this.#within(this.#settle(last.close()), "close");
    }
    await wait(20);
    await this.#within(watcher.end(), "the looks into the table");
    return { stats: last.stats(), unacknowledged: last.unacknowledged() };
  }

  async #resend(left) {
    const signal = new globalThis.AbortController().signal;
    const producer = await this.#open(signal);
    for (const row of left) await producer.send(row);
    return producer;
  }

  /** While things still go wrong, and without a flush before it. */
  async #closeBehind(callers, producer) {
    await callers;
    await this.#settle(producer.close());
  }

  /** Rejected rows may come as an error; nothing else may. */
  #settle(promise) {
    return promise.catch((error) => {
      if (error.name === "RowRejectedError") this.#load.thrown.push(...error.rejections.map(letterOf));
      else this.#ledger.surprise("error", `flush or close rejected: ${error.stack}`);
    });
  }

  async #within(promise, what) {
    const late = Symbol(what);
    const value = await Promise.race([promise, wait(patience, late, { ref: false })]);
    if (value !== late) return value;
    throw new HangError(what, this.#ledger, this.#load.doing, this.#last);
  }

  /** What was seen against what was sent. */
  async #judge({ stats, unacknowledged }, { striker, sampler, watcher, meter }) {
    const plan = this.#plan;
    const stored = await storedRows(this.#field.control);
    const deadLetters = this.#letters.read?.() ?? this.#events;
    const isStopped = plan.kind === "stop";
    const order = plan.streams === 1 ? "caller" : plan.partition === "key" ? "key" : null;
    const entries = this.#ledger.entries;
    const verdict = verify({ entries, stored, deadLetters, order, deadLettersMayRepeat: isStopped });
    const last = isStopped ? [] : checkEnd(entries, stats, deadLetters);
    if (unacknowledged.length > 0)
      last.push({ rule: "left", message: `${unacknowledged.length} rows are unacknowledged at the end`, ids: [] });
    return {
      ...verdict,
      violations: [
        ...verdict.violations,
        ...last,
        ...checkEvents(this.#events, deadLetters, this.#load.thrown, plan),
        ...this.#ledger.surprises,
        ...sampler.end(),
        ...checkTold(this.#told, stats),
        ...checkMemory(sampler.peakRss),
      ],
      rows: entries.size,
      struck: striker.counts,
      callsPerSecond: plan.kind === "storm" ? meter.most() : null,
      looks: watcher.looks,
      replays: stats.rowsReplayed,
      reconnects: stats.reconnects,
      peakRss: sampler.peakRss,
      samples: sampler.samples,
    };
  }
}
