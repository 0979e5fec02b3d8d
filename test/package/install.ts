import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Runs a program to its end; throws with what it said where it failed. */
export function run(cwd: string, command: string, args: readonly string[]): string {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (result.status === 0) return result.stdout;
  throw new Error(`${command} ${args.join(" ")}\n${result.stdout}${result.stderr}${result.error?.message ?? ""}`);
}

export interface Installed {
  /** A folder with the packed product in its node_modules, and nothing else. */
  readonly folder: string;
  /** Paths inside the package. */
  readonly packed: readonly string[];
}

interface LockEntry {
  readonly dev?: boolean;
  readonly link?: boolean;
}

/**
 * `npm pack`, then `npm ci` of that file in an empty folder. The lock file carries our own pinned dependencies, so that npm
 * takes them from its cache where they are there, as they are after `npm ci` of this repository.
 */
export function packAndInstall(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "gen-producers-package-"));
  const packArgs = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder];
  const [archive] = JSON.parse(run(root, "npm", packArgs)) as [{ filename: string; files: { path: string }[] }];
  const dependencies = { "gen-producers": `file:${archive.filename}` };
  const { overrides } = manifestOf(root);
  const consumer = { name: "consumer", private: true, type: "module", dependencies, overrides };
  writeJson(join(folder, "package.json"), consumer);
  writeJson(join(folder, "package-lock.json"), {
    name: consumer.name,
    lockfileVersion: 3,
    requires: true,
    packages: { "": consumer, ...lockedPackages(folder, archive.filename) },
  });
  run(folder, "npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  cpSync(join(root, "test/package/consumer"), folder, { recursive: true });
  return { folder, packed: archive.files.map((file) => file.path) };
}

function lockedPackages(folder: string, archive: string): Record<string, unknown> {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockEntry>;
  };
  const { version, dependencies, peerDependencies, peerDependenciesMeta, bin, engines } = manifestOf(root);
  const integrity = `sha512-${createHash("sha512")
    .update(readFileSync(join(folder, archive)))
    .digest("base64")}`;
  const product = {
    version,
    resolved: `file:${archive}`,
    integrity,
    dependencies,
    peerDependencies,
    peerDependenciesMeta,
    bin,
    engines,
  };
  const needed = Object.entries(lock.packages).filter(
    ([path, entry]) => path.startsWith("node_modules/") && entry.dev !== true && entry.link !== true,
  );
  return { "node_modules/gen-producers": product, ...Object.fromEntries(needed) };
}

function manifestOf(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
