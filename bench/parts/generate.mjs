/** Whole processes, from definitions in a file to written files: ours, unchanged a second time, and the peers' generators. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hasProtoc } from "../peers/protos.mjs";
import { program } from "../peers/install.mjs";
import { newFolder, remove, writeGenerated } from "../support/build.mjs";
import { commentedTable } from "../support/made-tables.mjs";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

/** pbts takes minutes for more tables, and ts-proto gigabytes. */
const MOST_TABLES = 200;

/** Notes the peak memory of each Node process in a file that all of them append to, and nothing else. */
const peakReporter = `data:text/javascript,${encodeURIComponent(
  'import { appendFileSync } from "node:fs";' +
    'process.on("exit", () => appendFileSync(process.env.PEAK_FILE, process.resourceUsage().maxRSS + " "));',
)}`;

export async function measure({ tables, rounds }) {
  const work = newFolder(`generate-${tables}`);
  try {
    const ddl = Array.from({ length: tables }, (_, index) => commentedTable(`table_${index}`)).join("\n");
    writeFileSync(path.join(work, "tables.sql"), ddl);
    const protos = writeGenerated(path.join(work, "protos"), ddl);
    const tools = toolsFor(work, protos, tables);
    const runs = Object.fromEntries(Object.keys(tools).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, tool] of Object.entries(tools)) {
        if (round === 0 || tool.once !== true) runs[name].push(run(work, name, tool));
      }
    }
    return { runs };
  } finally {
    remove(work);
  }
}

/** Commands of each tool; one that starts with nothing empties its folder before, one that takes long runs once. */
function toolsFor(work, protos, tables) {
  const ours = [process.execPath, bin, "--ddl", "tables.sql", "--out", "out/ours", "--quiet"];
  const names = protos.map((name) => path.join("protos", name));
  const listed = path.join(work, "protos.txt");
  writeFileSync(listed, names.join("\n"));
  const protoc = (flag, plugin, options) => [
    "protoc",
    `--plugin=protoc-gen-${flag}=${program(plugin)}`,
    `--${flag}_out=out/${flag}`,
    `--${flag}_opt=${options}`,
    `@${listed}`,
  ];
  const staticModule = [
    "-t",
    "static-module",
    "-w",
    "commonjs",
    "--keep-case",
    "--no-service",
    "-o",
    "out/pbjs/all.js",
  ];
  const pbjs = [process.execPath, program("pbjs"), ...staticModule, ...names];
  const pbts = [process.execPath, program("pbts"), "-o", "out/pbjs/all.d.ts", "out/pbjs/all.js"];
  return {
    "gen-producers": { folder: "ours", commands: [ours], empty: true },
    "gen-producers, nothing changed": { folder: "ours", commands: [ours], empty: false },
    "gen-producers, nothing changed, --no-cache": {
      folder: "ours",
      commands: [[...ours, "--no-cache"]],
      empty: false,
    },
    ...(hasProtoc() && {
      "protoc + protoc-gen-es": { folder: "es", commands: [protoc("es", "protoc-gen-es", "target=ts")], empty: true },
    }),
    ...(hasProtoc() &&
      tables <= MOST_TABLES && {
        "protoc + ts-proto": {
          folder: "ts_proto",
          commands: [protoc("ts_proto", "protoc-gen-ts_proto", "forceLong=bigint")],
          empty: true,
          once: tables > 1,
        },
      }),
    ...(tables <= MOST_TABLES && {
      "pbjs + pbts": { folder: "pbjs", commands: [pbjs, pbts], empty: true, once: tables > 1 },
    }),
  };
}

/** Seconds by the clock and of the processor, children included, and the peak memory of the largest Node process in MB. */
function run(work, name, { folder, commands, empty }) {
  const out = path.join(work, "out", folder);
  if (empty) remove(out);
  mkdirSync(out, { recursive: true });
  const peakFile = path.join(work, "peaks");
  writeFileSync(peakFile, "");
  const env = { ...process.env, PEAK_FILE: peakFile, NODE_OPTIONS: `--import=${peakReporter}` };
  const before = { clock: performance.now(), processor: childrenSeconds() };
  for (const command of commands) execute(work, name, command, env);
  const clock = (performance.now() - before.clock) / 1000;
  if (readdirSync(out).length === 0) throw new Error(`${name} wrote nothing`);
  const peaks = readFileSync(peakFile, "utf8").trim().split(" ").map(Number);
  return { clock, processor: childrenSeconds() - before.processor, peak: Math.max(...peaks) / 1024 };
}

function execute(work, name, [command, ...args], env) {
  const options = { cwd: work, env, encoding: "utf8", maxBuffer: 1 << 28 };
  const { status, stderr, error } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${name} failed: ${stderr ?? error?.message}`);
}

/** Processor time of the processes that this one has waited for; the clock's where the system does not tell. */
function childrenSeconds() {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return performance.now() / 1000;
  }
}
