import { isDigit, isForeign, isSpace, isWord } from "./characters.js";
import { fillHoles, holeAt, mayHaveHoles } from "./holes.js";
import type { Problem } from "./problem.js";
import {
  endOfBlockComment,
  endOfLine,
  endOfLineComment,
  endOfQuotedName,
  endOfRawString,
  endOfString,
  endOfWord,
  isNumber,
} from "./scan.js";
import { SourceText } from "./source-text.js";
import { TokenBuffer } from "./token-buffer.js";
import { Mark, Token } from "./tokens.js";

/** The comment line that separates the cells of a notebook saved as source. */
const cellSeparator = "-- COMMAND ----------";

/** Problems kept: beyond this many nobody reads them, and a hostile text could hold one in every line. */
const maxProblems = 20_000;

/**
 * Spark SQL's lexer over one text, filling a token buffer on demand. Hand-written over character codes: it looks at every
 * character once, whatever the text, and holds no more tokens than the caller keeps.
 */
export class Lexer {
  readonly source: SourceText;
  readonly tokens = new TokenBuffer();
  readonly problems: Problem[] = [];
  private readonly text: string;
  private readonly hasHoles: boolean;
  private offset: number;
  /** Opener of a literal → the first offset from which no closer follows; what opens later is broken at once. */
  private readonly unclosed = new Map<string, number>();
  /** The furthest offset looked at: what going back would cost again. */
  private furthest = 0;

  constructor(source: SourceText) {
    this.source = source;
    this.text = source.text;
    this.hasHoles = mayHaveHoles(source.text);
    this.offset = source.firstOffset;
  }

  /** Where the next token is looked for. */
  get position(): number {
    return this.offset;
  }

  /** Lexes up to `limit` tokens, stopping after a semicolon or the end of the text; returns the last token's kind. */
  fill(limit: number): number {
    let kind: number = Token.word;
    for (let count = 0; count < limit && kind !== Token.semicolon && kind !== Token.end; count++) kind = this.next();
    return kind;
  }

  /** Characters that have to be read again after going back to an offset. */
  costOfRewind(offset: number): number {
    return this.furthest - offset;
  }

  /** Goes back to an offset, forgetting the tokens and the problems found behind it. */
  rewind(offset: number): void {
    this.offset = offset;
    while ((this.problems.at(-1)?.start ?? -1) >= offset) this.problems.pop();
    for (const [opener, at] of this.unclosed) if (at >= offset) this.unclosed.delete(opener);
  }

  private next(): number {
    const { text } = this;
    let offset = this.offset;
    while (offset < text.length) {
      const code = text.charCodeAt(offset);
      if (isSpace(code)) offset++;
      else if (code === 0x2d && text.charCodeAt(offset + 1) === 0x2d) {
        const end = endOfLineComment(text, offset);
        if (text.startsWith(cellSeparator, offset)) return this.push(Token.semicolon, offset, end);
        offset = end;
      } else if (code === 0x2f && text.charCodeAt(offset + 1) === 0x2a) offset = this.skipComment(offset);
      else return this.lexAt(offset, code);
    }
    return this.push(Token.end, text.length, text.length);
  }

  private push(kind: number, start: number, end: number): number {
    this.tokens.push(kind, start, end);
    this.offset = end;
    if (end > this.furthest) this.furthest = end;
    return kind;
  }

  private lexAt(offset: number, code: number): number {
    if (isWord(code)) return this.word(offset);
    switch (code) {
      case 0x60:
        return this.enclosed("`", Token.quoted, offset, offset);
      case 0x27:
        return this.enclosed("'", Token.string, offset, offset);
      case 0x22:
        return this.enclosed('"', Token.string, offset, offset);
      case 0x3b:
        return this.push(Token.semicolon, offset, offset + 1);
      case Mark.dollar:
        if (this.text.charCodeAt(offset + 1) === Mark.dollar) return this.enclosed("$$", Token.body, offset, offset);
        return this.holeOrMark(offset, code);
      case Mark.openBrace:
        return this.holeOrMark(offset, code);
      default:
        if (isForeign(code)) return this.foreign(offset);
        return code > 32 ? this.push(code, offset, offset + 1) : this.foreign(offset);
    }
  }

  private word(start: number): number {
    const { text } = this;
    const end = endOfWord(text, start);
    const code = text.charCodeAt(end);
    if (this.hasHoles && (code === Mark.dollar || code === Mark.openBrace) && holeAt(text, end) !== null) {
      return this.holeRun(start);
    }
    if (isForeign(code)) return this.foreign(start);
    if ((code === 0x27 || code === 0x22) && end - start === 1 && text.charAt(start).toLowerCase() === "r") {
      return this.enclosed(`r${text.charAt(end)}`, Token.string, start, end);
    }
    if (isDigit(text.charCodeAt(start)) && isNumber(text, start, end)) {
      return this.push(Token.number, start, this.endOfFraction(end));
    }
    return this.push(Token.word, start, end);
  }

  /** `1.5`: what follows the point of a number belongs to it. */
  private endOfFraction(end: number): number {
    const isPoint = this.text.charCodeAt(end) === Mark.dot && isDigit(this.text.charCodeAt(end + 1));
    return isPoint ? endOfWord(this.text, end + 1) : end;
  }

  /** A run with characters outside ASCII, or a stray control character. */
  private foreign(start: number): number {
    let end = start + 1;
    while (end < this.text.length) {
      const code = this.text.charCodeAt(end);
      if (!isWord(code) && !isForeign(code)) break;
      end++;
    }
    return this.push(Token.foreign, start, end);
  }

  private enclosed(opener: string, kind: number, start: number, quoteAt: number): number {
    if (this.unclosed.size === 0 || start < (this.unclosed.get(opener) ?? Number.POSITIVE_INFINITY)) {
      const end = this.endOfEnclosed(opener, quoteAt);
      if (end !== -1) return this.push(kind, start, end);
      this.unclosed.set(opener, start);
      this.furthest = this.text.length;
    }
    return this.breakOff(opener, start);
  }

  private endOfEnclosed(opener: string, at: number): number {
    switch (opener) {
      case "`":
        return endOfQuotedName(this.text, at);
      case "'":
      case '"':
        return endOfString(this.text, at);
      case "$$": {
        const end = this.text.indexOf("$$", at + 2);
        return end === -1 ? -1 : end + 2;
      }
      default:
        return endOfRawString(this.text, at);
    }
  }

  /** An unclosed literal ends with its line, so that what follows can still be read. */
  private breakOff(opener: string, start: number): number {
    this.addProblem({ ...unclosedProblem(opener), start, end: start + 1 });
    return this.push(Token.broken, start, Math.max(start + 1, endOfLine(this.text, start)));
  }

  private skipComment(start: number): number {
    const end = endOfBlockComment(this.text, start);
    if (end !== -1) return end;
    this.furthest = this.text.length;
    this.addProblem({
      code: "GP1002",
      message: "This comment is not closed; the rest of the text was not read.",
      hint: "Bracketed comments nest: every /* inside one needs its own */.",
      start,
      end: start + 2,
    });
    return this.text.length;
  }

  private addProblem(problem: Problem): void {
    if (this.problems.length < maxProblems) this.problems.push(problem);
  }

  private holeOrMark(start: number, code: number): number {
    return holeAt(this.text, start) === null ? this.push(code, start, start + 1) : this.holeRun(start);
  }

  /** A run of names and holes without white space: `dev_${region}_x` is one name once the hole is filled. */
  private holeRun(start: number): number {
    let end = start;
    for (;;) {
      const wordEnd = endOfWord(this.text, end);
      const holeEnd = holeAt(this.text, wordEnd)?.end ?? wordEnd;
      if (holeEnd === end) break;
      end = holeEnd;
    }
    const filled = fillHoles(this.text.slice(start, end), this.source.variables);
    if (filled.missing !== undefined) return this.push(Token.hole, start, end);
    return this.pushFilled(filled.text, start, end);
  }

  /** The tokens of a filled run; all of them stand where the run stands. */
  private pushFilled(text: string, start: number, end: number): number {
    const inner = new Lexer(new SourceText(text));
    while (inner.fill(1) !== Token.end) {
      const last = inner.tokens.count - 1;
      this.tokens.pushText(inner.tokens.kind(last), start, end, inner.tokens.text(text, last));
    }
    for (const problem of inner.problems) this.addProblem({ ...problem, start, end });
    this.offset = end;
    return Token.word;
  }
}

function unclosedProblem(opener: string): Pick<Problem, "code" | "message" | "hint"> {
  const what = opener === "`" ? "name in backticks" : opener === "$$" ? "$$ body" : "string literal";
  const closer = opener.startsWith("r") ? opener.slice(1) : opener;
  return { code: "GP1002", message: `This ${what} is not closed.`, hint: `Close it with ${closer}.` };
}
