import { isColumnConstraint, parseColumnConstraint } from "./constraints.js";
import type { Cursor } from "./cursor.js";
import { parseExpression, parseParenthesised } from "./expressions.js";
import { parseIdentifier, parseName } from "./names.js";
import type { ColumnNode, FillNode, Identifier } from "./nodes.js";
import type { TextRange } from "./problem.js";
import { quote } from "./quote.js";
import { parseString } from "./strings.js";
import { Mark, Token } from "./tokens.js";
import { parseType } from "./types.js";

/** What the options of a column have said so far; `undefined` is "nothing yet". */
interface Options {
  nullable: boolean | undefined;
  comment: string | undefined;
  defaultValue: string | undefined;
  generated: FillNode | undefined;
  primaryKey: ColumnNode["primaryKey"] | undefined;
}

/** `name TYPE options…`. Null after a problem. */
export function parseColumn(cursor: Cursor, takeOther?: TakeOther): ColumnNode | null {
  const name = parseIdentifier(cursor, "a column name");
  return name === null ? null : parseColumnAfterName(cursor, name, takeOther);
}

/** Takes something else among the options of a column: whether it did, null after a problem. */
type TakeOther = () => boolean | null;

/** What follows the name of a column. Null after a problem. */
export function parseColumnAfterName(cursor: Cursor, name: Identifier, takeOther?: TakeOther): ColumnNode | null {
  if (cursor.isMark(Mark.colon)) return cursor.unexpected("a type", "Only the fields of a STRUCT may have a colon.");
  if (isTypeMissing(cursor)) {
    const message = `The column ${quote(name.text)} has no type.`;
    return cursor.fail("GP1001", message, name, "Write its type after the name, such as STRING or DECIMAL(10,2).");
  }
  const type = parseType(cursor);
  if (type === null) return null;
  const end = cursor.previousEnd();
  const options = parseOptions(cursor, name, takeOther);
  if (options === null) return null;
  return {
    name,
    type,
    notNull: options.nullable === false,
    comment: options.comment ?? null,
    fill: fillOf(options),
    primaryKey: options.primaryKey ?? null,
    start: name.start,
    end,
  };
}

/** Whether a list ends or an option stands where the type of a column should be. */
export function isTypeMissing(cursor: Cursor): boolean {
  if (cursor.isMark(Mark.comma) || cursor.isMark(Mark.close)) return true;
  if (cursor.isWord("COMMENT")) return cursor.kind(1) === Token.string;
  return cursor.areWords("NOT", "NULL") || cursor.areWords("PRIMARY", "KEY");
}

const writer: FillNode = { kind: "writer" };

function fillOf(options: Options): FillNode {
  if (options.generated !== undefined) return options.generated;
  return options.defaultValue === undefined ? writer : { kind: "default", expression: options.defaultValue };
}

function parseOptions(cursor: Cursor, column: Identifier, takeOther: TakeOther = () => false): Options | null {
  const options: Options = {
    nullable: undefined,
    comment: undefined,
    defaultValue: undefined,
    generated: undefined,
    primaryKey: undefined,
  };
  while (cursor.kind() === Token.word) {
    if (isOption(cursor)) {
      if (!parseOption(cursor, column, options)) return null;
      continue;
    }
    const other = takeOther();
    if (other === null) return null;
    if (!other) break;
  }
  return options;
}

function isOption(cursor: Cursor): boolean {
  if (cursor.isWord("NOT") || cursor.isWord("NULL") || cursor.isWord("COMMENT") || cursor.isWord("DEFAULT"))
    return true;
  return cursor.isWord("GENERATED") || cursor.isWord("MASK") || isColumnConstraint(cursor);
}

function parseOption(cursor: Cursor, column: Identifier, options: Options): boolean {
  const option = cursor.range();
  const isNot = cursor.acceptWord("NOT");
  if (isNot && !cursor.isWord("NULL")) return cursor.refuse("NULL");
  if (cursor.acceptWord("NULL")) return setNullable(cursor, column, options, !isNot, option);
  if (cursor.acceptWord("COMMENT")) return setComment(cursor, column, options, option);
  if (cursor.acceptWord("DEFAULT")) return setDefault(cursor, column, options, option);
  if (cursor.acceptWord("GENERATED")) return setGenerated(cursor, column, options, option);
  if (cursor.acceptWord("MASK")) return skipMask(cursor);
  const constraint = parseColumnConstraint(cursor);
  if (constraint === null) return false;
  if (constraint.primaryKey === null) return true;
  if (options.primaryKey !== undefined) return repeated(cursor, column, "PRIMARY KEY", option);
  options.primaryKey = constraint.primaryKey;
  return true;
}

function repeated(cursor: Cursor, column: Identifier, option: string, range: TextRange): false {
  cursor.fail("GP1009", `The column ${quote(column.text)} says ${option} more than once.`, range);
  return false;
}

function setNullable(cursor: Cursor, column: Identifier, options: Options, value: boolean, range: TextRange): boolean {
  if (options.nullable !== undefined) return repeated(cursor, column, "NULL or NOT NULL", range);
  options.nullable = value;
  return true;
}

function setComment(cursor: Cursor, column: Identifier, options: Options, range: TextRange): boolean {
  if (options.comment !== undefined) return repeated(cursor, column, "COMMENT", range);
  const comment = parseString(cursor, "the comment in quotes");
  options.comment = comment ?? undefined;
  return comment !== null;
}

function setDefault(cursor: Cursor, column: Identifier, options: Options, range: TextRange): boolean {
  if (options.defaultValue !== undefined) return repeated(cursor, column, "DEFAULT", range);
  if (options.generated !== undefined) return contradiction(cursor, column, range);
  const expression = parseExpression(cursor);
  options.defaultValue = expression ?? undefined;
  return expression !== null;
}

function setGenerated(cursor: Cursor, column: Identifier, options: Options, range: TextRange): boolean {
  if (options.generated !== undefined) return repeated(cursor, column, "GENERATED", range);
  if (options.defaultValue !== undefined) return contradiction(cursor, column, range);
  options.generated = parseGenerated(cursor) ?? undefined;
  return options.generated !== undefined;
}

function contradiction(cursor: Cursor, column: Identifier, range: TextRange): false {
  cursor.fail(
    "GP1009",
    `The column ${quote(column.text)} says both GENERATED and DEFAULT.`,
    range,
    "Keep one of them.",
  );
  return false;
}

/** What follows GENERATED: an expression or an identity. Null after a problem. */
export function parseGenerated(cursor: Cursor): FillNode | null {
  const always = cursor.acceptWord("ALWAYS");
  if (!always && !cursor.acceptWords("BY", "DEFAULT")) return cursor.unexpected("ALWAYS or BY DEFAULT");
  if (!cursor.expectWord("AS")) return null;
  if (cursor.acceptWord("IDENTITY")) return parseIdentity(cursor, always);
  if (!always) return cursor.unexpected("IDENTITY");
  if (!cursor.isMark(Mark.open)) return cursor.unexpected("IDENTITY or an expression in parentheses");
  const expression = parseParenthesised(cursor);
  return expression === null ? null : { kind: "generated", expression };
}

function parseIdentity(cursor: Cursor, always: boolean): FillNode | null {
  let start = "1";
  let step = "1";
  if (cursor.acceptMark(Mark.open)) {
    while (!cursor.acceptMark(Mark.close)) {
      const isStart = cursor.acceptWords("START", "WITH");
      if (!isStart && !cursor.acceptWords("INCREMENT", "BY")) return cursor.unexpected("START WITH or INCREMENT BY");
      const value = parseInteger(cursor);
      if (value === null) return null;
      if (isStart) start = value;
      else if (/^-?0+$/.test(value))
        return cursor.fail("GP2011", "The step of an identity cannot be 0.", cursor.range(-1));
      else step = value;
      cursor.acceptMark(Mark.comma);
    }
  }
  return { kind: "identity", always, start, step };
}

/** An integer with an optional sign, without its type suffix. */
function parseInteger(cursor: Cursor): string | null {
  const sign = cursor.acceptMark(Mark.minus) ? "-" : "";
  if (sign === "") cursor.acceptMark(0x2b);
  const digits = /^(\d+)[lsy]?$/i.exec(cursor.kind() === Token.number ? cursor.textOf() : "")?.[1];
  if (digits === undefined) return cursor.unexpected("an integer");
  cursor.position++;
  return sign + digits;
}

/** `MASK function [USING COLUMNS (…)]`: what readers see, not what is written. */
export function skipMask(cursor: Cursor): boolean {
  if (parseName(cursor, "a function name") === null) return false;
  return !cursor.acceptWords("USING", "COLUMNS") || cursor.skipParentheses();
}

const foreignOptions: ReadonlyMap<string, string> = new Map([
  ["AUTO_INCREMENT", "Spark writes GENERATED ALWAYS AS IDENTITY."],
  ["AUTOINCREMENT", "Spark writes GENERATED ALWAYS AS IDENTITY."],
  ["IDENTITY", "Spark writes GENERATED ALWAYS AS IDENTITY."],
  ["ENCODE", "Spark knows no column encodings: leave it out."],
  ["CHARACTER", "Spark knows no character sets: leave it out."],
  ["CHARSET", "Spark knows no character sets: leave it out."],
  ["AS", "Spark writes GENERATED ALWAYS AS (expression)."],
  ["COLLATE", "Only STRING takes a collation, right after the type."],
  ["KEY", "A key is written PRIMARY KEY."],
]);

/** What to do about a word that other databases have among the options of a column. */
export function optionHint(cursor: Cursor): string | undefined {
  return cursor.kind() === Token.word ? foreignOptions.get(cursor.textOf().toUpperCase()) : undefined;
}
