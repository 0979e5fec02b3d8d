import type { ColumnNode, CreateTable, Identifier, PrimaryKeyNode, QualifiedName } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { quote } from "../ddl/quote.js";
import { type BuildContext, buildColumns, originOf } from "./build-columns.js";
import { closeColumns, type EditableField, type EditableFields, openColumns } from "./editable-fields.js";
import type { Column, Table, TableKind, TableName } from "./table.js";

/** A table while the statements about it are applied. */
export interface TableState {
  /** The table; its columns and properties are out of date once they are opened for changes. */
  table: Table;
  readonly defaultCollation: string | null;
  primaryKeyName: string | null;
  columns: EditableColumns | null;
  properties: Map<string, string> | null;
}

/** The columns of a table while they are changed, and the keys that refer to them: a renamed column stays in its keys. */
export interface EditableColumns {
  readonly fields: EditableFields;
  primaryKey: readonly EditableField[];
  partitions: readonly EditableField[];
  clusters: readonly ClusterKey[];
}

/** A column to cluster by, or a field inside it: `rest` is the path behind the column, with its leading dot. */
export interface ClusterKey {
  readonly field: EditableField;
  readonly rest: string;
}

/** The state right after CREATE TABLE; null after reporting what is wrong with the definition. */
export function createState(node: CreateTable, name: TableName, context: BuildContext): TableState | null {
  const { clauses } = node;
  const columns = buildColumns(node.columns.concat(clauses.partitionColumns), context);
  if (columns === null) return null;
  const lookup = new ColumnLookup(columns, context);
  const primaryKey = lookup.primaryKey(node);
  const partitions = lookup.roots(clauses.partitionNames);
  const clusters = lookup.roots(clauses.clusterNames);
  if (primaryKey === null || partitions === null || clusters === null) return null;
  const table: Table = {
    name,
    columns: requireColumns(columns, primaryKey.columns),
    comment: clauses.comment,
    kind: kindOf(node),
    format: clauses.format?.toLowerCase() ?? "delta",
    location: clauses.location,
    properties: Object.fromEntries(clauses.properties),
    primaryKey: primaryKey.columns,
    partitionColumns: partitions.concat(clauses.partitionColumns.map((column) => column.name.text)),
    clusterColumns: clusters,
    origin: originOf(node.name, context.source),
  };
  const { defaultCollation } = clauses;
  return { table, defaultCollation, primaryKeyName: primaryKey.name, columns: null, properties: null };
}

function kindOf(node: CreateTable): TableKind {
  if (node.tableKind !== "table") return node.tableKind;
  return node.external || node.clauses.location !== null ? "external" : "managed";
}

/** The columns of a primary key are NOT NULL, whatever their own options say. */
function requireColumns(columns: readonly Column[], required: readonly string[]): readonly Column[] {
  if (required.length === 0) return columns;
  const names = new Set(required);
  return columns.map((column) => (names.has(column.name) ? { ...column, nullable: false } : column));
}

interface PrimaryKey {
  readonly name: string | null;
  readonly columns: readonly string[];
}

/** Finds columns by name, in any case, and reports those that are not there. */
class ColumnLookup {
  private readonly columns: readonly Column[];
  private readonly context: BuildContext;
  private byName: Map<string, string> | null = null;

  constructor(columns: readonly Column[], context: BuildContext) {
    this.columns = columns;
    this.context = context;
  }

  /** The one primary key of a definition, from its column options or its constraints. */
  primaryKey(node: CreateTable): PrimaryKey | null {
    const keys = [...node.columns, ...node.clauses.partitionColumns].flatMap(ownKey).concat(node.primaryKeys);
    const [key, second] = keys;
    if (key === undefined) return { name: null, columns: [] };
    if (second !== undefined) {
      const hint = "List all columns of the key in one PRIMARY KEY (…).";
      return this.report({
        code: "GP2015",
        message: "The table has more than one primary key.",
        hint,
        ...placeOf(second),
      });
    }
    const columns = this.all(key.columns);
    return columns === null ? null : { name: key.name, columns };
  }

  /** Names of columns, each in the case of its definition; a path counts as its first part where the rest is a field. */
  roots(names: readonly QualifiedName[]): readonly string[] | null {
    const found: string[] = [];
    for (const { parts } of names) {
      const [root, ...fields] = parts;
      const column = root === undefined ? null : this.one(root);
      if (column === null) return null;
      found.push([column, ...fields.map((field) => field.text)].join("."));
    }
    return found;
  }

  private all(names: readonly Identifier[]): readonly string[] | null {
    const found: string[] = [];
    for (const name of names) {
      const column = this.one(name);
      if (column === null) return null;
      found.push(column);
    }
    return found;
  }

  private one(name: Identifier): string | null {
    this.byName ??= new Map(this.columns.map((column) => [column.name.toLowerCase(), column.name]));
    const found = this.byName.get(name.text.toLowerCase());
    if (found !== undefined) return found;
    return this.report({ code: "GP2008", message: `The table has no column ${quote(name.text)}.`, ...placeOf(name) });
  }

  private report(problem: Problem): null {
    this.context.report(problem, null);
    return null;
  }
}

function ownKey(column: ColumnNode): readonly PrimaryKeyNode[] {
  if (column.primaryKey === null) return [];
  return [{ name: column.primaryKey.name, columns: [column.name], ...placeOf(column) }];
}

function placeOf(range: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: range.start, end: range.end };
}

/** The columns of a table, ready to be changed. */
export function editableColumns(state: TableState): EditableColumns {
  state.columns ??= openTable(state.table, openColumns(state.table.columns));
  return state.columns;
}

/** New columns for a table; of its keys stays what they still have. */
export function replaceColumns(state: TableState, columns: readonly Column[]): void {
  const { primaryKey, partitionColumns, clusterColumns } = tableOf(state);
  const fields = openColumns(columns);
  const isKept = primaryKey.every((name) => fields.find(name) !== null);
  state.columns = openTable({ primaryKey: isKept ? primaryKey : [], partitionColumns, clusterColumns }, fields);
}

function openTable(
  keys: Pick<Table, "primaryKey" | "partitionColumns" | "clusterColumns">,
  fields: EditableFields,
): EditableColumns {
  const find = (name: string): readonly EditableField[] => {
    const field = fields.find(name);
    return field === null ? [] : [field];
  };
  return {
    fields,
    primaryKey: keys.primaryKey.flatMap(find),
    partitions: keys.partitionColumns.flatMap(find),
    clusters: keys.clusterColumns.flatMap((path) => {
      const dot = find(path).length > 0 ? path.length : path.indexOf(".");
      const root = dot === -1 ? path.length : dot;
      return find(path.slice(0, root)).map((field) => ({ field, rest: path.slice(root) }));
    }),
  };
}

/** What a table says about its columns after the changes; a key that lost a column is gone. */
function closeTable(
  columns: EditableColumns,
): Pick<Table, "columns" | "primaryKey" | "partitionColumns" | "clusterColumns"> {
  const isKept = (field: EditableField): boolean => !field.isRemoved;
  const nameOf = (field: EditableField): string => field.name;
  const { primaryKey } = columns;
  return {
    columns: closeColumns(columns.fields),
    primaryKey: primaryKey.every(isKept) ? primaryKey.map(nameOf) : [],
    partitionColumns: columns.partitions.filter(isKept).map(nameOf),
    clusterColumns: columns.clusters.filter(({ field }) => isKept(field)).map(({ field, rest }) => field.name + rest),
  };
}

/** The properties of a table, ready to be changed. */
export function editableProperties(state: TableState): Map<string, string> {
  state.properties ??= new Map(Object.entries(state.table.properties));
  return state.properties;
}

/** The table that a state describes. */
export function tableOf({ table, columns, properties }: TableState): Table {
  if (columns === null && properties === null) return table;
  return {
    ...table,
    ...(columns !== null && closeTable(columns)),
    ...(properties !== null && { properties: Object.fromEntries(properties) }),
  };
}
