import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type ExitCode, exitCodeFor, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { diagnosticsText } from "../report/diagnostics-text.js";
import { jsonText } from "../report/json.js";
import { safeText } from "../report/safe-text.js";
import { type Style, styleFor } from "../report/style.js";
import type { ReportSettings } from "../settings.js";

/** What `init` did. */
export interface InitReport {
  readonly command: "init";
  /** Name of the configuration file that was written; null where nothing was. */
  readonly path: string | null;
  /** Names of the scripts that were added to package.json. */
  readonly scripts: readonly string[];
  /** Whether the person left before the last question. */
  readonly cancelled: boolean;
  /** What to do next, in this order. */
  readonly next: readonly NextStep[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface NextStep {
  readonly command: string;
  readonly purpose: string;
}

/** Shows what `init` did, and says what the process is to end with. */
export function reportInit(report: InitReport, settings: ReportSettings, io: Io): ExitCode {
  const exitCode = report.cancelled ? exitCodes.findings : exitCodeFor(report.diagnostics);
  if (settings.json) {
    io.stdout.write(jsonText(report, exitCode));
    return exitCode;
  }
  io.stderr.write(diagnosticsText(report.diagnostics, styleFor(io.stderr, settings.color, io.env), settings.verbosity));
  if (report.cancelled) io.stderr.write("Cancelled: nothing was written.\n");
  else if (settings.verbosity !== "quiet")
    io.stdout.write(initText(report, styleFor(io.stdout, settings.color, io.env)));
  return exitCode;
}

function initText({ path, scripts, next }: InitReport, style: Style): string {
  if (path === null) return "";
  const done = [
    `Wrote ${style.heading(path)}.`,
    ...(scripts.length === 0 ? [] : [`Added ${scripts.join(" and ")} to package.json.`]),
  ];
  const width = Math.max(...next.map(({ command }) => command.length));
  const steps = next.map(
    ({ command, purpose }) => `  ${style.heading(safeText(command).padEnd(width))}  ${style.faint(purpose)}`,
  );
  return [...done, "", "Next:", ...steps, ""].join("\n");
}
