/** The peers' own generators, run on the `.proto` files that ours wrote. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { write } from "../support/build.mjs";
import { program } from "./install.mjs";

export function hasProtoc() {
  return spawnSync("protoc", ["--version"]).status === 0;
}

/** A static module of all messages, as `pbjs` makes it. */
export function writeProtobufJs(out, protos, target = "peers/protobufjs.cjs") {
  write(path.join(out, target), "");
  const options = ["-t", "static-module", "-w", "commonjs", "--keep-case", "--no-convert", "--no-service"];
  execFileSync(program("pbjs"), [...options, "-o", target, ...protos], { cwd: out, stdio: "pipe" });
}

/** Modules of pbf, protobuf-es, protobuf-ts and ts-proto; the last three need `protoc`. */
export function writePeers(out, protos) {
  writeProtobufJs(out, protos);
  const explicit = protos.map((proto) => writeProto3(out, proto));
  for (const proto of explicit) writePbf(out, proto);
  if (hasProtoc()) writeProtocPeers(out, protos, explicit);
}

/**
 * The message in proto3 with explicit presence: peers that have no proto2 write all of its values, 0 and "" too, only where
 * a field is `optional`. The bytes are the same.
 */
function writeProto3(out, proto) {
  const text = readFileSync(path.join(out, proto), "utf8")
    .replace('syntax = "proto2"', 'syntax = "proto3"')
    .replaceAll(/^( *)required /gm, "$1optional ")
    .replaceAll(/^( *repeated (?:int32|int64|double|float|bool) \w+ = \d+);/gm, "$1 [packed = false];");
  const target = `proto3/${path.basename(proto)}`;
  write(path.join(out, target), text);
  return target;
}

/** pbf leaves out whatever is falsy, in proto3 too: a NOT NULL 0 would become NULL. It is given a test for NULL instead. */
function writePbf(out, proto) {
  const code = execFileSync(program("pbf"), [proto], { cwd: out, encoding: "utf8" });
  const presence = code.replaceAll(/^( {4}if \((?:obj\.\w+))\) pbf\.write/gm, "$1 != null) pbf.write");
  write(path.join(out, `peers/pbf/${path.basename(proto, ".proto")}.js`), presence);
}

function writeProtocPeers(out, protos, explicit) {
  const plugins = [
    { folder: "protobuf-es", plugin: "protoc-gen-es", flag: "es", options: "target=js", files: protos },
    {
      folder: "protobuf-ts",
      plugin: "protoc-gen-ts",
      flag: "ts",
      options: "long_type_bigint,use_proto_field_name",
      files: explicit,
    },
    {
      folder: "ts-proto",
      plugin: "protoc-gen-ts_proto",
      flag: "ts_proto",
      options:
        "forceLong=bigint,snakeToCamel=false,outputJsonMethods=false,outputPartialMethods=false,useOptionals=all",
      files: explicit,
    },
  ];
  for (const { folder, plugin, flag, options, files } of plugins) {
    const target = path.join(out, "peers", folder);
    write(path.join(target, "package.json"), '{ "type": "module" }\n');
    const args = [
      `--plugin=protoc-gen-${flag}=${program(plugin)}`,
      `--${flag}_out=${target}`,
      `--${flag}_opt=${options}`,
    ];
    execFileSync("protoc", [...args, ...files], { cwd: out, stdio: "pipe" });
    stripTypes(target);
  }
}

/** TypeScript that a plugin wrote, as JavaScript. */
function stripTypes(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith(".ts") || name.endsWith(".d.ts")) continue;
    write(path.join(folder, name), readFileSync(path.join(folder, name), "utf8"));
    rmSync(path.join(folder, name));
  }
}
