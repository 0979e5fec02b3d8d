/**
 * A contestant in a process of its own: neither its rows nor its garbage are in the way of another one. It measures a round
 * whenever it is told to.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../contestant.mjs", import.meta.url));

/** The contestant of that name in a job of a part; null where there is none. */
export async function remote(part, job, name) {
  const child = spawn(process.execPath, [program, part, JSON.stringify(job), name], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`${name} ended`);
    return JSON.parse(value);
  };
  const ready = await next();
  if (ready === null) return null;
  return {
    size: ready.size,
    time: async (repeat) => {
      child.stdin.write(`${repeat}\n`);
      return next();
    },
    close: () => child.stdin.end(),
  };
}
