import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { TableInspection } from "../../inspect.js";
import { type ExitCode, exitCodeFor, exitCodes } from "../exit-codes.js";

/** What `inspect` found. */
export interface InspectionReport {
  readonly command: "inspect";
  /** The tables that were asked for, each with the findings about its types. */
  readonly tables: readonly TableInspection[];
  /** Findings about reading the definitions. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the process is to end with: a table that the service refuses is a finding. */
export function inspectionExitCode(report: InspectionReport): ExitCode {
  const code = exitCodeFor([...report.diagnostics, ...report.tables.flatMap((table) => table.diagnostics)]);
  if (code !== exitCodes.ok) return code;
  return report.tables.every((table) => table.accepted) ? exitCodes.ok : exitCodes.findings;
}
