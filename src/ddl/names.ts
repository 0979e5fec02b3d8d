import { type Cursor, varOption } from "./cursor.js";
import { fillHoles } from "./holes.js";
import { Lexer } from "./lexer.js";
import { decodeQuotedName, decodeString } from "./literals.js";
import type { Identifier, QualifiedName } from "./nodes.js";
import type { TextRange } from "./problem.js";
import { quote } from "./quote.js";
import { SourceText } from "./source-text.js";
import { Mark, Token } from "./tokens.js";

/** `a.b.c`, parts in backticks, `IDENTIFIER('a.b')`, `:parameter`. Null after recording a problem. */
export function parseName(cursor: Cursor, what: string): QualifiedName | null {
  const start = cursor.start();
  const parts: Identifier[] = [];
  do {
    const more = parseParts(cursor, parts.length === 0 ? what : "a name after the dot");
    if (more === null) return null;
    parts.push(...more);
  } while (cursor.acceptMark(Mark.dot));
  return { parts, start, end: cursor.previousEnd() };
}

/** A name of one part, such as that of a column. */
export function parseIdentifier(cursor: Cursor, what: string): Identifier | null {
  const range = cursor.range();
  const parts = parseParts(cursor, what);
  if (parts === null) return null;
  const [first, second] = parts;
  if (first !== undefined && second === undefined) return first;
  return cursor.fail("GP1001", `Expected ${what}, found a name of several parts.`, range);
}

/** One part, or the several parts that IDENTIFIER(…) or a parameter stands for. */
function parseParts(cursor: Cursor, what: string): readonly Identifier[] | null {
  switch (cursor.kind()) {
    case Token.word:
      if (isIdentifierClause(cursor)) return parseIdentifierClause(cursor);
      return parseWord(cursor);
    case Token.quoted:
      return parseQuoted(cursor);
    case Mark.colon:
      return parseParameterName(cursor, what);
    case Token.number:
    case Token.foreign:
      return needsBackticks(cursor, cursor.textOf(), cursor.range());
    case Token.string:
      return cursor.unexpected(what, "A quoted name stands in backticks; quotation marks make a string.");
    case Mark.openBracket:
      return cursor.unexpected(what, "A quoted name stands in backticks, not in brackets.");
    default:
      return cursor.unexpected(what);
  }
}

/** `IDENTIFIER(…)`; a table called `identifier` has a column and its type in the parentheses. */
function isIdentifierClause(cursor: Cursor): boolean {
  if (!cursor.isWord("IDENTIFIER") || !cursor.isMark(Mark.open, 1)) return false;
  return !cursor.isName(2) || !cursor.isName(3);
}

function parseWord(cursor: Cursor): readonly Identifier[] | null {
  const range = cursor.range();
  const text = cursor.textOf();
  const isCut = cursor.isMark(Mark.minus, 1) && cursor.isAdjacent(1) && cursor.isAdjacent(2) && !cursor.isEnd(2);
  cursor.position++;
  if (!isCut) return [{ text, start: range.start, end: range.end }];
  const rest = cursor.range(1);
  return needsBackticks(cursor, `${text}-${cursor.textOf(1)}`, { start: range.start, end: rest.end });
}

function parseQuoted(cursor: Cursor): readonly Identifier[] | null {
  const range = cursor.range();
  const { text, missing } = fillHoles(decodeQuotedName(cursor.textOf()), cursor.source.variables);
  if (missing !== undefined) return cursor.missingHole(range, cursor.textOf());
  if (text === "") return cursor.fail("GP1007", "A name cannot be empty.", range);
  cursor.position++;
  return [{ text, start: range.start, end: range.end }];
}

function needsBackticks(cursor: Cursor, text: string, range: TextRange): null {
  const hint = /[‘’“”]/.test(text)
    ? "Typographic quotation marks are not SQL: use ' around strings and backticks around names."
    : `Write \`${text.replaceAll("`", "``")}\` in backticks.`;
  return cursor.fail("GP1007", `The name ${quote(text)} is not valid without backticks.`, range, hint);
}

function parseParameterName(cursor: Cursor, what: string): readonly Identifier[] | null {
  const range = cursor.range();
  const value = parseParameter(cursor, what);
  return value === null ? null : splitName(cursor, value, { start: range.start, end: cursor.previousEnd() });
}

/** `:name` or `` :`a name` ``; its value. */
function parseParameter(cursor: Cursor, what: string): string | null {
  if (!cursor.isName(1) || !cursor.isAdjacent(1)) return cursor.unexpected(what);
  const range = { start: cursor.start(), end: cursor.range(1).end };
  cursor.position += 2;
  const written = cursor.textOf(-1);
  return valueOf(cursor, cursor.kind(-1) === Token.quoted ? decodeQuotedName(written) : written, range, "parameter");
}

function valueOf(cursor: Cursor, name: string, range: TextRange, what: string): string | null {
  const value = cursor.source.variables.get(name);
  if (value !== undefined) return value;
  return cursor.fail("GP1003", `The ${what} ${quote(name)} has no value.`, range, `Give it one: ${varOption(name)}.`);
}

/** `IDENTIFIER('a.b')`, also with parameters, session variables and `||` between the pieces. */
function parseIdentifierClause(cursor: Cursor): readonly Identifier[] | null {
  const start = cursor.start();
  cursor.position += 2;
  const pieces: string[] = [];
  do {
    const piece = parseIdentifierPiece(cursor);
    if (piece === null) return null;
    pieces.push(piece);
  } while (acceptConcatenation(cursor));
  if (!cursor.expectMark(Mark.close)) return null;
  return splitName(cursor, pieces.join(""), { start, end: cursor.previousEnd() });
}

function acceptConcatenation(cursor: Cursor): boolean {
  const found = cursor.isMark(Mark.pipe) && cursor.isMark(Mark.pipe, 1);
  if (found) cursor.position += 2;
  return found;
}

function parseIdentifierPiece(cursor: Cursor): string | null {
  const range = cursor.range();
  if (cursor.kind() === Token.string) {
    const { text, missing } = fillHoles(decodeString(cursor.textOf()), cursor.source.variables);
    if (missing !== undefined) return cursor.missingHole(range, cursor.textOf());
    cursor.position++;
    return text;
  }
  if (cursor.isMark(Mark.colon)) return parseParameter(cursor, "a string or a parameter");
  if (cursor.kind() !== Token.word || cursor.isMark(Mark.open, 1)) return cursor.unexpected("a string or a parameter");
  cursor.position++;
  return valueOf(cursor, cursor.textOf(-1), range, "variable");
}

/** The parts of a name given as text; all of them stand where the text stands. */
function splitName(cursor: Cursor, text: string, range: TextRange): readonly Identifier[] | null {
  const source = new SourceText(text);
  const { tokens } = tokenize(source);
  const parts: Identifier[] = [];
  for (let index = 0; index < tokens.count - 1; index += 2) {
    const kind = tokens.kind(index);
    const written = tokens.text(text, index);
    if (kind !== Token.word && kind !== Token.quoted) break;
    parts.push({ text: kind === Token.quoted ? decodeQuotedName(written) : written, ...range });
    if (tokens.kind(index + 1) === Token.end) return parts;
    if (tokens.kind(index + 1) !== Mark.dot) break;
  }
  return cursor.fail(
    "GP1007",
    `${quote(text)} is not a name.`,
    range,
    "Parts with other characters stand in backticks.",
  );
}

function tokenize(source: SourceText): Lexer {
  const lexer = new Lexer(source);
  while (lexer.fill(64) !== Token.end);
  return lexer;
}
