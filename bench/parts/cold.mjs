/** A fresh process: import of the module and its first 1,000 rows. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { build } from "esbuild";
import { codecPeer } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { writeProtobufJs } from "../peers/protos.mjs";
import { rowsOf } from "../support/rows.mjs";

const child = fileURLToPath(new URL("cold-child.mjs", import.meta.url));

export async function measure({ built, shape, rounds }) {
  // A module of the one table, as ours is.
  writeProtobufJs(built, [`main/bench/${shape}.proto`], "cold/protobufjs.cjs");
  const theirs = await codecPeer(built, shape, "protobuf.js");
  const rows = rowsOf(shape, 1000).map((row) => convert(row, {}));
  const files = [
    { name: "gen-producers", module: path.join(built, "main/bench", `${shape}.js`), rows },
    { name: "gen-producers, bundled", module: await bundled(built, `main/bench/${shape}.js`), rows },
    { name: "protobuf.js", module: path.join(built, "cold/protobufjs.cjs"), rows: rows.map(theirs.message) },
    {
      name: "protobuf.js, bundled",
      module: await bundled(built, "cold/protobufjs.cjs"),
      rows: rows.map(theirs.message),
    },
  ].map(({ name, module, rows: list }) => {
    const file = path.join(built, "cold", `${name}.rows`);
    writeFileSync(file, serialize(list));
    return { name, module, file };
  });
  const empty = () => Object.fromEntries(files.map(({ name }) => [name, []]));
  const [times, clock] = [empty(), empty()];
  for (let round = 0; round < rounds; round++) {
    for (const { name, module, file } of round % 2 === 0 ? files : files.toReversed()) {
      const [ofProcessor, byClock] = run(name, module, shape, file);
      times[name].push(ofProcessor);
      clock[name].push(byClock);
    }
  }
  return { times, clock };
}

/** The module and what it imports in one file. */
async function bundled(built, module) {
  const outfile = path.join(built, "cold", `${path.basename(module)}.bundled.cjs`);
  await build({ entryPoints: [path.join(built, module)], outfile, bundle: true, format: "cjs", platform: "node" });
  return outfile;
}

function run(name, module, shape, file) {
  const { stdout, status } = spawnSync(process.execPath, [child, module, shape, file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${name} failed`);
  return stdout.split(" ").map(Number);
}
