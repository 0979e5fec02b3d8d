/** What a scan found: where the value ends, or the first place at which the text stops being JSON. */
export type JsonScan =
  | { readonly ok: true; readonly end: number }
  | { readonly ok: false; readonly offset: number; readonly problem: string };

const openers: Readonly<Record<string, string>> = { "{": "}", "[": "]" };
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
/** What a string cannot simply go on with: its end, an escape, a character below U+0020. */
const stringStop = /[^ !#-[\]-\u{10ffff}]/gu;
const space = /[ \t\n\r]*/y;

/** Where the white space of JSON at an offset ends. */
export function skipSpace(text: string, offset: number): number {
  space.lastIndex = offset;
  space.test(text);
  return space.lastIndex;
}

/**
 * Scans the JSON value that begins at an offset, as strictly as `JSON.parse`, whose messages tell the place of an error
 * only sometimes. Needs no stack, so that any depth of nesting will do.
 */
export function scanJson(text: string, start: number): JsonScan {
  const scanner = new JsonScanner(text, start);
  try {
    scanner.value();
    return { ok: true, end: scanner.offset };
  } catch (error) {
    if (error instanceof ScanProblem) return { ok: false, offset: error.offset, problem: error.message };
    throw error;
  }
}

class ScanProblem extends Error {
  readonly offset: number;

  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

class JsonScanner {
  offset: number;
  private readonly text: string;
  /** The brackets that close what is open, innermost last. */
  private readonly open: string[] = [];

  constructor(text: string, start: number) {
    this.text = text;
    this.offset = start;
  }

  value(): void {
    this.beginValue();
    while (this.open.length > 0) this.afterValue();
  }

  /** Takes a whole scalar, or the beginning of an object or a list and all that opens right in it. */
  private beginValue(): void {
    for (;;) {
      this.space();
      const closer = openers[this.char()];
      if (closer === undefined) {
        this.scalar();
        return;
      }
      this.offset++;
      this.space();
      if (this.char() === closer) {
        this.offset++;
        return;
      }
      this.open.push(closer);
      if (closer === "}") this.key("a name in quotation marks or `}`");
    }
  }

  private afterValue(): void {
    this.space();
    const closer = this.open.at(-1) ?? "";
    if (this.char() === closer) {
      this.open.pop();
      this.offset++;
      return;
    }
    if (this.char() !== ",") throw this.unexpected(`\`,\` or \`${closer}\``);
    this.offset++;
    this.space();
    if (this.char() === closer) throw this.problem(`the comma before \`${closer}\` is one too many`);
    if (closer === "}") this.key("a name in quotation marks");
    this.beginValue();
  }

  private key(expected: string): void {
    this.space();
    if (this.char() !== '"') throw this.unexpected(expected);
    this.string();
    this.space();
    if (this.char() !== ":") throw this.unexpected("`:`");
    this.offset++;
  }

  private scalar(): void {
    if (this.char() === '"') {
      this.string();
      return;
    }
    literal.lastIndex = this.offset;
    if (!literal.test(this.text)) throw this.unexpected("a value");
    this.offset = literal.lastIndex;
  }

  private string(): void {
    const start = this.offset++;
    for (;;) {
      stringStop.lastIndex = this.offset;
      const stop = stringStop.exec(this.text);
      if (stop === null) throw new ScanProblem(start, "the quotation mark is never closed");
      this.offset = stop.index;
      if (stop[0] === '"') break;
      escape.lastIndex = stop.index;
      if (!escape.test(this.text)) throw this.problem(stringProblem(stop[0]));
      this.offset = escape.lastIndex;
    }
    this.offset++;
  }

  private space(): void {
    this.offset = skipSpace(this.text, this.offset);
  }

  private char(): string {
    return this.text.charAt(this.offset);
  }

  private unexpected(expected: string): ScanProblem {
    return this.problem(`expected ${expected}, found ${describeChar(this.text, this.offset)}`);
  }

  private problem(problem: string): ScanProblem {
    return new ScanProblem(this.offset, problem);
  }
}

function stringProblem(char: string): string {
  if (char === "\\") return "there is no such escape in JSON";
  return char === "\n" || char === "\r"
    ? "a line break inside quotation marks is written `\\n`"
    : "a control character inside quotation marks is written as an escape";
}

/** The character or, where one begins, the word at an offset. */
function describeChar(text: string, offset: number): string {
  const code = text.codePointAt(offset);
  if (code === undefined) return "the end of the text";
  const word = /^[A-Za-z_]\w{0,30}/.exec(text.slice(offset, offset + 40))?.[0];
  const char = String.fromCodePoint(code);
  return /[\p{C}\p{Z}]/u.test(char) ? `the character U+${hex(code)}` : `\`${word ?? char}\``;
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, "0");
}
