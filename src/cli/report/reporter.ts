import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type ExitCode, exitCodeFor } from "../exit-codes.js";
import type { Io } from "../io.js";
import type { ReportSettings } from "../settings.js";
import { diagnosticsText } from "./diagnostics-text.js";
import { filesExitCode, type FilesReport } from "./files-report.js";
import { filesText } from "./files-text.js";
import { inspectionExitCode, type InspectionReport } from "./inspection-report.js";
import { inspectionText } from "./inspection-text.js";
import { jsonText } from "./json.js";
import type { PullReport } from "./pull-report.js";
import { pullText } from "./pull-text.js";
import { styleFor } from "./style.js";

/** Shows what `generate` or `check` found, and says what the process is to end with. */
export function reportFiles(report: FilesReport, settings: ReportSettings, io: Io, duration: number): ExitCode {
  const exitCode = filesExitCode(report);
  if (settings.json) {
    io.stdout.write(jsonText(report, exitCode));
    return exitCode;
  }
  reportDiagnostics(report.diagnostics, settings, io);
  const style = styleFor(io.stdout, settings.color, io.env);
  io.stdout.write(filesText(report, style, settings.verbosity, duration));
  return exitCode;
}

/** Shows findings alone, of a run that ended before it began. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], settings: ReportSettings, io: Io): void {
  const style = styleFor(io.stderr, settings.color, io.env);
  io.stderr.write(diagnosticsText(diagnostics, style, settings.verbosity));
}

/** Shows what `inspect` found, and says what the process is to end with. */
export function reportInspection(report: InspectionReport, settings: ReportSettings, io: Io): ExitCode {
  const exitCode = inspectionExitCode(report);
  if (settings.json) {
    io.stdout.write(jsonText(report, exitCode));
    return exitCode;
  }
  reportDiagnostics([...report.diagnostics, ...report.tables.flatMap((table) => table.diagnostics)], settings, io);
  const style = styleFor(io.stdout, settings.color, io.env);
  io.stdout.write(inspectionText(report, style, io.stdout.columns));
  return exitCode;
}

/** Shows what `pull` did, and says what the process is to end with. */
export function reportPull(report: PullReport, settings: ReportSettings, io: Io, duration: number): ExitCode {
  const exitCode = exitCodeFor(report.diagnostics);
  if (settings.json) {
    io.stdout.write(jsonText(report, exitCode));
    return exitCode;
  }
  reportDiagnostics(report.diagnostics, settings, io);
  const style = styleFor(io.stdout, settings.color, io.env);
  io.stdout.write(pullText(report, style, settings.verbosity, duration));
  return exitCode;
}
