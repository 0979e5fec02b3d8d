import type { Origin, Table } from "../catalog/table.js";
import { fullName } from "../catalog/table.js";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { visibleText } from "./visible-text.js";

/** The part of a table a diagnostic is about. */
export interface Place {
  readonly table: Table;
  /** Path of the column, dotted for struct fields; null for the table as a whole. */
  readonly column: string | null;
  readonly origin: Origin | null;
}

/** A diagnostic about a place; without an origin of its own, where the table was read. */
export function problem(code: DiagnosticCode, place: Place, message: string, hint: string): Diagnostic {
  const origin = place.origin ?? place.table.origin;
  return diagnostic(code, message, {
    hint,
    ...(origin === null ? {} : { span: origin.span }),
    ...(origin?.file == null ? {} : { file: origin.file }),
    table: fullName(place.table.name),
    ...(place.column === null ? {} : { column: place.column }),
  });
}

/** The subject of a message: ``column `a` ``, ``field `a.b` ``, or the table. */
export function subject(place: Place): string {
  if (place.column === null) return `Table \`${visibleText(fullName(place.table.name))}\``;
  const kind = place.column.includes(".") ? "Field" : "Column";
  return `${kind} \`${visibleText(place.column)}\``;
}
