/** Spark's data types, named as in Spark's schema JSON. */
export type SparkType =
  | { readonly kind: SimpleKind }
  | { readonly kind: "string"; readonly collation: string | null }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "char" | "varchar"; readonly length: number }
  | { readonly kind: "time"; readonly precision: number }
  /** `unit` as Spark prints it: `year to month`, `day to second`, `interval` for the calendar interval. */
  | { readonly kind: "interval"; readonly unit: string }
  /** `crs` as written: an SRID, `ANY`, or a name such as `OGC:CRS84`. */
  | { readonly kind: "geometry" | "geography"; readonly crs: string }
  | { readonly kind: "array"; readonly element: SparkType; readonly containsNull: boolean }
  | { readonly kind: "map"; readonly key: SparkType; readonly value: SparkType; readonly valueContainsNull: boolean }
  | { readonly kind: "struct"; readonly fields: readonly StructField[] };

/** Types without parameters. */
export type SimpleKind =
  | "boolean"
  | "byte"
  | "short"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "binary"
  | "date"
  | "timestamp"
  | "timestamp_ntz"
  | "variant"
  | "void"
  | "object";

export interface StructField {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: boolean;
  readonly comment: string | null;
}
