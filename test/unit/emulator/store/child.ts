import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** The program of a TypeScript file, bundled so that plain Node runs it. */
export async function bundle(file: URL): Promise<string> {
  const directory = temporaryDirectory();
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  const outfile = join(directory, "program.mjs");
  const entryPoints = [fileURLToPath(file)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return outfile;
}

/** Starts a bundled program, which talks by messages; it is gone after the test. */
export function start(program: string, argument: string): ChildProcess {
  const child = fork(program, [argument], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** Ends the program as a power cut would. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
