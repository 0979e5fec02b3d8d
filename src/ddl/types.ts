import type { Cursor } from "./cursor.js";
import { parseIdentifier } from "./names.js";
import type { FieldNode, StructTypeNode, TypeNode } from "./nodes.js";
import { parseString } from "./strings.js";
import { Mark, Token } from "./tokens.js";

/** Levels of nesting a type may have. Far beyond any table, and shallow enough for every stage that walks a type. */
const maxTypeDepth = 500;

/** A type: `DECIMAL(10,2)`, `ARRAY<STRING>`, `STRUCT<a: INT NOT NULL>`. Null after recording a problem. */
export function parseType(cursor: Cursor, depth = 1): TypeNode | null {
  if (depth > maxTypeDepth) {
    return cursor.fail("GP1008", `Types are nested more than ${maxTypeDepth} levels deep here.`, cursor.range());
  }
  if (cursor.kind() !== Token.word) return unexpectedType(cursor);
  const type = cursor.isMark(Mark.less, 1) ? parseNested(cursor, depth) : parseNamed(cursor);
  return type !== null && cursor.isMark(Mark.openBracket) ? refuseBrackets(cursor, type.start) : type;
}

function unexpectedType(cursor: Cursor): null {
  if (cursor.kind() !== Token.quoted) return cursor.unexpected("a type");
  return cursor.unexpected("a type", "Type names are written without backticks.");
}

/** `INT[]`, as other databases write arrays. */
function refuseBrackets(cursor: Cursor, start: number): null {
  const element = cursor.source.text.slice(start, cursor.previousEnd());
  const end = cursor.isMark(Mark.closeBracket, 1) ? cursor.range(1).end : cursor.range().end;
  return cursor.fail("GP2006", "Spark writes no array type with brackets.", { start, end }, `Write ARRAY<${element}>.`);
}

function parseNested(cursor: Cursor, depth: number): TypeNode | null {
  if (cursor.isWord("ARRAY")) return parseArray(cursor, depth);
  if (cursor.isWord("MAP")) return parseMap(cursor, depth);
  if (cursor.isWord("STRUCT")) return parseStruct(cursor, depth);
  return cursor.unexpected("a type", "Only ARRAY, MAP and STRUCT take types in angle brackets.");
}

function parseArray(cursor: Cursor, depth: number): TypeNode | null {
  const start = cursor.start();
  cursor.position += 2;
  const element = parseType(cursor, depth + 1);
  if (element === null || !expectCloser(cursor)) return null;
  return { kind: "array", element, start, end: cursor.previousEnd() };
}

function parseMap(cursor: Cursor, depth: number): TypeNode | null {
  const start = cursor.start();
  cursor.position += 2;
  const key = parseType(cursor, depth + 1);
  if (key === null || !cursor.expectMark(Mark.comma)) return null;
  const value = parseType(cursor, depth + 1);
  if (value === null || !expectCloser(cursor)) return null;
  return { kind: "map", key, value, start, end: cursor.previousEnd() };
}

function expectCloser(cursor: Cursor): boolean {
  if (cursor.areWords("NOT", "NULL")) {
    const hint = "Spark's elements, keys and values carry no NOT NULL; struct fields do.";
    return cursor.refuse("`>`", hint);
  }
  return cursor.expectMark(Mark.greater);
}

function parseStruct(cursor: Cursor, depth: number): StructTypeNode | null {
  const start = cursor.start();
  cursor.position += 2;
  const fields: FieldNode[] = [];
  if (!cursor.isMark(Mark.greater)) {
    do {
      const field = parseField(cursor, depth);
      if (field === null) return null;
      fields.push(field);
    } while (cursor.acceptMark(Mark.comma));
  }
  if (!cursor.isMark(Mark.greater)) return cursor.unexpected("`,` or `>` after a field");
  cursor.position++;
  return { kind: "struct", fields, start, end: cursor.previousEnd() };
}

function parseField(cursor: Cursor, depth: number): FieldNode | null {
  const name = parseIdentifier(cursor, "a field name");
  if (name === null) return null;
  cursor.acceptMark(Mark.colon);
  const type = parseType(cursor, depth + 1);
  if (type === null) return null;
  const end = cursor.previousEnd();
  const options = parseFieldOptions(cursor);
  return options === null ? null : { name, type, ...options, start: name.start, end };
}

function parseFieldOptions(cursor: Cursor): Pick<FieldNode, "notNull" | "comment"> | null {
  let notNull = false;
  let comment: string | null = null;
  for (;;) {
    if (cursor.acceptWords("NOT", "NULL")) notNull = true;
    else if (cursor.isWord("COMMENT")) {
      cursor.position++;
      comment = parseString(cursor, "the comment in quotes");
      if (comment === null) return null;
    } else return { notNull, comment };
  }
}

function parseNamed(cursor: Cursor): TypeNode | null {
  const start = cursor.start();
  const first = cursor.textOf().toUpperCase();
  cursor.position++;
  let name = first === "INTERVAL" ? first + takeUnits(cursor) : first + takeTail(cursor);
  const parameters = cursor.isMark(Mark.open) ? parseParameters(cursor) : undefined;
  if (parameters === null) return null;
  if (parameters !== undefined) name += takeTail(cursor);
  const collation = parseCollation(cursor);
  if (collation === null) return null;
  const end = cursor.previousEnd();
  return { kind: "named", name, parameters: parameters ?? null, collation: collation ?? null, start, end };
}

const intervalUnits: readonly string[] = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"];

/** `INTERVAL DAY TO SECOND`: takes the units after the word, where there are any. */
function takeUnits(cursor: Cursor): string {
  if (!isUnit(cursor, 0)) return "";
  const first = cursor.textOf().toUpperCase();
  cursor.position++;
  if (!cursor.isWord("TO") || !isUnit(cursor, 1)) return ` ${first}`;
  const last = cursor.textOf(1).toUpperCase();
  cursor.position += 2;
  return ` ${first} TO ${last}`;
}

function isUnit(cursor: Cursor, ahead: number): boolean {
  return intervalUnits.some((unit) => cursor.isWord(unit, ahead));
}

/** Words that belong to the name of a type, Spark's and those of other databases (which are refused by name later). */
const tails: readonly (readonly string[])[] = [
  ["WITH", "LOCAL", "TIME", "ZONE"],
  ["WITHOUT", "TIME", "ZONE"],
  ["WITH", "TIME", "ZONE"],
  ["PRECISION"],
  ["VARYING"],
  ["UNSIGNED"],
];

/** Takes the further words of a type's name; each with a space before it. */
function takeTail(cursor: Cursor): string {
  if (cursor.kind() !== Token.word) return "";
  for (const tail of tails) {
    if (!tail.every((word, index) => cursor.isWord(word, index))) continue;
    cursor.position += tail.length;
    return ` ${tail.join(" ")}`;
  }
  return "";
}

/** The texts between parentheses, whatever they are: what they mean depends on the type. */
function parseParameters(cursor: Cursor): readonly string[] | null {
  const opener = cursor.range();
  cursor.position++;
  const parameters: string[] = [];
  let piece: string[] = [];
  for (; !cursor.isMark(Mark.close); cursor.position++) {
    if (cursor.kind() === Token.hole) return cursor.missingHole(cursor.range(), cursor.textOf());
    if (cursor.isEnd() || cursor.isMark(Mark.open) || cursor.kind() === Token.broken) {
      return cursor.isEnd()
        ? cursor.fail("GP1001", "This parenthesis is not closed.", opener)
        : cursor.unexpected("`)`");
    }
    if (cursor.isMark(Mark.comma)) {
      parameters.push(piece.join(" "));
      piece = [];
    } else piece.push(cursor.textOf());
  }
  cursor.position++;
  parameters.push(piece.join(" "));
  return parameters;
}

/** The last part of the name after COLLATE; undefined where there is none. */
function parseCollation(cursor: Cursor): string | undefined | null {
  if (!cursor.acceptWord("COLLATE")) return undefined;
  let last = parseIdentifier(cursor, "a collation");
  while (last !== null && cursor.acceptMark(Mark.dot)) last = parseIdentifier(cursor, "a collation");
  return last === null ? null : last.text;
}
