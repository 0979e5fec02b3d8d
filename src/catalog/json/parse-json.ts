/**
 * JSON text as `JSON.parse` gives it, but for integers that a double cannot hold, such as the start of an identity column:
 * those are text of their digits. They stay exact, and the value stays JSON.
 *
 * @throws SyntaxError where the text is not JSON.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return /\d{16}/.test(text) ? JSON.parse(quoteLongIntegers(text)) : value;
}

const quotationMark = 0x22;
const backslash = 0x5c;

/** Puts quotation marks around every integer outside strings that is beyond 2^53; the text is valid JSON. */
function quoteLongIntegers(text: string): string {
  const number = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
  const pieces: string[] = [];
  let copied = 0;
  for (let offset = 0; offset < text.length;) {
    const code = text.charCodeAt(offset);
    number.lastIndex = offset;
    if (code === quotationMark) offset = endOfString(text, offset);
    else if (isNumberStart(code) && number.test(text)) {
      const written = text.slice(offset, number.lastIndex);
      if (isLongInteger(written)) {
        pieces.push(text.slice(copied, offset), `"${written}"`);
        copied = number.lastIndex;
      }
      offset = number.lastIndex;
    } else offset++;
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}

function isNumberStart(code: number): boolean {
  return code === 0x2d || (code >= 0x30 && code <= 0x39);
}

function isLongInteger(written: string): boolean {
  return /^-?\d+$/.test(written) && !Number.isSafeInteger(Number(written));
}

/** Where a string ends, its closing quotation mark included. */
function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (text.charCodeAt(offset) !== quotationMark) offset += text.charCodeAt(offset) === backslash ? 2 : 1;
  return offset + 1;
}
