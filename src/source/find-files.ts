import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, posix, resolve, sep } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { errorCode, ioReason } from "../diagnostics/io-reason.js";

/** A definition file to read, under the name the caller gave it. */
export interface FoundFile {
  /** As diagnostics show it: relative where the pattern was, with `/`. */
  readonly path: string;
  /** Absolute path on disk; null for the standard input. */
  readonly absolute: string | null;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The pattern that stands for the standard input. */
const standardInput = "-";

/** A dump or a dependency's scripts are not the user's definitions. */
const skippedDirectories = ["node_modules", ".git"];
const definitionFile = /\.(?:sql|ddl|hql)$/i;

/**
 * Files behind the patterns, in the order of the patterns, each file once. A directory stands for every .sql, .ddl and
 * .hql file below it and a glob for the files it matches, both in code-unit order of their paths: files are applied one
 * after the other like migrations, so the order must be the same on every machine.
 */
export async function findFiles(patterns: readonly string[], cwd: string): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const diagnostics: Diagnostic[] = [];
  for (const pattern of patterns) {
    const found = await expand(pattern, cwd);
    diagnostics.push(...found.diagnostics);
    for (const file of found.files) {
      const key = file.absolute ?? standardInput;
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], diagnostics };
}

async function expand(pattern: string, cwd: string): Promise<FoundFiles> {
  if (pattern === standardInput) return { files: [{ path: "<stdin>", absolute: null }], diagnostics: [] };
  const absolute = resolve(cwd, pattern);
  try {
    const facts = await stat(absolute);
    if (facts.isDirectory()) return await expandDirectory(pattern, absolute);
    return { files: [{ path: slashed(pattern), absolute }], diagnostics: [] };
  } catch (error) {
    return (await expandGlob(pattern, cwd)) ?? unusable(pattern, error);
  }
}

async function expandDirectory(pattern: string, absolute: string): Promise<FoundFiles> {
  const diagnostics: Diagnostic[] = [];
  const below = await listDirectory(absolute, "", new Set(), (path, error) => {
    const file = posix.join(slashed(pattern), path);
    diagnostics.push(diagnostic("GP5003", `The directory cannot be read: ${ioReason(error)}.`, { file }));
  });
  if (below.length === 0 && diagnostics.length === 0) diagnostics.push(emptyDirectory(pattern));
  const files = below.sort(byCodeUnit).map((path) => ({
    path: posix.join(slashed(pattern), path),
    absolute: resolve(absolute, path),
  }));
  return { files, diagnostics };
}

/** Paths below `root`, relative with `/`. Follows links, but enters no directory twice, so that a loop of links ends. */
async function listDirectory(
  root: string,
  under: string,
  seen: Set<string>,
  onError: (path: string, error: unknown) => void,
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await entriesOnce(resolve(root, under), seen, (error) => {
    onError(under, error);
  })) {
    const path = posix.join(under, entry.name);
    const kind = await kindOf(entry, resolve(root, path));
    if (kind === "file" && definitionFile.test(entry.name)) found.push(path);
    if (kind === "directory" && !skippedDirectories.includes(entry.name)) {
      found.push(...(await listDirectory(root, path, seen, onError)));
    }
  }
  return found;
}

async function entriesOnce(
  directory: string,
  seen: Set<string>,
  onError: (error: unknown) => void,
): Promise<readonly Dirent[]> {
  try {
    const real = await realpath(directory);
    if (seen.has(real)) return [];
    seen.add(real);
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    onError(error);
    return [];
  }
}

/** A broken link counts as a file: reading it then says so, instead of passing over a definition in silence. */
async function kindOf(entry: Dirent, absolute: string): Promise<"file" | "directory" | "other"> {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (!entry.isSymbolicLink()) return "other";
  try {
    const facts = await stat(absolute);
    return facts.isDirectory() ? "directory" : "file";
  } catch {
    return "file";
  }
}

/** Null where the pattern is no glob. */
async function expandGlob(pattern: string, cwd: string): Promise<FoundFiles | null> {
  const { glob, isDynamicPattern } = await import("tinyglobby");
  const globPattern = slashed(pattern);
  if (!isDynamicPattern(globPattern)) return null;
  const ignore = skippedDirectories.filter((name) => !globPattern.includes(name)).map((name) => `**/${name}/**`);
  const paths = await glob(globPattern, { cwd, absolute: isAbsolute(pattern), expandDirectories: false, ignore });
  if (paths.length === 0) return { files: [], diagnostics: [noMatch(pattern)] };
  return {
    files: [...paths].sort(byCodeUnit).map((path) => ({ path: slashed(path), absolute: resolve(cwd, path) })),
    diagnostics: [],
  };
}

function unusable(pattern: string, error: unknown): FoundFiles {
  const missing = errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
  const problem = missing
    ? diagnostic("GP5001", `There is no file or directory "${pattern}".`, {
        hint: "Relative paths start from the current directory.",
      })
    : diagnostic("GP5003", `The file cannot be read: ${ioReason(error)}.`, { file: slashed(pattern) });
  return { files: [], diagnostics: [problem] };
}

function emptyDirectory(pattern: string): Diagnostic {
  return diagnostic("GP5002", `The directory "${pattern}" has no .sql, .ddl or .hql file in it or below it.`, {
    hint: "A file with another ending is read when it is named itself, or by a glob.",
  });
}

function noMatch(pattern: string): Diagnostic {
  return diagnostic("GP5002", `No file matches the pattern "${pattern}".`, {
    hint: "Use ** to look into directories at any depth; names that start with a dot must be written out.",
  });
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
