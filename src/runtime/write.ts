import { isStruct, listProblem, structProblem } from "./check.js";
import { type Utf8Write, type WideWrite, shortText, utf8Writer, wideWriter } from "./host.js";
import { highWord, lowWord, splitLong } from "./int64.js";
import {
  booleanProblem,
  byteProblem,
  doubleProblem,
  floatProblem,
  integerProblem,
  isByte,
  isFloat,
  isInteger,
  isShort,
  longBigIntProblem,
  longNumberProblem,
  longProblem,
  shortProblem,
} from "./number.js";
import { grow, output, path, refusal } from "./output.js";
import { binaryProblem, isBinary, isVarchar, isWellFormed, stringProblem, varcharProblem } from "./text.js";
import type { LongInput, PathKey } from "./types.js";

const utf8Write: Utf8Write = /* @__PURE__ */ utf8Writer();
const wideWrite: WideWrite = /* @__PURE__ */ wideWriter();

/** Up to here a loop over the characters is faster than a native call. */
const SHORT_TEXT: number = /* @__PURE__ */ shortText();

/** From here on the detour through UTF-16 is the faster way for text past Latin-1. */
const WIDE_TEXT = 400;

/** Writes a tag after making room for it and `size` more bytes; returns where they go. */
export function putTag(tag: number, size: number): number {
  if (output.pos + size > output.limit) grow(size);
  const { bytes, pos } = output;
  if (tag < 128) {
    bytes[pos] = tag;
    return pos + 1;
  }
  if (tag > 16_383) return putVarint(pos, tag);
  bytes[pos] = (tag & 127) | 128;
  bytes[pos + 1] = tag >>> 7;
  return pos + 2;
}

/** Writes a varint of at most 32 bits; returns where the next byte goes. */
export function putVarint(at: number, value: number): number {
  const { bytes } = output;
  if (value < 128) {
    bytes[at] = value;
    return at + 1;
  }
  let to = at;
  let rest = value;
  do {
    bytes[to++] = (rest & 127) | 128;
    rest >>>= 7;
  } while (rest > 127);
  bytes[to] = rest;
  return to + 1;
}

/** A 64-bit varint of two signed halves. The first four bytes go out at once: 4 ns instead of 10 in a loop. */
function putLong(at: number, lower: number, upper: number): number {
  if (upper === 0 && lower >= 0) return putVarint(at, lower);
  const groups = (lower & 0x7f) | ((lower & 0x3f80) << 1) | ((lower & 0x1f_c000) << 2) | ((lower & 0xfe0_0000) << 3);
  output.view.setInt32(at, groups | 0x8080_8080, true);
  const { bytes } = output;
  let to = at + 4;
  let rest = upper >>> 3;
  bytes[to++] = (lower >>> 28) | ((upper & 7) << 4) | (rest === 0 ? 0 : 128);
  for (; rest > 127; rest >>>= 7) bytes[to++] = (rest & 127) | 128;
  if (rest !== 0) bytes[to++] = rest;
  return to;
}

/** Starts a STRUCT; its fields follow. Returns what `endMessage` takes. */
export function beginMessage(tag: number, value: unknown, name: PathKey): number {
  if (!isStruct(value)) throw refusal(value, name, structProblem(value));
  path[output.depth++] = name;
  return beginEntry(tag);
}

/** Ends a STRUCT. */
export function endMessage(start: number): void {
  output.depth--;
  endEntry(start);
}

/** Starts the entry of a MAP; key and value follow. Returns what `endEntry` takes. */
export function beginEntry(tag: number): number {
  const at = putTag(tag, 0);
  output.pos = at + 1; // one byte for the length: most messages are shorter than 128
  return at - output.rowStart; // the row may move to another chunk
}

/** Ends the entry of a MAP. */
export function endEntry(start: number): void {
  const at = output.rowStart + start;
  const size = output.pos - at - 1;
  if (size < 128) output.bytes[at] = size;
  else widen(start);
}

/** Makes room for a longer length: 15 ns for some messages, where a pass for all sizes would cost each of them. */
function widen(start: number): void {
  if (output.pos > output.limit) grow(0);
  const at = output.rowStart + start;
  const size = output.pos - at - 1;
  const head = varintSize(size);
  output.bytes.copyWithin(at + head, at + 1, output.pos);
  putVarint(at, size);
  output.pos += head - 1;
}

/** Bytes of the varint of a length. */
export function varintSize(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;
}

/** Starts an ARRAY; its elements follow, each with its index as the name. */
export function beginList<List extends readonly unknown[]>(list: List, name: PathKey): List {
  if (!Array.isArray(list)) throw refusal(list, name, listProblem(list));
  path[output.depth++] = name;
  return list;
}

/** Ends an ARRAY. */
export function endList(): void {
  output.depth--;
}

/** BOOLEAN. */
export function writeBoolean(tag: number, value: boolean, name: PathKey): void {
  if (typeof value !== "boolean") throw refusal(value, name, booleanProblem(value));
  const at = putTag(tag, 0);
  output.bytes[at] = value ? 1 : 0;
  output.pos = at + 1;
}

/** TINYINT. */
export function writeByte(tag: number, value: number, name: PathKey): void {
  if (!isByte(value)) throw refusal(value, name, byteProblem(value));
  writeInteger(tag, value, name);
}

/** SMALLINT. */
export function writeShort(tag: number, value: number, name: PathKey): void {
  if (!isShort(value)) throw refusal(value, name, shortProblem(value));
  writeInteger(tag, value, name);
}

/** INT. */
export function writeInteger(tag: number, value: number, name: PathKey): void {
  if (!isInteger(value)) throw refusal(value, name, integerProblem(value));
  const at = putTag(tag, 0);
  output.pos = value < 0 ? putLong(at, value, -1) : putVarint(at, value);
}

/** BIGINT. */
export function writeLong(tag: number, value: LongInput, name: PathKey): void {
  if (typeof value === "bigint") {
    if (!splitLong(value)) throw refusal(value, name, longProblem(value));
    writeSplitLong(tag);
  } else {
    if (!Number.isSafeInteger(value)) throw refusal(value, name, longProblem(value));
    output.pos = putLong(putTag(tag, 0), value | 0, Math.floor(value * 2 ** -32) | 0);
  }
}

/** BIGINT as a number only. */
export function writeLongNumber(tag: number, value: number, name: PathKey): void {
  if (!Number.isSafeInteger(value)) throw refusal(value, name, longNumberProblem(value));
  output.pos = putLong(putTag(tag, 0), value | 0, Math.floor(value * 2 ** -32) | 0);
}

/** BIGINT as a bigint only. */
export function writeLongBigInt(tag: number, value: bigint, name: PathKey): void {
  if (typeof value !== "bigint" || !splitLong(value)) throw refusal(value, name, longBigIntProblem(value));
  writeSplitLong(tag);
}

/** A field of the bigint that `splitLong` took apart last: a check that has just done it need not be repeated. */
export function writeSplitLong(tag: number): void {
  output.pos = putLong(putTag(tag, 0), lowWord(), highWord());
}

/** FLOAT. */
export function writeFloat(tag: number, value: number, name: PathKey): void {
  if (!isFloat(value)) throw refusal(value, name, floatProblem(value));
  const at = putTag(tag, 0);
  output.view.setFloat32(at, value, true);
  output.pos = at + 4;
}

/** DOUBLE. */
export function writeDouble(tag: number, value: number, name: PathKey): void {
  if (typeof value !== "number") throw refusal(value, name, doubleProblem(value));
  const at = putTag(tag, 0);
  output.view.setFloat64(at, value, true);
  output.pos = at + 8;
}

/**
 * STRING. Short ASCII is written right here: behind further calls, of this and of `writeLong`, a row of 40 columns takes
 * 15 % longer.
 */
export function writeString(tag: number, value: string, name: PathKey): void {
  if (typeof value !== "string") throw refusal(value, name, stringProblem(value));
  const { length } = value;
  const at = putTag(tag, length * 3);
  if (length > SHORT_TEXT) {
    output.pos = putLongText(at, value, name);
    return;
  }
  const { bytes } = output;
  let to = at + 1;
  for (let index = 0; index < length; index++) {
    const unit = value.charCodeAt(index);
    if (unit > 0x7f) {
      output.pos = putShortText(at, value, index, name);
      return;
    }
    bytes[to++] = unit;
  }
  bytes[at] = length;
  output.pos = to;
}

/** CHAR(n) and VARCHAR(n). */
export function writeVarchar(tag: number, value: string, name: PathKey, length: number): void {
  if (!isVarchar(value, length)) throw refusal(value, name, varcharProblem(value, length));
  writeString(tag, value, name);
}

/** BINARY. */
export function writeBinary(tag: number, value: Uint8Array, name: PathKey): void {
  if (!isBinary(value)) throw refusal(value, name, binaryProblem(value));
  const { length } = value;
  const at = putVarint(putTag(tag, length), length);
  output.bytes.set(value, at);
  output.pos = at + length;
}

/** Length and text of at most 36 characters below U+0800, of which those before `start` have been written. */
function putShortText(at: number, text: string, start: number, name: PathKey): number {
  const { bytes } = output;
  const { length } = text;
  let to = at + 1 + start;
  for (let index = start; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes[to++] = unit;
    else if (unit < 0x800) {
      bytes[to++] = (unit >> 6) | 0xc0;
      bytes[to++] = (unit & 0x3f) | 0x80;
    } else return putLongText(at, text, name);
  }
  bytes[at] = to - at - 1;
  return to;
}

/** Length and text. The length is guessed to be that of ASCII; a wrong guess moves the text, which costs 15 ns. */
function putLongText(at: number, text: string, name: PathKey): number {
  const { bytes } = output;
  const guess = varintSize(text.length);
  let size = isWide(text) ? wideWrite.call(bytes, text, at + guess) : -1;
  if (size < 0) {
    if (!isWellFormed(text)) throw refusal(text, name, stringProblem(text));
    size = utf8Write.call(bytes, text, at + guess, text.length * 3);
  }
  const head = varintSize(size);
  if (head !== guess) bytes.copyWithin(at + head, at + guess, at + guess + size);
  putVarint(at, size);
  return at + head + size;
}

/** Whether a long text begins like one past Latin-1: characters all over it would have to be waited for, 20 ns each. */
function isWide(text: string): boolean {
  if (text.length < WIDE_TEXT) return false;
  let units = 0;
  for (let index = 0; index < 64; index += 8) units |= text.charCodeAt(index);
  return units > 0xff;
}
