import type { DiagnosticCode } from "../diagnostics/codes.js";
import { holeAt, fillHoles } from "./holes.js";
import type { Lexer } from "./lexer.js";
import type { Problem, TextRange } from "./problem.js";
import { quote } from "./quote.js";
import type { SourceText } from "./source-text.js";
import type { TokenBuffer } from "./token-buffer.js";
import { Mark, Token } from "./tokens.js";

/** A place in the tokens of a statement, and the problems found on the way there. */
export class Cursor {
  readonly source: SourceText;
  readonly tokens: TokenBuffer;
  position = 0;
  problems: Problem[] = [];
  private readonly text: string;

  constructor(lexer: Lexer) {
    this.source = lexer.source;
    this.text = lexer.source.text;
    this.tokens = lexer.tokens;
  }

  kind(ahead = 0): number {
    return this.tokens.kind(this.position + ahead);
  }

  /** The text of a token: as written, or as its hole was filled. */
  textOf(ahead = 0): string {
    return this.tokens.text(this.text, this.position + ahead);
  }

  range(ahead = 0): TextRange {
    const index = this.position + ahead;
    return { start: this.tokens.start(index), end: this.tokens.end(index) };
  }

  start(): number {
    return this.tokens.start(this.position);
  }

  /** End of the token before this one. */
  previousEnd(): number {
    return this.position === 0 ? this.start() : this.tokens.end(this.position - 1);
  }

  isWord(keyword: string, ahead = 0): boolean {
    return this.tokens.matches(this.text, this.position + ahead, keyword);
  }

  /** Whether the tokens ahead say several keywords. */
  areWords(first: string, second: string): boolean {
    return this.isWord(first) && this.isWord(second, 1);
  }

  isMark(code: number, ahead = 0): boolean {
    return this.kind(ahead) === code;
  }

  /** A token that can be a name. */
  isName(ahead = 0): boolean {
    const kind = this.kind(ahead);
    return kind === Token.word || kind === Token.quoted || kind === Token.hole;
  }

  isString(ahead = 0): boolean {
    return this.kind(ahead) === Token.string;
  }

  isEnd(ahead = 0): boolean {
    const kind = this.kind(ahead);
    return kind === Token.end || kind === Token.semicolon;
  }

  /** Whether a token follows the one before it without white space. */
  isAdjacent(ahead = 0): boolean {
    const index = this.position + ahead;
    return index > 0 && this.tokens.start(index) === this.tokens.end(index - 1);
  }

  acceptWord(keyword: string): boolean {
    const found = this.isWord(keyword);
    if (found) this.position++;
    return found;
  }

  /** Takes two keywords, or none. */
  acceptWords(first: string, second: string): boolean {
    const found = this.areWords(first, second);
    if (found) this.position += 2;
    return found;
  }

  acceptMark(code: number): boolean {
    const found = this.isMark(code);
    if (found) this.position++;
    return found;
  }

  expectWord(keyword: string): boolean {
    return this.acceptWord(keyword) || this.refuse(keyword);
  }

  expectMark(code: number): boolean {
    return this.acceptMark(code) || this.refuse(quote(String.fromCharCode(code)));
  }

  /** Records a problem; returns null so that a failing function can return the call. */
  fail(code: DiagnosticCode, message: string, range: TextRange, hint?: string): null {
    const place = { start: range.start, end: range.end };
    this.problems.push(hint === undefined ? { code, message, ...place } : { code, message, hint, ...place });
    return null;
  }

  /** Says that the current token is not what the grammar wants here. */
  unexpected(expected: string, hint?: string): null {
    switch (this.kind()) {
      case Token.broken:
        return null; // The lexer said what is wrong with it.
      case Token.hole:
        return this.missingHole(this.range(), this.textOf());
      case Token.foreign:
        return this.fail("GP1007", `Expected ${expected}, found ${quote(this.textOf())}.`, this.range(), foreignHint);
      case Token.end:
      case Token.semicolon:
        return this.fail("GP1001", `Expected ${expected}, found the end of the statement.`, this.lastRange(), hint);
      default:
        return this.fail("GP1001", `Expected ${expected}, found ${quote(this.textOf())}.`, this.range(), hint);
    }
  }

  /** As `unexpected`, for functions that answer with false. */
  refuse(expected: string, hint?: string): false {
    this.unexpected(expected, hint);
    return false;
  }

  /** Says that a hole in a text has no value. */
  missingHole(range: TextRange, text: string): null {
    // A hole that came with the value of another one is not filled in turn.
    const name = fillHoles(text, this.source.variables).missing ?? fillHoles(text, new Map()).missing ?? null;
    if (name === null) {
      const message = `A template tag stands here: ${quote(text)}.`;
      return this.fail("GP1003", message, range, "Render the template first; only holes with a name can be filled.");
    }
    const hole = this.holeIn(range, text, name);
    return this.fail(
      "GP1003",
      `The template hole ${quote(hole.text)} has no value.`,
      hole,
      `Give it one: ${varOption(name)}.`,
    );
  }

  /** The hole itself where it can be found in the text of a range, so that the place is exact. */
  private holeIn(range: TextRange, text: string, name: string): TextRange & { readonly text: string } {
    const written = this.text.slice(range.start, range.end);
    for (let at = 0; at < written.length; at++) {
      const hole = holeAt(written, at);
      if (hole?.name !== name) continue;
      const start = range.start + at;
      return { start, end: range.start + hole.end, text: written.slice(at, hole.end) };
    }
    return { ...range, text };
  }

  private lastRange(): TextRange {
    if (this.kind() === Token.semicolon || this.position === 0) return this.range();
    return this.range(-1);
  }

  /** Skips from an opening parenthesis past its closing one; records a problem where there is none. */
  skipParentheses(): boolean {
    const opener = this.range();
    if (!this.expectMark(Mark.open)) return false;
    for (let depth = 1; depth > 0; this.position++) {
      if (this.isEnd() || this.kind() === Token.broken) return this.unclosed(opener);
      if (this.isMark(Mark.open)) depth++;
      else if (this.isMark(Mark.close)) depth--;
    }
    return true;
  }

  private unclosed(opener: TextRange): boolean {
    if (this.kind() !== Token.broken) this.fail("GP1001", "This parenthesis is not closed.", opener);
    return false;
  }
}

const foreignHint = "Names with other characters than ASCII letters, digits and _ must stand in backticks.";

/** The option that gives a hole its value, quoted for a shell where it has to be. */
export function varOption(name: string): string {
  if (/^[\w.-]+$/.test(name)) return `--var ${name}=value`;
  return name.includes("'") ? `--var "${name}=value"` : `--var '${name}=value'`;
}
