import type { DiagnosticCode } from "../../diagnostics/codes.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { fullName, type TableName } from "../table.js";
import { formatPath, type JsonPath, kindOf } from "./json-value.js";
import type { JsonPlace } from "./json-place.js";

/** Diagnostics kept of one reading: more help nobody, and a hostile text could hold millions. */
const maxDiagnostics = 1_000;

/** What a diagnostic says besides its message. */
export interface ReportDetails {
  readonly hint?: string;
  /** Path of the column, dotted for struct fields; null for the table as a whole. */
  readonly column?: string | null;
}

/** Collects what is wrong with a JSON text, with the file and the table it is about. */
export class JsonReport {
  readonly diagnostics: Diagnostic[] = [];
  readonly place: JsonPlace;
  /** Full name of the table that is read; null until it is known. */
  private table: string | null = null;

  constructor(place: JsonPlace, name: TableName | null = null) {
    this.place = place;
    if (name !== null) this.nameTable(name);
  }

  nameTable(name: TableName): void {
    this.table = fullName(name);
  }

  /** A report on the same table whose diagnostics may turn out not to matter. */
  draft(): JsonReport {
    const draft = new JsonReport(this.place);
    draft.table = this.table;
    return draft;
  }

  /** Takes over the diagnostics of a draft, or of one of several tables. */
  adopt(diagnostics: readonly Diagnostic[]): void {
    for (const each of diagnostics) this.push(each);
  }

  /** Records a diagnostic; returns null so that a failing function can return the call. */
  add(code: DiagnosticCode, message: string, { hint, column }: ReportDetails = {}): null {
    if (this.isFull) return null;
    this.push(
      diagnostic(code, message, {
        ...(hint !== undefined && { hint }),
        ...(this.place.file !== null && { file: this.place.file }),
        ...(this.table !== null && { table: this.table }),
        ...(column != null && { column }),
      }),
    );
    return null;
  }

  /** Says that a value is not of the kind it has to be: `columns[3].name` is a number and must be text. */
  wrongKind(path: JsonPath | null, value: unknown, expected: string, column: string | null = null): null {
    if (this.isFull) return null;
    const message = `\`${formatPath(path)}\` is ${kindOf(value)} and must be ${expected}.`;
    return this.add("GP2203", message, { column });
  }

  get hasErrors(): boolean {
    return hasErrors(this.diagnostics);
  }

  /** Whether nothing more is taken: what would be said need not be worded. */
  private get isFull(): boolean {
    return this.diagnostics.length > maxDiagnostics;
  }

  private push(each: Diagnostic): void {
    if (this.diagnostics.length < maxDiagnostics) this.diagnostics.push(each);
    else if (this.diagnostics.length === maxDiagnostics) this.diagnostics.push(tooMany());
  }
}

function tooMany(): Diagnostic {
  const message = `More than ${maxDiagnostics} problems were found; the others are not shown.`;
  return diagnostic("GP1011", message, { hint: "Is this JSON the schema of a table?" });
}
