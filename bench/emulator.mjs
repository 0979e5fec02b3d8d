// Rows a second that the emulator takes, and its memory while it does: `node bench/emulator.mjs [seconds] [memory|directory|none] [table]`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { query, startEmulator } from "../scripts/demo-ingest.mjs";
import { ingest } from "./ingest.mjs";
import { sampleBatches } from "./sample-batches.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const rowsPerStream = 100_000;
const seconds = Number(process.argv[2] ?? 10);
const tables = process.argv[4] === undefined ? ["main.sensors.air_quality", "main.shop.orders"] : [process.argv[4]];
const stores = process.argv[3] === undefined ? ["none", "memory", "directory"] : [process.argv[3]];

/** Peak resident memory of a process in MB; only Linux tells. */
function peakMemory(pid) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
  } catch {
    return NaN;
  }
}

function storeOptions(store, directory) {
  if (store === "none") return ["--no-store"];
  return store === "directory" ? ["--data", directory] : [];
}

/** One stream after the other, each of 100,000 rows, until the time is over. */
async function load(emulator, batch) {
  const started = performance.now();
  let rows = 0;
  const memory = [];
  while (performance.now() - started < seconds * 1000) {
    await ingest(emulator, batch);
    rows += batch.records.length;
    memory.push(peakMemory(emulator.pid));
  }
  const elapsed = (performance.now() - started) / 1000;
  return { rows, rate: Math.round(rows / elapsed), firstPeak: memory[0], lastPeak: memory.at(-1) };
}

console.log(
  `${seconds} s each, streams of ${rowsPerStream} rows in batches of 1,000, protobuf, everything on one machine\n`,
);
console.log("| table | store | rows | rows/s | peak RSS after the first stream | at the end |");
console.log("|---|---|---|---|---|---|");
for (const batch of await sampleBatches(root, rowsPerStream, tables)) {
  for (const store of stores) {
    const directory = mkdtempSync(join(tmpdir(), "bench-emulator-"));
    const emulator = await startEmulator(root, storeOptions(store, directory));
    const { rows, rate, firstPeak, lastPeak } = await load(emulator, batch);
    if (store !== "none") {
      const [[stored]] = await query(emulator, `select count(*) from ${batch.table}`);
      if (Number(stored) !== rows) throw new Error(`${rows} rows were acknowledged and ${stored} are stored`);
    }
    await emulator.stop();
    rmSync(directory, { recursive: true });
    console.log(`| ${batch.table} | ${store} | ${rows} | ${rate} | ${firstPeak} MB | ${lastPeak} MB |`);
  }
}
