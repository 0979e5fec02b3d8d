/** Where and when a report was made, and what has to be known to read it. */
import { spawnSync } from "node:child_process";
import { arch, availableParallelism, cpus, loadavg } from "node:os";
import { missingForCpp } from "../peers/cpp.mjs";
import { versionOf } from "../peers/install.mjs";

const peers = {
  "protobuf.js": "protobufjs",
  pbf: "pbf",
  "protobuf-es": "@bufbuild/protobuf",
  "protoc-gen-es": "@bufbuild/protoc-gen-es",
  "protobuf-ts": "@protobuf-ts/runtime",
  "ts-proto": "ts-proto",
  ajv: "ajv",
  zod: "zod",
  valibot: "valibot",
  typebox: "typebox",
  typia: "typia",
};

export function conditions({ rounds, count }) {
  return {
    started: new Date().toISOString(),
    node: process.version,
    machine: `${availableParallelism()} cores of ${cpus()[0]?.model ?? arch()}, load ${loadavg()[0].toFixed(1)}`,
    rounds,
    rows: count,
    versions: Object.fromEntries(Object.entries(peers).map(([name, id]) => [name, versionOf(id)])),
    protoc: spawnSync("protoc", ["--version"], { encoding: "utf8" }).stdout?.trim().replace("libprotoc ", "") ?? null,
    cppMissing: missingForCpp(),
  };
}

export function notes({ started, ended, node, machine, rounds, rows, versions, protoc, cppMissing }) {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured ${started.slice(0, 16)} to ${ended.slice(11, 16)} UTC, Node ${node}, ${machine}, ${rounds} interleaved rounds, ${rows} distinct rows.`,
    `Peers: ${list.join(", ")}, protoc ${protoc ?? "absent: protobuf-es, protobuf-ts, ts-proto and C++ were skipped"}.`,
    ...(cppMissing === null ? [] : [`**C++ protobuf was skipped: ${cppMissing}.**`]),
    "",
    "A ratio says how many times as fast as the peer we are: median of the ratios of each round, in brackets their quartiles. Times are of the processor, in nanoseconds per row.",
  ].join("\n");
}
