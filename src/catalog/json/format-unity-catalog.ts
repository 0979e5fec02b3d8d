import { formatCatalogString } from "../format-type.js";
import { type SparkFieldJson, toSparkSchema } from "../spark-schema.js";
import type { SparkType } from "../spark-type.js";
import { type Column, type ColumnFill, fullName, type Table, type TableKind } from "../table.js";

/** A table as Unity Catalog's API answers with it; what only a metastore knows (owner, ids, times) is left to the caller. */
export interface CatalogTableJson {
  readonly name: string;
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly full_name: string;
  readonly table_type: string;
  /** A view has none. */
  readonly data_source_format?: string;
  readonly comment?: string;
  /** Of an external table. */
  readonly storage_location?: string;
  readonly columns: readonly CatalogColumnJson[];
  readonly properties: Readonly<Record<string, string>>;
  /** Left out where there are none, and in lists. */
  readonly table_constraints?: readonly CatalogConstraintJson[];
}

export interface CatalogColumnJson {
  readonly name: string;
  readonly type_text: string;
  readonly type_name: string;
  readonly type_precision?: number;
  readonly type_scale?: number;
  readonly type_interval_type?: string;
  /** A field of Spark's schema, as JSON in a text. */
  readonly type_json: string;
  readonly position: number;
  readonly nullable: boolean;
  readonly comment?: string;
  readonly partition_index?: number;
}

export interface CatalogConstraintJson {
  readonly primary_key_constraint: { readonly name: string; readonly child_columns: readonly string[] };
}

const tableTypes: Readonly<Record<TableKind, string>> = {
  managed: "MANAGED",
  external: "EXTERNAL",
  view: "VIEW",
  streaming: "STREAMING_TABLE",
};

/** The JSON of a table, from which `readUnityCatalogTable` reads the same table again. */
export function formatUnityCatalogTable(table: Table): CatalogTableJson {
  const { catalog, schema, table: name } = table.name;
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: fullName(table.name),
    table_type: tableTypes[table.kind],
    ...(table.kind !== "view" && { data_source_format: table.format.toUpperCase() }),
    ...(table.comment !== null && { comment: table.comment }),
    ...(table.location !== null && { storage_location: table.location }),
    columns: formatColumns(table),
    properties: formatProperties(table),
    ...(table.primaryKey.length > 0 && { table_constraints: [formatPrimaryKey(name, table.primaryKey)] }),
  };
}

function formatPrimaryKey(table: string, columns: readonly string[]): CatalogConstraintJson {
  return { primary_key_constraint: { name: `${table}_pk`, child_columns: columns } };
}

function formatColumns(table: Table): readonly CatalogColumnJson[] {
  const partitions = new Map(table.partitionColumns.map((name, index) => [name, index]));
  const { fields } = toSparkSchema(table);
  return fields.flatMap((field, index) => {
    const column = table.columns[index];
    return column === undefined ? [] : formatColumn(column, field, partitions.get(column.name));
  });
}

function formatColumn(
  { name, type, nullable, comment, position, fill }: Column,
  field: SparkFieldJson,
  partition: number | undefined,
): CatalogColumnJson {
  return {
    name,
    type_text: formatCatalogString(type),
    ...formatTypeName(type),
    type_json: formatField(field, fill),
    position,
    nullable,
    ...(comment !== null && { comment }),
    ...(partition !== undefined && { partition_index: partition }),
  };
}

/** Names that are not those of Spark's types in capitals. */
const typeNames: ReadonlyMap<SparkType["kind"], string> = new Map([
  ["integer", "INT"],
  ["void", "NULL"],
  ["varchar", "STRING"],
]);

function formatTypeName(
  type: SparkType,
): Pick<CatalogColumnJson, "type_name" | "type_precision" | "type_scale" | "type_interval_type"> {
  const type_name = typeNames.get(type.kind) ?? type.kind.toUpperCase();
  if (type.kind === "decimal") return { type_name, type_precision: type.precision, type_scale: type.scale };
  if (type.kind === "interval" && type.unit !== "interval") {
    return { type_name, type_interval_type: type.unit.toUpperCase() };
  }
  return { type_name };
}

/** A field with Delta's own notes on who fills it, which Spark's schema does not show. */
function formatField(field: SparkFieldJson, fill: ColumnFill): string {
  const { metadata, ...facts } = field;
  const notes = Object.entries(metadata).map(([key, value]) => formatMember(key, JSON.stringify(value)));
  const all = [...notes, ...fillNotes(fill)].join(",");
  return `${JSON.stringify(facts).slice(0, -1)},${formatMember("metadata", `{${all}}`)}}`;
}

function fillNotes(fill: ColumnFill): readonly string[] {
  if (fill.kind === "generated") return [formatMember("delta.generationExpression", JSON.stringify(fill.expression))];
  if (fill.kind !== "identity") return [];
  // Start and step are 64-bit integers, which `JSON.stringify` cannot write as numbers.
  return [
    formatMember("delta.identity.start", String(BigInt(fill.start))),
    formatMember("delta.identity.step", String(BigInt(fill.step))),
    formatMember("delta.identity.allowExplicitInsert", String(!fill.always)),
  ];
}

function formatMember(key: string, json: string): string {
  return `${JSON.stringify(key)}:${json}`;
}

/** The columns to cluster by stand among the properties, where the API has them. */
function formatProperties({ properties, clusterColumns, columns }: Table): Readonly<Record<string, string>> {
  const isThere = clusteringKeys.some((key) => Object.hasOwn(properties, key));
  if (isThere || clusterColumns.length === 0) return properties;
  const names = new Set(columns.map(({ name }) => name));
  const paths = clusterColumns.map((path) => (names.has(path) ? [path] : path.split(".")));
  return { ...properties, clusteringColumns: JSON.stringify(paths) };
}

const clusteringKeys = ["clusteringColumns", "delta.clusteringColumns"];
