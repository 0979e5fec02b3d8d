import { formatString } from "../../catalog/format-text.js";
import type { TableName } from "../../catalog/table.js";

/** A name as an identifier that cannot end before it should, whatever is in it. */
function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function path(...names: readonly string[]): string {
  return names.map(identifier).join(".");
}

export function showCreateTable({ catalog, schema, table }: TableName): string {
  return `SHOW CREATE TABLE ${path(catalog, schema, table)}`;
}

export function describeAsJson({ catalog, schema, table }: TableName): string {
  return `DESCRIBE TABLE EXTENDED ${path(catalog, schema, table)} AS JSON`;
}

export const showCatalogs = "SHOW CATALOGS";

export function showSchemas(catalog: string): string {
  return `SHOW SCHEMAS IN ${identifier(catalog)}`;
}

export function showTables(catalog: string, schema: string): string {
  return `SHOW TABLES IN ${path(catalog, schema)}`;
}

/** Tables of a catalog, or of one schema of it. The information schema holds names in lower case. */
export function selectTables(catalog: string, schema: string | null): string {
  const condition = schema === null ? "" : ` WHERE table_schema = ${formatString(schema.toLowerCase())}`;
  const columns = "table_schema, table_name, table_type, data_source_format";
  return `SELECT ${columns} FROM ${path(catalog, "information_schema", "tables")}${condition}`;
}

/** Positions of the columns of some tables of a schema; of all its tables where none are named. */
export function selectPositions(catalog: string, schema: string, tables: readonly string[]): string {
  const names = tables.map((table) => formatString(table.toLowerCase())).join(", ");
  return [
    `SELECT table_name, column_name, ordinal_position FROM ${path(catalog, "information_schema", "columns")}`,
    `WHERE table_schema = ${formatString(schema.toLowerCase())}${tables.length === 0 ? "" : ` AND table_name IN (${names})`}`,
  ].join(" ");
}
