// Those who send: each has keys of its own, numbers its rows, and uses the producer in every way there is.
import { setTimeout as wait } from "node:timers/promises";
import { letterOf } from "./letters.mjs";
import { idOfRecord, makeRow } from "./rows.mjs";

const ways = { send: 4, burst: 4, post: 4, postAndForget: 2, many: 3, manyAsync: 2, flush: 1, hasty: 1, nap: 2 };

/** Everything about the rows of a round that callers share. */
export class Load {
  ledger;
  random;
  /** Dead letters that came as errors of `flush`. */
  thrown = [];
  /** What each caller is at. */
  doing = new Map();
  /** No more rows: the time is over. */
  isEnding = false;
  /** The producer was ended early: what it says of rows under way is open. */
  isBroken = false;
  #plan;
  #started = performance.now();
  #left;
  #poison;
  #invalid;

  constructor(plan, ledger, random) {
    this.ledger = ledger;
    this.random = random;
    this.#plan = plan;
    this.#left = plan.load.rows;
    this.#poison = plan.load.poison;
    this.#invalid = plan.load.invalid;
  }

  get isOver() {
    return this.isEnding || this.#left <= 0;
  }

  /** Whether more was sent than the time so far is for; rows are spread over the round, so that what strikes finds some. */
  get isAhead() {
    if (!this.#plan.load.isSpread) return false;
    const share = (performance.now() - this.#started) / (this.#plan.seconds * 1_000);
    return !this.isOver && this.#plan.load.rows - this.#left > this.#plan.load.rows * share + 50;
  }

  /** The next row of a caller, with its entry in the ledger. */
  next(caller) {
    this.#left -= 1;
    const entry = this.ledger.add({ caller: caller.name, key: this.random.pick(caller.keys), kind: this.#kind() });
    const { padding, largePadding } = this.#plan.load;
    return { entry, row: makeRow(entry, this.random, this.random.chance(0.01) ? largePadding : padding) };
  }

  /** About as many rows of a kind as were planned, spread over all. */
  #kind() {
    if (this.#poison > 0 && this.random.chance(this.#poison / (this.#left + 1))) {
      this.#poison -= 1;
      return "poison";
    }
    if (this.#invalid > 0 && this.random.chance(this.#invalid / (this.#left + 1))) {
      this.#invalid -= 1;
      return "invalid";
    }
    return "valid";
  }

  /** Takes down what a call answered. */
  settled(entry, error) {
    if (error === null) entry.outcome = "accepted";
    else if (error.name === "RowRejectedError") this.#rejected(entry, error);
    else if (error.name === "AbortError") entry.outcome = "accepted";
    else if (error.name === "ZerobusError") entry.outcome = this.isBroken ? "unknown" : "notTaken";
    else this.ledger.surprise("error", `send rejected with ${error.name}: ${error.message}`, [entry.id]);
  }

  #rejected(entry, error) {
    if (entry.kind !== "invalid")
      this.ledger.surprise("error", `send rejected a good row: ${error.message}`, [entry.id]);
    entry.outcome = "invalid";
    if (error.rejections.length !== 1 || idOfRecord(error.rejections[0]) !== entry.id)
      this.ledger.surprise("error", `the RowRejectedError is of another row`, [entry.id]);
  }
}

/** Sends until there is nothing left to send. */
export async function runCaller(caller, { load, producer, plan, watcher }) {
  while (!load.isOver) {
    const way = load.random.weighted(ways);
    load.doing.set(caller.name, way);
    await sending[way]({ caller, load, producer, plan, watcher });
    while (load.isAhead) await wait(3);
  }
  load.doing.delete(caller.name);
}

const sending = {
  send: async (work) => {
    for (let rows = work.load.random.between(1, 30); rows > 0 && !work.load.isOver; rows--) await sendOne(work);
  },
  /** Nobody waits for the single row, as long as the burst goes. */
  burst: async (work) => {
    const calls = Array.from({ length: work.load.random.between(2, 150) }, () => sendOne(work));
    await Promise.all(calls);
  },
  post: async (work) => {
    const calls = Array.from({ length: work.load.random.between(1, 60) }, () => postOne(work, true));
    await Promise.all(calls);
  },
  /** Nothing needs to be done about the promise of durability. */
  postAndForget: async (work) => {
    const calls = Array.from({ length: work.load.random.between(1, 60) }, () => postOne(work, false));
    await Promise.all(calls);
  },
  many: (work) => sendMany(work, (rows) => rows),
  manyAsync: (work) => sendMany(work, slowly),
  flush: (work) => flush(work),
  /** Waits a moment for room, no longer; the row is sent all the same. */
  hasty: (work) => sendOne(work, { signal: globalThis.AbortSignal.timeout(work.load.random.between(1, 40)) }),
  nap: (work) => wait(work.plan.load.napMs),
};

async function sendOne({ caller, load, producer }, options) {
  const { entry, row } = load.next(caller);
  const sent = producer.send(row, options);
  // It was encoded: what becomes of the object does not matter.
  if (entry.kind !== "invalid") row.kind = "changed after it was sent";
  await sent.then(
    () => load.settled(entry, null),
    (error) => load.settled(entry, isTimeout(error) ? { name: "AbortError" } : error),
  );
}

function isTimeout(error) {
  return error.name === "TimeoutError" || error.name === "AbortError";
}

async function postOne({ caller, load, producer }, isFollowed) {
  const { entry, row } = load.next(caller);
  const posted = producer.post(row);
  // Whoever does not look at it learns of a refused row from `flush`.
  if (isFollowed) follow(entry, posted.durable, load);
  if (entry.kind !== "invalid") row.kind = "changed after it was sent";
  await posted.accepted.then(
    () => load.settled(entry, null),
    (error) => load.settled(entry, error),
  );
}

function follow(entry, durable, load) {
  entry.durable = "pending";
  durable.then(
    () => {
      entry.durable = "resolved";
    },
    (error) => {
      entry.durable = "rejected";
      entry.durableError = error.name;
      if (error.name === "RowRejectedError") load.thrown.push(...error.rejections.map(letterOf));
    },
  );
}

/** Rows that are invalid end `sendMany` where `onReject` is `throw`: there are none among them then. */
async function sendMany(work, through) {
  const { caller, load, producer } = work;
  const given = [];
  const rows = function* () {
    for (let left = load.random.between(1, 300); left > 0 && !load.isOver; left--) {
      const { entry, row } = load.next(caller);
      given.push(entry);
      yield row;
    }
  };
  const error = await producer.sendMany(through(rows())).then(
    (count) => countRows(count, given, load),
    (reason) => reason,
  );
  for (const entry of given.slice(0, -1)) load.settled(entry, null);
  const last = given.at(-1);
  if (last !== undefined) load.settled(last, error);
}

function countRows(count, given, load) {
  if (count !== given.length) load.ledger.surprise("count", `sendMany says ${count} of ${given.length} rows`);
  return null;
}

async function* slowly(rows) {
  for (const row of rows) {
    if (row.n % 40n === 0n) await wait(1);
    yield row;
  }
}

/** What was accepted before is durable after it, or a dead letter. */
async function flush({ load, producer, watcher }) {
  const before = load.ledger.select(({ outcome }) => outcome === "accepted");
  await producer.flush().then(
    () => watcher.flushed(before),
    (error) => {
      if (error.name === "RowRejectedError") load.thrown.push(...error.rejections.map(letterOf));
      if (!load.isBroken) watcher.flushFailed(error, before);
    },
  );
}
