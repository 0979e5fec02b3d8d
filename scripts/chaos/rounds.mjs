import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const runner = fileURLToPath(new URL("run-round.mjs", import.meta.url));

/** Milliseconds that a process may go on after it told its result. */
const exitMs = 5_000;

/** Milliseconds for everything besides the time that is planned. */
const patience = 180_000;

/** The process of the round that runs. */
let running = null;

/** A round in a process of its own. Returns `{ seed, seconds, plan, result }`; what happens to the process is a violation too. */
export async function chaosRound(seed, can) {
  const directory = mkdtempSync(join(tmpdir(), "gen-producers-chaos-"));
  const started = performance.now();
  const { plan, result } = await run({ seed, can, directory });
  if (result.violations.length === 0) rmSync(directory, { recursive: true, force: true });
  else result.violations.push({ rule: "kept", message: `the files of the round are in ${directory}` });
  return { seed, seconds: (performance.now() - started) / 1_000, plan, result };
}

async function run(given) {
  // A group of its own: its emulators end with it.
  const options = { stdio: ["ignore", "pipe", "inherit"], detached: true };
  const child = spawn(process.execPath, [runner, JSON.stringify(given)], options);
  running = child;
  const exit = once(child, "exit").then(([code, signal]) => `exit ${code ?? signal}`);
  const line = once(createInterface(child.stdout), "line").then(([text]) => JSON.parse(text));
  const told = await Promise.race([line, exit, wait(given.can.seconds * 1_000 + patience, "no end", { ref: false })]);
  const isTold = typeof told === "object";
  const ended = isTold ? await Promise.race([exit, wait(exitMs, "no end", { ref: false })]) : told;
  endGroup(child.pid);
  if (!isTold) return { plan: null, result: { violations: [{ rule: "process", message: `no result: ${told}` }] } };
  if (told.result.violations.length === 0 && ended !== "exit 0")
    told.result.violations.push({ rule: "process", message: `the process did not end as it should: ${ended}` });
  return told;
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    if (running !== null) endGroup(running.pid);
    process.exit(130);
  });
}

function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
