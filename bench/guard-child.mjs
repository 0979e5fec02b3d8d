/**
 * Runs the functions of one table until V8 has optimised them, then counts. Started by guard.mjs; answers as JSON on the
 * third file descriptor, as V8 writes its own lines to the standard output.
 */
import { writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { loadTable } from "./support/build.mjs";
import { convert } from "./support/convert.mjs";
import { madeRows } from "./support/made-tables.mjs";
import { rowsOf } from "./support/rows.mjs";
import { quartiles } from "./support/statistics.mjs";

const WARM_ROUNDS = 60;
const ROUNDS = 9;

const [built, table] = process.argv.slice(2);
const columns = Number(/\d+$/.exec(table)?.[0] ?? 0);
const rows =
  columns > 0
    ? madeRows("c", columns, Math.ceil(20_000 / columns))
    : rowsOf(table, 1000).map((row) => convert(row, {}));
const { encode, decode, validate, codec } = await loadTable(built, table);
const bytes = rows.map(encode);
const memory = new Uint8Array(1 << 20);
const batch = { bytes: memory, view: new DataView(memory.buffer), end: 0 };
const append = (row) => {
  batch.end = 0;
  codec.append(row, batch);
};
const runs = {
  encode: loop(encode, rows),
  append: loop(append, rows),
  validate: loop(validate, rows),
  decode: loop(decode, bytes),
};

const warmRounds = columns > 0 ? WARM_ROUNDS * 5 : WARM_ROUNDS;
for (const run of Object.values(runs)) for (let round = 0; round < warmRounds; round++) run();
setFlagsFromString("--trace-deopt");
const allocated = Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, allocatedBy(run)]));
setFlagsFromString("--no-trace-deopt");
writeSync(
  3,
  JSON.stringify({
    allocated,
    unoptimised: { encode: isOptimized(encode) ? 0 : 1, validate: isOptimized(validate) ? 0 : 1 },
  }),
);

/** Each function has a loop of its own. */
function loop(action, list) {
  const body = "return function loop() { for (let index = 0; index < list.length; index++) action(list[index]); };";
  return new Function("action", "list", body)(action, list);
}

/** Bytes of JavaScript's heap per row. The memory that rows are written to is not in it. */
function allocatedBy(run) {
  const found = [];
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc({ type: "minor" });
    const { heapUsed } = process.memoryUsage();
    run();
    found.push((process.memoryUsage().heapUsed - heapUsed) / rows.length);
  }
  return Math.round(quartiles(found).median);
}

/** The bit is set for code of TurboFan and of Maglev. */
function isOptimized(action) {
  const status = new Function("action", "return %GetOptimizationStatus(action);")(action);
  return (status & 16) !== 0;
}
