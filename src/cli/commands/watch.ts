import { relative } from "node:path";
import type { FSWatcher } from "chokidar";
import { oneAtATime } from "../one-at-a-time.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { flag } from "../arguments.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { reportDiagnostics, reportFiles } from "../report/reporter.js";
import { usageText } from "../report/usage-text.js";
import { type GenerateSettings, generateSettings } from "../settings.js";
import type { Given } from "../source-settings.js";
import { UsageError } from "../usage-error.js";
import { generateCommand } from "./generate.js";
import { producerNote } from "./producer-note.js";
import { type WatchedFiles, watchedFiles } from "./watched-files.js";

/** Editors save in several steps; what follows within this many milliseconds belongs to one change. */
const settleTime = 80;

/**
 * Generates, and again after every change of a definition file or of the configuration, until the process is interrupted.
 * Errors are shown and waited out: the next change may mend them.
 *
 * @throws UsageError where there is no file to watch.
 */
export async function watchCommand(given: Given, reload: () => Promise<LoadedConfig>, io: Io): Promise<ExitCode> {
  const settings = watchedSettings(given);
  const { watch } = await import("chokidar");
  let files = watchedFiles(settings, given.config.path, io.cwd);
  const watcher = watch([...files.paths], { ignoreInitial: true, ignored: (path) => files.isIgnored(path) });
  // What changes while the first run reads must not be missed.
  const first = new Promise<void>((resolve) => watcher.once("ready", resolve)).then(() => generateOnce(settings, io));
  const regenerate = async (): Promise<void> => {
    const next = await reloaded(given, reload, settings, io);
    if (next === null) return;
    const before = files;
    files = watchedFiles(next, given.config.path, io.cwd);
    await generateOnce(next, io);
    follow(watcher, before, files, io);
  };
  const begun = first.catch(() => undefined);
  const work = oneAtATime(regenerate, settleTime, begun);
  watcher.on("all", (event, path) => {
    // What is gone is watched no longer, and may come back.
    if (event.startsWith("unlink") && files.paths.includes(path)) watcher.add(path);
    if (files.isDefinition(path)) work.request();
  });
  try {
    await first;
    sayWatching(files, io);
    await Promise.race([io.interrupted(), work.failed]);
  } finally {
    await Promise.all([watcher.close(), work.stop()]);
  }
  return exitCodes.ok;
}

/** A changed configuration may name other files. */
function follow(watcher: FSWatcher, before: WatchedFiles, now: WatchedFiles, io: Io): void {
  const added = now.paths.filter((path) => !before.paths.includes(path));
  if (added.length > 0) watcher.add(added);
  if (added.length > 0 || now.paths.length < before.paths.length) sayWatching(now, io);
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
  const report = await generateCommand(settings, io);
  reportFiles(report, settings.report, io, io.now() - started, await producerNote(report, settings, io));
}

/** The settings of today's configuration; null where it cannot be used, which is said. */
async function reloaded(
  given: Given,
  reload: () => Promise<LoadedConfig>,
  { report }: GenerateSettings,
  io: Io,
): Promise<GenerateSettings | null> {
  const config = await reload();
  if (hasErrors(config.diagnostics)) {
    reportDiagnostics(config.diagnostics, report, io);
    return null;
  }
  try {
    return watchedSettings({ ...given, config });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(usageText(error));
    return null;
  }
}

function sayWatching({ paths }: WatchedFiles, io: Io): void {
  const names = paths.map((path) => relative(io.cwd, path) || ".");
  io.stdout.write(`Watching ${names.join(", ")}; Ctrl+C ends it.\n`);
}
