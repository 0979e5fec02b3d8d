import type { SparkType } from "../../catalog/spark-type.js";
import { quoteName } from "./names.js";

const names = {
  boolean: "BOOLEAN",
  byte: "TINYINT",
  short: "SMALLINT",
  integer: "INTEGER",
  long: "BIGINT",
  float: "FLOAT",
  double: "DOUBLE",
  binary: "BLOB",
  date: "DATE",
  timestamp: "TIMESTAMP WITH TIME ZONE",
  timestamp_ntz: "TIMESTAMP",
  variant: "JSON",
  string: "VARCHAR",
  char: "VARCHAR",
  varchar: "VARCHAR",
} as const;

/**
 * DuckDB's type for values of a Spark type. TIMESTAMP is an instant and becomes one; VARIANT is JSON, whose text is kept as it came.
 * Types that the service refuses, and a STRUCT without fields, which DuckDB does not have, become VARCHAR.
 */
export function sqlType(type: SparkType): string {
  switch (type.kind) {
    case "decimal":
      return `DECIMAL(${type.precision},${type.scale})`;
    case "array":
      return `${sqlType(type.element)}[]`;
    case "map":
      return `MAP(${sqlType(type.key)}, ${sqlType(type.value)})`;
    case "struct":
      return structType(type.fields);
    case "void":
    case "object":
    case "time":
    case "interval":
    case "geometry":
    case "geography":
      return "VARCHAR";
    default:
      return names[type.kind];
  }
}

function structType(fields: Extract<SparkType, { kind: "struct" }>["fields"]): string {
  if (fields.length === 0) return "VARCHAR";
  return `STRUCT(${fields.map((field) => `${quoteName(field.name)} ${sqlType(field.type)}`).join(", ")})`;
}
