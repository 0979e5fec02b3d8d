import { Refused } from "./refused.js";

export const codes = {
  quote: 34,
  comma: 44,
  minus: 45,
  colon: 58,
  openList: 91,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
} as const;

const backslash = 92;
const zero = 48;
const letterF = 102;
const letterN = 110;
const letterT = 116;

/** What a value is, told by its first character. */
export type JsonKind = "string" | "number" | "boolean" | "null" | "array" | "object";

const space = /[ \t\n\r]*/y;
const plainText = /[^"\\\u0000-\u001f]*/y;
const numberText = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const word = /true|false|null/y;

/**
 * Reads JSON value by value. Numbers stay text, so that 64-bit integers keep their digits, which `JSON.parse` rounds.
 * Every method throws `Refused` for text that is not JSON.
 */
export class JsonSource {
  #text = "";
  #at = 0;

  open(text: string): void {
    this.#text = text;
    this.#at = 0;
  }

  /** What comes next, white space passed over. */
  kind(): JsonKind {
    const code = this.#next();
    if (code === codes.quote) return "string";
    if (code === codes.minus || (code >= zero && code <= zero + 9)) return "number";
    if (code === codes.openObject) return "object";
    if (code === codes.openList) return "array";
    if (code === letterN) return "null";
    if (code === letterT || code === letterF) return "boolean";
    throw this.#failure("a value is expected");
  }

  /** Passes over a character if it is the next one. */
  take(code: number): boolean {
    if (this.#next() !== code) return false;
    this.#at++;
    return true;
  }

  expect(code: number): void {
    if (!this.take(code)) throw this.#failure(`\`${String.fromCharCode(code)}\` is expected`);
  }

  /** A string whose quote is next. */
  string(): string {
    this.expect(codes.quote);
    const start = this.#at;
    const end = this.#passPlain(start);
    const code = this.#text.charCodeAt(end);
    if (code === backslash) return this.#escaped(start);
    if (code !== codes.quote) throw this.#unended(end);
    this.#at = end + 1;
    return this.#text.slice(start, end);
  }

  /** The text of a number. */
  number(): string {
    return this.#match(numberText, "a number is expected");
  }

  /** `true`, `false` or `null`. */
  word(): string {
    return this.#match(word, "a value is expected");
  }

  /** Nothing but white space may come. */
  end(): void {
    if (!Number.isNaN(this.#next())) throw this.#failure("the record goes on after its end");
  }

  #match(pattern: RegExp, reason: string): string {
    const start = this.#at;
    pattern.lastIndex = start;
    // `exec` would make an array for each number.
    if (!pattern.test(this.#text)) throw this.#failure(reason);
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  /** The next character that is no white space; NaN at the end. */
  #next(): number {
    const code = this.#text.charCodeAt(this.#at);
    if (code > 32 || Number.isNaN(code)) return code;
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
    return this.#text.charCodeAt(this.#at);
  }

  /** Where characters end that stand for themselves. */
  #passPlain(start: number): number {
    plainText.lastIndex = start;
    plainText.test(this.#text);
    return plainText.lastIndex;
  }

  #escaped(start: number): string {
    let end = this.#passPlain(start);
    while (this.#text.charCodeAt(end) === backslash) end = this.#passPlain(end + 2);
    if (this.#text.charCodeAt(end) !== codes.quote) throw this.#unended(end);
    const text = this.#unescape(this.#text.slice(start - 1, end + 1));
    this.#at = end + 1;
    return text;
  }

  #unescape(quoted: string): string {
    const value = parsed(quoted);
    if (value === null) throw this.#failure("a wrong escape in the text that starts here");
    // Bytes that are UTF-8 have none; an escape can bring one in.
    if (/\p{Surrogate}/u.test(value)) throw this.#failure("half of a surrogate pair in the text that starts here");
    return value;
  }

  #unended(at: number): Refused {
    this.#at = Math.min(at, this.#text.length);
    return this.#failure(at >= this.#text.length ? "a string without its end" : "a control character in a string");
  }

  #failure(reason: string): Refused {
    return new Refused("json", null, `The record is not JSON: ${reason}, at line 1 column ${this.#at + 1}.`);
  }
}

function parsed(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
