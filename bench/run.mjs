/**
 * Measures everything and writes one report: .tmp/bench/report.md (to stdout as well) and .tmp/bench/report.json.
 *
 *     node bench/run.mjs [--only encode,decode] [--shapes orders,nested] [--peers pbf,ajv] [--rounds 15] [--rows 4000] [--quick]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { conditions, notes } from "./report/conditions.mjs";
import { joinPeers } from "./report/join-peers.mjs";
import { sections } from "./report/sections.mjs";
import { installPeers } from "./peers/install.mjs";
import { buildAll } from "./peers/build-all.mjs";
import { scratch } from "./support/build.mjs";
import { jobsOf, partNames } from "./parts.mjs";

const child = fileURLToPath(new URL("child.mjs", import.meta.url));
const options = readOptions();
installPeers();
const built = buildAll();
try {
  const started = conditions(options);
  const results = {};
  for (const part of options.only) {
    const jobs = jobsOf(part, options).filter(
      ({ peer }) => peer === undefined || options.peers?.includes(peer) !== false,
    );
    results[part] = joinPeers(jobs.map((job) => measure(part, job, built)));
  }
  write({ conditions: { ...started, ended: new Date().toISOString() }, results });
} finally {
  rmSync(built, { recursive: true, force: true });
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: partNames.join() },
      shapes: { type: "string", default: "air_quality,orders,nested,event_log" },
      peers: { type: "string" },
      rounds: { type: "string" },
      rows: { type: "string", default: "4000" },
      quick: { type: "boolean", default: false },
    },
  });
  const only = values.only.split(",");
  const unknown = only.filter((part) => !partNames.includes(part));
  if (unknown.length > 0) throw new Error(`No part ${unknown.join()}; there are ${partNames.join()}`);
  const { quick } = values;
  return {
    only,
    quick,
    shapes: values.shapes.split(","),
    peers: values.peers?.split(","),
    rounds: Number(values.rounds ?? (quick ? 5 : 21)),
    count: Number(values.rows),
  };
}

/** One job in a process of its own: what V8 learned in another one has no say. */
function measure(part, job, built) {
  console.error(`${part} ${JSON.stringify(job)}`);
  const { stdout, status } = spawnSync(process.execPath, [child, part, JSON.stringify({ ...job, built })], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) return { ...job, failed: true };
  const measured = JSON.parse(stdout);
  return measured === null ? { ...job, absent: true } : { ...job, ...measured };
}

function write(report) {
  const markdown = [
    notes(report.conditions),
    ...Object.entries(report.results).map(([part, result]) => sections[part](result)),
  ].join("\n\n");
  mkdirSync(scratch, { recursive: true });
  writeFileSync(path.join(scratch, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(path.join(scratch, "report.md"), `${markdown}\n`);
  console.log(markdown);
  if (
    Object.values(report.results)
      .flat()
      .some((result) => result.failed === true)
  )
    process.exitCode = 1;
}
