import { Buffer } from "node:buffer";
import type { RowBatch } from "../runtime/batch.js";
import { putFrameHead } from "../zerobus/frame.js";

/** The longest tag and length of a record. */
const headBytes = 6;

/** Writes a record of JSON text behind the others. */
export function appendJson(text: string, batch: RowBatch): void {
  const size = Buffer.byteLength(text);
  if (batch.end + headBytes + size > batch.bytes.length) grow(batch, headBytes + size);
  const { bytes } = batch;
  const at = putFrameHead(bytes, batch.end, size);
  batch.end = at + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(text, at, size);
}

function grow(batch: RowBatch, more: number): void {
  const grown = Buffer.allocUnsafeSlow(2 * (batch.end + more));
  grown.set(batch.bytes.subarray(0, batch.end));
  batch.bytes = grown;
  batch.view = new DataView(grown.buffer, grown.byteOffset, grown.length);
}
