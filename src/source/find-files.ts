import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, posix, resolve, sep } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { errorCode, ioReason } from "../files/io-reason.js";
import { toWholes } from "./whole-directories.js";

/** A definition file to read, under the name the caller gave it. */
export interface FoundFile {
  /** As diagnostics show it: relative where the pattern was, with `/`. */
  readonly path: string;
  /** Absolute path on disk; null for the standard input. */
  readonly absolute: string | null;
}

/** What counts as a definition among the files behind a pattern. */
export interface FileKind {
  /** Whether a file below a directory that is named counts; takes its name. */
  readonly isDefinition: (name: string) => boolean;
  /** Whether a directory is one definition as a whole, never looked into; null where no directory is. */
  readonly isWhole: ((absolute: string) => Promise<boolean>) | null;
  /** Completes "The directory … has no … in it or below it." */
  readonly described: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The pattern that stands for the standard input. */
const standardInput = "-";

/** A dump or a dependency's scripts are not the user's definitions. */
const skippedDirectories = ["node_modules", ".git"];

const ddlFile: FileKind = {
  isDefinition: (name) => /\.(?:sql|ddl|hql)$/i.test(name),
  isWhole: null,
  described: ".sql, .ddl or .hql file",
};

/**
 * Files behind the patterns, in the order of the patterns, each file once. A directory stands for every .sql, .ddl and
 * .hql file below it and a glob for the files it matches, both in code-unit order of their paths: files are applied one
 * after the other like migrations, so the order must be the same on every machine.
 */
export async function findFiles(patterns: readonly string[], cwd: string): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const diagnostics: Diagnostic[] = [];
  for (const pattern of patterns) {
    const found = await expandPattern(pattern, cwd, ddlFile);
    diagnostics.push(...found.diagnostics);
    for (const file of found.files) {
      const key = file.absolute ?? standardInput;
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], diagnostics };
}

/** Files of one kind behind a pattern: the standard input, a file, what is in a directory, or what a glob matches. */
export async function expandPattern(pattern: string, cwd: string, kind: FileKind): Promise<FoundFiles> {
  if (pattern === standardInput) return { files: [{ path: "<stdin>", absolute: null }], diagnostics: [] };
  const absolute = resolve(cwd, pattern);
  try {
    const facts = await stat(absolute);
    const isLeaf = !facts.isDirectory() || ((await kind.isWhole?.(absolute)) ?? false);
    if (!isLeaf) return await expandDirectory(pattern, absolute, kind);
    return { files: [{ path: slashed(pattern), absolute }], diagnostics: [] };
  } catch (error) {
    return (await expandGlob(pattern, cwd, kind)) ?? unusable(pattern, error);
  }
}

async function expandDirectory(pattern: string, absolute: string, kind: FileKind): Promise<FoundFiles> {
  const diagnostics: Diagnostic[] = [];
  const onError = (path: string, error: unknown): void => {
    const file = posix.join(slashed(pattern), path);
    diagnostics.push(diagnostic("GP5003", `The directory cannot be read: ${ioReason(error)}.`, { file }));
  };
  const below = await listDirectory("", { root: absolute, kind, seen: new Set(), onError });
  if (below.length === 0 && diagnostics.length === 0) diagnostics.push(emptyDirectory(pattern, kind));
  const files = below.sort(byCodeUnit).map((path) => ({
    path: posix.join(slashed(pattern), path),
    absolute: resolve(absolute, path),
  }));
  return { files, diagnostics };
}

/** A walk through a directory and what is below it. */
interface Walk {
  readonly root: string;
  readonly kind: FileKind;
  /** Real paths of the directories entered. */
  readonly seen: Set<string>;
  readonly onError: (path: string, error: unknown) => void;
}

/** Paths below the root, relative with `/`. Follows links, but enters no directory twice, so that a loop of links ends. */
async function listDirectory(under: string, walk: Walk): Promise<string[]> {
  const found: string[] = [];
  const entries = await entriesOnce(resolve(walk.root, under), walk.seen, (error) => {
    walk.onError(under, error);
  });
  for (const entry of entries) {
    const path = posix.join(under, entry.name);
    const absolute = resolve(walk.root, path);
    const type = await typeOf(entry, absolute);
    if (type === "file" && walk.kind.isDefinition(entry.name)) found.push(path);
    if (type !== "directory" || skippedDirectories.includes(entry.name)) continue;
    if (await walk.kind.isWhole?.(absolute)) found.push(path);
    else found.push(...(await listDirectory(path, walk)));
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
async function typeOf(entry: Dirent, absolute: string): Promise<"file" | "directory" | "other"> {
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
async function expandGlob(pattern: string, cwd: string, kind: FileKind): Promise<FoundFiles | null> {
  const { glob, isDynamicPattern } = await import("tinyglobby");
  const globPattern = slashed(pattern);
  if (!isDynamicPattern(globPattern)) return null;
  const ignore = skippedDirectories.filter((name) => !globPattern.includes(name)).map((name) => `**/${name}/**`);
  const options = { cwd, absolute: isAbsolute(pattern), expandDirectories: false, ignore };
  const matches = await glob(globPattern, { ...options, onlyFiles: kind.isWhole === null });
  const paths = kind.isWhole === null ? matches : await toWholes(matches, cwd, kind.isWhole);
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

function emptyDirectory(pattern: string, { described }: FileKind): Diagnostic {
  return diagnostic("GP5002", `The directory "${pattern}" has no ${described} in it or below it.`, {
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
