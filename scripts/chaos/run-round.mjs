// One round in a process of its own, so that a crash is seen, memory is its own, and what is left open keeps it from ending.
//   node run-round.mjs '<json>'      { seed, can, directory }
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "../../dist/generate.js";
import { deadLetterFile } from "../../dist/producer/dead-letter/dead-letter-file.js";
import { fileCheckpoint } from "../../dist/producer/ingest/file-checkpoint.js";
import { openProducer } from "../../dist/producer/open-producer.js";
import { loadCodec, writeCodec } from "./codec.mjs";
import { startEmulatorProcess } from "./emulator.mjs";
import { runIngestRound } from "./ingest-round.mjs";
import { drawPlan } from "./plan.mjs";
import { runRound } from "./round.mjs";
import { strictDdl } from "./rows.mjs";
import { openTransports } from "./transports.mjs";

const { seed, can, directory } = JSON.parse(process.argv[2]);
const unhandled = [];
process.on("unhandledRejection", (error) =>
  unhandled.push({ rule: "unhandled", message: String(error?.stack ?? error) }),
);

const transports = await openTransports();
const known = Object.entries(can.transports).filter(([name]) => name in transports);
const plan = drawPlan(seed, { ...can, transports: Object.fromEntries(known) });
const ddlPath = join(directory, "strict.sql");
writeFileSync(ddlPath, strictDdl);
const codecPath = await writeCodec(generate, directory);
const world = {
  openProducer,
  transports,
  deadLetterFile,
  fileCheckpoint,
  codecPath,
  codec: await loadCodec(codecPath),
  startEmulator: (where) => startEmulatorProcess({ ddlPath, ...where }),
  directory,
};
const run = plan.kind === "ingest" ? runIngestRound : runRound;
const result = await run(plan, world).catch((error) => ({
  violations: [{ rule: error.name, message: error.stack, ids: [] }],
}));
const violations = [...result.violations, ...unhandled];
process.stdout.write(`${JSON.stringify({ plan, result: { ...result, violations } })}\n`);
// A producer that hangs must not keep the process: what is left open in a good round must not either, so it ends by itself.
if (violations.length > 0) process.exit(1);
