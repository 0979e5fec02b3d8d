import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type ExitCode, exitCodeFor } from "../exit-codes.js";
import type { Io } from "../io.js";
import type { ReportSettings } from "../settings.js";
import { diagnosticsText } from "./diagnostics-text.js";
import { filesExitCode, type FilesReport } from "./files-report.js";
import { filesText } from "./files-text.js";
import { inspectionExitCode, type InspectionReport } from "./inspection-report.js";
import { inspectionText } from "./inspection-text.js";
import { type ReplayReport, replayExitCode, replayText } from "../replay/report.js";
import { jsonText } from "./json.js";
import type { PullReport } from "./pull-report.js";
import { pullText } from "./pull-text.js";
import { type Style, styleFor } from "./style.js";

/** Shows what `generate` or `check` found, people a note behind it, and says what the process is to end with. */
export function reportFiles(
  report: FilesReport,
  settings: ReportSettings,
  io: Io,
  duration: number,
  note = "",
): ExitCode {
  return show(report, filesExitCode(report), report.diagnostics, settings, io, (style) =>
    settings.verbosity === "quiet"
      ? filesText(report, style, settings.verbosity, duration)
      : `${filesText(report, style, settings.verbosity, duration)}${note}`,
  );
}

/** Shows what `inspect` found, and says what the process is to end with. */
export function reportInspection(report: InspectionReport, settings: ReportSettings, io: Io): ExitCode {
  const diagnostics = [...report.diagnostics, ...report.tables.flatMap((table) => table.diagnostics)];
  return show(report, inspectionExitCode(report), diagnostics, settings, io, (style) =>
    inspectionText(report, style, io.stdout.columns),
  );
}

/** Shows what `pull` did, and says what the process is to end with. */
export function reportPull(report: PullReport, settings: ReportSettings, io: Io, duration: number): ExitCode {
  return show(report, exitCodeFor(report.diagnostics), report.diagnostics, settings, io, (style) =>
    pullText(report, style, settings.verbosity, duration),
  );
}

/** Shows what `replay` did, and says what the process is to end with. */
export function reportReplay(report: ReplayReport, settings: ReportSettings, io: Io, duration: number): ExitCode {
  return show(report, replayExitCode(report), report.diagnostics, settings, io, () =>
    replayText(report, settings.verbosity, duration),
  );
}

/** For machines the report itself; for people its diagnostics on one stream and its text on the other. */
function show(
  report: object,
  exitCode: ExitCode,
  diagnostics: readonly Diagnostic[],
  settings: ReportSettings,
  io: Io,
  textOf: (style: Style) => string,
): ExitCode {
  if (settings.json) {
    io.stdout.write(jsonText(report, exitCode));
    return exitCode;
  }
  reportDiagnostics(diagnostics, settings, io);
  io.stdout.write(textOf(styleFor(io.stdout, settings.color, io.env)));
  return exitCode;
}

/** Shows findings alone, of a run that ended before it began. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], settings: ReportSettings, io: Io): void {
  const style = styleFor(io.stderr, settings.color, io.env);
  io.stderr.write(diagnosticsText(diagnostics, style, settings.verbosity));
}
