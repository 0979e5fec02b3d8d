import { relative } from "node:path";
import { cwd as currentDirectory, env, stderr } from "node:process";
import { createUnplugin } from "unplugin";
import { checkCommand } from "../cli/commands/check.js";
import { generateCommand } from "../cli/commands/generate.js";
import { watchedPaths } from "../cli/commands/watch.js";
import type { Io } from "../cli/io.js";
import { diagnosticsText } from "../cli/report/diagnostics-text.js";
import { filesExitCode, type FilesReport } from "../cli/report/files-report.js";
import { styleFor } from "../cli/report/style.js";
import { type GenerateSettings, generateSettings } from "../cli/settings.js";
import type { Config } from "../config/config.js";
import { type CheckedConfig, checkConfig } from "../config/check-config.js";
import { loadConfig } from "../config/load-config.js";
import { pathText } from "../config/value-text.js";
import { hasErrors } from "../diagnostics/diagnostic.js";

/** What the plugin is given: how it works, and what a configuration file would say, which it wins over. */
export interface PluginOptions extends Config {
  /** `generate` writes before the build; `check` fails it where the output is out of date. Default: `generate`. */
  readonly mode?: "generate" | "check";
  /** Configuration file; otherwise the one in the current directory, where there is one. */
  readonly config?: string;
  /** Directory that relative paths start from; the current one by default. */
  readonly cwd?: string;
}

/** Generates or checks the producers at the start of a build, and again where a definition changes while it watches. */
export const genProducers = createUnplugin<PluginOptions | undefined>((options = {}, meta) => {
  const io = pluginIo(options.cwd ?? currentDirectory());
  let watched: readonly string[] = [];
  return {
    name: "gen-producers",
    async buildStart() {
      const settings = await settingsOf(options, io);
      watched = settings.source.definitions.kind === "files" ? watchedPaths(settings, io.cwd) : [];
      // esbuild takes files to watch with a module only.
      if (meta.framework !== "esbuild") for (const path of watched) this.addWatchFile(path);
      await run(settings, options, io);
    },
    watchChange(id) {
      // The other tools start a build for it.
      if (meta.framework === "vite" && watched.some((path) => isBelow(path, id))) void runAgain(options, io);
    },
  };
});

/** A server goes on with what it has where a definition is wrong: the next change may mend it. */
async function runAgain(options: PluginOptions, io: Io): Promise<void> {
  try {
    await run(await settingsOf(options, io), options, io);
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function settingsOf(options: PluginOptions, io: Io): Promise<GenerateSettings> {
  const { mode: _mode, config: path = null, cwd: _cwd, ...inline } = options;
  const loaded = await loadConfig(io.cwd, path);
  if (hasErrors(loaded.diagnostics)) throw new Error(`gen-producers:\n${plainText(loaded.diagnostics)}`);
  const checked = checkConfig(inline);
  if (checked.config === null) throw new Error(`gen-producers: options of the plugin:\n${problemsText(checked)}`);
  const config = { ...loaded, config: { ...loaded.config, ...checked.config } };
  return generateSettings({ args: {}, config, cwd: io.cwd });
}

function problemsText({ problems }: CheckedConfig): string {
  return problems.map(({ path, message }) => `${pathText(path)}: ${message}`).join("\n");
}

async function run(settings: GenerateSettings, { mode = "generate" }: PluginOptions, io: Io): Promise<void> {
  const report = await (mode === "check" ? checkCommand(settings, io) : generateCommand(settings, io));
  if (filesExitCode(report) !== 0) throw new Error(failureText(report));
  io.stderr.write(plainText(report.diagnostics));
}

function failureText(report: FilesReport): string {
  const outdated = report.files.filter(({ state }) => ["missing", "stale", "orphaned", "foreign"].includes(state));
  const files = outdated.map(({ state, path }) => `${state} ${report.out}/${path}\n`).join("");
  const advice = files === "" ? "" : "Run gen-producers to bring the generated code up to date.\n";
  return `gen-producers:\n${plainText(report.diagnostics)}${files}${advice}`.trimEnd();
}

function plainText(diagnostics: FilesReport["diagnostics"]): string {
  return diagnosticsText(diagnostics, styleFor(silent, false, {}), "normal");
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!way.startsWith("..") && way !== path);
}

const silent = { write: () => undefined, isTerminal: false, columns: null };

/** The world as a build tool lets us see it: its output is its own, ours is what has to be said. */
function pluginIo(cwd: string): Io {
  return {
    stdout: silent,
    stderr: { ...silent, write: (text) => void stderr.write(text) },
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env,
    interrupted: () => new Promise(() => undefined),
    now: () => performance.now(),
  };
}
