import { readFile, realpath } from "node:fs/promises";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { type ConfigFile, labelOf, unreadableConfig } from "./config-files.js";
import { defineConfig } from "./define-config.js";
import { type Place, placeIn, type ReadConfig } from "./read-json.js";
import { oneLine, readThrown, type Thrown } from "./value-text.js";

/** Longer lines of a stack name no file. */
const longestPlace = 1000;

/** A place in a file of code; columns are those of the translated code, so only lines are told. */
interface CodePlace {
  readonly path: string;
  readonly line: number;
}

/**
 * Runs a configuration that is code and takes its default export, a promise awaited. Every file is translated, so that
 * TypeScript and both kinds of modules work in every kind of package and on every version of Node, and so that a changed
 * file is read anew. `gen-producers/config` is ours, wherever this package is installed.
 */
export async function readModuleConfig(file: ConfigFile, cwd: string): Promise<ReadConfig | Diagnostic> {
  let source;
  try {
    source = await readFile(file.path, "utf8");
  } catch (error) {
    return unreadableConfig(file, error);
  }
  try {
    const value = await evaluate(file.path, source);
    return value === undefined ? withoutExport(file) : { value, placeOf: () => ({}), problems: [] };
  } catch (error) {
    return await failed(readThrown(error), file, cwd);
  }
}

async function evaluate(path: string, source: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(path, {
    // The cache would be a directory for temporary files that other users of the machine can write to.
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { "gen-producers/config": { defineConfig } },
  });
  const options = { filename: path, ext: extname(path), async: true, forceTranspile: true };
  return await defaultExport(await jiti.evalModule(source, options));
}

/** Of a CommonJS module what it exports; undefined where there is nothing. */
function defaultExport(exports: unknown): unknown {
  if (typeof exports !== "object" || exports === null) return exports;
  if ("default" in exports) return exports.default;
  const isEmpty = "__esModule" in exports || Object.keys(exports).length === 0;
  return isEmpty ? undefined : exports;
}

function withoutExport({ label }: ConfigFile): Diagnostic {
  return diagnostic("GP4201", "The configuration file has no default export.", {
    file: label,
    hint: "End it with: export default defineConfig({ … });",
  });
}

async function failed(error: Thrown, file: ConfigFile, cwd: string): Promise<Diagnostic> {
  const directory = dirname(file.path);
  const real = await realpath(directory).catch(() => directory);
  const syntax = syntaxError(error);
  const found = (syntax === null ? placesOf(error) : [syntax])
    .map(({ path, line }) => ({ path: below(directory, path) ?? below(directory, path, real), line }))
    .find(({ path }) => path !== null && !path.includes(`${sep}node_modules${sep}`));
  const message = syntax === null ? `The configuration fails: ${oneLine(error.message)}.` : syntax.message;
  const { path = null, line = 0 } = found ?? {};
  if (path === null) return diagnostic("GP4201", message, { file: file.label });
  return diagnostic("GP4201", message, { file: labelOf(path, cwd), ...(await placeOfLine({ path, line })) });
}

/** What the translator says of code it cannot read; it gives the place in its message only. */
function syntaxError({ message }: Thrown): (CodePlace & { readonly message: string }) | null {
  const [, reason, path, line] = /^ParseError: (.*?)\s*\n\s*(.+):(\d+):\d+\s*$/s.exec(message) ?? [];
  if (reason === undefined || path === undefined) return null;
  return { path: native(path), line: Number(line), message: `Syntax error: ${oneLine(reason)}.` };
}

/** The places of a stack, the innermost first. */
function placesOf({ stack }: Thrown): CodePlace[] {
  return stack.split("\n").flatMap((line) => {
    const [, path, number] = /^ {4}at (?:.*\()?(?:async )?(.+?):(\d+):\d+\)?$/.exec(line.slice(0, longestPlace)) ?? [];
    return path === undefined ? [] : [{ path: native(path), line: Number(number) }];
  });
}

/** A path below a directory that may be known by its real name too; null for one elsewhere. */
function below(directory: string, path: string, known = directory): string | null {
  const start = join(known, sep);
  return path.startsWith(start) ? join(directory, path.slice(start.length)) : null;
}

/** A path of a stack as the file system writes it. */
function native(path: string): string {
  return path.startsWith("file:") ? urlPath(path) : path.replaceAll("/", sep);
}

function urlPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** The whole of a line; nothing where the file is gone. */
async function placeOfLine({ path, line }: CodePlace): Promise<Place> {
  try {
    const text = await readFile(path, "utf8");
    const lines = text.split("\n");
    const content = lines[line - 1] ?? "";
    const start = lines.slice(0, line - 1).join("\n").length + Math.min(line - 1, 1) + content.search(/\S|$/);
    return placeIn(text, { start, end: start + Math.max(1, content.trim().length) });
  } catch {
    return {};
  }
}
