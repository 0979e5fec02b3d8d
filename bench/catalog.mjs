// How fast a catalog becomes code: 5,000 tables of 40 columns, read through the Unity Catalog API from a local server in a
// process of its own, by the command line as a whole process; a first run, and a second one that changes nothing. Prints
// a Markdown table. Build first: `npm run build`. Another number of tables may be given: `node bench/catalog.mjs 1000`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const tableCount = Number(process.argv[2] ?? 5000);
/** Tables of a schema are listed page after page, schemas at the same time; every answer takes `latency` milliseconds. */
const catalogs = [
  { tablesPerSchema: 250, latency: 0 },
  { tablesPerSchema: 250, latency: 100 },
  { tablesPerSchema: tableCount, latency: 0 },
];

/** Writes what the process used, where the bench can find it: kilobytes of memory, microseconds of processor time. */
const usageReporter = `data:text/javascript,${encodeURIComponent(
  'import { writeFileSync } from "node:fs";' +
    'process.on("exit", () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));',
)}`;

function bundleServer(work) {
  const outfile = join(work, "server.mjs");
  const entryPoints = [join(root, "bench/catalog-server.ts")];
  buildSync({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  return outfile;
}

async function startServer(file, { tablesPerSchema, latency }) {
  const args = [file, tableCount, tablesPerSchema, latency].map(String);
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(server.stdout, "data");
  return { server, origin: String(line).trim() };
}

/** One run of the command line: seconds of the whole process, those on a processor, and its peak memory in MB. */
function runCli(work, origin) {
  const usageFile = join(work, "usage");
  const cli = ["--import", usageReporter, join(root, "dist/cli/bin.js"), "--host", origin, "--catalog", "bench"];
  const env = { PATH: process.env.PATH, HOME: work, DATABRICKS_TOKEN: "bench", USAGE_FILE: usageFile };
  const started = performance.now();
  const result = spawnSync(process.execPath, [...cli, "--out", join(work, "out"), "--quiet"], {
    encoding: "utf8",
    env,
  });
  const elapsed = (performance.now() - started) / 1000;
  if (result.status !== 0)
    throw new Error(`The command line failed (${result.status}): ${result.stderr.slice(0, 2000)}`);
  const usage = JSON.parse(readFileSync(usageFile, "utf8"));
  return { elapsed, busy: (usage.userCPUTime + usage.systemCPUTime) / 1e6, peak: usage.maxRSS / 1024 };
}

async function measure(work, serverFile, catalog) {
  const { server, origin } = await startServer(serverFile, catalog);
  try {
    const first = runCli(work, origin);
    const second = runCli(work, origin);
    printRow(catalog, "first", first, "");
    printRow(catalog, "second, nothing changed", second, (second.elapsed / first.elapsed).toFixed(2));
  } finally {
    server.kill();
    rmSync(join(work, "out"), { recursive: true, force: true });
  }
}

function printRow({ tablesPerSchema, latency }, run, { elapsed, busy, peak }, ratio) {
  const rate = Math.round(tableCount / elapsed);
  const times = [`${elapsed.toFixed(1)} s`, ratio, rate, `${busy.toFixed(1)} s`];
  const cells = [tablesPerSchema, `${latency} ms`, run, ...times, `${peak.toFixed(0)} MB`];
  console.log(`| ${cells.join(" | ")} |`);
}

const work = mkdtempSync(join(tmpdir(), "gen-producers-bench-"));
try {
  const serverFile = bundleServer(work);
  console.log(`Node ${process.version}, ${tableCount} tables of 40 columns.\n`);
  console.log(
    "| tables a schema | latency | run | whole process | to first | tables/s | processor time | peak memory |",
  );
  console.log("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
  for (const catalog of catalogs) await measure(work, serverFile, catalog);
} finally {
  rmSync(work, { recursive: true, force: true });
}
