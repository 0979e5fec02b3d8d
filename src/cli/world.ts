import { homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { networkFetch } from "../network/network-fetch.js";
import type { WorkspaceWorld } from "../source/workspace/workspace.js";
import type { Io } from "./io.js";

/** The network, the clock and the home directory, as reading from a workspace sees them. */
export async function workspaceWorld(io: Io): Promise<WorkspaceWorld> {
  return {
    env: io.env,
    homeDirectory: homedir(),
    fetch: await networkFetch(io.env),
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    random: () => Math.random(),
  };
}
