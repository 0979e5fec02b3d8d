// How fast the generator is: tables per second through the command line (whole process) and inside a warm process, and the
// peak memory of the process. Prints a Markdown table. `npm run bench` builds first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, readDdl } from "../dist/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tableCounts = [1, 100, 1000];
const repetitions = 5;
const columnTypes = [
  "BIGINT NOT NULL",
  "STRING NOT NULL",
  "INT",
  "DOUBLE",
  "DECIMAL(18,4)",
  "TIMESTAMP",
  "BOOLEAN",
  "ARRAY<STRING>",
  "MAP<STRING, DOUBLE>",
  "STRUCT<code: STRING, amount: DECIMAL(10,2), at: TIMESTAMP>",
];

/** Writes the peak of the process's resident memory, in kilobytes, where the bench can find it. */
const peakReporter = `data:text/javascript,${encodeURIComponent(
  'import { writeFileSync } from "node:fs";' +
    'process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));',
)}`;

function ddlOf(tableCount) {
  const columns = Array.from({ length: 40 }, (_, index) => {
    return `  column_${index} ${columnTypes[index % columnTypes.length]} COMMENT 'What column ${index} means'`;
  }).join(",\n");
  const table = (index) =>
    `CREATE TABLE main.bench.table_${index} (\n${columns}\n)\nUSING DELTA\nCOMMENT 'Table ${index}';\n`;
  return Array.from({ length: tableCount }, (_, index) => table(index)).join("\n");
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function repeat(job) {
  return Array.from({ length: repetitions }, job);
}

function seconds(job) {
  const started = performance.now();
  job();
  return (performance.now() - started) / 1000;
}

/** One run of the command line into an empty folder: seconds of the whole process, and its peak memory in MB. */
function runCli(work, ddlFile) {
  const out = join(work, "out");
  const peakFile = join(work, "peak");
  const args = ["--import", peakReporter, join(root, "dist/cli/bin.js"), "--ddl", ddlFile, "--out", out, "--quiet"];
  let result;
  const elapsed = seconds(() => {
    result = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, PEAK_FILE: peakFile } });
  });
  if (result.status !== 0) throw new Error(`The command line failed: ${result.stderr}`);
  rmSync(out, { recursive: true, force: true });
  return { elapsed, peak: Number(readFileSync(peakFile, "utf8")) / 1024 };
}

function measure(work, tableCount) {
  const ddl = ddlOf(tableCount);
  const ddlFile = join(work, "tables.sql");
  writeFileSync(ddlFile, ddl);
  const runs = repeat(() => runCli(work, ddlFile));
  const sources = [{ text: ddl }];
  for (let run = 0; run < 500 / tableCount; run++) generate({ sources }); // the compiler of V8 wants to have seen the code
  const parse = median(repeat(() => seconds(() => readDdl(ddl))));
  const warm = median(repeat(() => seconds(() => generate({ sources }))));
  const whole = median(runs.map((run) => run.elapsed));
  return { tableCount, whole, warm, parse, peak: Math.max(...runs.map((run) => run.peak)) };
}

function row({ tableCount, whole, warm, parse, peak }) {
  const rate = (elapsed) => Math.round(tableCount / elapsed);
  const cells = [tableCount, `${whole.toFixed(2)} s`, rate(whole), `${peak.toFixed(0)} MB`, rate(warm), rate(parse)];
  return `| ${cells.join(" | ")} |`;
}

const work = mkdtempSync(join(tmpdir(), "gen-producers-bench-"));
try {
  console.log(`Node ${process.version}, 40 columns a table, median of ${repetitions} runs.\n`);
  console.log("| tables | whole process | tables/s | peak memory | warm, tables/s | DDL reader alone, tables/s |");
  console.log("| ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const tableCount of tableCounts) console.log(row(measure(work, tableCount)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
