import type { Issue } from "../runtime/issue.js";
import type { RowBatch } from "../runtime/batch.js";

/** What the producer needs of a `TableCodec`, whichever copy of the runtime it was generated with. */
export interface ProducerCodec<Row> {
  readonly table: { readonly fullName: string };
  /** Base64 of the table's DescriptorProto. */
  readonly descriptor: string;
  /** Writes the row at the end of the batch, or throws an `EncodeError` and leaves the batch as it was. */
  readonly append: (row: Row, batch: RowBatch) => void;
  readonly validate: (input: unknown) => { readonly ok: boolean; readonly issues?: readonly Issue[] };
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly toJson: (row: Row) => string;
}
