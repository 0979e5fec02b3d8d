import { fullName, type Table } from "./catalog/table.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { GenerateOptions } from "./generate.js";
import { mapTable, type MappedTable } from "./mapping/map-table.js";
import { type FieldDescriptor, nestedMessage } from "./mapping/message.js";
import { schemaHash } from "./mapping/schema-hash.js";
import { selectOverrides } from "./mapping/select-overrides.js";
import { typeText } from "./mapping/type-text.js";
import { fieldNotes } from "./plan/docs.js";
import { inputType } from "./plan/plan-types.js";
import { moduleContext, type ModuleContext } from "./plan/planned-message.js";
import { protoType } from "./plan/proto-file.js";

/** One column of a table, or a field of a struct in it, and what it becomes. */
export interface ColumnInspection {
  /** The column's name; fields of structs follow their column by their path, `address.zip`. */
  readonly name: string;
  readonly sparkType: string;
  readonly nullable: boolean;
  /** Field number; null where the column is not part of a row. */
  readonly number: number | null;
  /** The field as the `.proto` declares it; null where there is none. */
  readonly proto: string | null;
  /** What a caller may pass; null where there is no field. */
  readonly typescript: string | null;
  /** Units, what happens to NULL, defaults, and why a column is left out. */
  readonly notes: readonly string[];
}

/** What a producer of a table would look like, and whether the service would take it. */
export interface TableInspection {
  readonly table: string;
  /** Null where the table cannot be mapped. */
  readonly schemaHash: string | null;
  /** Whether the service would accept a producer for the table. */
  readonly accepted: boolean;
  /** Why not. */
  readonly refusals: readonly string[];
  readonly columns: readonly ColumnInspection[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Explains a table column by column; the result is plain data. Overrides of other tables are passed over. */
export function inspectTable(
  table: Table,
  options: Pick<GenerateOptions, "unsupported" | "overrides"> = {},
): TableInspection {
  const name = fullName(table.name);
  const override = selectOverrides([name], options.overrides).of(name);
  const mapped = mapTable(table, { unsupported: options.unsupported ?? "error", override });
  const { row, complete, diagnostics } = mapped;
  const refusals = diagnostics.filter(({ code, severity }) => severity === "error" || code.startsWith("GP3"));
  return {
    table: name,
    schemaHash: complete ? schemaHash(table.name, row) : null,
    accepted: refusals.length === 0,
    refusals: refusals.map((each) => each.message),
    columns: inspectColumns(mapped),
    diagnostics,
  };
}

function inspectColumns({ table, row, omitted, diagnostics }: MappedTable): readonly ColumnInspection[] {
  const fields = new Map(row.fields.map((field) => [field.name, field]));
  const context = moduleContext(table.name.table, row);
  return table.columns.flatMap((column) => {
    const field = fields.get(column.name);
    const found = [
      ...omitted.filter(([name]) => name === column.name).map(omissionNote),
      ...diagnostics.filter((each) => rootOf(each.column) === column.name).map((each) => each.message),
    ];
    const facts = {
      name: column.name,
      sparkType: typeText(column.type),
      nullable: column.nullable,
      ...(field === undefined ? notMapped : mappedFacts(field, context)),
      notes: field === undefined ? found : [...fieldNotes(field), ...found],
    };
    return field === undefined ? [facts] : [facts, ...nestedInspections(column.name, field, context)];
  });
}

/** The fields of the struct that a field holds, each with its path. */
function nestedInspections(path: string, field: FieldDescriptor, context: ModuleContext): ColumnInspection[] {
  return (nestedMessage(field)?.fields ?? []).flatMap((inner) => {
    const name = `${path}.${inner.name}`;
    const { type, nullable } = inner;
    const facts = {
      name,
      sparkType: typeText(type),
      nullable,
      ...mappedFacts(inner, context),
      notes: fieldNotes(inner),
    };
    return [facts, ...nestedInspections(name, inner, context)];
  });
}

function omissionNote(path: readonly string[]): string {
  return path.length === 1 ? "left out by its override" : `\`${path.join(".")}\` is left out by its override`;
}

const notMapped = { number: null, proto: null, typescript: null };

function mappedFacts(field: FieldDescriptor, context: ModuleContext) {
  const type = inputType(field, context);
  return {
    number: field.number,
    proto: `${protoType(field)} ${field.name} = ${field.number}`,
    typescript: field.nullable ? `${type} | null | undefined` : type,
  };
}

function rootOf(column: string | undefined): string | undefined {
  return column?.split(".")[0];
}
