import type { SparkType, StructField } from "../../src/catalog/spark-type.js";
import { type Column, type ColumnFill, type Table } from "../../src/catalog/table.js";

/** What a test says about a column; the rest is usual. */
export interface ColumnFacts {
  readonly nullable?: boolean;
  readonly comment?: string | null;
  readonly position?: number;
  readonly fill?: ColumnFill;
}

/** A column without an origin; `columns` numbers it. */
export function column(name: string, type: SparkType, facts: ColumnFacts = {}): Column {
  const { nullable = true, comment = null, position = 0, fill = { kind: "writer" } } = facts;
  return { name, type, nullable, comment, position, fill, origin: null };
}

/** A managed Delta table; columns get their place as position unless they have one. */
export function table(columns: readonly Column[], facts: Partial<Table> = {}): Table {
  return {
    name: { catalog: "main", schema: "shop", table: "orders" },
    columns: columns.map((each, index) => (each.position === 0 ? { ...each, position: index } : each)),
    comment: null,
    kind: "managed",
    format: "delta",
    location: null,
    properties: {},
    primaryKey: [],
    partitionColumns: [],
    clusterColumns: [],
    origin: null,
    ...facts,
  };
}

export const string: SparkType = { kind: "string", collation: null };
export const long: SparkType = { kind: "long" };
export const double: SparkType = { kind: "double" };

export function decimal(precision: number, scale: number): SparkType {
  return { kind: "decimal", precision, scale };
}

export function array(element: SparkType): SparkType {
  return { kind: "array", element, containsNull: true };
}

export function map(key: SparkType, value: SparkType): SparkType {
  return { kind: "map", key, value, valueContainsNull: true };
}

/** A struct of nullable fields without comments. */
export function struct(fields: Readonly<Record<string, SparkType>>): SparkType {
  return { kind: "struct", fields: Object.entries(fields).map(([name, type]) => field(name, type)) };
}

export function field(
  name: string,
  type: SparkType,
  facts: Pick<ColumnFacts, "nullable" | "comment"> = {},
): StructField {
  const { nullable = true, comment = null } = facts;
  return { name, type, nullable, comment };
}
