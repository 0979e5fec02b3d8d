/**
 * Rows a second, and processor time a row, from the application's rows until all of them are durable: the producer next to
 * the official client, against a sink that only counts and against the emulator, which checks every row.
 *
 *     node bench/producer.mjs [seconds] [--rounds 5] [--targets sink,emulator] [--tables air_quality,orders] [--variants …] [--profile]
 *
 * Every contestant is a process of its own; they take turns. "no core" is the part of the time that its main thread waited
 * for a processor: above a few percent, the machine has other things to do, and the rates say little. With --profile each
 * leaves a .cpuprofile in .tmp/.
 */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEmulator } from "../scripts/demo-ingest.mjs";
import { buildShapes, shapes } from "./producer-build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is measured, by its name; those of the official client are what the others are compared with. */
const titles = {
  send: "`await producer.send(row)`",
  sendMany: "`producer.sendMany(rows)`",
  "sdk-transport": "`send`, transport `sdk`",
  "rest-transport": "`send`, transport `rest`",
  "official-each": "official client, each record awaited",
  "official-batches": "official client, batches of 1,000",
};
const peers = ["official-each", "official-batches"];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    targets: { type: "string", default: "sink,emulator" },
    tables: { type: "string", default: Object.keys(shapes).join(",") },
    variants: { type: "string", default: Object.keys(titles).join(",") },
    profile: { type: "boolean", default: false },
  },
});
const seconds = Number(positionals[0] ?? 1);
const rounds = Number(options.rounds);
const tables = options.tables.split(",");
const variants = options.variants.split(",");

async function startSink() {
  const child = spawn(process.execPath, ["bench/sink.mjs"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const stop = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { ...JSON.parse(line), stop };
}

const targets = {
  sink: { start: startSink, rows: async (url) => (await json(`${url}/rows`)).rows },
  emulator: { start: () => startEmulator(root, ["--no-store"]), rows: emulatorRows },
};

async function emulatorRows(url) {
  const stats = await json(`${url}/control/stats`);
  return stats.tables.reduce((sum, { rows }) => sum + rows, 0);
}

async function json(url) {
  return (await fetch(url)).json();
}

async function startClient(variant, table, directory, target) {
  const profile = ["--cpu-prof", "--cpu-prof-dir", `${root}.tmp`, "--cpu-prof-name", `${table}-${variant}.cpuprofile`];
  const execArgv = options.profile ? profile : [];
  const argument = JSON.stringify({ variant, table, directory, target });
  const child = fork(`${root}bench/producer-client.mjs`, [argument], { cwd: root, execArgv });
  await answer(child, variant);
  const ask = (message) => {
    child.send(message);
    return answer(child, variant);
  };
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.send({});
    await once(child, "exit");
  };
  return { variant, ask, stop, runs: [] };
}

async function answer(child, variant) {
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${variant} ended with exit code ${code}`))),
  ]);
  return message;
}

/** All contestants for one table against one service, in turns. */
async function race(targetName, table, directory) {
  const target = await targets[targetName].start();
  const clients = [];
  try {
    for (const variant of variants) clients.push(await startClient(variant, table, directory, target));
    let sent = 0;
    for (const client of clients) sent += (await client.ask({ seconds: seconds / 2 })).rows;
    for (let round = 0; round < rounds; round++) {
      for (const client of clients) {
        const run = await client.ask({ seconds });
        sent += run.rows;
        client.runs.push(run);
      }
    }
    const arrived = await targets[targetName].rows(target.workspaceUrl);
    if (arrived !== sent)
      throw new Error(`${targetName}, ${table}: ${sent} rows were acknowledged, ${arrived} arrived`);
  } finally {
    for (const client of clients) await client.stop();
    await target.stop();
  }
  return clients.map(({ variant, runs }) => ({ target: targetName, table, variant, ...summary(runs) }));
}

function summary(runs) {
  const of = (key) => {
    const sorted = runs.map((run) => run[key]).toSorted((left, right) => left - right);
    return { median: sorted[Math.floor((sorted.length - 1) / 2)], low: sorted[0], high: sorted.at(-1) };
  };
  return {
    rate: of("rate"),
    freeRate: of("freeRate"),
    waiting: of("waiting"),
    cpu: of("cpu"),
    memory: of("memory").high,
  };
}

function printRace(results) {
  const [{ target, table }] = results;
  console.log(`\n${table}, ${target}\n`);
  const columns = [
    ...peers.map((peer) => `× ${titles[peer]}`),
    "rows/s (low – high)",
    "CPU µs/row",
    "peak MB",
    "no core",
    "rows/s with one",
  ];
  console.log(`| | ${columns.join(" | ")} |\n|---|${columns.map(() => "---|").join("")}`);
  for (const { variant, rate, freeRate, waiting, cpu, memory } of results) {
    const ratios = peers.map((peer) => {
      const other = results.find((result) => result.variant === peer);
      return other === undefined ? "" : (rate.median / other.rate.median).toFixed(2);
    });
    const rates = `${thousands(rate.median)} (${thousands(rate.low)} – ${thousands(rate.high)})`;
    const rest = [
      cpu.median.toFixed(2),
      Math.round(memory / 1024 / 1024),
      percent(waiting.median),
      thousands(freeRate.median),
    ];
    console.log(`| ${[titles[variant], ...ratios, rates, ...rest].join(" | ")} |`);
  }
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}

function thousands(rate) {
  return String(Math.round(rate)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

mkdirSync(`${root}.tmp`, { recursive: true });
const directory = await buildShapes(root, tables);
const results = [];
try {
  console.log(`Node ${process.version}, ${cpus()[0]?.model}, ${rounds} rounds of ${seconds} s, medians`);
  for (const target of options.targets.split(",")) {
    for (const table of tables) {
      const raced = await race(target, table, directory);
      printRace(raced);
      results.push(...raced);
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
const report = { node: process.version, cpu: cpus()[0]?.model, seconds, rounds, results };
writeFileSync(`${root}.tmp/producer-bench.json`, `${JSON.stringify(report, null, 2)}\n`);
