import { normalize } from "node:path";
import { cwd as currentDirectory, env, stderr } from "node:process";
import { createUnplugin } from "unplugin";
import { oneAtATime } from "../cli/one-at-a-time.js";
import { checkCommand } from "../cli/commands/check.js";
import { generateCommand } from "../cli/commands/generate.js";
import { type WatchedFiles, watchedFiles } from "../cli/commands/watched-files.js";
import type { Io } from "../cli/io.js";
import { diagnosticsText } from "../cli/report/diagnostics-text.js";
import { driftText } from "../cli/report/drift-text.js";
import { filesExitCode, type FilesReport } from "../cli/report/files-report.js";
import { styleFor } from "../cli/report/style.js";
import { type GenerateSettings, generateSettings } from "../cli/settings.js";
import { type CheckedConfig, checkConfig } from "../config/check-config.js";
import { loadConfig } from "../config/load-config.js";
import { pathText } from "../config/value-text.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import type { PluginOptions } from "./plugin-options.js";

/** Milliseconds without another change after which a change counts. */
const settleTime = 50;

/** Generates or checks the producers at the start of a build, and again where a definition changes while it watches. */
export const genProducers = createUnplugin<PluginOptions | undefined>((options = {}, meta) => {
  const io = pluginIo(options.cwd ?? currentDirectory());
  const again = oneAtATime(() => runAgain(options, io), settleTime);
  let watched: WatchedFiles | null = null;
  return {
    name: "gen-producers",
    async buildStart() {
      const { settings, configFile } = await settingsOf(options, io);
      watched = watchedFiles(settings, configFile, io.cwd);
      // esbuild takes files to watch with a module only.
      if (meta.framework !== "esbuild") for (const path of watched.paths) this.addWatchFile(path);
      await run(settings, options, io);
    },
    watchChange(id) {
      // The other tools start a build for it.
      if (meta.framework === "vite" && watched?.isDefinition(normalize(id)) === true) again.request();
    },
  };
});

/** A server goes on with what it has where a definition is wrong: the next change may mend it. */
async function runAgain(options: PluginOptions, io: Io): Promise<void> {
  try {
    const { settings } = await settingsOf(options, io);
    await run(settings, options, io);
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

interface PluginSettings {
  readonly settings: GenerateSettings;
  /** Absolute path; null where there is none. */
  readonly configFile: string | null;
}

async function settingsOf(options: PluginOptions, io: Io): Promise<PluginSettings> {
  const { mode: _mode, config: path = null, cwd: _cwd, ...inline } = options;
  const loaded = await loadConfig(io.cwd, path);
  if (hasErrors(loaded.diagnostics)) throw buildError(`gen-producers:\n${plainText(loaded.diagnostics)}`);
  const checked = checkConfig(inline);
  if (checked.config === null) throw buildError(`gen-producers: options of the plugin:\n${problemsText(checked)}`);
  // Files that are named here are all that is read, as on the command line.
  const files = checked.config.ddl === undefined && checked.config.from === undefined ? {} : { ddl: [], from: [] };
  const config = { ...loaded, config: { ...loaded.config, ...files, ...checked.config } };
  return { settings: generateSettings({ args: {}, config, cwd: io.cwd }), configFile: loaded.path };
}

function problemsText({ problems }: CheckedConfig): string {
  return problems.map(({ path, message }) => `${pathText(path)}: ${message}`).join("\n");
}

async function run(settings: GenerateSettings, { mode = "generate" }: PluginOptions, io: Io): Promise<void> {
  const report = await (mode === "check" ? checkCommand(settings, io) : generateCommand(settings, io));
  if (filesExitCode(report) !== 0) throw buildError(failureText(report));
  io.stderr.write(plainText(report.diagnostics));
}

/** Without a stack: what is wrong is in the user's files, and not in ours. */
function buildError(message: string): Error {
  const error = new Error(message);
  error.stack = "";
  return error;
}

function failureText(report: FilesReport): string {
  const outdated = report.files.filter(({ state }) => ["missing", "stale", "orphaned", "foreign"].includes(state));
  const files = outdated.map(({ state, path }) => `${state} ${report.out}/${path}\n`).join("");
  const advice = files === "" ? "" : "Run gen-producers to bring the generated code up to date.\n";
  const drift = driftText(report.drift, plainStyle, "normal");
  return `gen-producers:\n${plainText(report.diagnostics)}${drift}${files}${advice}`.trimEnd();
}

function plainText(diagnostics: FilesReport["diagnostics"]): string {
  return diagnosticsText(diagnostics, plainStyle, "normal");
}

const silent = { write: () => undefined, isTerminal: false, columns: null };
const plainStyle = styleFor(silent, false, {});

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
