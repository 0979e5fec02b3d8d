/** What a table's columns are, for everything that walks a row without generated code: issues, JSON, metadata. */

/** A column of the table or a field of a STRUCT. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: SparkTypeInfo;
  readonly nullable: boolean;
  /** Number of the protobuf field. */
  readonly number: number;
  readonly comment?: string;
}

/**
 * A Spark type as in Spark's schema JSON: `"long"`, `"decimal(10,2)"`, or a nested type. A BIGINT that is generated as
 * one TypeScript type only is `"long(number)"` or `"long(bigint)"`.
 */
export type SparkTypeInfo = string | StructInfo | ArrayInfo | MapInfo;

export interface ArrayInfo {
  readonly type: "array";
  readonly elementType: SparkTypeInfo;
}

export interface MapInfo {
  readonly type: "map";
  readonly keyType: string;
  readonly valueType: SparkTypeInfo;
}

export interface StructInfo {
  readonly type: "struct";
  readonly fields: readonly ColumnInfo[];
  /** The names in order, and where each stands: for looking up the keys of a row. */
  readonly names: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

/** A struct's fields with what is needed to look them up. */
export function structInfo(fields: readonly ColumnInfo[]): StructInfo {
  const names = fields.map((field) => field.name);
  return { type: "struct", fields, names, places: new Map(names.map((name, place) => [name, place])) };
}
