import type { DiagnosticCode, Severity } from "./codes.js";

/** A place in a source text. Lines and columns are 1-based and count UTF-16 code units, offsets are 0-based. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Something a person should know about the input; collected along the pipeline, never thrown across a stage. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence that says what is wrong, in the words of the input. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Path of the text the diagnostic is about, as the caller named it. */
  readonly file?: string;
  readonly span?: Span;
  /** The source lines around the place with a caret below it, ready to print. */
  readonly frame?: string;
  /** Full name of the table, `catalog.schema.table`. */
  readonly table?: string;
  /** Path of the column inside the table, dotted for struct fields. */
  readonly column?: string;
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Full names of the tables that errors are about; an error without a table names none. */
export function tablesWithErrors(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.flatMap(({ severity, table }) => (severity === "error" ? (table ?? []) : [])));
}
