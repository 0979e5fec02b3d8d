import { type Utf8Slice, longUtf8Reader, textDecoder, utf8Reader } from "./host.js";

/** Up to here ASCII is put together from its characters: 60 ns for 12 to 24, where a native decoder takes 80. */
const SHORT_BYTES = 24;

/** Up to here they are arguments, not an array that is spread: 23 ns for 8 instead of 39. */
const TINY_TEXT = 8;

/** From here on the way for long texts is the faster one. */
const LONG_TEXT = 512;

/** One array for each length, since an array that changes its length is slow. */
const unitsOfLength: number[][] = /* @__PURE__ */ arraysOfUnits();

function arraysOfUnits(): number[][] {
  return Array.from({ length: SHORT_BYTES + 1 }, (_, length) => Array.from({ length }, () => 0));
}

const utf8Slice: Utf8Slice = /* @__PURE__ */ utf8Reader();
const longUtf8Slice: Utf8Slice = /* @__PURE__ */ longUtf8Reader();

/** Text of the bytes from `start` to before `end`, which are there; `undefined` if they are no UTF-8. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  return (length <= SHORT_BYTES ? asciiText(bytes, start, length) : undefined) ?? anyText(bytes, start, end);
}

/** `undefined` for what is not ASCII. */
function asciiText(bytes: Uint8Array, start: number, length: number): string | undefined {
  return length <= TINY_TEXT && start + TINY_TEXT <= bytes.length
    ? tinyText(bytes, start, length)
    : shortBytes(bytes, start, length);
}

function tinyText(bytes: Uint8Array, start: number, length: number): string | undefined {
  const a = bytes[start] ?? 0;
  const b = bytes[start + 1] ?? 0;
  const c = bytes[start + 2] ?? 0;
  const d = bytes[start + 3] ?? 0;
  const e = bytes[start + 4] ?? 0;
  const f = bytes[start + 5] ?? 0;
  const g = bytes[start + 6] ?? 0;
  const h = bytes[start + 7] ?? 0;
  switch (length) {
    case 0:
      return "";
    case 1:
      return a > 127 ? undefined : String.fromCharCode(a);
    case 2:
      return (a | b) > 127 ? undefined : String.fromCharCode(a, b);
    case 3:
      return (a | b | c) > 127 ? undefined : String.fromCharCode(a, b, c);
    case 4:
      return (a | b | c | d) > 127 ? undefined : String.fromCharCode(a, b, c, d);
    case 5:
      return (a | b | c | d | e) > 127 ? undefined : String.fromCharCode(a, b, c, d, e);
    case 6:
      return (a | b | c | d | e | f) > 127 ? undefined : String.fromCharCode(a, b, c, d, e, f);
    case 7:
      return (a | b | c | d | e | f | g) > 127 ? undefined : String.fromCharCode(a, b, c, d, e, f, g);
    default:
      return (a | b | c | d | e | f | g | h) > 127 ? undefined : String.fromCharCode(a, b, c, d, e, f, g, h);
  }
}

function shortBytes(bytes: Uint8Array, start: number, length: number): string | undefined {
  const units = unitsOfLength[length] ?? [];
  let all = 0;
  for (let index = 0; index < units.length; index++) {
    const unit = bytes[start + index] ?? 0;
    all |= unit;
    units[index] = unit;
  }
  return all > 127 ? undefined : String.fromCharCode(...units);
}

function anyText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const text = end - start < LONG_TEXT ? utf8Slice.call(bytes, start, end) : longUtf8Slice.call(bytes, start, end);
  return text.includes("\ufffd") ? strictText(bytes, start, end) : text;
}

function strictText(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return textDecoder(true).decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}
