#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { exitCodes } from "./exit-codes.js";
import type { Io, OutputStream } from "./io.js";
import { run } from "./run.js";

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
  readStandardInput: () => buffer(process.stdin),
  cwd: process.cwd(),
  env: process.env,
  interrupted,
  now: () => performance.now(),
};

// Not process.exit(): output to a pipe may still be on its way.
process.exitCode = await run(process.argv.slice(2), io);
