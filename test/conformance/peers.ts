import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The protocol buffer compiler as a command and its leading arguments. */
export type Protoc = readonly [command: string, ...args: string[]];

const notes = "See test/conformance/README.md for how to install it, or run `npm test`, which does not need it.";

/** `protoc`: from PROTOC, the PATH, or the Python package grpcio-tools. Throws where there is none: a check skipped is a check lost. */
export function findProtoc(): Protoc {
  const candidates: Protoc[] = [
    ...(process.env["PROTOC"] === undefined ? [] : [[process.env["PROTOC"]] as const]),
    ["protoc"],
    ["python3", "-m", "grpc_tools.protoc"],
  ];
  const found = candidates.find(([command, ...args]) => runs(command, [...args, "--version"]));
  if (found === undefined) throw new Error(`protoc is missing. ${notes}`);
  return found;
}

/** `protoc-gen-go`: from PROTOC_GEN_GO, the PATH, or Go's bin folder. Throws where there is none. */
export function findGoPlugin(): string {
  const goPath = spawnSync("go", ["env", "GOPATH"], { encoding: "utf8" }).stdout as string | null;
  const directories = (process.env["PATH"] ?? "").split(":");
  if (goPath !== null && goPath.trim() !== "") directories.push(join(goPath.trim(), "bin"));
  const candidates = [process.env["PROTOC_GEN_GO"] ?? "", ...directories.map((path) => join(path, "protoc-gen-go"))];
  const found = candidates.find((path) => path !== "" && existsSync(path));
  if (found === undefined) throw new Error(`protoc-gen-go is missing. ${notes}`);
  return found;
}

/** A Python that has PySpark 4.1: from PYSPARK_PYTHON, or `python3`. Throws where there is none. */
export function findPySpark(): string {
  const candidates = [process.env["PYSPARK_PYTHON"] ?? "python3", "python3"];
  const isRight = "import pyspark, sys; sys.exit(not pyspark.__version__.startswith('4.1'))";
  const found = candidates.find((command) => runs(command, ["-c", isRight]));
  if (found === undefined) throw new Error(`PySpark 4.1 is missing. ${notes}`);
  return found;
}

/** `uc-server`: from UC_SERVER, the PATH, or Cargo's bin folder. Throws where there is none. */
export function findUcServer(): string {
  const cargo = join(process.env["HOME"] ?? "", ".cargo/bin/uc-server");
  const found = [process.env["UC_SERVER"] ?? "uc-server", "uc-server", cargo].find((path) => runs(path, ["--version"]));
  if (found === undefined) throw new Error(`A Unity Catalog server is missing. ${notes}`);
  return found;
}

export function runProtoc([command, ...leading]: Protoc, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, [...leading, ...args], { encoding: "utf8" });
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
