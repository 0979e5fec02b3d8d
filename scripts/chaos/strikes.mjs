// What goes wrong, and when: drawn from the seed, then done to an emulator and the way to it.
import { setTimeout as wait } from "node:timers/promises";

/** Statuses after which the same rows may well be taken. */
const retryable = [
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
];

/** What stands in statuses; none of it is about a row. */
const texts = ["chaos", "the rate of requests exceeds the quota", "code 4044 in the text of something else", ""];

/** Records of a stream after which it is struck. */
const places = [0, 1, 10, 100, 300, 1_000];

/** Each draws what it does: `fault` is injected, for so many milliseconds where `ms` is there; `act` is done. */
const strikes = {
  drop: (random) => ({
    fault: {
      kind: "drop_connection",
      afterRecords: random.pick(places),
      stored: random.chance(0.5),
      times: times(random),
    },
  }),
  end: (random) => ({
    fault: {
      kind: "end_stream",
      afterRecords: random.pick(places),
      status: random.pick(retryable),
      message: random.pick(texts),
      stored: random.chance(0.5),
      times: times(random),
    },
  }),
  endAgain: (random) => ({
    ms: random.between(200, 1_200),
    fault: {
      kind: "end_stream",
      afterRecords: random.pick(places),
      status: random.pick(retryable),
      stored: random.chance(0.5),
    },
  }),
  create: (random) => ({ fault: { kind: "fail_create", status: random.pick(retryable), times: random.between(1, 5) } }),
  close: (random) => ({
    fault: {
      kind: "close_signal",
      afterRecords: random.pick(places),
      seconds: random.pick([0, 0.05, 0.3, 1]),
      times: times(random),
    },
  }),
  token: (random) => ({
    fault: { kind: "refuse_token", status: random.pick([500, 502, 503, 504]), times: random.between(1, 4) },
    act: "expire",
  }),
  expire: () => ({ act: "expire" }),
  withhold: (random) => ({ ms: random.between(100, 2_000), fault: { kind: "withhold_acks" } }),
  delay: (random) => ({ ms: random.between(200, 1_500), fault: { kind: "delay_acks", ms: random.between(5, 300) } }),
  slow: (random) => ({
    ms: random.between(200, 1_200),
    fault: { kind: "slow_reads", bytesPerSecond: random.pick([5_000, 50_000, 500_000]) },
  }),
  throttle: (random) => ({
    ms: random.between(200, 1_200),
    fault: { kind: "throttle", over: random.pick(["refuse", "delay"]), recordsPerSecond: random.pick([500, 3_000]) },
  }),
  restart: () => ({ act: "restart" }),
  kill: (random) => ({ act: "kill", ms: random.between(0, 600) }),
  reset: () => ({ act: "reset" }),
  resetAfter: (random) => ({ act: "resetAfter", bytes: random.below(60_000) }),
  freeze: (random) => ({ act: "freeze", ms: random.between(100, 2_500) }),
  refuse: (random) => ({ act: "refuse", ms: random.between(100, 1_500) }),
};

const ofStreams = { drop: 4, end: 4, endAgain: 2, create: 3, close: 3, withhold: 2, delay: 2, slow: 1, throttle: 1 };
const ofAll = { token: 1, expire: 1 };
const ofProxies = { reset: 3, resetAfter: 3, freeze: 2, refuse: 1 };

function times(random) {
  return random.between(1, 3);
}

/** The strikes of a round, by their time in milliseconds. */
export function drawStrikes(random, { kind, transport, seconds, isKilled, isProxied }) {
  if (kind === "storm") return [drawStorm(random, seconds, isProxied)];
  const weights = {
    ...ofAll,
    ...(transport === "rest" ? {} : { ...ofStreams, restart: 1 }),
    ...(isProxied ? ofProxies : {}),
  };
  const names = Array.from({ length: Math.ceil(seconds * random.between(1, 4)) }, () => random.weighted(weights));
  if (isKilled) names.push("kill", ...(random.chance(0.4) ? ["kill"] : []));
  // Kills are to find rows that were read and are not stored.
  const more = kind === "ingest" && transport !== "rest" ? [{ name: "slow", at: 0, ...slowAll(seconds) }] : [];
  return names
    .map((name) => ({ name, at: random.below(seconds * 1_000), ...strikes[name](random) }))
    .concat(more)
    .sort((a, b) => a.at - b.at);
}

function slowAll(seconds) {
  return { ms: seconds * 900, fault: { kind: "slow_reads", bytesPerSecond: 8_000 } };
}

/** Everything fails, over most of the round. */
function drawStorm(random, seconds, isProxied) {
  const status = random.pick(retryable);
  const faults = {
    create: { kind: "fail_create", status },
    end: { kind: "end_stream", afterRecords: 0, status, stored: random.chance(0.3) },
    token: { kind: "refuse_token", status: 503 },
    close: { kind: "close_signal", afterRecords: random.below(2), seconds: 0 },
  };
  const name = random.weighted({ create: 3, end: 3, token: 1, close: 1, ...(isProxied ? { refuse: 3 } : {}) });
  // Streams that are open have to be opened again for it.
  const acts = { create: "drop", token: "expire and drop", refuse: "refuse" };
  return { name: `storm ${name}`, at: seconds * 200, ms: seconds * 600, fault: faults[name], act: acts[name] };
}

/** Does the strikes of a plan in their time. */
export class Striker {
  /** How often something struck, by the name of the strike. */
  counts = {};
  /** What could not be done: the harness is at fault, not the producer. */
  errors = [];
  #world;
  #armed = new Map();
  #running = new Set();
  #stop = new globalThis.AbortController();

  /** `world`: `{ control, emulator, proxies }`; without `kill` in the emulator nothing is killed. */
  constructor(world) {
    this.#world = world;
  }

  async run(plan) {
    const started = performance.now();
    for (const strike of plan) {
      await this.#pause(strike.at - (performance.now() - started));
      if (this.#stop.signal.aborted) return;
      this.#start(strike);
    }
  }

  /** Ends what is going on and clears all faults. */
  async end() {
    this.#stop.abort();
    await Promise.all(this.#running);
    await this.count();
    await this.#world.control.clear();
  }

  /** How often the service was called in vain so far: faults that struck, and connections that were broken at once. */
  async calls() {
    await this.count();
    const refused = this.#world.proxies.reduce((sum, proxy) => sum + proxy.refused(), 0);
    return Object.values(this.counts).reduce((sum, each) => sum + each, refused);
  }

  /** Looks how often the injected faults struck so far. */
  async count() {
    const there = new Map((await this.#world.control.faults()).map(({ id, hits }) => [id, hits]));
    for (const [id, armed] of this.#armed) {
      const hits = there.get(id) ?? armed.times ?? armed.hits;
      this.counts[armed.name] = (this.counts[armed.name] ?? 0) + hits - armed.hits;
      armed.hits = hits;
      if (!there.has(id)) this.#armed.delete(id);
    }
  }

  #start(strike) {
    const work = this.#strike(strike).catch((error) => this.errors.push(error));
    this.#running.add(work);
  }

  async #strike({ name, fault, act, ms, bytes }) {
    const { control } = this.#world;
    const id = fault === undefined ? null : await control.inject(fault);
    if (id !== null) this.#armed.set(id, { name, hits: 0, times: fault.times });
    if (act !== undefined) await this.#act(name, act, { ms, bytes });
    if (id === null || ms === undefined) return;
    await this.#pause(ms);
    await this.count();
    this.#armed.delete(id);
    await control.remove(id);
  }

  async #act(name, act, { ms, bytes }) {
    const { control, emulator, proxies } = this.#world;
    if (act !== "expire") this.counts[name] = (this.counts[name] ?? 0) + 1;
    if (act.startsWith("expire")) await control.inject({ kind: "expire_tokens" });
    if (act.endsWith("drop")) await control.inject({ kind: "drop_connection", afterRecords: 0, times: 4 });
    if (act === "restart") await control.restart();
    if (act === "kill") {
      this.#armed.clear();
      await emulator.kill(ms);
    }
    for (const proxy of proxies) {
      if (act === "reset") proxy.reset();
      if (act === "resetAfter") proxy.resetAfter(bytes);
      if (act === "freeze" || act === "refuse") void proxy[act](ms);
    }
    if (act === "freeze" || act === "refuse") await this.#pause(ms);
  }

  async #pause(ms) {
    if (ms > 0) await wait(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
