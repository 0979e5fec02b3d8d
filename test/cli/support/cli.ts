import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
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
  return { code: status, stdout: withoutDuration(stdout), stderr };
}

/** The same without blocking this process, which may be the server that the program talks to. */
export async function cliAside(args: readonly string[], { cwd, env = {} }: CliOptions): Promise<CliResult> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { PATH: process.env["PATH"], ...env } });
  child.stdin.end();
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout: withoutDuration(stdout), stderr };
}

function withoutDuration(text: string): string {
  return text.replace(/ \d+ ms\b/g, " N ms");
}
