import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../files/io-reason.js";
import { memberOf, parseJsonTree } from "./json-tree.js";

/** The name of configuration files before the ending, and the key of package.json. */
export const configName = "gen-producers";

/** Endings of files that hold code, TypeScript first. */
const moduleEndings = ["ts", "mts", "cts", "js", "mjs", "cjs"] as const;
const endings: readonly string[] = [...moduleEndings, "json"];

/** A file that holds a configuration, or may. */
export interface ConfigFile {
  /** `package`: a package.json, whose key it is. */
  readonly kind: "module" | "json" | "package";
  /** Absolute path. */
  readonly path: string;
  /** As diagnostics name it: from the current directory where it is below it, with `/`. */
  readonly label: string;
}

export interface FoundConfigs {
  readonly files: readonly ConfigFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every configuration of a directory, in code-unit order of the names; more than one is one too many. */
export async function findConfigs(directory: string): Promise<FoundConfigs> {
  let entries;
  try {
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    const message = `The directory "${slashed(directory)}" cannot be searched for a configuration: ${ioReason(error)}.`;
    return { files: [], diagnostics: [diagnostic("GP4201", message)] };
  }
  const wanted = new Set(endings.map((ending) => `${configName}.config.${ending}`));
  const names = entries.filter((entry) => !entry.isDirectory() && wanted.has(entry.name)).map(({ name }) => name);
  const files = names.sort().map((name) => configFile(directory, name));
  const packageJson = entries.some(({ name }) => name === "package.json")
    ? configFile(directory, "package.json")
    : null;
  return {
    files: packageJson !== null && (await mayHoldKey(packageJson)) ? [...files, packageJson] : files,
    diagnostics: [],
  };
}

/** The file that a caller names; a diagnostic where its name says that it is no configuration. */
export function namedConfig(cwd: string, path: string): ConfigFile | Diagnostic {
  const file = configFile(cwd, path);
  if (file.kind === "package" || endings.includes(ending(path))) return file;
  return diagnostic("GP4201", "The ending of a configuration file is .ts, .mts, .cts, .js, .mjs, .cjs or .json.", {
    file: file.label,
  });
}

/** Files of code and JSON apart; `null` is no ending. */
function configFile(cwd: string, name: string): ConfigFile {
  const path = resolve(cwd, name);
  const isModule = moduleEndings.some((each) => each === ending(name));
  const kind = basename(path) === "package.json" ? "package" : isModule ? "module" : "json";
  return { kind, path, label: labelOf(path, cwd) };
}

function ending(path: string): string {
  return extname(path).slice(1);
}

/** A path from the current directory where it is below it, absolute elsewhere; with `/`. */
export function labelOf(path: string, cwd: string): string {
  return path.startsWith(join(cwd, sep)) ? slashed(relative(cwd, path)) : slashed(path);
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Whether a package.json has our key; where it cannot be read or understood, and has the name in it, loading it says so. */
async function mayHoldKey({ path }: ConfigFile): Promise<boolean> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return false;
  }
  if (!text.includes(`"${configName}"`)) return false;
  const { root } = parseJsonTree(text.replace(/^\ufeff/, ""));
  return root === null || memberOf(root, configName) !== null;
}

/** That there is more than one configuration, so that nobody has to guess which one counts. */
export function severalConfigs(files: readonly ConfigFile[]): Diagnostic {
  const names = files.map(({ kind, label }) => (kind === "package" ? `the key "${configName}" of ${label}` : label));
  const list = names.join(", ").replace(/, ([^,]*)$/, " and $1");
  return diagnostic("GP4201", `There is more than one configuration: ${list}.`, {
    hint: "Keep one of them, or name the one that counts with --config.",
  });
}

/** Why a configuration file cannot be read. */
export function unreadableConfig({ label, path }: ConfigFile, error: unknown): Diagnostic {
  const missing = errorCode(error) === "ENOENT";
  return diagnostic("GP4201", `The configuration file cannot be read: ${ioReason(error)}.`, {
    file: label,
    ...(missing && { hint: `Create it with gen-producers init, or correct the path; looked for ${slashed(path)}.` }),
  });
}
