import type { LoadedConfig } from "../config/load-config.js";
import { diagnosticCodes } from "../diagnostics/codes.js";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import { type Arguments, flag, text } from "./arguments.js";
import type { CommandName, Invocation } from "./command-line.js";
import { type ExitCode, exitCodeFor, exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { plainCommandLine } from "./plain-command-line.js";
import { generateSettings, inspectSettings, pullSettings, type ReportSettings, reportSettings } from "./settings.js";
import type { Given } from "./source-settings.js";
import { UsageError } from "./usage-error.js";

/**
 * The whole command line program: understands `argv` (without the program's own name), carries it out and reports
 * through `io`. Never throws; what the process should end with is the result. Whatever is not needed for the command
 * line itself is loaded when a command needs it, so that `--help` is quick.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runCommand(await understand(argv, io), io);
  } catch (error) {
    return error instanceof UsageError ? reportUsage(error, argv, io) : reportFault(error, argv, io);
  }
}

async function understand(argv: readonly string[], io: Io): Promise<Invocation> {
  const plain = plainCommandLine(argv);
  if (plain !== null) return plain;
  const { parseCommandLine } = await import("./command-line.js");
  return parseCommandLine(argv, io.stdout.columns);
}

async function runCommand(invocation: Invocation, io: Io): Promise<ExitCode> {
  if (invocation.kind === "text") {
    io.stdout.write(invocation.text);
    return exitCodes.ok;
  }
  const { args } = invocation;
  if (invocation.kind === "init") return init(args, io);
  if (invocation.kind === "query") return query(args, io);
  const config = await readConfig(args, io);
  if (hasErrors(config.diagnostics)) return reportConfig(config.diagnostics, reportSettings(args), io);
  return runWith({ args, config, cwd: io.cwd }, invocation.kind, io);
}

/** Needs no configuration: it may be there to replace one that is broken. */
async function init(args: Arguments, io: Io): Promise<ExitCode> {
  const { initSettings } = await import("./init/settings.js");
  const { terminalPrompter } = await import("./init/terminal-prompter.js");
  const { initCommand } = await import("./commands/init.js");
  const { reportInit } = await import("./init/report.js");
  const settings = initSettings(args);
  const prompter = settings.yes || settings.report.json ? null : await terminalPrompter(io);
  return reportInit(await initCommand(settings, io, prompter), settings.report, io);
}

async function query(args: Arguments, io: Io): Promise<ExitCode> {
  const { querySettings } = await import("./emulator/settings.js");
  const { queryCommand } = await import("./emulator/query.js");
  return queryCommand(querySettings({ args }), io);
}

async function readConfig(args: Arguments, io: Io): Promise<LoadedConfig> {
  const { loadConfig } = await import("../config/load-config.js");
  return loadConfig(io.cwd, text(args, "config"));
}

async function runWith(given: Given, command: Exclude<CommandName, "init" | "query">, io: Io): Promise<ExitCode> {
  const started = io.now();
  const duration = (): number => io.now() - started;
  const { reportFiles, reportInspection, reportPull, reportReplay } = await import("./report/reporter.js");
  switch (command) {
    case "generate": {
      if (flag(given.args, "watch")) {
        const { watchCommand } = await import("./commands/watch.js");
        return watchCommand(given, () => readConfig(given.args, io), io);
      }
      const settings = generateSettings(given);
      const { generateCommand } = await import("./commands/generate.js");
      const { producerNote } = await import("./commands/producer-note.js");
      const report = await generateCommand(settings, io);
      return reportFiles(report, settings.report, io, duration(), await producerNote(report, settings, io));
    }
    case "check": {
      const settings = generateSettings(given);
      const { checkCommand } = await import("./commands/check.js");
      return reportFiles(await checkCommand(settings, io), settings.report, io, duration());
    }
    case "inspect": {
      const settings = inspectSettings(given);
      const { inspectCommand } = await import("./commands/inspect.js");
      return reportInspection(await inspectCommand(settings, io), settings.report, io);
    }
    case "pull": {
      const settings = pullSettings(given);
      const { pullCommand } = await import("./commands/pull.js");
      return reportPull(await pullCommand(settings, io), settings.report, io, duration());
    }
    case "emulator": {
      const { emulatorSettings } = await import("./emulator/settings.js");
      const { emulatorCommand } = await import("./emulator/run-emulator.js");
      return emulatorCommand(emulatorSettings(given), io);
    }
    case "replay": {
      const { replaySettings } = await import("./replay/settings.js");
      const { replayCommand } = await import("./replay/replay-command.js");
      const settings = replaySettings(given, io.env);
      return reportReplay(await replayCommand(settings, given, io), settings.report, io, duration());
    }
  }
}

/** A configuration that cannot be used ends the run before it begins. */
async function reportConfig(diagnostics: readonly Diagnostic[], settings: ReportSettings, io: Io): Promise<ExitCode> {
  const { jsonText } = await import("./report/json.js");
  const { reportDiagnostics } = await import("./report/reporter.js");
  const exitCode = exitCodeFor(diagnostics);
  if (settings.json) io.stdout.write(jsonText({ diagnostics }, exitCode));
  else reportDiagnostics(diagnostics, settings, io);
  return exitCode;
}

async function reportUsage(error: UsageError, argv: readonly string[], io: Io): Promise<ExitCode> {
  const { usageText } = await import("./report/usage-text.js");
  io.stderr.write(usageText(error));
  if (wantsJson(argv)) {
    const { usageJson } = await import("./report/json.js");
    io.stdout.write(usageJson(error));
  }
  return exitCodes.usage;
}

/** Something nobody thought of: said in one line, for a stack of ours helps nobody who did not ask for it. */
async function reportFault(error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const { faultJson } = await import("./report/json.js");
  const { safeText } = await import("./report/safe-text.js");
  const fault = faultDiagnostic(error);
  const stack = argv.includes("--verbose") && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  io.stderr.write(
    safeText(`gen-producers: error ${fault.code}: ${fault.message}\n  hint: ${fault.hint ?? ""}\n${stack}`),
  );
  if (wantsJson(argv)) io.stdout.write(faultJson(fault));
  return exitCodes.internal;
}

function faultDiagnostic(error: unknown): Diagnostic {
  const message = `Internal error: ${error instanceof Error ? error.message : String(error)}`;
  const hint = "This is a fault in gen-producers. Please report it, with the command and what --verbose prints.";
  return { code: "GP5999", severity: diagnosticCodes.GP5999.severity, message, hint };
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--json");
}
