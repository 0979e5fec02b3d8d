/** Installs the peers, for the benchmarks only: the package itself never depends on them. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const bench = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const packages = path.join(bench, "node_modules");

/** CommonJS module of an installed peer. */
export function requirePeer(name) {
  return createRequire(path.join(bench, "package.json"))(name);
}

/** Program of an installed peer. */
export function program(name) {
  return path.join(packages, ".bin", process.platform === "win32" ? `${name}.cmd` : name);
}

/** Installs what the lock file says, where it is not there yet. */
export function installPeers() {
  const installed = path.join(packages, ".package-lock.json");
  const lock = JSON.parse(readFileSync(path.join(bench, "package-lock.json"), "utf8"));
  if (existsSync(installed) && isSame(lock.packages, JSON.parse(readFileSync(installed, "utf8")).packages)) return;
  console.error("Installing the peers into bench/node_modules …");
  const { status } = spawnSync("npm", ["ci"], {
    cwd: bench,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("npm ci in bench/ failed; its output is above");
}

function isSame(wanted, found) {
  const names = Object.keys(wanted).filter((name) => name !== "" && wanted[name].optional !== true);
  return names.every((name) => found[name]?.version === wanted[name].version);
}

/** Version of an installed peer. */
export function versionOf(name) {
  return JSON.parse(readFileSync(path.join(packages, name, "package.json"), "utf8")).version;
}
