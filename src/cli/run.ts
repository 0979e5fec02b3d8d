import { diagnosticCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { type Invocation, parseCommandLine } from "./command-line.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import type { FilesReport } from "./report/files-report.js";
import type { GenerateSettings } from "./settings.js";
import { UsageError } from "./usage-error.js";

/**
 * The whole command line program: understands `argv` (without the program's own name), carries it out and reports
 * through `io`. Never throws; what the process should end with is the result. Whatever is not needed for the command
 * line itself is loaded when a command needs it, so that `--help` is quick.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runCommand(await parseCommandLine(argv, io.stdout.columns), io);
  } catch (error) {
    return error instanceof UsageError ? reportUsage(error, argv, io) : reportFault(error, argv, io);
  }
}

async function runCommand(invocation: Invocation, io: Io): Promise<ExitCode> {
  if (invocation.kind === "text") {
    io.stdout.write(invocation.text);
    return exitCodes.ok;
  }
  const started = io.now();
  const reporter = await import("./report/reporter.js");
  if (invocation.kind === "inspect") {
    const { inspectCommand } = await import("./commands/inspect.js");
    return reporter.reportInspection(await inspectCommand(invocation.settings, io), invocation.settings.report, io);
  }
  const { settings } = invocation;
  const report = invocation.kind === "generate" ? await generate(settings, io) : await check(settings, io);
  return reporter.reportFiles(report, settings.report, io, io.now() - started);
}

async function generate(settings: GenerateSettings, io: Io): Promise<FilesReport> {
  const { generateCommand } = await import("./commands/generate.js");
  return generateCommand(settings, io);
}

async function check(settings: GenerateSettings, io: Io): Promise<FilesReport> {
  const { checkCommand } = await import("./commands/check.js");
  return checkCommand(settings, io);
}

async function reportUsage(error: UsageError, argv: readonly string[], io: Io): Promise<ExitCode> {
  const hint = error.hint === null ? "" : `  hint: ${error.hint}\n`;
  const { safeText } = await import("./report/safe-text.js");
  io.stderr.write(safeText(`gen-producers: ${error.message}\n${hint}`));
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
