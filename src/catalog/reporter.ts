import type { Problem } from "../ddl/problem.js";
import type { SourceText } from "../ddl/source-text.js";
import { codeFrame } from "../diagnostics/code-frame.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Diagnostics kept of one reading: more help nobody, and a hostile text could hold millions. */
const maxDiagnostics = 10_000;

/** What a problem is about, as far as it is known. */
export interface Subject {
  /** Full name of the table. */
  readonly table?: string | undefined;
  /** Path of the column, dotted for struct fields. */
  readonly column?: string | undefined;
}

/** Turns problems into diagnostics with their file, place and code frame. */
export class Reporter {
  readonly diagnostics: Diagnostic[] = [];

  report(source: SourceText, problem: Problem, subject: Subject = {}): void {
    if (this.diagnostics.length >= maxDiagnostics) {
      this.reportLimit();
      return;
    }
    const span = source.spanOf(problem.start, problem.end);
    this.diagnostics.push(
      diagnostic(problem.code, problem.message, {
        ...(problem.hint !== undefined && { hint: problem.hint }),
        ...(source.path !== null && { file: source.path }),
        span,
        frame: codeFrame(source.text, span),
        ...(subject.table !== undefined && { table: subject.table }),
        ...(subject.column !== undefined && { column: subject.column }),
      }),
    );
  }

  private reportLimit(): void {
    if (this.diagnostics.length > maxDiagnostics) return;
    const message = `More than ${maxDiagnostics} problems were found; the others are not shown.`;
    this.diagnostics.push(diagnostic("GP1011", message, { hint: "Is this SQL for Databricks?" }));
  }
}
