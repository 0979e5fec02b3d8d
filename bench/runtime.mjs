/**
 * Encode, decode and validate of generated modules next to a protobuf.js static module, in interleaved rounds.
 *
 *     node bench/runtime.mjs [--rows 4000] [--rounds 15] [--shapes orders,nested] [--json]
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { build, load } from "./build.mjs";
import * as seededRows from "./rows.mjs";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "4000" },
    rounds: { type: "string", default: "15" },
    shapes: { type: "string", default: "air_quality,orders,nested,event_log" },
    json: { type: "boolean", default: false },
  },
});

/** Milliseconds that one round of one contestant takes, about. */
const ROUND_MS = 25;

const out = build();
try {
  const results = [];
  for (const shape of options.shapes.split(",")) results.push(...(await measureShape(shape)));
  print(results);
} finally {
  rmSync(out, { recursive: true, force: true });
}

async function measureShape(shape) {
  const type = pascal(shape);
  const name = type[0].toLowerCase() + type.slice(1);
  const ours = await load(out, `main/bench/${shape}.js`);
  const theirs = load(out, "shapes.cjs").main_.bench[type];
  const rows = seededRows[`${name}Rows`](Number(options.rows));
  const messages = rows.map(asMessage);
  const bytes = rows.map((row) => ours[`encode${type}`](row));
  const buffers = bytes.map((row) => Buffer.from(row));
  assertEqualBytes(shape, bytes, messages, theirs);

  const encode = race({
    "gen-producers": [ours[`encode${type}`], rows],
    "protobuf.js": [(message) => theirs.encode(message).finish(), messages],
  });
  const decode = race({
    "gen-producers": [ours[`decode${type}`], buffers],
    "protobuf.js": [(row) => theirs.decode(row), buffers],
  });
  // `verify` looks at JavaScript types only: no ranges, decimals, lone surrogates, units or unknown keys.
  const validate = race({
    "gen-producers": [ours[`validate${type}`], rows],
    "protobuf.js": [(message) => theirs.verify(message) ?? "", messages],
  });
  const size = Math.round(bytes.reduce((sum, row) => sum + row.length, 0) / bytes.length);
  return [
    { shape, size, what: "encode", ...encode },
    { shape, size, what: "decode", ...decode },
    { shape, size, what: "validate", ...validate },
  ];
}

function assertEqualBytes(shape, bytes, messages, theirs) {
  for (const [index, message] of messages.entries()) {
    if (Buffer.compare(bytes[index], theirs.encode(message).finish()) === 0) continue;
    throw new Error(`${shape}: row ${index} has other bytes than protobuf.js writes`);
  }
}

/** Nanoseconds per row of each contestant: the median of the rounds and their spread. */
function race(contestants) {
  const runs = Object.entries(contestants).map(([name, [action, list]]) => {
    const run = loop(action, list);
    run(3);
    const repeat = Math.max(1, Math.round((ROUND_MS * 1e6) / (time(run, 1) * list.length)));
    return { name, run, repeat, size: list.length, times: [] };
  });
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const contestant of runs) contestant.times.push(time(contestant.run, contestant.repeat) / contestant.repeat);
  }
  return Object.fromEntries(runs.map(({ name, times }) => [name, summary(times)]));

  function time(run, repeat) {
    const start = process.hrtime.bigint();
    const rows = run(repeat);
    return Number(process.hrtime.bigint() - start) / (rows / repeat);
  }
}

/** A loop of its own for each contestant, so that none shares what V8 has learned with another one. */
function loop(action, list) {
  const body = `return (repeat) => {
    let rows = 0;
    for (let round = 0; round < repeat; round++) for (let index = 0; index < list.length; index++) {
      if (action(list[index]) !== null) rows++;
    }
    return rows;
  };`;
  return new Function("action", "list", body)(action, list);
}

function summary(times) {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

/** protobuf.js takes int64 as a number where the `long` package is absent. */
function asMessage(value) {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(asMessage);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asMessage(item)]));
}

function pascal(name) {
  return name.replace(/(^|_)([a-z])/g, (_, start, letter) => letter.toUpperCase());
}

function print(results) {
  if (options.json) {
    console.log(JSON.stringify({ node: process.version, rows: Number(options.rows), results }, null, 2));
    return;
  }
  console.log(
    `Node ${process.version}, ${options.rows} rows, ${options.rounds} rounds, median ns per row (10 % – 90 %)\n`,
  );
  console.log("| shape | bytes | | gen-producers | protobuf.js | ratio |\n|---|---|---|---|---|---|");
  for (const { shape, size, what, "gen-producers": ours, "protobuf.js": theirs } of results) {
    const ratio = theirs === undefined ? "" : (theirs.median / ours.median).toFixed(2);
    console.log(`| ${[shape, size, what, cell(ours), cell(theirs), ratio].join(" | ")} |`);
  }
}

function cell(result) {
  if (result === undefined) return "";
  return `${result.median.toFixed(0)} (${result.low.toFixed(0)} – ${result.high.toFixed(0)})`;
}
