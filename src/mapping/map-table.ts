import type { Column, Table } from "../catalog/table.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { FieldSource, MappingScope } from "./field-source.js";
import { mapFields } from "./map-field.js";
import type { MessageDescriptor } from "./message.js";
import { problem, subject } from "./problem.js";
import { pascalCase } from "./proto-names.js";
import { checkServiceRules } from "./service-rules.js";

/** Choices of the caller that change the mapping. */
export interface MappingOptions {
  /** `omit`: nullable columns that cannot be mapped are left out with a warning. */
  readonly unsupported: "error" | "omit";
}

export interface MappedTable {
  readonly table: Table;
  /** The message of a row, with the columns that could be mapped. */
  readonly row: MessageDescriptor;
  /** Whether code can be generated: no diagnostic is an error. */
  readonly complete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Maps a table to its protobuf message, checked against what protobuf and the service accept. */
export function mapTable(table: Table, options: MappingOptions): MappedTable {
  const written = table.columns.filter((column) => !isFilledByTable(column)).sort((a, b) => a.position - b.position);
  const name = pascalCase(table.name.table);
  const scope: MappingScope = {
    table,
    omitUnsupported: options.unsupported === "omit",
    omittable: false,
    origin: null,
    path: [],
    enclosing: [name],
    warnings: [],
  };
  const { fields, problems } = mapFields(written.map(columnSource), scope);
  const diagnostics = [
    ...checkServiceRules(table),
    ...filledColumns(table),
    ...scope.warnings,
    ...problems,
    ...emptyRow(table, fields.length + problems.length),
  ];
  return { table, row: { name, fields }, complete: !hasErrors(diagnostics), diagnostics };
}

/** Whether the table computes the column and refuses a value for it. */
function isFilledByTable(column: Column): boolean {
  return column.fill.kind === "generated" || (column.fill.kind === "identity" && column.fill.always);
}

function columnSource(column: Column): FieldSource {
  const { name, type, comment, fill, origin } = column;
  const nullable = column.nullable || fill.kind === "identity";
  return { name, type, nullable, comment, fill, number: column.position + 1, origin };
}

function filledColumns(table: Table): readonly Diagnostic[] {
  return table.columns.filter(isFilledByTable).map((column) => {
    const place = { table, column: column.name, origin: column.origin };
    const what = column.fill.kind === "generated" ? "a generated column" : "GENERATED ALWAYS AS IDENTITY";
    const message = `${subject(place)} is ${what}: it is left out of the row.`;
    return problem(
      "GP2111",
      place,
      message,
      "Check that the table accepts rows without it; the service may not compute it.",
    );
  });
}

function emptyRow(table: Table, fields: number): readonly Diagnostic[] {
  if (fields > 0) return [];
  const place = { table, column: null, origin: table.origin };
  return [
    problem("GP2125", place, `${subject(place)} has no column a producer can write.`, "Give the table a column."),
  ];
}
