import { formatCatalogString, sparkJsonName } from "./format-type.js";
import type { SparkType, StructField } from "./spark-type.js";
import type { Column, Table } from "./table.js";

/** A type in Spark's schema JSON: a name for types without parts, an object for the others. */
export type SparkTypeJson = string | SparkArrayJson | SparkMapJson | SparkStructJson;

export interface SparkArrayJson {
  readonly type: "array";
  readonly elementType: SparkTypeJson;
  readonly containsNull: boolean;
}

export interface SparkMapJson {
  readonly type: "map";
  readonly keyType: SparkTypeJson;
  readonly valueType: SparkTypeJson;
  readonly valueContainsNull: boolean;
}

export interface SparkStructJson {
  readonly type: "struct";
  readonly fields: readonly SparkFieldJson[];
}

export interface SparkFieldJson {
  readonly name: string;
  readonly type: SparkTypeJson;
  readonly nullable: boolean;
  readonly metadata: SparkFieldMetadata;
}

/** Keys as Spark writes them. */
export interface SparkFieldMetadata {
  readonly comment?: string;
  /** SQL of the value a column has where a row does not give one. */
  readonly CURRENT_DEFAULT?: string;
  /** The type with its CHAR and VARCHAR, which are strings in `type`. */
  readonly __CHAR_VARCHAR_TYPE_STRING?: string;
  /** Path of a string inside the field → `provider.COLLATION`, where it is not the default one. */
  readonly __COLLATIONS?: Readonly<Record<string, string>>;
}

/**
 * The columns of a table as Spark's StructType JSON: what `spark.table(name).schema.json()` gives in PySpark. CHAR and
 * VARCHAR are strings there, their length in the metadata of the column; the same goes for collations and defaults. Of
 * identity and generated columns the schema says nothing, as Delta keeps that to itself. `EXISTS_DEFAULT` is missing: its
 * value is what Spark found the default to be when the column was added.
 */
export function toSparkSchema(table: Table): SparkStructJson {
  return { type: "struct", fields: table.columns.map((column) => columnJson(column)) };
}

function columnJson(column: Column): SparkFieldJson {
  const field = fieldJson(column);
  const { type, fill } = column;
  const metadata: SparkFieldMetadata = {
    ...field.metadata,
    ...(fill.kind === "default" && { CURRENT_DEFAULT: fill.expression }),
    ...(hasLength(type) && { __CHAR_VARCHAR_TYPE_STRING: formatCatalogString(type) }),
  };
  return { ...field, metadata };
}

function fieldJson({ name, type, nullable, comment }: StructField): SparkFieldJson {
  const collations = collationsOf(type, name);
  const metadata: SparkFieldMetadata = {
    ...(comment !== null && { comment }),
    ...(collations.length > 0 && { __COLLATIONS: Object.fromEntries(collations) }),
  };
  return { name, type: typeJson(type), nullable, metadata };
}

function typeJson(type: SparkType): SparkTypeJson {
  switch (type.kind) {
    case "array":
      return { type: "array", elementType: typeJson(type.element), containsNull: type.containsNull };
    case "map": {
      const { valueContainsNull } = type;
      return { type: "map", keyType: typeJson(type.key), valueType: typeJson(type.value), valueContainsNull };
    }
    case "struct":
      return { type: "struct", fields: type.fields.map(fieldJson) };
    case "char":
    case "varchar":
      return "string";
    default:
      return sparkJsonName(type);
  }
}

/** Whether a CHAR or VARCHAR stands anywhere in a type. */
function hasLength(type: SparkType): boolean {
  switch (type.kind) {
    case "char":
    case "varchar":
      return true;
    case "array":
      return hasLength(type.element);
    case "map":
      return hasLength(type.key) || hasLength(type.value);
    case "struct":
      return type.fields.some((field) => hasLength(field.type));
    default:
      return false;
  }
}

/** The collations below a field by their path; the fields of a struct keep their own. */
function collationsOf(type: SparkType, path: string): readonly (readonly [path: string, collation: string])[] {
  switch (type.kind) {
    case "string":
      return type.collation === null ? [] : collationEntry(path, type.collation);
    case "array":
      return collationsOf(type.element, `${path}.element`);
    case "map":
      return [...collationsOf(type.key, `${path}.key`), ...collationsOf(type.value, `${path}.value`)];
    default:
      return [];
  }
}

function collationEntry(path: string, name: string): readonly (readonly [string, string])[] {
  return [[path, `${name.startsWith("UTF8_") ? "spark" : "icu"}.${name}`]];
}
