// The producer is ended early: by its signal, or by an answer of the service that no later try changes.
import { setTimeout as wait } from "node:timers/promises";
import { idOfRecord } from "./rows.mjs";

/** Faults after which a producer gives up for good. */
const finals = [
  [{ kind: "fail_create", status: "PERMISSION_DENIED" }],
  [{ kind: "fail_create", status: "NOT_FOUND" }],
  [{ kind: "fail_create", status: "UNIMPLEMENTED" }],
  [{ kind: "refuse_token", status: 401, error: "invalid_client" }, { kind: "expire_tokens" }],
  [{ kind: "refuse_token", status: 400 }, { kind: "expire_tokens" }],
];

/** Milliseconds that a producer has to notice what is final; without traffic it may not. */
const noticeMs = 3_000;

/** Ends the producer and waits for it and the callers. Returns the rows it did not get rid of, to be sent again. */
export async function stopEarly(plan, { abort, producer, load, ledger, control }, callers) {
  load.isBroken = true;
  if (plan.stopBy !== null && plan.transport !== "rest")
    await control.inject({ kind: "drop_connection", afterRecords: 0 });
  if (plan.stopBy !== null) for (const fault of finals[plan.stopBy]) await control.inject(fault);
  if (plan.stopBy === null || !(await hasEnded(producer, noticeMs))) abort.abort(new Error("stopped by its signal"));
  if (!(await hasEnded(producer, noticeMs))) ledger.surprise("stop", `it is still ${producer.stats().state}`);
  load.isEnding = true;
  await callers;
  await producer.close().catch(() => undefined);
  // Promises of durability are settled by now, but those who wait for them have not been told.
  await wait(20);
  return leftRows(producer, plan, ledger);
}

async function hasEnded(producer, ms) {
  const started = performance.now();
  while (!["failed", "closed"].includes(producer.stats().state)) {
    if (performance.now() - started > ms) return false;
    await wait(10);
  }
  return true;
}

function leftRows(producer, plan, ledger) {
  const left = producer.unacknowledged();
  const ids = left.map(idOfRecord);
  const { rowsInFlight } = producer.stats();
  if (left.length !== rowsInFlight)
    ledger.surprise("left_count", `${left.length} rows are unacknowledged, and ${rowsInFlight} in flight`);
  checkLeft(ids, plan, ledger);
  settleDurable(ledger);
  return left.map(({ row, record }) => row ?? fromJson(Buffer.from(record).toString("utf8")));
}

function checkLeft(ids, plan, ledger) {
  const entries = ids.map((id) => ledger.entries.get(id));
  const wrong = ids.filter((id, index) => {
    const entry = entries[index];
    return !entry || entry.kind === "invalid" || entry.outcome === "notTaken" || entry.durable === "resolved";
  });
  if (wrong.length > 0)
    ledger.surprise("left_wrong", `rows that must not be unacknowledged: ${wrong.slice(0, 5)}`, wrong);
  if (new Set(ids).size !== ids.length) ledger.surprise("left_twice", "rows are unacknowledged twice");
  const last = new Map();
  for (const entry of entries.filter(Boolean)) {
    const key = plan.streams === 1 ? entry.caller : entry.key;
    const before = last.get(key);
    if ((plan.streams === 1 || plan.partition === "key") && before?.serial > entry.serial)
      ledger.surprise("left_order", `${entry.id} is unacknowledged behind ${before.id}`);
    last.set(key, entry);
  }
}

/** What was not durable when the producer ended, another producer makes durable: the promise of the first says nothing. */
function settleDurable(ledger) {
  for (const entry of ledger.entries.values()) {
    if (entry.durable === "pending") ledger.surprise("durable_pending", "a promise is open after the end", [entry.id]);
    if (entry.durable !== "resolved") entry.durable = "none";
  }
}

function fromJson(text) {
  const row = JSON.parse(text);
  return { ...row, n: BigInt(row.n) };
}
