/**
 * Counts what can be counted, where times would be noise: bytes allocated per row, repeated deoptimisations after warming up, whether
 * V8 optimises wide tables, size, modules loaded. Fails where a figure exceeds its limit in bench/limits.json.
 *
 *     node bench/guard.mjs [--update]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { newFolder, remove, scratch, shapesDdl, writeGenerated } from "./support/build.mjs";
import { gzipped } from "./support/gzipped.mjs";
import { madeTable } from "./support/made-tables.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const limitsFile = path.join(here, "limits.json");
const major = Number(process.versions.node.split(".")[0]);

/** Everything on one thread and a young generation that takes all of a round: the same figures in every run. */
const flags = [
  "--single-threaded",
  "--expose-gc",
  "--allow-natives-syntax",
  "--min-semi-space-size=64",
  "--max-semi-space-size=64",
];

/** What grows a little with harmless changes may do so by this share. */
const margins = { allocated: 0.05, deoptimised: 0, unoptimised: 0, gzipped: 0.02, modules: 0 };

const built = newFolder("guard");
try {
  writeGenerated(built, shapesDdl() + [40, 400].map((columns) => madeTable(`wide_${columns}`, "c", columns)).join(""));
  const figures = await measure();
  if (process.argv.includes("--update"))
    writeFileSync(limitsFile, `${JSON.stringify({ node: major, limits: figures }, null, 2)}\n`);
  process.exitCode = compare(figures, JSON.parse(readFileSync(limitsFile, "utf8")));
} finally {
  remove(built);
}

/** Figures by what they count and of what. */
async function measure() {
  const figures = {
    allocated: {},
    deoptimised: {},
    unoptimised: {},
    gzipped: {},
    modules: { "--help": modulesOfHelp() },
  };
  for (const table of ["air_quality", "orders", "nested", "event_log", "wide_40", "wide_400"]) {
    const { allocated, unoptimised, deoptimised } = count(table);
    for (const [name, bytes] of Object.entries(allocated)) figures.allocated[`${table}, ${name}`] = bytes;
    for (const [name, missing] of Object.entries(unoptimised)) figures.unoptimised[`${table}, ${name}`] = missing;
    figures.deoptimised[table] = deoptimised;
  }
  for (const [table, name] of Object.entries({
    air_quality: "AirQuality",
    orders: "Orders",
    nested: "Nested",
    event_log: "EventLog",
  })) {
    figures.gzipped[table] = await gzipped(built, `export { encode${name} } from "./main/bench/${table}.js"`);
  }
  return figures;
}

/** Runs a table's functions in a process of its own; V8 writes one line for each deoptimisation. */
function count(table) {
  const child = path.join(here, "guard-child.mjs");
  const { output, status } = spawnSync(process.execPath, [...flags, child, built, table], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit", "pipe"],
  });
  if (status !== 0) throw new Error(`${table} could not be run`);
  const again = repeated(output[1].match(/^\[bailout .*/gm) ?? []);
  for (const line of again.slice(0, 3)) console.log(`      ${table}: ${line}`);
  return { ...JSON.parse(output[3]), deoptimised: again.length };
}

/** Functions that are deoptimised once more: what is seen for the first time costs one each, a loop has many. */
function repeated(lines) {
  const seen = new Set();
  return lines.flatMap((line) => {
    const name = /<JSFunction (\w*)/.exec(line)?.[1] ?? "";
    const reason = /reason: (\w[^)]*)\)/.exec(line)?.[1] ?? "for no reason that V8 tells";
    const known = seen.has(name);
    seen.add(name);
    return known ? [`${name} is deoptimised again, ${reason}`] : [];
  });
}

/** Files that `--help` loads, as coverage lists them. */
function modulesOfHelp() {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(path.join(scratch, "coverage-"));
  const bin = path.join(here, "../dist/cli/bin.js");
  execFileSync(process.execPath, [bin, "--help"], {
    env: { ...process.env, NODE_V8_COVERAGE: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [report] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(path.join(folder, report), "utf8"));
  rmSync(folder, { recursive: true });
  return result.filter(({ url }) => url.startsWith("file:")).length;
}

/** Prints what exceeds its limit, and what has become so much better that the limit should follow; returns the exit code. */
function compare(figures, { node, limits }) {
  const strange = node !== major;
  if (strange)
    console.log(`The limits are those of Node ${node}; what V8 allocates and optimises is not held against them.`);
  let exceeded = 0;
  for (const [kind, members] of Object.entries(figures)) {
    if (strange && kind !== "gzipped" && kind !== "modules") continue;
    for (const [name, found] of Object.entries(members))
      exceeded += judge(`${kind}: ${name}`, found, limits[kind]?.[name] ?? 0, margins[kind]);
  }
  console.log(
    exceeded === 0 ? "Nothing exceeds its limit." : `${exceeded} figures exceed their limits (bench/limits.json).`,
  );
  return exceeded === 0 ? 0 : 1;
}

function judge(name, found, limit, margin) {
  if (found > limit * (1 + margin) + (margin === 0 ? 0 : 2)) {
    console.log(`FAIL  ${name}: ${found}, at most ${limit} and ${margin * 100} %`);
    return 1;
  }
  if (found < limit * 0.9) console.log(`      ${name}: ${found} instead of ${limit}; lower the limit with --update`);
  return 0;
}
