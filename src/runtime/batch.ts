/**
 * Rows that lie back to back as they go out: each is field 1 of a message, tag, length and bytes, so that the rows are
 * the content of a `ProtoEncodedRecordBatch` without a copy. `append` of a `TableCodec` adds one.
 */
export interface RowBatch {
  /** Replaced by larger ones when a row does not fit. */
  bytes: Uint8Array;
  /** On the same memory as `bytes`. */
  view: DataView;
  /** Where the next row goes. */
  end: number;
}
