import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import type { Emulator } from "../../../src/emulator/index.js";

const root = join(import.meta.dirname, "../../..");

/** The programs of examples/, as JavaScript with the sources of the package in them. */
export interface BuiltExamples {
  /** Starts a program that sends to the emulator. */
  readonly start: (name: string, emulator: Emulator, args?: readonly string[]) => RunningExample;
  readonly remove: () => void;
}

export type ExampleProcess = ChildProcessByStdio<null, Readable, Readable>;

export interface RunningExample {
  readonly process: ExampleProcess;
  /** Once it has ended: all that it wrote. */
  readonly ended: Promise<ExampleEnd>;
}

export interface ExampleEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Below the root, so that Node finds the packages. */
export async function buildExamples(...names: readonly string[]): Promise<BuiltExamples> {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const directory = mkdtempSync(join(root, ".tmp/examples-"));
  await build({
    entryPoints: names.map((name) => join(root, `examples/${name}.ts`)),
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "gen-producers/producer": join(root, "src/producer/index.ts") },
    logLevel: "error",
  });
  return {
    start: (name, emulator, args = []) => start([join(directory, `${name}.mjs`), ...args], emulator),
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function start(args: readonly string[], { zerobusEndpoint, workspaceUrl }: Emulator): RunningExample {
  const env = {
    ...process.env,
    ZEROBUS_ENDPOINT: zerobusEndpoint,
    DATABRICKS_HOST: workspaceUrl,
    DATABRICKS_CLIENT_ID: "id",
    DATABRICKS_CLIENT_SECRET: "secret",
    PORT: "0",
  };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  return { process: child, ended: endOf(child) };
}

async function endOf(child: ExampleProcess): Promise<ExampleEnd> {
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: await stdout, stderr: await stderr };
}
