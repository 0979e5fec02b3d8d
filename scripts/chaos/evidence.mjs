// What is held against a round besides the table: numbers, events, errors, logs.
import { tableName } from "./rows.mjs";

/** Rows of the table in the order in which they came. */
export async function storedRows(control) {
  const rows = await control.query(`select key, n, kind from ${tableName} order by rowid`);
  return rows.map(([key, n, kind]) => ({ key, n, kind }));
}

/** Nothing ended in time. */
export class HangError extends Error {
  constructor(what, ledger, doing, producer) {
    const open = ledger.select(({ outcome }) => outcome === "pending");
    const ids = open.slice(0, 5).map(({ id }) => id);
    const ways = [...doing].map((each) => each.join(": "));
    super(`${what}: no end; ${open.length} calls are open (${ids}); ${ways}; ${JSON.stringify(producer?.stats())}`);
  }
}

/** Holds the producer's own numbers against what was sent, once all is over. Pure. */
export function checkEnd(entries, stats, deadLetters) {
  const rows = [...entries.values()];
  const accepted = rows.filter(({ kind, outcome }) => kind !== "invalid" && outcome === "accepted").length;
  const refused = deadLetters.filter(({ kind }) => kind === "refused").length;
  const invalid = rows.filter(({ kind, outcome }) => kind === "invalid" && outcome !== "notTaken").length;
  const expected = {
    rowsSent: accepted,
    rowsRefused: refused,
    rowsDurable: accepted - refused,
    rowsInFlight: 0,
    bytesInFlight: 0,
    rowsInvalid: invalid,
  };
  return Object.entries(expected)
    .filter(([name, value]) => stats[name] !== value)
    .map(([name, value]) => ({ rule: "stats", message: `${name} is ${stats[name]}, not ${value}`, ids: [] }));
}

/** Every rejection is told by an event once, and where nothing takes them, by the errors of `flush` and `close`. Pure. */
export function checkEvents(events, deadLetters, thrown, { onReject, kind }) {
  if (kind === "stop") return [];
  const found = [];
  const told = new Set(events.map(({ id }) => id));
  const missing = deadLetters.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  if (missing.length > 0)
    found.push({ rule: "event", message: `no event for dead letters: ${missing.slice(0, 5)}`, ids: missing });
  if (events.length !== told.size) found.push({ rule: "event_twice", message: "a rejection was told twice", ids: [] });
  if (onReject !== "throw") return found;
  const known = new Set(thrown.map(({ id }) => id));
  const silent = events.filter((event) => event.kind === "refused" && !known.has(event.id)).map(({ id }) => id);
  if (silent.length > 0)
    found.push({ rule: "not_thrown", message: `neither flush nor close told of ${silent.slice(0, 5)}`, ids: silent });
  return found;
}

/** Holds the events of a producer that was closed in order against its numbers. Pure. */
export function checkTold({ ackedRows, failing, recovered, close }, { rowsDurable, state }) {
  const wrong = [
    [ackedRows !== rowsDurable, `ack events tell of ${ackedRows} rows, and ${rowsDurable} are durable`],
    [failing !== recovered, `it was said to fail ${failing} times, and to recover ${recovered} times`],
    [close.length !== 1 || close[0] !== null, `it was said to be closed ${close.length} times: ${close.join()}`],
    [state !== "closed", `its state after close is ${state}`],
  ];
  return wrong.filter(([isSo]) => isSo).map(([, message]) => ({ rule: "events", message, ids: [] }));
}

/** Bytes that the process may take: itself, the ledger of a round, and what is in flight. */
const maxRss = 400 * 2 ** 20;

/** Pure. */
export function checkMemory(peakRss) {
  if (peakRss <= maxRss) return [];
  return [{ rule: "memory", message: `${Math.round(peakRss / 2 ** 20)} MiB resident`, ids: [] }];
}

/** Listens for secrets in what is logged. */
export function silentLogger(ledger, secret) {
  const look = (message, fields) => {
    const text = message + JSON.stringify(fields);
    if (text.includes(secret) || text.includes("Bearer")) ledger.surprise("secret", `a log tells a secret: ${message}`);
  };
  return { debug: look, info: look, warn: look, error: look };
}
