import { joinLong } from "./int64.js";
import { DecodeError } from "./issue.js";
import { utf8Text } from "./read-text.js";
import { isBinary } from "./text.js";

interface Input {
  bytes: Uint8Array;
  pos: number;
  table: string;
}

/** The bytes being read. Decoding calls no code of the user, so one place is enough. */
const input: Input = { bytes: /* @__PURE__ */ new Uint8Array(0), pos: 0, table: "" };

/** What a required field holds until it is read. */
export const unset: never = undefined as never;

/** Starts a row; returns the offset where it ends. */
export function beginRead(bytes: Uint8Array, table: string): number {
  input.table = table;
  input.pos = 0;
  if (!isBinary(bytes)) throw failure("a Uint8Array is needed");
  input.bytes = bytes;
  return bytes.length;
}

/** The next field's tag, or 0 at the end of the message. */
export function readTag(end: number): number {
  const { bytes, pos } = input;
  if (pos >= end) {
    if (pos === end) return 0;
    throw failure("a field reaches past the end of its message");
  }
  const byte = bytes[pos] ?? 0;
  if (byte < 128) {
    if (byte < 8) return readFieldTag();
    input.pos = pos + 1;
    return byte;
  }
  // Two bytes hold the tags of the fields 16 to 2,047, which are most of a wide row.
  const next = bytes[pos + 1] ?? 0;
  if (next > 127 || next === 0) return readFieldTag();
  input.pos = pos + 2;
  return (byte & 127) | (next << 7);
}

function readFieldTag(): number {
  const tag = readUint32() >>> 0;
  if (tag < 8) throw failure("field number 0");
  return tag;
}

/** The end offset of a nested message or a packed list, whose length comes next. */
export function readEnd(): number {
  const { bytes, pos } = input;
  const length = bytes[pos] ?? 128;
  const end = pos + 1 + length;
  if (length > 127 || end > bytes.length) return readLongEnd();
  input.pos = pos + 1;
  return end;
}

function readLongEnd(): number {
  const length = readUint32();
  const end = input.pos + length;
  if (length < 0 || end > input.bytes.length) throw failure("a length reaches past the end of the bytes");
  return end;
}

/** A tag or a length. One of more than 32 bits must not be taken for the small one that its lower bits are. */
function readUint32(): number {
  const start = input.pos;
  const value = readVarint();
  const size = input.pos - start;
  if (size >= 5 && (size > 5 || (input.bytes[start + 4] ?? 0) > 15))
    throw failure("a tag or length of more than 32 bits");
  return value;
}

/** BOOLEAN. */
export function readBoolean(): boolean {
  const { bytes, pos } = input;
  const byte = bytes[pos];
  if (byte !== undefined && byte < 128) {
    input.pos = pos + 1;
    return byte !== 0;
  }
  return readLong() !== 0n;
}

/** TINYINT, SMALLINT, INT, DATE: the lower 32 bits of a varint, signed. */
export function readInteger(): number {
  return readVarint();
}

/** The lower 32 bits of a varint, signed. */
function readVarint(): number {
  const { bytes, pos } = input;
  const byte = bytes[pos];
  if (byte !== undefined && byte < 128) {
    input.pos = pos + 1;
    return byte;
  }
  const next = bytes[pos + 1];
  if (byte !== undefined && next !== undefined && next < 128) {
    input.pos = pos + 2;
    return (byte & 127) | (next << 7);
  }
  return readLongVarint();
}

function readLongVarint(): number {
  const { bytes } = input;
  let at = input.pos;
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) throw truncated();
    if (shift < 32) value |= (byte & 127) << shift;
    if (byte < 128) {
      input.pos = at;
      return value;
    }
  }
  throw failure("a varint of more than 10 bytes");
}

/** BIGINT, TIMESTAMP, TIMESTAMP_NTZ: four bytes of 7 bits for the lower half, one for both, five for the upper half. */
export function readLong(): bigint {
  const { bytes } = input;
  let at = input.pos;
  let low = 0;
  let byte: number | undefined = 128;
  for (let shift = 0; byte > 127 && shift < 35; shift += 7) {
    byte = bytes[at++];
    if (byte === undefined) throw truncated();
    low |= (byte & 127) << shift;
  }
  // The fifth byte was the last one that went into the lower half, which took 4 of its bits.
  let high = at - input.pos === 5 ? (byte & 127) >>> 4 : 0;
  for (let shift = 3; byte > 127 && shift < 38; shift += 7) {
    byte = bytes[at++];
    if (byte === undefined) throw truncated();
    high |= (byte & 127) << shift;
  }
  if (byte > 127) throw failure("a varint of more than 10 bytes");
  input.pos = at;
  return joinLong(low, high);
}

/** BIGINT as a number. Seven bytes hold 49 bits, which nearly all values do with; the others take the long way. */
export function readLongNumber(): number {
  const { bytes, pos } = input;
  let value = 0;
  let factor = 1;
  for (let at = pos; at < pos + 7; at++) {
    const byte = bytes[at] ?? 128;
    value += (byte & 127) * factor;
    if (byte < 128) {
      input.pos = at + 1;
      return value;
    }
    factor *= 128;
  }
  return readLargeNumber(pos);
}

function readLargeNumber(start: number): number {
  const long = readLong();
  const value = Number(long);
  if (Number.isSafeInteger(value)) return value;
  input.pos = start;
  throw failure(`the BIGINT ${String(long)}, which no number holds exactly`);
}

const scratch: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** FLOAT. */
export function readFloat(): number {
  scratch.setInt32(0, readWord(), true);
  return scratch.getFloat32(0, true);
}

/** DOUBLE. */
export function readDouble(): number {
  scratch.setInt32(0, readWord(), true);
  scratch.setInt32(4, readWord(), true);
  return scratch.getFloat64(0, true);
}

/** Four bytes, little-endian. */
function readWord(): number {
  const { bytes, pos } = input;
  const first = bytes[pos];
  const second = bytes[pos + 1];
  const third = bytes[pos + 2];
  const last = bytes[pos + 3];
  if (first === undefined || second === undefined || third === undefined || last === undefined) throw truncated();
  input.pos = pos + 4;
  return first | (second << 8) | (third << 16) | (last << 24);
}

/** STRING, CHAR, VARCHAR, DECIMAL, VARIANT. */
export function readString(): string {
  const end = readEnd();
  const start = input.pos;
  input.pos = end;
  const text = utf8Text(input.bytes, start, end);
  if (text !== undefined) return text;
  input.pos = start;
  throw failure("text that is not UTF-8");
}

/** BINARY: a view on the bytes given to `decode`. */
export function readBinary(): Uint8Array {
  const end = readEnd();
  const { bytes, pos } = input;
  input.pos = end;
  return new Uint8Array(bytes.buffer, bytes.byteOffset + pos, end - pos);
}

/** Elements of a list that was written packed. */
export function readPacked<Item>(list: Item[], read: () => Item): void {
  const end = readEnd();
  while (input.pos < end) list.push(read());
  if (input.pos !== end) throw failure("a packed list ends inside an element");
}

/** Passes over a field that the table does not have. Groups are counted, not followed, so that none is too deep. */
export function skipField(tag: number): void {
  let depth = skipValue(tag);
  while (depth > 0) depth += skipValue(readFieldTag());
  if (depth < 0) throw failure("the end of a group that was not opened");
}

/** Passes over a value; tells whether it opens (1) or closes (-1) a group. */
function skipValue(tag: number): number {
  const wireType = tag & 7;
  if (wireType === 0) readLong();
  else if (wireType === 1) skipTo(input.pos + 8);
  else if (wireType === 2) skipTo(readEnd());
  else if (wireType === 3) return 1;
  else if (wireType === 4) return -1;
  else if (wireType === 5) skipTo(input.pos + 4);
  else throw failure(`wire type ${String(wireType)}`);
  return 0;
}

function skipTo(end: number): void {
  if (end > input.bytes.length) throw truncated();
  input.pos = end;
}

/** Refuses a row without a required field. */
export function requireField(value: unknown, name: string): void {
  if (value === undefined) throw failure(`required field ${name} is missing`);
}

function truncated(): DecodeError {
  return failure("the bytes end inside a field");
}

function failure(reason: string): DecodeError {
  return new DecodeError(input.table, input.pos, reason);
}
