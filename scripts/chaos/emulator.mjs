import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

const bin = new URL("../../dist/cli/bin.js", import.meta.url);

/** An emulator in a process of its own, with rows in a directory, that can be killed and comes back where it was. */
export async function startEmulatorProcess({ ddlPath, directory, seed }) {
  let ports = [0, 0];
  const start = async () => {
    const [zerobus, workspace] = ports.map(String);
    const place = ["--zerobus-port", zerobus, "--workspace-port", workspace, "--data", directory];
    const args = [bin.pathname, "emulator", "--ddl", ddlPath, ...place, "--seed", String(seed), "--json"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const line = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit")]);
    if (typeof line[0] !== "string") throw new Error(`the emulator did not start: exit ${line[0]}`);
    return { child, ...JSON.parse(line[0]) };
  };
  let running = await start();
  ports = [running.zerobusEndpoint, running.workspaceUrl].map((url) => new URL(url).port);
  const end = async (signal) => {
    const exit = once(running.child, "exit");
    running.child.kill(signal);
    await exit;
  };
  const kill = async (downMs) => {
    await end("SIGKILL");
    await wait(downMs);
    running = await start();
  };
  // One after the other: what is killed has to be there.
  let work = Promise.resolve();
  const inTurn = (next) => (work = work.then(next));
  return {
    zerobusEndpoint: running.zerobusEndpoint,
    workspaceUrl: running.workspaceUrl,
    kill: (downMs) => inTurn(() => kill(downMs)),
    stop: () => inTurn(() => end("SIGKILL")),
  };
}

/** Drives an emulator over HTTP, and waits where it is not there for a while. */
export function controlOf(workspaceUrl) {
  const call = (method, path, body) => untilReached(() => request(`${workspaceUrl}/control${path}`, method, body));
  return {
    inject: async (fault) => (await call("POST", "/faults", fault)).id,
    remove: (id) => call("DELETE", `/faults/${id}`).catch(ignoreMissing),
    clear: () => call("DELETE", "/faults"),
    faults: async () => (await call("GET", "/faults")).faults,
    restart: () => call("POST", "/restart"),
    /** Rows of a query, as lists. */
    query: async (sql) => (await call("POST", "/query", { sql })).rows,
  };
}

/** Milliseconds that an answer may take. */
const answerMs = 15_000;

async function request(url, method, body) {
  const answer = await fetch(url, {
    method,
    headers: { "content-type": "application/json", connection: "close" },
    // An answer that a kill cuts off is waited for without end.
    signal: globalThis.AbortSignal.timeout(answerMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = await answer.json();
  if (!answer.ok) throw new ControlError(answer.status, `${method} ${url}: ${json.message}`);
  return json;
}

class ControlError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** A fault that a kill took along. */
function ignoreMissing(error) {
  if (error.status !== 404) throw error;
}

async function untilReached(work) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ControlError || tries === 200) throw error;
      await wait(100);
    }
  }
}
