import { Buffer, isUtf8 } from "node:buffer";

/** The encodings a definition file may have; the byte order mark, or its NUL bytes, tell which. */
export type Encoding = "UTF-8" | "UTF-16LE" | "UTF-16BE";

export type DecodedText =
  | { readonly ok: true; readonly text: string }
  /** `place` is where the first wrong byte stands; null where the encoding has no cheap way to tell. */
  | { readonly ok: false; readonly encoding: Encoding; readonly place: TextPlace | null };

/** A place in the text before the first wrong byte; `offset` 0-based, the others 1-based, in UTF-16 code units. */
export interface TextPlace {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Text of a file, without its byte order mark. Bytes that are not text in their encoding are refused, never replaced:
 * a replaced character would end in a name or a comment.
 *
 * @throws Error with the code ERR_STRING_TOO_LONG where the text is longer than a string can be (512 MiB).
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = detectEncoding(bytes);
  if (encoding === "UTF-8") return decodeUtf8(bytes);
  const littleEndian = encoding === "UTF-16LE" ? bytes : swapPairs(bytes);
  try {
    return { ok: true, text: new TextDecoder("utf-16le", { fatal: true }).decode(littleEndian) };
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, encoding, place: null };
    throw error;
  }
}

/** Windows tools write UTF-16 with a byte order mark; without one, SQL starts with ASCII, half of whose bytes are NUL. */
function detectEncoding(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return "UTF-8";
  if (first === 0xff && second === 0xfe) return "UTF-16LE";
  if (first === 0xfe && second === 0xff) return "UTF-16BE";
  if (first !== 0 && second === 0) return "UTF-16LE";
  return first === 0 && second !== 0 ? "UTF-16BE" : "UTF-8";
}

function decodeUtf8(bytes: Uint8Array): DecodedText {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  if (isUtf8(body)) return { ok: true, text: body.toString("utf8") };
  return { ok: false, encoding: "UTF-8", place: firstWrongPlace(body) };
}

/** Looks line by line: a line feed is never part of a longer UTF-8 sequence, so each line can be checked alone. */
function firstWrongPlace(body: Buffer): TextPlace {
  let start = 0;
  for (let line = 1; ; line++) {
    const found = body.indexOf(0x0a, start);
    const end = found < 0 ? body.length : found;
    const valid = validPrefix(body.subarray(start, end));
    if (valid < end - start || found < 0) return placeAt(body, start, start + valid, line);
    start = end + 1;
  }
}

/** Length in bytes of the longest start of `bytes` that is well-formed UTF-8. */
function validPrefix(bytes: Buffer): number {
  if (isUtf8(bytes)) return bytes.length;
  // A prefix may end inside a sequence, so validity is not monotonic: count what decodes before the first replacement.
  let position = 0;
  for (const char of bytes.toString("utf8")) {
    const length = Buffer.byteLength(char);
    if (char === "\ufffd" && !isReplacement(bytes, position)) return position;
    position += length;
  }
  return position;
}

function isReplacement(bytes: Buffer, position: number): boolean {
  return bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd;
}

function placeAt(body: Buffer, lineStart: number, position: number, line: number): TextPlace {
  const before = body.toString("utf8", lineStart, position).length;
  return { offset: body.toString("utf8", 0, lineStart).length + before, line, column: before + 1 };
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  // An odd last byte is kept, so that the decoder refuses it instead of dropping it.
  const swapped = Buffer.from(bytes);
  swapped.subarray(0, swapped.length - (swapped.length % 2)).swap16();
  return swapped;
}
