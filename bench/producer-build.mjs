/** Builds what the clients of bench/producer.mjs run: rows and generated code of the sample catalog, and protobuf.js modules. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

/** Tables that can be measured: the module and the codec in it, who makes rows, and the message protobuf.js knows. */
export const shapes = {
  air_quality: { module: "main/sensors/air_quality", codec: "airQuality", row: "airQualityRow", message: "AirQuality" },
  orders: { module: "main/shop/orders", codec: "orders", row: "orderRow", message: "Orders" },
};

/** Leaves `<table>.mjs` (codec, rows) and `<table>.cjs` (protobuf.js) in a new temporary folder; returns it. */
export async function buildShapes(root, tables) {
  const out = mkdtempSync(path.join(tmpdir(), "bench-producer-"));
  symlinkSync(path.join(root, "node_modules"), path.join(out, "node_modules"));
  for (const table of tables) {
    await bundle(root, table, path.join(out, `${table}.mjs`));
    writeStaticModule(root, shapes[table].module, path.join(out, `${table}.cjs`));
  }
  return out;
}

async function bundle(root, table, outfile) {
  const { module, codec, row } = shapes[table];
  const contents = `
    import { ${row} as makeRow, seededRandom } from "./examples/rows.ts";
    export { ${codec} as codec } from "./generated/${module}.ts";
    export function rows(count) {
      const random = seededRandom(42);
      return Array.from({ length: count }, () => makeRow(random));
    }`;
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    // What opens a producer is not used, and left out.
    alias: { "gen-producers/producer": path.join(root, "dist/producer/index.js") },
  });
}

function writeStaticModule(root, module, outfile) {
  const pbjs = path.join(root, "node_modules/protobufjs-cli/bin/pbjs");
  const options = ["-t", "static-module", "-w", "commonjs", "--keep-case", "--no-convert", "--no-service"];
  const proto = path.join(root, "generated", `${module}.proto`);
  execFileSync(process.execPath, [pbjs, ...options, "-o", outfile, proto], { cwd: root });
}
