/** Builds what the benchmarks run: the modules that the generator emits for the shapes, and a protobuf.js static module. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generate } from "../dist/index.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Compiles into a folder of its own below the temporary one; returns it. */
export function build() {
  const out = path.join(tmpdir(), `gen-producers-bench-${process.pid}`);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "package.json"), '{ "type": "module" }\n');
  symlinkSync(path.join(root, "node_modules"), path.join(out, "node_modules"));
  const protos = writeGenerated(out);
  compile(out);
  writeStaticModule(out, protos);
  return out;
}

/** Modules of bench/shapes.sql; returns the paths of the .proto files. */
function writeGenerated(out) {
  const sources = [{ path: "bench/shapes.sql", text: readFileSync(path.join(root, "bench/shapes.sql"), "utf8") }];
  const { files, diagnostics } = generate({ sources, options: { producer: false } });
  if (diagnostics.length > 0) throw new Error(diagnostics[0].message);
  for (const { path: name, content } of files) {
    const target = path.join(out, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return files.filter((file) => file.path.endsWith(".proto")).map((file) => path.join(out, file.path));
}

function compile(out) {
  const config = path.join(out, "tsconfig.json");
  const options = { noEmit: false, rootDir: out, outDir: out, types: [] };
  const include = ["main/**/*.ts", "runtime/**/*.ts"];
  const extended = path.join(root, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ extends: extended, compilerOptions: options, include, exclude: [] }));
  execFileSync(process.execPath, [require.resolve("typescript/lib/tsc.js"), "-p", config], { stdio: "inherit" });
}

function writeStaticModule(out, protos) {
  const pbjs = path.join(root, "node_modules/protobufjs-cli/bin/pbjs");
  const target = path.join(out, "shapes.cjs");
  const options = ["-t", "static-module", "-w", "commonjs", "--keep-case", "--no-convert", "--no-service"];
  execFileSync(process.execPath, [pbjs, ...options, "-o", target, ...protos]);
}

/** Module of the built folder. */
export function load(out, file) {
  return file.endsWith(".cjs") ? require(path.join(out, file)) : import(pathToFileURL(path.join(out, file)).href);
}
