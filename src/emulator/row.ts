/**
 * A value of a column as the emulator keeps it, by Spark type: `boolean` for BOOLEAN; `number` for TINYINT to INT, FLOAT,
 * DOUBLE, and DATE (days since 1970-01-01); `bigint` for BIGINT, TIMESTAMP and TIMESTAMP_NTZ (microseconds since the epoch),
 * and DECIMAL (the unscaled value); `string` for STRING, CHAR, VARCHAR, and VARIANT (JSON text); `Uint8Array` for BINARY;
 * an array for ARRAY, for STRUCT (the fields in order), and for MAP (pairs of key and value).
 */
export type Cell = null | boolean | number | bigint | string | Uint8Array | readonly Cell[];

/** A record that was read: a cell per column of the table, in the order of its columns; null where it says nothing. */
export type Row = readonly Cell[];

/** Why a record, or the descriptor of a stream, is refused. */
export interface Refusal {
  /** Name of the rule: `required`, `range`, `type`, `length`, `json`, `utf8`, `unknown_field`, … */
  readonly rule: string;
  /** Path of the column, dotted for struct fields; null for the record as a whole. */
  readonly column: string | null;
  /** One sentence to debug by; holds no more of the value than is needed. */
  readonly message: string;
}
