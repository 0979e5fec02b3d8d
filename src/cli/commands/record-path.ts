import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageDirectory } from "../../files/package-directory.js";
import { digestOf } from "../../output/record.js";

/** Where a run keeps its record. */
export interface RecordPath {
  /** Absolute. */
  readonly path: string;
  /** As somebody named it, who wants to know where it cannot be written; null where nobody did. */
  readonly label: string | null;
}

/**
 * The path that was named, or, for true, one for the output directory among the caches in the package's `node_modules`; null
 * for false, and where there are no `node_modules`.
 */
export function recordPath(cache: string | boolean, output: string, cwd: string): RecordPath | null {
  if (typeof cache === "string") return { path: resolve(cwd, cache), label: cache };
  const modules = cache ? nodeModulesOf(cwd) : null;
  if (modules === null) return null;
  return { path: join(modules, ".cache/gen-producers", `${digestOf([output])}.json`), label: null };
}

/** Of the package that the directory is in. */
function nodeModulesOf(directory: string): string | null {
  const home = packageDirectory(directory);
  if (home === null) return null;
  const modules = join(home, "node_modules");
  return statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true ? modules : null;
}
