// An emulator for the sample catalog, and what was stored in it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts the emulator for the sample catalog on free ports, with more options where they are given. */
export async function startEmulator(root, more = []) {
  const options = ["--ddl", "examples/ddl", "--var", "catalog=main", "--zerobus-port", "0", "--workspace-port", "0"];
  const args = ["dist/cli/bin.js", "emulator", ...options, ...more, "--json"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const stop = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { ...JSON.parse(line), pid: child.pid, stop };
}

/** The rows of a query's answer. */
export async function query({ workspaceUrl }, sql) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${workspaceUrl}/control/query`, {
    method: "POST",
    headers,
    body: JSON.stringify({ sql }),
  });
  const { rows, message } = await answer.json();
  if (rows === undefined) throw new Error(message);
  return rows;
}
