import type { Cursor } from "./cursor.js";
import { fillHoles } from "./holes.js";
import { isHeadLine } from "./statement-start.js";
import { Mark, Token } from "./tokens.js";

/**
 * The text of an expression, found by a balanced scan and kept as written: the reader never evaluates SQL. It ends before
 * a comma or closing parenthesis of its own level, and before the next option of the column. Null after a problem.
 */
export function parseExpression(cursor: Cursor): string | null {
  const start = cursor.start();
  let isFirst = true;
  while (!cursor.isEnd() && !cursor.isMark(Mark.comma) && !cursor.isMark(Mark.close)) {
    if (!isFirst && (startsOption(cursor) || isHeadLine(cursor) || !continues(cursor))) break;
    if (cursor.kind() === Token.broken) return null;
    if (!skipOne(cursor)) return null;
    isFirst = false;
  }
  return isFirst ? cursor.unexpected("an expression") : textBetween(cursor, start, cursor.previousEnd());
}

function skipOne(cursor: Cursor): boolean {
  if (cursor.isMark(Mark.open)) return cursor.skipParentheses();
  cursor.position++;
  return true;
}

/** The text inside the parentheses at the cursor. Null after a problem. */
export function parseParenthesised(cursor: Cursor): string | null {
  if (cursor.isMark(Mark.open) && cursor.isMark(Mark.close, 1)) {
    cursor.position++;
    return cursor.unexpected("an expression");
  }
  const { start } = cursor.range(1);
  return cursor.skipParentheses() ? textBetween(cursor, start, cursor.range(-2).end) : null;
}

function textBetween(cursor: Cursor, start: number, end: number): string {
  return fillHoles(cursor.source.text.slice(start, end), cursor.source.variables).text.trim();
}

/** Whether the tokens at the cursor begin a column option, so that the expression before them has ended. */
function startsOption(cursor: Cursor): boolean {
  if (cursor.kind() !== Token.word) return false;
  if (cursor.isWord("NOT")) return cursor.isWord("NULL", 1) && !cursor.isWord("IS", -1);
  if (cursor.isWord("NULL")) return endsOperand(cursor.kind(-1));
  if (cursor.isWord("COMMENT")) return cursor.kind(1) === Token.string;
  if (cursor.isWord("GENERATED")) return cursor.isWord("ALWAYS", 1) || cursor.isWord("BY", 1);
  if (cursor.isWord("PRIMARY") || cursor.isWord("FOREIGN")) return cursor.isWord("KEY", 1);
  if (cursor.isWord("CHECK")) return cursor.isMark(Mark.open, 1);
  if (cursor.isWord("AFTER") || cursor.isWord("MASK") || cursor.isWord("REFERENCES")) return cursor.isName(1);
  if (cursor.isWord("CONSTRAINT")) return cursor.isName(1);
  if (cursor.isWord("FIRST")) return !cursor.isMark(Mark.open, 1);
  return cursor.isWord("UNIQUE") || cursor.isWord("DEFAULT");
}

const operandWords = ["TRUE", "FALSE", "NULL", "END", "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_USER"];

/** Words that may follow an operand: operators, the parts of CASE, the units of intervals. */
const operatorWords: ReadonlySet<string> = new Set(
  `AND OR XOR IS IN LIKE ILIKE RLIKE REGEXP SIMILAR BETWEEN DIV AT COLLATE ESCAPE OVER FILTER WITHIN WHEN THEN ELSE END TO
   YEAR YEARS MONTH MONTHS WEEK WEEKS DAY DAYS HOUR HOURS MINUTE MINUTES SECOND SECONDS
   MILLISECOND MILLISECONDS MICROSECOND MICROSECONDS`.split(/\s+/),
);

const negatedOperators = ["IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "SIMILAR", "BETWEEN"];

/**
 * Whether the token at the cursor can go on an expression. Two operands in a row cannot: the second one is a misspelled
 * option, and must not vanish in the expression.
 */
function continues(cursor: Cursor): boolean {
  const kind = cursor.kind();
  const isOperand = endsOperand(cursor.kind(-1)) || operandWords.some((word) => cursor.isWord(word, -1));
  if (!isOperand) return true;
  if (kind === Token.string) return cursor.kind(-1) === Token.string;
  if (kind === Token.number || kind === Token.quoted) return false;
  if (kind !== Token.word) return true;
  if (cursor.isWord("NOT")) {
    return negatedOperators.some((word) => cursor.isWord(word, 1));
  }
  return operatorWords.has(cursor.textOf().toUpperCase());
}

function endsOperand(kind: number): boolean {
  return kind === Token.number || kind === Token.string || kind === Mark.close;
}
