/** Decodes a literal as Spark does: escapes, doubled quotes, or none of both in a raw literal. */
export function decodeString(token: string): string {
  const first = token.charAt(0);
  if (first === "r" || first === "R") return token.slice(2, -1);
  const inner = token.slice(1, -1);
  return inner.includes("\\") || inner.includes(first) ? unescape(inner, first) : inner;
}

/** The name inside backticks. */
export function decodeQuotedName(token: string): string {
  return token.slice(1, -1).replaceAll("``", "`");
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["b", "\b"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["Z", "\u001a"],
  // The two wildcards of LIKE keep their backslash.
  ["%", "\\%"],
  ["_", "\\_"],
]);

interface Escape {
  readonly text: string;
  readonly length: number;
}

function unescape(inner: string, quote: string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (let offset = 0; offset < inner.length; offset++) {
    const character = inner[offset];
    if (character !== "\\" && character !== quote) continue;
    const escape = character === quote ? { text: quote, length: 2 } : escapeAt(inner, offset);
    pieces.push(inner.slice(copied, offset), escape.text);
    copied = offset + escape.length;
    offset = copied - 1;
  }
  pieces.push(inner.slice(copied));
  return pieces.join("");
}

function escapeAt(inner: string, offset: number): Escape {
  const next = inner.charAt(offset + 1);
  if (next === "") return { text: "\\", length: 1 };
  return numericEscape(inner, offset, next) ?? { text: simpleEscapes.get(next) ?? next, length: 2 };
}

/** `\u0041`, `\U00000041` and octal `\101`; null where the digits do not fit. */
function numericEscape(inner: string, offset: number, next: string): Escape | null {
  const digits = next === "u" ? 4 : next === "U" ? 8 : 0;
  if (digits > 0) {
    const hex = inner.slice(offset + 2, offset + 2 + digits);
    return isHex(hex, digits) ? codePoint(Number.parseInt(hex, 16), digits + 2) : null;
  }
  const octal = inner.slice(offset + 1, offset + 4);
  return /^[01][0-7]{2}$/.test(octal) ? codePoint(Number.parseInt(octal, 8), 4) : null;
}

function isHex(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-fA-F]+$/.test(text);
}

function codePoint(value: number, length: number): Escape | null {
  return value > 0x10ffff ? null : { text: String.fromCodePoint(value), length };
}
