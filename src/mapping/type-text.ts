import { formatSparkType } from "../catalog/format-type.js";
import type { SparkType } from "../catalog/spark-type.js";
import { assertNever } from "./assert-never.js";
import type { ScalarType } from "./type-mapping.js";

/** Types inside types a text shows before it says `…`. */
const maxDepth = 4;

/**
 * A type in the words of DDL, for docs and messages: upper case, the fields of structs left out
 * (`ARRAY<STRUCT>`), collations too, deep nesting cut.
 */
export function typeText(type: SparkType, depth = 0): string {
  if (depth > maxDepth) return "…";
  switch (type.kind) {
    case "array":
      return `ARRAY<${typeText(type.element, depth + 1)}>`;
    case "map":
      return `MAP<${typeText(type.key, depth + 1)}, ${typeText(type.value, depth + 1)}>`;
    case "struct":
      return "STRUCT";
    case "string":
      return "STRING";
    default:
      return formatSparkType(type);
  }
}

/**
 * A scalar type as Spark's schema JSON names it: `long`, `decimal(10,2)`, `varchar(20)`; or `long(number)`, as the
 * runtime knows a BIGINT with a TypeScript type of its own.
 */
export function sparkTypeName(type: ScalarType): string {
  const parameters = typeParameters(type);
  return parameters.length === 0 ? type.kind : `${type.kind}(${parameters.join(",")})`;
}

/** Digits a decimal of Spark has at most. */
const maxPrecision = 38;

/** Whether precision and scale, or the length, are such as the type can have. */
export function hasValidParameters(type: ScalarType): boolean {
  switch (type.kind) {
    case "decimal":
      return isBetween(type.precision, 1, maxPrecision) && isBetween(type.scale, 0, type.precision);
    case "char":
    case "varchar":
      return isBetween(type.length, 1, Number.MAX_SAFE_INTEGER);
    default:
      return true;
  }
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The parameters of a scalar type, in the order its writer and its check take them. */
export function typeParameters(type: ScalarType): readonly number[] {
  switch (type.kind) {
    case "decimal":
      return [type.precision, type.scale];
    case "char":
    case "varchar":
      return [type.length];
    case "boolean":
    case "byte":
    case "short":
    case "integer":
    case "long":
    case "long(bigint)":
    case "long(number)":
    case "float":
    case "double":
    case "string":
    case "binary":
    case "date":
    case "timestamp":
    case "timestamp_ntz":
    case "variant":
      return [];
    default:
      return assertNever(type);
  }
}
