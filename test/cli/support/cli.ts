import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  /** With every duration written as `N ms`. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** Runs the built program as a child process, in a plain environment. */
export function cli(args: readonly string[], { cwd, input = "", env = {}, node = [] }: CliOptions): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, bin, ...args], {
    cwd,
    input,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout: stdout.replace(/ \d+ ms\b/g, " N ms"), stderr };
}
