import { parseAlter } from "./alter.js";
import { isWord } from "./characters.js";
import { CompoundDepth } from "./compound.js";
import { parseCreate, parseCreateHead } from "./create.js";
import { Cursor } from "./cursor.js";
import { Lexer } from "./lexer.js";
import type { QualifiedName, Statement } from "./nodes.js";
import { isCommentOnTable, isDropTable, isUse, parseCommentOn, parseDropTable, parseUse } from "./other-statements.js";
import { isError, type Problem } from "./problem.js";
import { quote } from "./quote.js";
import type { SourceText } from "./source-text.js";
import { headLineIn, isFirstWord, isHeadLine, isObject, isStatementStart } from "./statement-start.js";
import { Mark, Token } from "./tokens.js";

/** What was read between two semicolons. */
export interface ReadStatement {
  /** Null where the statement was passed over or could not be read. */
  readonly statement: Statement | null;
  /** The table a statement was about that could not be read: what is known of it is no longer true. */
  readonly damaged: QualifiedName | null;
  readonly problems: readonly Problem[];
}

const noProblems: readonly Problem[] = [];

/** Tokens looked at to tell what a statement is. */
const headTokens = 16;

/** Tokens held at a time while a statement is passed over. */
const skippedTokens = 512;

/**
 * Reads the statements of a text one after the other. After one that cannot be read it goes on at the next semicolon, or
 * at the next line that begins a statement, whichever comes first.
 */
export class StatementReader {
  private readonly lexer: Lexer;
  private readonly cursor: Cursor;
  private readonly text: string;
  /** Kind of the last token lexed: tells whether a statement's tokens are all there. */
  private lastKind: number = Token.word;
  private damaged: QualifiedName | null = null;
  /** How many of the lexer's problems belong to statements already read. */
  private takenProblems = 0;
  /** Characters that may be read a second time; bounds the work whatever the text. */
  private rereadable: number;

  constructor(source: SourceText) {
    this.lexer = new Lexer(source);
    this.cursor = new Cursor(this.lexer);
    this.text = source.text;
    this.rereadable = 16 * source.text.length + 1_000_000;
  }

  /** The next statement that is understood, or that has a problem; null at the end of the text. */
  next(): ReadStatement | null {
    const { cursor } = this;
    for (;;) {
      this.fillHead();
      if (cursor.kind() === Token.end) return this.atEnd();
      if (this.isNoStatement()) {
        cursor.position++;
        continue;
      }
      cursor.problems = [];
      this.damaged = null;
      const statement = this.readStatement();
      const problems = cursor.problems.concat(this.lexerProblems(this.position()));
      if (statement !== null || problems.length > 0) return this.result(statement, problems);
    }
  }

  /** How far the text is read. */
  private position(): number {
    return this.lexer.tokens.count === 0 ? this.lexer.position : this.cursor.start();
  }

  private result(statement: Statement | null, problems: readonly Problem[]): ReadStatement {
    const isFailed = statement === null || problems.some(isError);
    if (!isFailed || statement?.kind === "use") return { statement, damaged: null, problems };
    return { statement: null, damaged: this.damaged, problems };
  }

  private atEnd(): ReadStatement | null {
    const problems = this.lexerProblems(Number.POSITIVE_INFINITY);
    return problems.length === 0 ? null : { statement: null, damaged: null, problems };
  }

  /** The lexer's problems before an offset; it may have looked further than the statement goes. */
  private lexerProblems(before: number): readonly Problem[] {
    const { problems } = this.lexer;
    const first = this.takenProblems;
    let next = first;
    while (next < problems.length && (problems[next]?.start ?? before) < before) next++;
    this.takenProblems = next;
    return next === first ? noProblems : problems.slice(first, next);
  }

  /** Semicolons, separators, and template holes between statements (an include, a macro's settings). */
  private isNoStatement(): boolean {
    const kind = this.cursor.kind();
    return kind === Token.semicolon || kind === Token.hole || (this.cursor.isWord("GO") && isHeadLine(this.cursor));
  }

  private readStatement(): Statement | null {
    const { cursor } = this;
    if (cursor.isWord("CREATE") || (cursor.isWord("REPLACE") && cursor.isWord("TABLE", 1))) return this.readCreate();
    if (cursor.areWords("ALTER", "TABLE")) return this.read(() => this.readAlter());
    if (isDropTable(cursor)) return this.read(() => parseDropTable(cursor));
    if (isCommentOnTable(cursor)) return this.read(() => parseCommentOn(cursor));
    if (isUse(cursor)) return this.read(() => parseUse(cursor));
    if (isCompoundStart(cursor)) return this.passOver(true);
    return this.passOverFirst();
  }

  private passOverFirst(): null {
    const { cursor } = this;
    const isKnown = cursor.isMark(Mark.open) || (cursor.kind() === Token.word && isFirstWord(cursor.textOf()));
    if (!isKnown && cursor.kind() !== Token.broken) this.warnUnknown("No statement begins with");
    if (cursor.isWord("ALTER") && cursor.kind(1) === Token.word && !isObject(cursor.textOf(1))) {
      cursor.position++;
      this.warnUnknown("ALTER knows no");
    }
    return this.passOver(false);
  }

  private warnUnknown(message: string): void {
    const { cursor } = this;
    cursor.fail("GP1004", `${message} ${quote(cursor.textOf())}; it is passed over.`, cursor.range());
  }

  private readCreate(): Statement | null {
    const { cursor } = this;
    const first = cursor.position;
    const head = parseCreateHead(cursor);
    if (head !== null) return this.read(() => parseCreate(cursor, head, this.noteName), first);
    if (cursor.isWord("TABLE", 1) || cursor.isWord("TABLE", 2))
      return this.read(() => cursor.unexpected("TABLE"), first);
    if (cursor.kind() === Token.word && !isObject(cursor.textOf())) this.warnUnknown("CREATE knows no");
    return this.passOver(true);
  }

  private readAlter(): Statement | null {
    const start = this.cursor.start();
    this.cursor.position += 2;
    return parseAlter(this.cursor, start, this.noteName);
  }

  private readonly noteName = (name: QualifiedName): void => {
    this.damaged = name;
  };

  /** Reads a statement whose tokens are all needed, and goes behind it. */
  private read(parse: () => Statement | null, first = this.cursor.position): Statement | null {
    if (!this.isComplete()) this.lastKind = this.lexer.fill(Number.POSITIVE_INFINITY);
    const statement = parse();
    const isRead = statement !== null && (statement.kind !== "use" || statement.parts !== null);
    if (isRead && this.endStatement()) return statement;
    this.recover(first);
    return statement?.kind === "use" ? statement : null;
  }

  private endStatement(): boolean {
    const { cursor } = this;
    if (cursor.kind() === Token.semicolon) cursor.position++;
    else if (cursor.kind() !== Token.end) {
      if (!isStatementStart(cursor)) return cursor.refuse("the end of the statement");
      this.warnMissingSemicolon();
    }
    return true;
  }

  private warnMissingSemicolon(): void {
    const { cursor } = this;
    if (cursor.isWord("GO")) return;
    const message = "A semicolon is missing before this statement.";
    cursor.fail("GP1005", message, cursor.range(), "End every statement with a semicolon.");
  }

  /** Goes to where reading can go on after a statement that could not be read. */
  private recover(first: number): void {
    const { cursor } = this;
    for (cursor.position = first + 1; !cursor.isEnd(); cursor.position++) {
      if (cursor.kind() === Token.string && this.recoverInside()) return;
      if (isHeadLine(cursor)) return;
    }
    if (cursor.kind() === Token.semicolon) cursor.position++;
  }

  /**
   * A missing quote turns the text after it inside out: what looks like a literal is the code between two of them. A
   * literal with a word right behind it, and a statement on one of its lines, is taken as such.
   */
  private recoverInside(): boolean {
    const { start, end } = this.cursor.range();
    if (!isWord(this.text.charCodeAt(end))) return false;
    const at = headLineIn(this.text.slice(start, end));
    const cost = this.lexer.costOfRewind(start);
    if (at === -1 || cost > this.rereadable) return false;
    this.rereadable -= cost;
    this.hintAtQuote(start);
    this.lexer.rewind(start + at);
    this.forgetTokens();
    return true;
  }

  private hintAtQuote(start: number): void {
    const { line } = this.cursor.source.spanOf(start, start);
    const last = this.cursor.problems.pop();
    if (last === undefined) return;
    this.cursor.problems.push({ ...last, hint: `The string that begins in line ${line} may lack its closing quote.` });
  }

  /** Passes over a statement without keeping its tokens; always null. */
  private passOver(mayBeCompound: boolean): null {
    const { cursor } = this;
    const compound = new CompoundDepth();
    const opener = cursor.range();
    for (let depth = 0, isFirst = true; ; cursor.position++, isFirst = false) {
      this.fillSkipped();
      const kind = cursor.kind();
      if (kind === Token.string && cursor.problems.length > 0 && this.recoverInside()) return null;
      if (mayBeCompound) compound.take(cursor);
      if (kind === Token.end) return this.endOfPassedOver(compound.isOpen, opener);
      if (compound.isOpen) continue;
      if (kind === Token.semicolon) break;
      if (kind === Mark.open) depth++;
      else if (kind === Mark.close) depth--;
      else if (!isFirst && depth <= 0 && isHeadLine(cursor)) {
        this.warnMissingSemicolon();
        return null;
      }
    }
    cursor.position++;
    return null;
  }

  private endOfPassedOver(isOpen: boolean, opener: { start: number; end: number }): null {
    if (!isOpen) return null;
    return this.cursor.fail("GP1010", "This block has no END; the rest of the text was not read.", opener);
  }

  private fillHead(): void {
    if (this.cursor.position >= this.lexer.tokens.count) this.forgetTokens();
    else if (this.cursor.position > 1024 && this.cursor.position * 2 > this.lexer.tokens.count) this.dropTokens();
    if (!this.isComplete()) this.lastKind = this.lexer.fill(headTokens);
  }

  private fillSkipped(): void {
    if (this.cursor.position < this.lexer.tokens.count) return;
    this.forgetTokens();
    this.lastKind = this.lexer.fill(skippedTokens);
  }

  private isComplete(): boolean {
    return this.lastKind === Token.semicolon || this.lastKind === Token.end;
  }

  private forgetTokens(): void {
    this.lexer.tokens.clear();
    this.cursor.position = 0;
    this.lastKind = Token.word;
  }

  private dropTokens(): void {
    this.lexer.tokens.dropBefore(this.cursor.position);
    this.cursor.position = 0;
  }
}

/** `BEGIN … END`, with or without a label; BEGIN TRANSACTION is a statement of its own. */
function isCompoundStart(cursor: Cursor): boolean {
  if (cursor.isMark(Mark.colon, 1)) return cursor.isWord("BEGIN", 2);
  if (!cursor.isWord("BEGIN") || cursor.isEnd(1)) return false;
  return !["TRANSACTION", "TRAN", "WORK"].some((word) => cursor.isWord(word, 1));
}
