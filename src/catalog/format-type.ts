import { formatName, formatString } from "./format-text.js";
import type { SparkType, StructField } from "./spark-type.js";

type NestedType = Extract<SparkType, { readonly kind: "array" | "map" | "struct" }>;

/** A type without parts. */
export type AtomicType = Exclude<SparkType, NestedType>;

const ddlNames = {
  boolean: "BOOLEAN",
  byte: "TINYINT",
  short: "SMALLINT",
  integer: "INT",
  long: "BIGINT",
  float: "FLOAT",
  double: "DOUBLE",
  binary: "BINARY",
  date: "DATE",
  timestamp: "TIMESTAMP",
  timestamp_ntz: "TIMESTAMP_NTZ",
  variant: "VARIANT",
  void: "VOID",
  object: "OBJECT",
} as const;

/** A type as DDL writes it: `DECIMAL(10,2)`, `STRUCT<a: INT NOT NULL, b: STRING>`. */
export function formatSparkType(type: SparkType): string {
  switch (type.kind) {
    case "array":
      return `ARRAY<${formatSparkType(type.element)}>`;
    case "map":
      return `MAP<${formatSparkType(type.key)}, ${formatSparkType(type.value)}>`;
    case "struct":
      return `STRUCT<${type.fields.map(formatField).join(", ")}>`;
    default:
      return formatAtomic(type);
  }
}

function formatField(field: StructField): string {
  const notNull = field.nullable ? "" : " NOT NULL";
  const comment = field.comment === null ? "" : ` COMMENT ${formatString(field.comment)}`;
  return `${formatName(field.name)}: ${formatSparkType(field.type)}${notNull}${comment}`;
}

function formatAtomic(type: AtomicType): string {
  switch (type.kind) {
    case "string":
      return type.collation === null ? "STRING" : `STRING COLLATE ${formatName(type.collation)}`;
    case "interval":
      return type.unit === "interval" ? "INTERVAL" : `INTERVAL ${type.unit.toUpperCase()}`;
    case "decimal":
    case "char":
    case "varchar":
    case "time":
    case "geometry":
    case "geography":
      return parametrised(type).toUpperCase();
    default:
      return ddlNames[type.kind];
  }
}

/** A type as Spark's catalog shows it in a column of text: `array<varchar(3)>`; names bare, nullability left out. */
export function formatCatalogString(type: SparkType): string {
  switch (type.kind) {
    case "array":
      return `array<${formatCatalogString(type.element)}>`;
    case "map":
      return `map<${formatCatalogString(type.key)},${formatCatalogString(type.value)}>`;
    case "struct":
      return `struct<${type.fields.map((field) => `${field.name}:${formatCatalogString(field.type)}`).join(",")}>`;
    case "string":
      return type.collation === null ? "string" : `string collate ${type.collation}`;
    default:
      return formatAtomic(type).toLowerCase();
  }
}

/** The name of a type in Spark's schema JSON: `long`, `decimal(10,2)`, `varchar(20)`, `interval day to second`. */
export function sparkJsonName(type: AtomicType): string {
  switch (type.kind) {
    case "interval":
      return type.unit === "interval" ? "interval" : `interval ${type.unit}`;
    case "geometry":
      return `geometry(${crsName(type.crs)})`;
    case "geography":
      return `geography(${crsName(type.crs)}, SPHERICAL)`;
    case "decimal":
    case "char":
    case "varchar":
    case "time":
      return parametrised(type);
    default:
      return type.kind;
  }
}

function parametrised(
  type: Extract<AtomicType, { readonly kind: "decimal" | "char" | "varchar" | "time" | "geometry" | "geography" }>,
): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "char":
    case "varchar":
      return `${type.kind}(${type.length})`;
    case "time":
      return `time(${type.precision})`;
    default:
      return `${type.kind}(${type.crs})`;
  }
}

/** Names of the spatial reference systems that Spark knows by number. */
const crsNames: ReadonlyMap<string, string> = new Map([
  ["0", "SRID:0"],
  ["3857", "EPSG:3857"],
  ["4326", "OGC:CRS84"],
  ["ANY", "SRID:ANY"],
]);

function crsName(crs: string): string {
  return crsNames.get(crs) ?? (/^\d+$/.test(crs) ? `EPSG:${crs}` : crs);
}
