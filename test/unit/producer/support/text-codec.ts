import { EncodeError } from "../../../../src/runtime/index.js";
import type { ProducerCodec } from "../../../../src/producer/codec.js";
import { frameSize, putFrame } from "../../../../src/zerobus/frame.js";

/** Rows that are text: the record is its UTF-8. Empty text is an invalid row; "unknown key" is one for `validate` only. */
export const textCodec: ProducerCodec<string> = {
  table: { fullName: "main.tests.texts" },
  descriptor: "",
  append: (row, batch) => {
    const record = new TextEncoder().encode(checked(row));
    if (batch.end + frameSize(record) > batch.bytes.length) {
      const grown = new Uint8Array(2 * (batch.end + frameSize(record)));
      grown.set(batch.bytes.subarray(0, batch.end));
      batch.bytes = grown;
      batch.view = new DataView(grown.buffer);
    }
    batch.end = putFrame(batch.bytes, batch.end, record);
  },
  validate: (input) => {
    if (input === "unknown key") return { ok: false, issues: [{ ...issue, code: "unknown_column" }] };
    return input === "" ? { ok: false, issues: [issue] } : { ok: true };
  },
  decode: (bytes) => new TextDecoder().decode(bytes),
  toJson: (row) => JSON.stringify({ text: checked(row) }),
};

const problem = { code: "length", expected: "text", received: "none" } as const;
const issue = { ...problem, path: ["text"], message: "expected text, received none" };

function checked(row: string): string {
  if (row === "") throw new EncodeError("main.tests.texts", ["text"], problem);
  return row;
}
