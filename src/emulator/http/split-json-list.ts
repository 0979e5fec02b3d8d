export type SplitList =
  { readonly ok: true; readonly items: readonly Uint8Array[] } | { readonly ok: false; readonly message: string };

const quotationMark = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * The elements of a list in JSON, each as its bytes. What an element is made of is left to whoever reads it: parsed here,
 * integers beyond 2^53 would not be what was sent.
 */
export function splitJsonList(bytes: Uint8Array): SplitList {
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== openBracket) return wrong("The body has to be a list of rows in JSON.");
  const items: Uint8Array[] = [];
  let offset = skipSpace(bytes, start + 1);
  if (bytes[offset] === closeBracket) return atEnd(bytes, offset + 1, items);
  for (;;) {
    const end = endOfElement(bytes, offset);
    const item = trimEnd(bytes.subarray(offset, end));
    if (item.length === 0) return wrong(`Row ${items.length} is missing.`);
    if (end >= bytes.length) return wrong("The list of rows does not end.");
    items.push(item);
    if (bytes[end] === closeBracket) return atEnd(bytes, end + 1, items);
    offset = skipSpace(bytes, end + 1);
  }
}

function wrong(message: string): SplitList {
  return { ok: false, message };
}

function atEnd(bytes: Uint8Array, offset: number, items: readonly Uint8Array[]): SplitList {
  return skipSpace(bytes, offset) < bytes.length ? wrong("Something follows the list of rows.") : { ok: true, items };
}

/** Where an element of a list ends: at the comma after it, at the bracket that closes the list, or with the text. */
function endOfElement(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let offset = start; offset < bytes.length; offset++) {
    const code = bytes[offset];
    if (code === quotationMark) offset = endOfString(bytes, offset);
    else if (code === openBrace || code === openBracket) depth++;
    else if (depth === 0 && (code === comma || code === closeBracket)) return offset;
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return bytes.length;
}

/** The quotation mark that ends a string; the end of the text where there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let offset = start + 1;
  while (offset < bytes.length && bytes[offset] !== quotationMark) offset += bytes[offset] === backslash ? 2 : 1;
  return offset;
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let offset = start;
  while (offset < bytes.length && isSpace(bytes[offset])) offset++;
  return offset;
}

function trimEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
