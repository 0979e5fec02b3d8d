import { formatName, formatString } from "./format-text.js";
import { formatSparkType } from "./format-type.js";
import type { Column, ColumnFill, Table } from "./table.js";

/**
 * A table as CREATE TABLE text that reads back to the same table. What DDL cannot say is lost: gaps in the positions of
 * columns, arrays and maps without nulls, places of origin.
 */
export function formatDdl(table: Table): string {
  const { catalog, schema, table: name } = table.name;
  const path = [catalog, schema, name].map(formatName).join(".");
  const columns = [...table.columns.map(formatColumn), ...formatPrimaryKey(table)];
  return [`${formatHead(table)} ${path} (`, columns.join(",\n"), ")", ...formatClauses(table)].join("\n") + ";\n";
}

function formatHead(table: Table): string {
  switch (table.kind) {
    case "managed":
      return "CREATE TABLE";
    case "external":
      return "CREATE EXTERNAL TABLE";
    case "streaming":
      return "CREATE STREAMING TABLE";
    case "view":
      return "CREATE MATERIALIZED VIEW";
  }
}

function formatColumn(column: Column): string {
  const notNull = column.nullable ? "" : " NOT NULL";
  const comment = column.comment === null ? "" : ` COMMENT ${formatString(column.comment)}`;
  const fill = formatFill(column.fill);
  return `  ${formatName(column.name)} ${formatSparkType(column.type)}${notNull}${fill}${comment}`;
}

function formatFill(fill: ColumnFill): string {
  switch (fill.kind) {
    case "writer":
      return "";
    case "default":
      return ` DEFAULT ${fill.expression}`;
    case "generated":
      return ` GENERATED ALWAYS AS (${fill.expression})`;
    case "identity": {
      const when = fill.always ? "ALWAYS" : "BY DEFAULT";
      return ` GENERATED ${when} AS IDENTITY (START WITH ${fill.start} INCREMENT BY ${fill.step})`;
    }
  }
}

function formatPrimaryKey(table: Table): readonly string[] {
  return table.primaryKey.length === 0 ? [] : [`  PRIMARY KEY (${table.primaryKey.map(formatName).join(", ")})`];
}

function formatClauses(table: Table): readonly string[] {
  const properties = Object.entries(table.properties);
  const names = (columns: readonly string[]): string => columns.map(formatName).join(", ");
  return [
    `USING ${table.format.split(".").map(formatName).join(".")}`,
    ...(table.partitionColumns.length === 0 ? [] : [`PARTITIONED BY (${names(table.partitionColumns)})`]),
    ...(table.clusterColumns.length === 0 ? [] : [`CLUSTER BY (${table.clusterColumns.map(formatPath).join(", ")})`]),
    ...(table.comment === null ? [] : [`COMMENT ${formatString(table.comment)}`]),
    ...(table.location === null ? [] : [`LOCATION ${formatString(table.location)}`]),
    ...(properties.length === 0 ? [] : [`TBLPROPERTIES (\n${properties.map(formatProperty).join(",\n")}\n)`]),
  ];
}

/** `column.field`: the dots part the names. */
function formatPath(path: string): string {
  return path.split(".").map(formatName).join(".");
}

function formatProperty([key, value]: readonly [string, string]): string {
  return `  ${formatString(key)} = ${formatString(value)}`;
}
