// What is looked at while a round runs.
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as wait } from "node:timers/promises";
import { tableName } from "./rows.mjs";

/** Rows between the limit and what may be in flight: one row may exceed it. */
const rowSlack = 1;

/** Samples a producer's numbers and the memory of the process. */
export class Sampler {
  peakRss = 0;
  samples = 0;
  #broken = new Map();
  #timer;

  /** `limits` are `{ maxBytes, maxRecords, maxRow }`, in bytes and rows. */
  constructor(producer, limits) {
    this.#timer = setInterval(() => this.look(producer, limits), 7);
  }

  look(producer, limits) {
    this.samples += 1;
    this.peakRss = Math.max(this.peakRss, process.memoryUsage.rss());
    for (const { rule, message } of checkStats(producer.stats(), limits)) {
      if (!this.#broken.has(rule)) this.#broken.set(rule, { rule, message, ids: [] });
    }
  }

  end() {
    clearInterval(this.#timer);
    return [...this.#broken.values()];
  }
}

/** What does not add up in a producer's numbers. Pure. */
export function checkStats(stats, { maxBytes, maxRecords, maxRow }) {
  const { rowsSent, rowsDurable, rowsRefused, rowsInFlight, bytesInFlight } = stats;
  const told = JSON.stringify({ ...stats, streams: undefined });
  const found = [];
  if (rowsSent !== rowsDurable + rowsRefused + rowsInFlight)
    found.push({ rule: "stats_sum", message: `rowsSent is not durable + refused + in flight: ${told}` });
  if (bytesInFlight > maxBytes + maxRow)
    found.push({ rule: "in_flight_bytes", message: `${bytesInFlight} bytes in flight, ${maxBytes} allowed: ${told}` });
  if (rowsInFlight > maxRecords + rowSlack)
    found.push({ rule: "in_flight_rows", message: `${rowsInFlight} rows in flight, ${maxRecords} allowed: ${told}` });
  if ([rowsInFlight, bytesInFlight, rowsDurable].some((number) => !(number >= 0)))
    found.push({ rule: "stats_negative", message: `a number below 0: ${told}` });
  return found;
}

/** Counts what a producer tells by events. */
export function countEvents(producer) {
  const told = { ackedRows: 0, reconnect: 0, failing: 0, recovered: 0, close: [] };
  producer.on("ack", ({ rows }) => (told.ackedRows += rows));
  for (const kind of ["reconnect", "failing", "recovered"]) producer.on(kind, () => (told[kind] += 1));
  producer.on("close", ({ error }) => told.close.push(error));
  return told;
}

/** How often the service was called while it failed; the strikes count that. */
export class RateMeter {
  #striker;
  #readings = [];
  #isOn = false;
  #running = Promise.resolve();

  constructor(striker) {
    this.#striker = striker;
  }

  start() {
    this.#isOn = true;
    this.#running = this.#run();
  }

  end() {
    this.#isOn = false;
    return this.#running;
  }

  /** The most calls in a second. */
  most() {
    const within = (from) => this.#readings.filter(({ at }) => at >= from.at && at <= from.at + 1_000);
    return Math.max(0, ...this.#readings.map((from) => within(from).at(-1).hits - from.hits));
  }

  /** A lane tries a few times in its first second, and then less often. */
  excess(streams) {
    const most = this.most();
    const allowed = 5 + 8 * streams;
    if (most <= allowed) return [];
    return [{ rule: "reconnect_rate", message: `${most} calls in a second, ${allowed} would be many` }];
  }

  async #run() {
    while (this.#isOn) {
      this.#readings.push({ hits: await this.#striker.calls(), at: performance.now() });
      await wait(150);
    }
  }
}

/** Looks into the table while the round runs: what is said to be durable has to be there at that moment. */
export class TableWatcher {
  looks = 0;
  flushes = 0;
  #control;
  #ledger;
  #limit;
  #looking = new Set();

  constructor(control, ledger, limit) {
    this.#control = control;
    this.#ledger = ledger;
    this.#limit = limit;
  }

  flushed(entries) {
    this.flushes += 1;
    this.expect("flush_early", "rows were not in the table when flush resolved", entries);
  }

  flushFailed(error, entries) {
    if (error.name === "RowRejectedError") this.flushed(entries);
    else this.#ledger.surprise("flush", `flush rejected: ${error.message}`);
  }

  /** The rows of promises that have resolved. */
  durable() {
    const entries = this.#ledger.select(({ durable }) => durable === "resolved");
    this.expect("durable_early", "rows were not in the table when they were said to be durable", entries);
  }

  expect(rule, message, entries) {
    if (this.looks >= this.#limit) return;
    this.looks += 1;
    const due = entries.filter(({ kind }) => kind === "valid");
    this.#looking.add(this.#look(rule, message, due));
  }

  end() {
    return Promise.all(this.#looking);
  }

  async #look(rule, message, due) {
    const rows = await this.#control.query(`select key, n from ${tableName}`);
    const there = new Set(rows.map(([key, n]) => `${key}:${n}`));
    const missing = due.filter(({ id }) => !there.has(id)).map(({ id }) => id);
    if (missing.length > 0)
      this.#ledger.surprise(rule, `${missing.length} ${message}: ${missing.slice(0, 5)}`, missing);
  }
}
