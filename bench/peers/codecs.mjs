/**
 * JavaScript peers of a table: `message` makes what a peer encodes from a row, outside of the time that is measured; the
 * bytes of `encode` are the same for all of them but JSON.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { camel, load, pascal } from "../support/build.mjs";
import { convert } from "../support/convert.mjs";
import { packages, requirePeer } from "./install.mjs";

const loaders = {
  "protobuf.js": protobufJs,
  "protobuf.js, reused writer": protobufJsReused,
  pbf,
  "protobuf-es": protobufEs,
  "protobuf-ts": protobufTs,
  "ts-proto": tsProto,
  JSON: json,
};

export const codecPeerNames = Object.keys(loaders);

/** The peer of that name for the table; null where it was not built. */
export async function codecPeer(built, table, name) {
  return loaders[name](built, table);
}

function protobufJs(built, table) {
  const type = load(built, "peers/protobufjs.cjs").main_.bench[pascal(table)];
  return {
    message: (row) => convert(row, { long: Number }),
    encode: (message) => type.encode(message).finish(),
    decode: (bytes) => type.decode(bytes),
    verify: (message) => type.verify(message),
  };
}

/** One writer for all messages; it hands out memory of its own for each. */
function protobufJsReused(built, table) {
  const type = load(built, "peers/protobufjs.cjs").main_.bench[pascal(table)];
  const writer = requirePeer("protobufjs/minimal.js").Writer.create();
  return {
    message: (row) => convert(row, { long: Number }),
    encode: (message) => type.encode(message, writer.reset()).finish(),
  };
}

/** One writer for all messages; its bytes are a view that is valid until the next call. int64 are numbers. */
async function pbf(built, table) {
  const { PbfReader, PbfWriter } = await load(packages, "pbf/index.js");
  const { [`write${pascal(table)}`]: write, [`read${pascal(table)}`]: read } = await load(
    built,
    `peers/pbf/${table}.js`,
  );
  const writer = new PbfWriter(new Uint8Array(1 << 20));
  return {
    message: (row) => convert(row, { long: Number }),
    encode: (message) => {
      writer.length = writer.buf.length;
      write(message, writer);
      return writer.finish();
    },
    decode: (bytes) => read(new PbfReader(bytes)),
  };
}

/** Messages are made by `create` beforehand: it takes longer than to encode them. */
async function protobufEs(built, table) {
  const file = `peers/protobuf-es/main/bench/${table}_pb.js`;
  if (!existsSync(path.join(built, file))) return null;
  const { create, fromBinary, toBinary } = await load(packages, "@bufbuild/protobuf/dist/esm/index.js");
  const { [`${pascal(table)}Schema`]: schema } = await load(built, file);
  return {
    message: (row) => create(schema, convert(row, { none: undefined, name: camel })),
    encode: (message) => toBinary(schema, message),
    decode: (bytes) => fromBinary(schema, bytes),
  };
}

async function protobufTs(built, table) {
  const file = `peers/protobuf-ts/proto3/${table}.js`;
  if (!existsSync(path.join(built, file))) return null;
  const { [pascal(table)]: type } = await load(built, file);
  return {
    message: (row) => type.create(convert(row, { none: undefined })),
    encode: (message) => type.toBinary(message),
    decode: (bytes) => type.fromBinary(bytes),
  };
}

async function tsProto(built, table) {
  const file = `peers/ts-proto/proto3/${table}.js`;
  if (!existsSync(path.join(built, file))) return null;
  const { [pascal(table)]: type } = await load(built, file);
  return {
    message: (row) => convert(row, { none: undefined }),
    encode: (message) => type.encode(message).finish(),
    decode: (bytes) => type.decode(bytes),
  };
}

/** int64 are numbers, and bytes Base64 that is made beforehand: JSON has neither. */
function json() {
  return {
    text: true,
    message: (row) => convert(row, { long: Number, binary: (bytes) => Buffer.from(bytes).toString("base64") }),
    encode: (message) => Buffer.from(JSON.stringify(message)),
    decode: (bytes) => JSON.parse(bytes.toString()),
  };
}
