/**
 * Throws hostile DDL at the built reader: mutated statements, random bytes, and texts made to grow what a careless parser
 * makes quadratic. Checks that it never throws, that everything it could not read has a diagnostic with a place inside
 * the text, that it gives the same answer twice, and that its time is linear.
 *
 *   node scripts/fuzz-ddl.mjs [--runs 20000] [--seed 1] [--size 400000]
 */
import { parseArgs } from "node:util";
import { formatDdl } from "../dist/catalog/format-ddl.js";
import { readDdl } from "../dist/read-ddl.js";
import { growingTexts, seedStatements } from "./fuzz-corpus.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    size: { type: "string", default: "400000" },
  },
});

/** Small generator of pseudo-random numbers in [0, 1), the same on every machine. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = randomFrom(Number(values.seed));
const below = (limit) => Math.floor(random() * limit);
const pick = (items) => items[below(items.length)];

const splinters = [
  ..."'\"`;,.:()<>[]{}$\\/*-+=!\n\r\t\0 \u00a0\u2028\ufeff\ud800é",
  "--",
  "/*",
  "*/",
  "$$",
  "''",
  "``",
  "${x}",
  "{{ x }}",
  "$(x)",
  "{%",
  ":p",
  "r'",
  "\\'",
  "<>",
  ">>",
  "\n-- COMMAND ----------\n",
  " NOT ",
  " NULL ",
  " COMMENT ",
  " DEFAULT ",
  " CREATE ",
  " TABLE ",
  "\nCREATE TABLE t (",
  " ALTER ",
  " AS ",
  " BEGIN ",
  " END ",
  " STRUCT<",
  " ARRAY<",
  " MAP<",
  " PRIMARY KEY ",
  " IDENTIFIER(",
  "1",
  "1e5",
  "0x",
  " GO\n",
  " USE ",
  " LIKE ",
];

const mutations = [
  (text) => cut(text, below(text.length + 1), below(8)),
  (text) => insert(text, below(text.length + 1), pick(splinters)),
  (text) => insert(text, below(text.length + 1), slice(pick(seedStatements))),
  (text) => text.slice(0, below(text.length + 1)),
  (text) => text.slice(below(text.length + 1)),
  (text) => insert(text, below(text.length + 1), slice(text)),
  (text) => cut(insert(text, below(text.length + 1), String.fromCharCode(below(65536))), below(text.length + 1), 1),
];

function cut(text, at, length) {
  return text.slice(0, at) + text.slice(at + length);
}

function insert(text, at, piece) {
  return text.slice(0, at) + piece + text.slice(at);
}

function slice(text) {
  const start = below(text.length);
  return text.slice(start, start + below(60));
}

function mutant() {
  let text = Array.from({ length: 1 + below(3) }, () => pick(seedStatements)).join(pick([";\n", "\n", ";"]));
  for (let count = below(8); count >= 0; count--) text = pick(mutations)(text);
  return text;
}

function noise() {
  const alphabet = pick([256, 128, 65536]);
  return Array.from({ length: below(400) }, () => String.fromCharCode(below(alphabet))).join("");
}

function check(text) {
  const options = { path: "fuzz.sql", vars: { x: pick(["main", "a.b", "'", "a;b", ""]), p: "main.s.t" } };
  const result = readDdl(text, options);
  for (const { span, frame, code } of result.diagnostics) {
    if (code === "GP1011") continue;
    const isInside =
      span.start >= 0 && span.start <= span.end && span.end <= text.length && span.line >= 1 && span.column >= 1;
    if (!isInside || frame === undefined) throw new Error(`diagnostic without a place: ${code}`);
  }
  for (const table of result.tables) checkTable(table);
  if (JSON.stringify(readDdl(text, options)) !== JSON.stringify(result))
    throw new Error("another answer the second time");
}

function checkTable(table) {
  if (table.columns.length === 0) throw new Error("a table without columns");
  const names = new Set(table.columns.map((column) => column.name.toLowerCase()));
  if (names.size !== table.columns.length) throw new Error("a column twice");
  formatDdl(table);
}

function fuzz(runs) {
  for (let run = 0; run < runs; run++) {
    const text = run % 10 === 0 ? noise() : mutant();
    try {
      check(text);
    } catch (error) {
      console.error(`run ${run} of seed ${values.seed}: ${error.stack}\n${JSON.stringify(text)}`);
      process.exitCode = 1;
      return;
    }
  }
  console.log(`${runs} hostile texts read without a fault`);
}

function timeOf(text) {
  const start = performance.now();
  readDdl(text);
  return performance.now() - start;
}

/** Four times the text may take four times the time; the rest of the allowance is for noise and the garbage collector. */
function checkGrowth(size) {
  let worst = 0;
  for (const [name, grow] of Object.entries(growingTexts)) {
    const text = grow(size);
    const [small, large] = [timeOf(grow(size / 4)), timeOf(text)];
    const rate = text.length / 1000 / Math.max(large, 1);
    worst = Math.max(worst, large / text.length);
    const isLinear = large < 200 || large < small * 16;
    console.log(
      `${isLinear ? "ok  " : "SLOW"} ${name.padEnd(34)} ${large.toFixed(0).padStart(6)} ms ${rate.toFixed(1).padStart(7)} MB/s`,
    );
    if (!isLinear) process.exitCode = 1;
  }
}

fuzz(Number(values.runs));
checkGrowth(Number(values.size));
