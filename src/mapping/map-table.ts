import type { Column, Table } from "../catalog/table.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import { chooseLongs } from "./choose-longs.js";
import { pathKey } from "./column-path.js";
import type { FieldSource, MappingScope } from "./field-source.js";
import { mapFields } from "./map-field.js";
import type { MessageDescriptor } from "./message.js";
import { problem, subject } from "./problem.js";
import { pascalCase } from "./proto-names.js";
import { resolveOverride, type ResolvedOverride } from "./resolve-override.js";
import { checkServiceRules } from "./service-rules.js";
import type { TableOverride } from "./table-override.js";

/** Choices of the caller that change the mapping. */
export interface MappingOptions {
  /** `omit`: nullable columns that cannot be mapped are left out with a warning. */
  readonly unsupported: "error" | "omit";
  /** What is chosen for this table; nothing by default. */
  readonly override?: TableOverride;
}

export interface MappedTable {
  readonly table: Table;
  /** The message of a row, with the columns that could be mapped. */
  readonly row: MessageDescriptor;
  /** Paths of the columns and fields of structs that the override leaves out. */
  readonly omitted: readonly (readonly string[])[];
  /** Whether code can be generated: no diagnostic is an error. */
  readonly complete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Maps a table to its protobuf message, checked against what protobuf and the service accept. */
export function mapTable(table: Table, { unsupported, override = {} }: MappingOptions): MappedTable {
  const resolved = resolveOverride(table, override);
  const scope = rowScope(table, unsupported, resolved);
  const written = table.columns.filter((column) => !isFilledByTable(column)).sort((a, b) => a.position - b.position);
  const { fields, problems } = mapFields(written.map(columnSource), scope);
  const row = { name: rowName(table, resolved), fields };
  const diagnostics = [
    ...resolved.diagnostics,
    ...checkServiceRules(table),
    ...filledColumns(table, scope),
    ...scope.warnings,
    ...problems,
    ...emptyRow(table, fields.length + problems.length, scope),
  ];
  return {
    table,
    row: resolved.int64 === null ? row : chooseLongs(row, resolved.int64),
    omitted: resolved.omitted,
    complete: !hasErrors(diagnostics),
    diagnostics,
  };
}

function rowName(table: Table, { rowName: chosen }: ResolvedOverride): string {
  return chosen ?? pascalCase(table.name.table);
}

function rowScope(table: Table, unsupported: MappingOptions["unsupported"], override: ResolvedOverride): MappingScope {
  return {
    table,
    omitUnsupported: unsupported === "omit",
    omitted: override.omitted.length === 0 ? null : new Set(override.omitted.map(pathKey)),
    omittable: false,
    origin: null,
    path: [],
    enclosing: [rowName(table, override)],
    warnings: [],
  };
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

function filledColumns(table: Table, { omitted }: MappingScope): readonly Diagnostic[] {
  const filled = table.columns.filter(isFilledByTable).filter(({ name }) => omitted?.has(pathKey([name])) !== true);
  return filled.map((column) => {
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

function emptyRow(table: Table, fields: number, { omitted }: MappingScope): readonly Diagnostic[] {
  if (fields > 0) return [];
  const place = { table, column: null, origin: table.origin };
  const hint = omitted === null ? "Give the table a column." : "Its override omits too many: keep a column.";
  return [problem("GP2125", place, `${subject(place)} has no column a producer can write.`, hint)];
}
