/** What a browser or a function loads to encode one table: bundled, minified, gzipped. */
import { existsSync } from "node:fs";
import path from "node:path";
import { gzipped } from "../support/gzipped.mjs";
import { camel, pascal } from "../support/build.mjs";

export async function measure({ built, shape }) {
  const type = pascal(shape);
  const entries = {
    "gen-producers, encode": `export { encode${type} } from "./main/bench/${shape}.js"`,
    "gen-producers, codec": `export { ${camel(shape)} } from "./main/bench/${shape}.js"`,
    "protobuf.js": `import all from "./peers/protobufjs.cjs"; export const encode = (row) => all.main_.bench.${type}.encode(row).finish();`,
    pbf: `import { PbfWriter } from "pbf"; import { write${type} } from "./peers/pbf/${shape}.js"; export const encode = (row) => { const writer = new PbfWriter(); write${type}(row, writer); return writer.finish(); };`,
    "protobuf-es": `import { create, toBinary } from "@bufbuild/protobuf"; import { ${type}Schema } from "./peers/protobuf-es/main/bench/${shape}_pb.js"; export const encode = (row) => toBinary(${type}Schema, create(${type}Schema, row));`,
    "ts-proto": `import { ${type} } from "./peers/ts-proto/proto3/${shape}.js"; export const encode = (row) => ${type}.encode(row).finish();`,
    "protobuf-ts": `import { ${type} } from "./peers/protobuf-ts/proto3/${shape}.js"; export const encode = (row) => ${type}.toBinary(${type}.create(row));`,
  };
  const bytes = {};
  for (const [name, contents] of Object.entries(entries)) {
    if (existsSync(path.join(built, "peers/ts-proto")) || !/-(es|proto|ts)$/.test(name))
      bytes[name] = await gzipped(built, contents);
  }
  return { bytes };
}
