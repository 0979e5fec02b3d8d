/** Looks into JSON text where its parsed form is not enough. The text must be such that `JSON.parse` takes it. */

const units = {
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  zero: 0x30,
  nine: 0x39,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
};

/** Text of a member of the object; of several with the name the last, as for `JSON.parse`. Null where there is none. */
export function memberText(text: string, name: string): string | null {
  let found: string | null = null;
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at);
    const start = skipSpace(text, text.indexOf(":", keyEnd) + 1);
    const end = endOfMember(text, start);
    if (keyOf(text.slice(at, keyEnd)) === name) found = text.slice(start, end).trimEnd();
    at = skipSpace(text, end + 1);
  }
  return found;
}

function keyOf(quoted: string): unknown {
  return quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= units.space) at++;
  return at;
}

/** Behind the string that starts here. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === units.backslash) at++;
    else if (unit === units.quote) return at + 1;
  }
  return text.length;
}

/** The comma or brace behind the value that starts here. */
function endOfMember(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === units.quote) at = stringEnd(text, at) - 1;
    else if (unit === units.openBrace || unit === units.openBracket) depth++;
    else if (depth === 0 && (unit === units.comma || unit === units.closeBrace)) return at;
    else if (unit === units.closeBrace || unit === units.closeBracket) depth--;
  }
  return text.length;
}

/** Digits that every number holds exactly. */
const exactDigits = 15;

/**
 * The first number in the text that JavaScript's would not hold as it is written, such as `9007199254740993`; null where
 * there is none. `1.50` is 1.5: only the value counts.
 */
export function inexactNumber(text: string): string | null {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === units.quote) at = stringEnd(text, at) - 1;
    else if (unit === units.minus || (unit >= units.zero && unit <= units.nine)) {
      const start = at;
      while (/[-+.eE\d]/.test(text[at + 1] ?? "")) at++;
      if (at - start >= exactDigits && !isExact(text.slice(start, at + 1))) return text.slice(start, at + 1);
    }
  }
  return null;
}

function isExact(number: string): boolean {
  return scientific(number) === scientific(String(Number(number)));
}

/** Significant digits and exponent: equal for equal values. */
function scientific(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
