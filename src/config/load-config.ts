import { dirname } from "node:path";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import type { Config } from "./config.js";
import { type ConfigFile, findConfigs, namedConfig, severalConfigs } from "./config-files.js";
import type { Problem } from "./problem.js";
import type { ReadConfig } from "./read-json.js";
import { pathText } from "./value-text.js";

export interface LoadedConfig {
  /** The checked configuration; null where there is none, or where it has an error. */
  readonly config: Config | null;
  /** Absolute path of its file; null where there is none. */
  readonly path: string | null;
  /** Absolute path that the relative paths of the configuration start from. */
  readonly directory: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The configuration of a directory: `gen-producers.config.*` or the key `gen-producers` of its package.json, or exactly
 * the file at `path`. No file is fine unless `path` names it. Reads the files anew in every call; runs a file of code.
 * Never throws.
 */
export async function loadConfig(cwd: string, path: string | null): Promise<LoadedConfig> {
  const chosen = path === null ? await onlyConfig(cwd) : namedConfig(cwd, path);
  if (chosen === null) return { config: null, path: null, directory: cwd, diagnostics: [] };
  if ("code" in chosen) return { config: null, path: null, directory: cwd, diagnostics: [chosen] };
  const { config, diagnostics } = await readConfig(chosen, cwd);
  return { config, path: chosen.path, directory: dirname(chosen.path), diagnostics };
}

async function onlyConfig(cwd: string): Promise<ConfigFile | Diagnostic | null> {
  const { files, diagnostics } = await findConfigs(cwd);
  const [error] = diagnostics;
  if (error !== undefined) return error;
  return files.length > 1 ? severalConfigs(files) : (files[0] ?? null);
}

async function readConfig(file: ConfigFile, cwd: string): Promise<Pick<LoadedConfig, "config" | "diagnostics">> {
  // Most runs have no configuration to read and check.
  const read = await readConfigFile(file, cwd);
  if ("code" in read) return { config: null, diagnostics: [read] };
  const { checkConfig } = await import("./check-config.js");
  const { config, problems } = checkConfig(read.value);
  const diagnostics = [...read.problems, ...problems].map((problem) => problemDiagnostic(problem, file, read));
  diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { config: hasErrors(diagnostics) ? null : config, diagnostics };
}

async function readConfigFile(file: ConfigFile, cwd: string): Promise<ReadConfig | Diagnostic> {
  if (file.kind === "module") {
    const { readModuleConfig } = await import("./read-module.js");
    return readModuleConfig(file, cwd);
  }
  const { readJsonConfig } = await import("./read-json.js");
  return readJsonConfig(file);
}

function problemDiagnostic(
  { path, part, message, hint }: Problem,
  file: ConfigFile,
  { placeOf }: ReadConfig,
): Diagnostic {
  const what = path.length === 0 ? "The configuration" : pathText(path);
  return diagnostic("GP4202", `${what}: ${message}.`, {
    file: file.label,
    ...placeOf(path, part),
    ...(hint !== null && { hint }),
  });
}
