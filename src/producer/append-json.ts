import { Buffer } from "node:buffer";
import type { RowBatch } from "../runtime/batch.js";

/** The longest tag and length of a record. */
const headBytes = 6;

/** Writes a record of JSON text behind the others. */
export function appendJson(text: string, batch: RowBatch): void {
  const size = Buffer.byteLength(text);
  if (batch.end + headBytes + size > batch.bytes.length) grow(batch, headBytes + size);
  const { bytes } = batch;
  let at = batch.end;
  bytes[at++] = 10;
  let rest = size;
  for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
  bytes[at++] = rest;
  batch.end = at + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(text, at, size);
}

function grow(batch: RowBatch, more: number): void {
  const grown = Buffer.allocUnsafeSlow(2 * (batch.end + more));
  grown.set(batch.bytes.subarray(0, batch.end));
  batch.bytes = grown;
  batch.view = new DataView(grown.buffer, grown.byteOffset, grown.length);
}
