import type { RecordType } from "./requests.js";
import { bytesFieldSize, varintSize } from "./wire-writer.js";
import { WireReader, tagOf, wireTypes } from "./wire.js";

/** Bytes that the head of a request takes at most: three tags, two lengths, and an offset. */
export const maxHeadBytes = 32;

/** Records that lie back to back, each as field 1 of a message: tag, length, bytes. */
export interface Frames {
  readonly bytes: Uint8Array;
  /** Where the first record's tag is; before it, at least `maxHeadBytes` are free. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

const tags = {
  record: tagOf(2, wireTypes.bytes),
  batch: tagOf(3, wireTypes.bytes),
  offset: tagOf(1, wireTypes.varint),
  protobuf: tagOf(2, wireTypes.bytes),
  json: tagOf(3, wireTypes.bytes),
  frame: tagOf(1, wireTypes.bytes),
};

/**
 * Writes the head of an `EphemeralStreamRequest` right before the records and returns the whole request, a view: the same
 * bytes as `encodeRequest`, without a copy. One record goes out as `ingest_record`, as official clients send it.
 */
export function requestAround(frames: Frames, offset: number, recordType: RecordType): Uint8Array {
  const { bytes, end, count } = frames;
  const isBatch = count !== 1;
  const content = isBatch ? frames.start : firstRecordStart(frames);
  let at = putTagged(bytes, content, tags[recordType], end - content);
  at = putVarint(bytes, at, offset);
  at = putVarint(bytes, at, tags.offset);
  at = putTagged(bytes, at, isBatch ? tags.batch : tags.record, end - at);
  return bytes.subarray(at, end);
}

/** The records, as views. */
export function recordsOf({ bytes, start, end }: Frames): readonly Uint8Array[] {
  const reader = new WireReader(bytes.subarray(start, end));
  const records: Uint8Array[] = [];
  while (reader.tag() !== 0) records.push(reader.bytes());
  return records;
}

/** Writes a record behind others: the bytes that takes are counted by `frameSize`. Returns where the next one goes. */
export function putFrame(bytes: Uint8Array, at: number, record: Uint8Array): number {
  const start = putFrameHead(bytes, at, record.length);
  bytes.set(record, start);
  return start + record.length;
}

/** Writes tag and length of a record of so many bytes; returns where the record goes. */
export function putFrameHead(bytes: Uint8Array, at: number, size: number): number {
  bytes[at] = tags.frame;
  let to = at + 1;
  let rest = size;
  for (; rest > 127; rest >>>= 7) bytes[to++] = (rest & 127) | 128;
  bytes[to] = rest;
  return to + 1;
}

/** How many bytes a record takes with its tag and length. */
export function frameSize(record: Uint8Array): number {
  return bytesFieldSize(record.length);
}

function firstRecordStart({ bytes, start }: Frames): number {
  let at = start + 1;
  while ((bytes[at] ?? 0) > 127) at++;
  return at + 1;
}

/** Writes a tag and a length to end right before `end`; returns where they start. */
function putTagged(bytes: Uint8Array, end: number, tag: number, length: number): number {
  const at = putVarint(bytes, end, length);
  return putVarint(bytes, at, tag);
}

/** Writes a varint to end right before `end`; returns where it starts. Numbers up to 2^53. */
function putVarint(bytes: Uint8Array, end: number, value: number): number {
  const start = end - varintSize(value);
  let at = start;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
  bytes[at] = rest;
  return start;
}
