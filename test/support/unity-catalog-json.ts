import { formatCatalogString } from "../../src/catalog/format-type.js";
import { type SparkFieldJson, toSparkSchema } from "../../src/catalog/spark-schema.js";
import type { ColumnFill, Table } from "../../src/catalog/table.js";

/** A table as the Unity Catalog API answers with it. */
export interface CatalogTable extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly catalog_name: string;
  readonly schema_name: string;
}

const typeNames: Readonly<Record<string, string>> = {
  byte: "BYTE",
  short: "SHORT",
  integer: "INT",
  void: "NULL",
  varchar: "STRING",
};
const tableTypes = { managed: "MANAGED", external: "EXTERNAL", view: "VIEW", streaming: "STREAMING_TABLE" };

/** The JSON of a table; `facts` go over what the table says, such as `table_type` or a missing `columns`. */
export function catalogTable(table: Table, facts: Readonly<Record<string, unknown>> = {}): CatalogTable {
  const { catalog, schema, table: name } = table.name;
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: `${catalog}.${schema}.${name}`,
    table_type: tableTypes[table.kind],
    data_source_format: table.kind === "view" ? undefined : table.format.toUpperCase(),
    ...(table.comment === null ? {} : { comment: table.comment }),
    columns: catalogColumns(table),
    properties: table.properties,
    storage_location: table.location ?? `s3://bucket/__unitystorage/tables/${name}`,
    owner: "someone@example.com",
    securable_type: "TABLE",
    ...facts,
  };
}

function catalogColumns(table: Table): readonly Readonly<Record<string, unknown>>[] {
  const { fields } = toSparkSchema(table);
  return table.columns.map(({ name, type, nullable, comment, position, fill }, index) => ({
    name,
    type_text: formatCatalogString(type),
    type_name: typeNames[type.kind] ?? type.kind.toUpperCase(),
    type_json: JSON.stringify(withFill(fields[index], fill)),
    position,
    nullable,
    ...(comment === null ? {} : { comment }),
  }));
}

/** Delta's own notes on who fills a column, which Unity Catalog keeps and Spark's schema does not show. */
function withFill(field: SparkFieldJson | undefined, fill: ColumnFill): unknown {
  return { ...field, metadata: { ...field?.metadata, ...fillMetadata(fill) } };
}

function fillMetadata(fill: ColumnFill): Readonly<Record<string, unknown>> {
  if (fill.kind === "generated") return { "delta.generationExpression": fill.expression };
  if (fill.kind !== "identity") return {};
  return {
    "delta.identity.start": Number(fill.start),
    "delta.identity.step": Number(fill.step),
    "delta.identity.allowExplicitInsert": !fill.always,
  };
}
