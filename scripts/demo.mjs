// The main job, end to end: DDL → generated modules → a compiled consumer → bytes → an independent protobuf reader, and
// → producers → the emulator → rows in a database.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import protobuf from "protobufjs";
import { query, startEmulator } from "./demo-ingest.mjs";
import { expectedMessage } from "./expected-message.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const rowsPerTable = 2000;
const sentPerTable = 20_000;

const strictest = {
  target: "ES2022",
  lib: ["ES2022"],
  module: "NodeNext",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  outDir: "js",
};

const work = mkdtempSync(join(tmpdir(), "gen-producers-demo-"));
try {
  await demo();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function demo() {
  console.log("\ngen-producers: from table DDL to bytes\n");
  generate();
  compile();
  const consumer = await import(pathToFileURL(join(work, "js/examples/consumer.js")).href);
  const runs = Array.from({ length: 10 }, () => consumer.encodeBatches(rowsPerTable, () => performance.now()));
  // The rows are the same in each run; the quickest says most about the code and least about the machine.
  runs[0].forEach((batch, table) => compare({ ...batch, elapsed: Math.min(...runs.map((run) => run[table].elapsed)) }));
  showBadRow(consumer.checkBadRow());
  await sendAndQuery(consumer);
  console.log(process.exitCode ? "\nThe demo found a mismatch.\n" : "\nAll rows came back as they were sent.\n");
}

function generate() {
  const args = [
    "dist/cli/bin.js",
    "--ddl",
    "examples/ddl",
    "--var",
    "catalog=main",
    "--out",
    join(work, "generated"),
    "--quiet",
  ];
  const [, elapsed] = timed(() =>
    execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] }),
  );
  const files = readdirSync(join(work, "generated"), { recursive: true, encoding: "utf8" });
  const tables = files.filter((path) => path.endsWith(".proto")).length;
  const sources = files.filter((path) => /\.(ts|proto)$/.test(path)).length;
  pass(`examples/ddl → ${tables} tables, ${sources} files`, elapsed);
}

function compile() {
  cpSync(join(root, "examples"), join(work, "examples"), { recursive: true, filter: (path) => !path.endsWith(".sql") });
  writeFileSync(join(work, "package.json"), JSON.stringify({ type: "module" }));
  // The package, as it would be installed: producers of the modules have their types there.
  mkdirSync(join(work, "node_modules"));
  symlinkSync(root, join(work, "node_modules/gen-producers"), "junction");
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({ compilerOptions: strictest, include: ["examples/consumer.ts", "generated"] }),
  );
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const [, elapsed] = timed(() => execFileSync(process.execPath, [compiler, "-p", work], { stdio: "inherit" }));
  pass("compiled a consumer and every module, strictest flags", elapsed);
}

/** Decodes with protobuf.js what the generated code encoded, from the emitted .proto alone. */
function compare({ table, columns, rows, records, elapsed }) {
  const path = join(work, "generated", `${table.replaceAll(".", "/")}.proto`);
  const message = firstMessage(protobuf.parse(readFileSync(path, "utf8"), { keepCase: true }).root);
  const wrong = rows.findIndex((row, index) => {
    const seen = message.toObject(message.decode(records[index]), {
      longs: String,
      bytes: String,
      arrays: true,
      objects: true,
    });
    return !isDeepStrictEqual(seen, expectedMessage(columns, row));
  });
  const bytes = records.reduce((sum, record) => sum + record.length, 0);
  const rate = Math.round((rows.length / elapsed) * 1000);
  const facts = `${rows.length} rows, ${Math.round(bytes / rows.length)} B each, ${thousands(rate)} rows/s encoded`;
  if (wrong < 0) pass(`${table.padEnd(30)} ${facts}`);
  else fail(`${table}: protobuf.js reads row ${wrong} differently`, rows[wrong]);
}

function firstMessage(namespace) {
  const [first] = namespace.nestedArray;
  return first instanceof protobuf.Type ? first : firstMessage(first);
}

/** Every row by a producer through the local Zerobus, and counted where it landed. */
async function sendAndQuery(consumer) {
  const emulator = await startEmulator(root);
  const { zerobusEndpoint: endpoint, workspaceUrl, tables } = emulator;
  try {
    pass(`emulator started for ${tables.length} tables`);
    const service = { endpoint, workspaceUrl, auth: { clientId: "demo", clientSecret: "demo" } };
    const started = performance.now();
    let durable = 0;
    for await (const { table, rows, elapsed } of consumer.sendRows(sentPerTable, service, () => performance.now())) {
      const [[count]] = await query(emulator, `select count(*) from ${table}`);
      const facts = `${thousands(count)} rows stored, ${thousands(Math.round((rows / elapsed) * 1000))} rows/s`;
      if (Number(count) === sentPerTable && rows === sentPerTable) pass(`${table.padEnd(30)} ${facts}`);
      else fail(`${table}: ${sentPerTable} rows sent, ${rows} durable, ${facts}`);
      durable += rows;
    }
    const [[hottest]] = await query(emulator, "select max(temp) from main.sensors.air_quality");
    const facts = `${thousands(durable)} rows sent, checked, stored and acknowledged; hottest reading ${hottest} °C`;
    pass(facts, performance.now() - started);
  } finally {
    await emulator.stop();
  }
}

function showBadRow(issues) {
  if (issues.length === 0) return fail("a bad row was accepted");
  pass("a bad row is refused, with every reason:");
  for (const { path, code, message } of issues) console.log(`      ${path.join(".")} [${code}] ${message}`);
}

function thousands(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

function timed(job) {
  const started = performance.now();
  const result = job();
  return [result, performance.now() - started];
}

function pass(text, elapsed) {
  console.log(`  ✓ ${text}${elapsed === undefined ? "" : ` (${(elapsed / 1000).toFixed(2)} s)`}`);
}

function fail(text, detail) {
  process.exitCode = 1;
  console.log(`  ✗ ${text}`, detail ?? "");
}
