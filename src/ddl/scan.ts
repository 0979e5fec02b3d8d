import { isDigit, isLineEnd, isWord } from "./characters.js";

/**
 * Where lexical elements end. Every function takes the offset of the first character and returns the offset after the
 * last one; none looks at a character twice.
 */

const backslash = 0x5c;
const newline = 0x0a;

/** End of a `--` comment: the end of its line. As in Spark, a backslash right before LF continues the comment. */
export function endOfLineComment(text: string, start: number): number {
  let offset = start + 2;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === backslash && text.charCodeAt(offset + 1) === newline) offset += 2;
    else if (isLineEnd(code)) return offset;
    else offset++;
  }
  return text.length;
}

/** End of a bracketed comment; these nest in Spark. -1 where it is not closed. */
export function endOfBlockComment(text: string, start: number): number {
  let depth = 1;
  let offset = start + 2;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    const pair = code === 0x2a || code === 0x2f ? text.charCodeAt(offset + 1) : 0;
    if (code === 0x2a && pair === 0x2f) depth--;
    else if (code === 0x2f && pair === 0x2a) depth++;
    else {
      offset++;
      continue;
    }
    offset += 2;
    if (depth === 0) return offset;
  }
  return -1;
}

/** End of a literal with backslash escapes and doubled quotes. -1 where it is not closed. */
export function endOfString(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  let offset = start + 1;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === backslash) offset += 2;
    else if (code !== quote) offset++;
    else if (text.charCodeAt(offset + 1) === quote) offset += 2;
    else return offset + 1;
  }
  return -1;
}

/** End of a raw literal, `r'…'` without the `r`: no escapes, no doubling. -1 where it is not closed. */
export function endOfRawString(text: string, start: number): number {
  const at = text.indexOf(text.charAt(start), start + 1);
  return at === -1 ? -1 : at + 1;
}

/** End of a name in backticks, a doubled backtick standing for one. -1 where it is not closed. */
export function endOfQuotedName(text: string, start: number): number {
  let at = text.indexOf("`", start + 1);
  while (at !== -1 && text.charAt(at + 1) === "`") at = text.indexOf("`", at + 2);
  return at === -1 ? -1 : at + 1;
}

/** End of the line an offset is in, its line break excluded. */
export function endOfLine(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && !isLineEnd(text.charCodeAt(offset))) offset++;
  return offset;
}

/** End of letters, digits and underscores. */
export function endOfWord(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && isWord(text.charCodeAt(offset))) offset++;
  return offset;
}

/** Whether a run of word characters is a number to Spark: digits, an exponent, a type suffix (`1L`, `2e5`, `3BD`). */
export function isNumber(text: string, start: number, end: number): boolean {
  let offset = endOfDigits(text, start, end);
  if (offset === start) return false;
  if (offset === end) return true;
  if (lowerCase(text, offset) === "e") {
    const exponent = endOfDigits(text, offset + 1, end);
    if (exponent > offset + 1) offset = exponent;
  }
  return offset === end || isSuffix(text.slice(offset, end).toLowerCase());
}

function endOfDigits(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isDigit(text.charCodeAt(offset))) offset++;
  return offset;
}

function lowerCase(text: string, offset: number): string {
  return text.charAt(offset).toLowerCase();
}

function isSuffix(text: string): boolean {
  return text.length === 1 ? "lsyfd".includes(text) : text === "bd";
}
