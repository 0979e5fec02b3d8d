import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { TableDrift } from "../../drift/table-drift.js";
import { type ExitCode, exitCodeFor, exitCodes } from "../exit-codes.js";

/** What `generate` or `check` found and did; the same for every way of showing it. */
export interface FilesReport {
  readonly command: "generate" | "check";
  /** The output directory as the user wrote it. */
  readonly out: string;
  readonly dryRun: boolean;
  /** Every table that was read or could not be, in code-unit order of the names. */
  readonly tables: readonly TableReport[];
  /** In code-unit order of the paths. */
  readonly files: readonly FileReport[];
  /** What `check` makes of stale files: how their tables changed, and what it means for running producers. */
  readonly drift: readonly TableDrift[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface TableReport {
  /** `catalog.schema.table`. */
  readonly name: string;
  readonly state: "generated" | "failed" | "not_selected";
}

export interface FileReport {
  /** Relative to the output directory. */
  readonly path: string;
  /** Full name of the table; null for a runtime file. */
  readonly table: string | null;
  readonly state: FileState;
  /** Whether this run wrote the file. */
  readonly written: boolean;
  /** For a stale file of `check`, unless it differs in too much to be shown; null otherwise. */
  readonly diff: string | null;
}

/** `created` and `changed` are what `generate` does; `check` calls the same files `missing` and `stale`. */
export type FileState = "created" | "changed" | "missing" | "stale" | "unchanged" | "foreign" | "orphaned" | "removed";

/** What the process is to end with after this report. */
export function filesExitCode(report: FilesReport): ExitCode {
  const code = exitCodeFor(report.diagnostics);
  if (code !== exitCodes.ok || report.command === "generate") return code;
  return report.files.every((file) => file.state === "unchanged") ? exitCodes.ok : exitCodes.findings;
}

/** A report of a run that ended before anything was generated. */
export function emptyReport(
  facts: Pick<FilesReport, "command" | "out" | "dryRun">,
  diagnostics: readonly Diagnostic[],
): FilesReport {
  return { ...facts, tables: [], files: [], drift: [], diagnostics };
}

/** How many of the files are in one of the states. */
export function countFiles(report: FilesReport, ...states: readonly FileState[]): number {
  return report.files.filter((file) => states.includes(file.state)).length;
}
