import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type ExitCode, exitCodeFor, exitCodes } from "../exit-codes.js";
import { plural } from "../report/diagnostics-text.js";
import { safeLine, safeText } from "../report/safe-text.js";
import type { Verbosity } from "../settings.js";

/** What `replay` did. */
export interface ReplayReport {
  readonly command: "replay";
  /** The file as the user wrote it. */
  readonly file: string;
  readonly dryRun: boolean;
  /** The line it went on with, where a replay of the file was interrupted before; null where it was not. */
  readonly resumedAt: number | null;
  /** In code-unit order of the names. */
  readonly tables: readonly ReplayedTable[];
  /** Lines that are no dead letters. */
  readonly unreadable: number;
  /** Rows of tables that were not asked for. */
  readonly passedOver: number;
  /** The file that lines were added to; null where none was. */
  readonly out: string | null;
  /** Whether every line is dealt with: another replay would begin again. */
  readonly complete: boolean;
  /** Whether the user ended it. */
  readonly interrupted: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReplayedTable {
  /** `catalog.schema.table` */
  readonly name: string;
  /** Rows that are durable; in a dry run, those that would be sent. */
  readonly sent: number;
  /** Rows that were rejected again, or whose line has to be completed first. */
  readonly rejected: number;
}

/** What the process is to end with. */
export function replayExitCode(report: ReplayReport): ExitCode {
  const code = exitCodeFor(report.diagnostics);
  return code === exitCodes.ok && report.interrupted ? exitCodes.findings : code;
}

/** What people read on the standard output; `duration` is in milliseconds. */
export function replayText(report: ReplayReport, verbosity: Verbosity, duration: number): string {
  if (verbosity === "quiet") return "";
  const { dryRun, tables, out, interrupted } = report;
  const lines = tables.map((each) => `${safeLine(each.name)}  ${countsText(each.sent, each.rejected, dryRun)}`);
  const sent = tables.reduce((sum, table) => sum + table.sent, 0);
  const rejected = tables.reduce((sum, table) => sum + table.rejected, 0);
  const parts = [
    countsText(sent, rejected, dryRun),
    ...(report.unreadable > 0 ? [`${plural(report.unreadable, "line")} unreadable`] : []),
    ...(report.passedOver > 0 ? [`${plural(report.passedOver, "row")} passed over`] : []),
  ];
  const from = report.resumedAt === null ? "" : `, from line ${String(report.resumedAt)} on`;
  return [
    ...(tables.length > 1 ? lines : []),
    `${safeText(report.file)}: ${parts.join(", ")}${from}, in ${String(Math.round(duration))} ms`,
    ...(out === null ? [] : [`Lines whose row was not sent were added to ${safeText(out)}`]),
    ...(report.complete && sent > 0 && report.passedOver === 0
      ? [`Remove ${safeText(report.file)}: another replay of it would send its rows again.`]
      : []),
    ...(interrupted ? ["Interrupted; run the command again to go on."] : []),
    "",
  ].join("\n");
}

function countsText(sent: number, rejected: number, dryRun: boolean): string {
  const again =
    rejected === 0 ? "" : dryRun ? `, ${String(rejected)} would be rejected` : `, ${String(rejected)} rejected again`;
  return `${plural(sent, "row")} ${dryRun ? "would be sent" : "sent"}${again}`;
}
