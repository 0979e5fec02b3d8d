import { realpathSync } from "node:fs";
import { dirname, posix, resolve, sep } from "node:path";
import { errorCode } from "../files/io-reason.js";

/** A directory that generated files go to. */
export interface OutputDirectory {
  /** Absolute path. */
  readonly root: string;
  /** As the user wrote it; how diagnostics name it. */
  readonly label: string;
}

/** Path of a file of the directory as diagnostics name it. */
export function labelOf(directory: OutputDirectory, path: string): string {
  return posix.join(directory.label, path);
}

/**
 * Absolute path of a relative path with `/`; null where it could leave the directory or mean something else than its
 * text on some platform (`..`, a drive letter, a back-slash, a NUL).
 */
export function resolveInside(root: string, path: string): string | null {
  const parts = path.split("/");
  const safe = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\:\0]/.test(part));
  return safe ? resolve(root, ...parts) : null;
}

/** The same work, done once for each path however many files ask for it. */
export function once<Result>(work: (path: string) => Result): (path: string) => Result {
  const results = new Map<string, { readonly result: Result }>();
  return (path) => {
    const done = results.get(path) ?? { result: work(path) };
    results.set(path, done);
    return done.result;
  };
}

/**
 * Whether a directory below `root` is, links followed, really elsewhere, so that writing there would leave the output
 * directory. Looks at the nearest ancestor that exists. `root` itself may be a link.
 */
export function leavesRoot(root: string, directory: string): boolean {
  const realRoot = realpathOrNull(root);
  if (realRoot === null) return false;
  for (let at = directory; at.startsWith(root); at = dirname(at)) {
    const real = realpathOrNull(at);
    if (real !== null) return real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
  }
  return false;
}

function realpathOrNull(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    // A file in place of a directory is reported by whoever reads or writes the path.
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return null;
    throw error;
  }
}

/** Order of UTF-16 code units, which is the same on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
