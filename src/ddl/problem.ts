import { type DiagnosticCode, diagnosticCodes } from "../diagnostics/codes.js";

/** A stretch of a source text: 0-based offsets in UTF-16 code units, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What the reader found wrong at a place; becomes a diagnostic once file and table are known. */
export interface Problem extends TextRange {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
}

/** Whether the statement of a problem could not be read. */
export function isError(problem: Problem): boolean {
  return diagnosticCodes[problem.code].severity === "error";
}
