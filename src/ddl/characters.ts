/** Character classes of Spark SQL's lexer, over UTF-16 code units. */

const space = 1;
const word = 2;

const asciiClasses = new Uint8Array(128);
for (const code of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]) asciiClasses[code] = space;
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") {
  asciiClasses[letter.charCodeAt(0)] = word;
}

/** White space of Spark's grammar: the ASCII kinds, no-break space and the Unicode space separators. */
export function isSpace(code: number): boolean {
  return code < 128 ? asciiClasses[code] === space : isWideSpace(code);
}

/** ASCII letters, digits and underscore: what an unquoted name is made of. */
export function isWord(code: number): boolean {
  return code < 128 && asciiClasses[code] === word;
}

/** Anything outside ASCII that is not white space: legal in a quoted name only. */
export function isForeign(code: number): boolean {
  return code >= 128 && !isWideSpace(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function isWideSpace(code: number): boolean {
  if (code < 0x1680) return code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x1680 || code === 0x2028 || code === 0x202f || code === 0x205f || code === 0x3000;
}
