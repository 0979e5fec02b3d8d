/**
 * Whether a producer loses rows: rounds of load against an emulator while faults, restarts, kills and broken connections strike at
 * times drawn from a seed; at the end the table and the dead letters are held against what was sent.
 *
 *   node scripts/chaos.mjs [--seconds 60] [--seed <n>] [--streams 4] [--round-seconds 6] [--kind load|stop|storm|ingest]
 *
 * With a seed and no seconds, that round alone.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { chaosRound } from "./chaos/rounds.mjs";
import { roundLine, summary, violationText } from "./chaos/report.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    seed: { type: "string" },
    streams: { type: "string", default: "4" },
    "round-seconds": { type: "string", default: "6" },
    kind: { type: "string" },
    transport: { type: "string" },
  },
});

const can = {
  kill: true,
  proxy: true,
  kinds: values.kind === undefined ? { load: 6, stop: 2, storm: 1, ingest: 2 } : { [values.kind]: 1 },
  transports: values.transport === undefined ? { grpc: 7, rest: 2, sdk: 2 } : { [values.transport]: 1 },
  streams: Number(values.streams),
  seconds: Number(values["round-seconds"]),
};

/** Milliseconds after which no new round is started. */
const limit = values.seconds === undefined && values.seed !== undefined ? 0 : Number(values.seconds ?? 60) * 1_000;
const started = performance.now();
const rounds = [];
let seed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
do {
  const round = await chaosRound(seed, can);
  rounds.push(round);
  console.log(roundLine(round));
  for (const violation of round.result.violations) console.log(violationText(violation));
  seed += 1;
} while (performance.now() - started < limit);
console.log(summary(rounds));
if (rounds.some(({ result }) => result.violations.length > 0)) process.exitCode = 1;
