import { toSparkSchema } from "../../../../src/catalog/spark-schema.js";
import { formatCatalogString, formatSparkType, sparkJsonName } from "../../../../src/catalog/format-type.js";
import { formatColumn } from "../../../../src/catalog/json/snapshot-columns.js";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import { fullName, type Column, type ColumnFill, type Table, type TableName } from "../../../../src/catalog/table.js";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";

export const place = { file: "schema.json" };

export const name: TableName = { catalog: "main", schema: "sensors", table: "air_quality" };

/** A diagnostic in one line: what a test wants to see of it. */
export function told(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ code, message, column }) => `${code} ${column === undefined ? "" : `[${column}] `}${message}`,
  );
}

/** A struct around fields, as `df.schema.json()` gives it. */
export function schemaOf(...fields: readonly unknown[]): unknown {
  return { type: "struct", fields };
}

/** A column `c` of a type, as a field of schema JSON. */
export function fieldOf(type: unknown, metadata: Readonly<Record<string, unknown>> = {}): unknown {
  return { name: "c", type, nullable: true, metadata };
}

/** The answer of Unity Catalog for a table, as the API has it: types as JSON in text, integers of identities as numbers. */
export function toUnityCatalog(table: Table): Record<string, unknown> {
  const { catalog, schema, table: own } = table.name;
  const location = table.location ?? "s3://metastore/tables/1f2e";
  return {
    name: own,
    catalog_name: catalog,
    schema_name: schema,
    full_name: fullName(table.name),
    table_type: table.kind === "streaming" ? "STREAMING_TABLE" : table.kind.toUpperCase(),
    data_source_format: table.format.toUpperCase(),
    storage_location: location,
    ...(table.comment !== null && { comment: table.comment }),
    properties: table.properties,
    columns: table.columns.map((column) => toCatalogColumn(column, table.partitionColumns)),
    table_constraints:
      table.primaryKey.length === 0
        ? []
        : [
            { foreign_key_constraint: { name: "fk", child_columns: ["x"] } },
            { primary_key_constraint: { name: "pk", child_columns: table.primaryKey, rely: false } },
          ],
    table_id: "1f2e",
  };
}

function toCatalogColumn(column: Column, partitions: readonly string[]): Record<string, unknown> {
  const { name: own, nullable, comment, position } = column;
  const partition = partitions.indexOf(own);
  return {
    name: own,
    type_text: formatCatalogString(column.type),
    type_name: "STRING",
    type_json: jsonText(deltaField(column)),
    position,
    nullable,
    ...(comment !== null && { comment }),
    ...(partition !== -1 && { partition_index: partition }),
    mask: { function_name: "main.f.mask" },
  };
}

/** The actions of a Delta log that say what a table is. */
export function toDelta(table: Table): { metaData: Record<string, unknown>; protocol: Record<string, unknown> } {
  const metaData = {
    id: "1f2e",
    format: { provider: "parquet", options: {} },
    schemaString: jsonText({ type: "struct", fields: table.columns.map(deltaField) }),
    partitionColumns: table.partitionColumns,
    configuration: table.properties,
    createdTime: 1,
    ...(table.comment !== null && { description: table.comment }),
  };
  return { metaData, protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: [], writerFeatures: [] } };
}

/** A column as Delta keeps it: strings with their lengths and collations in the metadata, and who fills it. */
function deltaField(column: Column): unknown {
  const plain = { ...column, fill: { kind: "writer" as const } };
  const [field] = toSparkSchema(tableOf([plain])).fields;
  const mapping = { "delta.columnMapping.id": column.position + 1, "delta.columnMapping.physicalName": "col-1f2e" };
  return { ...field, metadata: { ...field?.metadata, ...fillMetadata(column.fill), ...mapping } };
}

function fillMetadata(fill: ColumnFill): Record<string, unknown> {
  switch (fill.kind) {
    case "writer":
      return {};
    case "default":
      return { CURRENT_DEFAULT: fill.expression, EXISTS_DEFAULT: "NULL" };
    case "generated":
      return { "delta.generationExpression": fill.expression };
    case "identity":
      return {
        "delta.identity.start": `#${fill.start}#`,
        "delta.identity.step": `#${fill.step}#`,
        "delta.identity.highWaterMark": 7,
        "delta.identity.allowExplicitInsert": !fill.always,
      };
  }
}

/** JSON whose integers between `#` stand as numbers, however large they are. */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/"#(-?\d+)#"/g, "$1");
}

/** What DESCRIBE TABLE EXTENDED … AS JSON prints on Databricks. */
export function toDescribe(table: Table): Record<string, unknown> {
  const { catalog, schema, table: own } = table.name;
  const key = table.primaryKey.map((column) => `\`${column.replaceAll("`", "``")}\``).join(", ");
  return {
    table_name: own,
    catalog_name: catalog,
    namespace: [schema],
    schema_name: schema,
    columns: table.columns.map((column) => ({
      ...describeField(column),
      ...(column.fill.kind === "default" && { default: column.fill.expression }),
    })),
    partition_columns: table.partitionColumns,
    clustering_columns: table.clusterColumns,
    location: table.location ?? "",
    type: table.kind === "streaming" ? "STREAMING_TABLE" : table.kind.toUpperCase(),
    comment: table.comment ?? "",
    collation: "UTF8_BINARY",
    provider: table.format,
    table_properties: table.properties,
    created_time: "2026-01-01T00:00:00Z",
    ...(key !== "" && {
      table_constraints: `[(pk_1,PRIMARY KEY (${key})), (fk,FOREIGN KEY (\`x\`) REFERENCES \`a\`.\`b\`.\`c\` (\`x\`))]`,
    }),
  };
}

function describeField(field: Pick<Column, "name" | "type" | "nullable" | "comment">): Record<string, unknown> {
  const { name: own, type, nullable, comment } = field;
  return { name: own, type: describeType(type), nullable, ...(comment !== null && { comment }) };
}

const simpleNames: Readonly<Record<string, string>> = {
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
  timestamp: "timestamp_ltz",
};

function describeType(type: SparkType): Record<string, unknown> {
  switch (type.kind) {
    case "array":
      return { name: "array", element_type: describeType(type.element), element_nullable: type.containsNull };
    case "map":
      return {
        name: "map",
        key_type: describeType(type.key),
        value_type: describeType(type.value),
        value_nullable: type.valueContainsNull,
      };
    case "struct":
      return { name: "struct", fields: type.fields.map(describeField) };
    case "string":
      return { name: "string", collation: type.collation ?? "UTF8_BINARY" };
    case "decimal":
      return { name: "decimal", precision: type.precision, scale: type.scale };
    case "char":
    case "varchar":
      return { name: type.kind, length: type.length };
    case "interval": {
      if (type.unit === "interval") return { name: "interval" };
      const [start, end = start] = type.unit.split(" to ");
      return { name: "interval", start_unit: start, end_unit: end };
    }
    case "geometry":
    case "geography":
    case "time":
      return { name: formatSparkType(type).toLowerCase() };
    default:
      return { name: simpleNames[type.kind] ?? sparkJsonName(type) };
  }
}

/** A snapshot of tables, parsed: for tests that change it. */
export function toSnapshot(tables: readonly Table[]): { snapshot: number; tables: Record<string, unknown>[] } {
  return {
    snapshot: 1,
    tables: tables.map(({ name: own, kind, format, columns }) => ({
      name: fullName(own),
      kind,
      format,
      columns: columns.map(formatColumn),
    })),
  };
}

export function tableOf(columns: readonly Column[], facts: Partial<Table> = {}): Table {
  return {
    name,
    columns,
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
