import { isAbsolute, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import type { GenerateSettings } from "../settings.js";

/** What a run depends on, as far as it is on the disk. */
export interface WatchedFiles {
  /** Absolute paths of files and directories; some may not be there yet. */
  readonly paths: readonly string[];
  /** Whether a change of the absolute path may change what is generated. */
  readonly isDefinition: (path: string) => boolean;
  /** Whether nothing at or below the absolute path matters. */
  readonly isIgnored: (path: string) => boolean;
}

/** What of directories is read, their Delta tables and schema files included. */
const definitionFile = /\.(?:sql|ddl|hql|json|parquet)$/i;

/** @param configFile absolute path of the configuration file; null where there is none */
export function watchedFiles(settings: GenerateSettings, configFile: string | null, cwd: string): WatchedFiles {
  const patterns = patternsOf(settings);
  const bases = patterns.map((pattern) => basePath(pattern, cwd));
  const paths = [...new Set([...bases, ...(configFile === null ? [] : [configFile])])];
  const output = resolve(cwd, settings.out);
  const matches = picomatch(patterns.filter(isGlob), { dot: true });
  return {
    paths,
    isDefinition: (path) =>
      paths.includes(path) ||
      (paths.some((base) => isBelow(base, path)) && (definitionFile.test(path) || matches(asWritten(path, cwd)))),
    isIgnored: (path) =>
      !paths.includes(path) && (path === output || /[/\\](?:node_modules|\.git)(?:[/\\]|$)/.test(path)),
  };
}

/** Whether the path is the other one, or is below it. */
function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function patternsOf({ source }: GenerateSettings): readonly string[] {
  const { definitions } = source;
  if (definitions.kind !== "files") return [];
  const named = definitions.from.map((pattern) => pattern.replace(/^[^/\\=]+=/, ""));
  return [...definitions.ddl, ...named].map((pattern) => pattern.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, ""));
}

function isGlob(pattern: string): boolean {
  return picomatch.scan(pattern).isGlob;
}

/** The file or the directory that is named, or the directory that a glob looks into. */
function basePath(pattern: string, cwd: string): string {
  return resolve(cwd, isGlob(pattern) ? picomatch.scan(pattern).base : pattern);
}

/** Globs are written as seen from the current directory. */
function asWritten(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll(sep, "/");
}
