import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { certificateFile } from "../../../support/warehouse-server.js";
import { faults, id, sensors, token, warehouse } from "./support.js";

const source = fileURLToPath(new URL("../../../../src/source/warehouse/", import.meta.url));
const driver = pathToFileURL(createRequire(import.meta.url).resolve("@databricks/sql")).href;

/** Reads with each of the tokens in turn, with nothing between it and the machine, and writes what came of it to a file. */
const program = `
  import { writeFileSync } from "node:fs";
  import { setTimeout as sleep } from "node:timers/promises";
  import { readWarehouse } from "./read-warehouse.js";
  const { origin, tokens, patterns, file } = JSON.parse(process.argv[2]);
  const world = {
    env: process.env, homeDirectory: "/", fetch, now: Date.now, random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  };
  const request = { patterns, concurrency: 4, timeout: 1000, onProgress: () => {} };
  const results = [];
  for (const token of tokens) {
    const headers = async () => ({ Authorization: "Bearer " + token });
    const credentials = { description: "token", headers, renew: () => false };
    results.push(await readWarehouse({ origin, credentials }, "${id}", request, world));
  }
  writeFileSync(file, JSON.stringify(results));
`;

it("a process that reads prints nothing, ends by itself, and trusts NODE_EXTRA_CA_CERTS", async () => {
  const directory = temporaryDirectory();
  const outfile = join(directory, "read.mjs");
  await build({
    stdin: { contents: program, resolveDir: source, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@databricks/sql": driver },
    external: [driver],
    logLevel: "silent",
  });
  const fault = faults(["stations", 9, { kind: "hang" }], ["rain", 9, { kind: "truncate" }]);
  const server = await warehouse({ ddl: sensors, fault });
  const file = join(directory, "result.json");
  const patterns = ["main.sensors.air_quality", "main.sensors.stations", "main.weather.rain"];
  const given = JSON.stringify({ origin: server.origin, tokens: [token, "dapi-wrong-and-secret"], patterns, file });
  const env = { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: fileURLToPath(certificateFile) };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile, given], { env, timeout: 50_000 });
  expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject([
    {
      tables: [{ name: { table: "air_quality" } }],
      diagnostics: [
        { code: "GP5107", table: "main.sensors.stations" },
        { code: "GP5107", table: "main.weather.rain" },
      ],
    },
    { tables: [], diagnostics: patterns.map((table) => ({ code: "GP5103", table })) },
  ]);
});
