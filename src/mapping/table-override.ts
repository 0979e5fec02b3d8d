/** What a caller chooses for one table; every choice has a default. */
export interface TableOverride {
  /** Name of the row's interface and of the protobuf message; the other names of the module follow it. */
  readonly rowName?: string;
  /** Nullable columns, and fields of structs by their path, that are left out of the row. */
  readonly omit?: readonly string[];
  /**
   * What BIGINT is in TypeScript: by default a row takes both and `decode` returns bigint. For all columns of the table,
   * or by the path of a column (`address.id` for a field of a struct); elements, keys and values follow their column.
   */
  readonly int64?: Int64Choice | Readonly<Record<string, Int64Choice>>;
}

/** `number`: safe integers only, for `decode` too. `bigint`: no number is taken. */
export type Int64Choice = "bigint" | "number";
