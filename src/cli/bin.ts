#!/usr/bin/env node
import module from "node:module";
import { exitCodes } from "./exit-codes.js";
import type { Io, OutputStream } from "./io.js";

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader such as `head` may close the pipe early: what it has not read it does not want.
    if (error.code !== "EPIPE") process.exitCode = exitCodes.io;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : null,
  };
}

async function readStandardInput(): Promise<Uint8Array> {
  const { buffer } = await import("node:stream/consumers");
  return buffer(process.stdin);
}

/** Keeps compiled code for the next run, in Node's own cache; Node 20 has none. `NODE_DISABLE_COMPILE_CACHE=1` forbids it. */
function keepCompiledCode(): void {
  const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: () => unknown };
  enableCompileCache?.();
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}

const io: Io = {
  stdout: outputStream(process.stdout),
  stderr: outputStream(process.stderr),
  readStandardInput,
  cwd: process.cwd(),
  env: process.env,
  interrupted,
  now: () => performance.now(),
};

keepCompiledCode();
const { run } = await import("./run.js");
// Not process.exit(): output to a pipe may still be on its way.
process.exitCode = await run(process.argv.slice(2), io);
