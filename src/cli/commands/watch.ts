import { relative, resolve } from "node:path";
import picomatch from "picomatch";
import type { LoadedConfig } from "../../config/load-config.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { flag } from "../arguments.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { reportDiagnostics, reportFiles } from "../report/reporter.js";
import { type GenerateSettings, generateSettings } from "../settings.js";
import type { FileSettings, Given } from "../source-settings.js";
import { UsageError } from "../usage-error.js";
import { generateCommand } from "./generate.js";

/** Editors save in several steps; what follows within this many milliseconds belongs to one change. */
const settleTime = 80;

/**
 * Generates, and again after every change of a definition file or of the configuration, until the process is interrupted.
 * Errors are shown and waited out: the next change may mend them.
 *
 * @throws UsageError where there is no file to watch.
 */
export async function watchCommand(given: Given, reload: () => Promise<LoadedConfig>, io: Io): Promise<ExitCode> {
  let settings = watchedSettings(given);
  await generateOnce(settings, io);
  const { watch } = await import("chokidar");
  const paths = [...watchedPaths(settings, io.cwd), ...(given.config.path === null ? [] : [given.config.path])];
  const output = resolve(io.cwd, settings.out);
  const watcher = watch(paths, { ignoreInitial: true, ignored: (path) => isIgnored(path, output) });
  io.stdout.write(`Watching ${paths.map((path) => relative(io.cwd, path) || ".").join(", ")}; Ctrl+C ends it.\n`);
  const changed = async (): Promise<void> => {
    const config = await reload();
    if (hasErrors(config.diagnostics)) {
      reportDiagnostics(config.diagnostics, settings.report, io);
      return;
    }
    settings = watchedSettings({ ...given, config });
    await generateOnce(settings, io);
  };
  const inTurn = oneAtATime(changed);
  watcher.on("all", (_event, path) => {
    if (isDefinition(path, paths)) inTurn();
  });
  await io.interrupted();
  await watcher.close();
  return exitCodes.ok;
}

function watchedSettings(given: Given): GenerateSettings {
  const settings = generateSettings(given);
  const { definitions } = settings.source;
  if (definitions.kind === "workspace") {
    throw new UsageError(
      "--watch needs files to watch: a workspace does not say when a table changes.",
      "Name them with --ddl or --from; gen-producers pull writes a snapshot file.",
    );
  }
  if ([...definitions.ddl, ...definitions.from].includes("-")) {
    throw new UsageError("--watch cannot watch the standard input.");
  }
  if (flag(given.args, "json")) throw new UsageError("--watch and --json exclude each other.");
  return settings;
}

async function generateOnce(settings: GenerateSettings, io: Io): Promise<void> {
  const started = io.now();
  reportFiles(await generateCommand(settings, io), settings.report, io, io.now() - started);
}

/** Absolute paths of the files and directories that the patterns look into. */
export function watchedPaths({ source }: Pick<GenerateSettings, "source">, cwd: string): readonly string[] {
  const { ddl, from } = filesOf(source.definitions);
  const bases = [...ddl, ...from.map((pattern) => pattern.replace(/^[^/\\=]+=/, ""))].map((pattern) => {
    const { base, isGlob } = picomatch.scan(pattern.replaceAll("\\", "/"));
    return resolve(cwd, isGlob ? base : pattern);
  });
  return [...new Set(bases)];
}

function filesOf(definitions: GenerateSettings["source"]["definitions"]): Omit<FileSettings, "kind"> {
  return definitions.kind === "files" ? definitions : { ddl: [], from: [] };
}

function isIgnored(path: string, output: string): boolean {
  return path === output || /[/\\](?:node_modules|\.git)(?:[/\\]|$)/.test(path);
}

/** Other files of a watched directory say nothing about tables; a file that was named itself always does. */
function isDefinition(path: string, watched: readonly string[]): boolean {
  return watched.includes(path) || /\.(?:sql|ddl|hql|json|parquet)$/i.test(path);
}

/** Runs the work some time after the last call, never twice at once, and again where a call came meanwhile. */
function oneAtATime(work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  return () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      running = running.then(work);
    }, settleTime);
  };
}
