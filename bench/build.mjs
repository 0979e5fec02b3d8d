/** Builds what the benchmarks run: the runtime and sample modules as tsc emits them, and a protobuf.js static module. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Compiles into a folder of its own below the temporary one; returns it. */
export function build() {
  const out = path.join(tmpdir(), `gen-producers-bench-${process.pid}`);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "package.json"), '{ "type": "module" }\n');
  symlinkSync(path.join(root, "node_modules"), path.join(out, "node_modules"));
  compile(out);
  writeStaticModule(out);
  return out;
}

function compile(out) {
  const config = path.join(out, "tsconfig.json");
  const options = { noEmit: false, rootDir: root, outDir: out, types: [] };
  const include = ["src/runtime/**/*.ts", "bench/fixtures/*.ts"].map((glob) => path.join(root, glob));
  writeFileSync(
    config,
    JSON.stringify({ extends: path.join(root, "tsconfig.json"), compilerOptions: options, include }),
  );
  execFileSync(process.execPath, [require.resolve("typescript/lib/tsc.js"), "-p", config], { stdio: "inherit" });
}

function writeStaticModule(out) {
  const pbjs = path.join(root, "node_modules/protobufjs-cli/bin/pbjs");
  const target = path.join(out, "shapes.cjs");
  const options = [
    "-t",
    "static-module",
    "-w",
    "commonjs",
    "--keep-case",
    "--no-verify",
    "--no-convert",
    "--no-service",
  ];
  execFileSync(process.execPath, [pbjs, ...options, "-o", target, path.join(root, "bench/fixtures/shapes.proto")]);
}

/** Module of the built folder. */
export function load(out, file) {
  return file.endsWith(".cjs") ? require(path.join(out, file)) : import(pathToFileURL(path.join(out, file)).href);
}
