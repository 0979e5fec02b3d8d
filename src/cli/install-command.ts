import { access } from "node:fs/promises";
import { join } from "node:path";

/** Lock file → how a dependency is added. */
const installers: readonly (readonly [lock: string, command: string])[] = [
  ["pnpm-lock.yaml", "pnpm add gen-producers"],
  ["yarn.lock", "yarn add gen-producers"],
  ["bun.lock", "bun add gen-producers"],
  ["bun.lockb", "bun add gen-producers"],
];

/** How the package is added to the project in a directory: no development dependency, for producers need it. */
export async function installCommand(directory: string): Promise<string> {
  for (const [lock, command] of installers) {
    if (await exists(join(directory, lock))) return command;
  }
  return "npm install gen-producers";
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
