import type { Cursor } from "./cursor.js";
import { parseIdentifier, parseName } from "./names.js";
import type { Identifier, PrimaryKeyNode } from "./nodes.js";
import { Mark } from "./tokens.js";

/** What a constraint means to the reader: only a primary key changes the table. */
export type Constraint = { readonly kind: "primary-key"; readonly node: PrimaryKeyNode } | { readonly kind: "other" };

/**
 * Whether the element at the cursor is a constraint rather than a column. Spark has no reserved words, so the words
 * after decide: `primary STRING` is a column, `PRIMARY KEY (` is not.
 */
export function isTableConstraint(cursor: Cursor): boolean {
  if (startsBody(cursor, 0)) return true;
  return cursor.isWord("CONSTRAINT") && cursor.isName(1) && (startsBody(cursor, 2) || cursor.isWord("EXPECT", 2));
}

function startsBody(cursor: Cursor, ahead: number): boolean {
  const isKey = cursor.isWord("PRIMARY", ahead) || cursor.isWord("FOREIGN", ahead);
  if (isKey) return cursor.isWord("KEY", ahead + 1) && cursor.isMark(Mark.open, ahead + 2);
  return (cursor.isWord("UNIQUE", ahead) || cursor.isWord("CHECK", ahead)) && cursor.isMark(Mark.open, ahead + 1);
}

/** A constraint of the table, in its column list or after ADD. Null after a problem. */
export function parseTableConstraint(cursor: Cursor): Constraint | null {
  const start = cursor.start();
  const name = parseConstraintName(cursor);
  if (name === null) return null;
  if (cursor.acceptWords("PRIMARY", "KEY")) {
    const columns = parseKeyColumns(cursor);
    if (columns === null || !skipCharacteristics(cursor)) return null;
    return { kind: "primary-key", node: { name: name.text, columns, start, end: cursor.previousEnd() } };
  }
  return parseConstraintBody(cursor) && skipCharacteristics(cursor) ? { kind: "other" } : null;
}

/** `CONSTRAINT name`; the text is null where there is none. */
function parseConstraintName(cursor: Cursor): { readonly text: string | null } | null {
  if (!cursor.acceptWord("CONSTRAINT")) return { text: null };
  return parseIdentifier(cursor, "a constraint name");
}

/** The columns of a primary key; one of them may be the time series column. */
function parseKeyColumns(cursor: Cursor): readonly Identifier[] | null {
  if (!cursor.expectMark(Mark.open)) return null;
  const columns: Identifier[] = [];
  do {
    const column = parseIdentifier(cursor, "a column name");
    if (column === null) return null;
    columns.push(column);
    cursor.acceptWord("TIMESERIES");
  } while (cursor.acceptMark(Mark.comma));
  return cursor.expectMark(Mark.close) ? columns : null;
}

/** Everything a constraint can be besides a primary key. */
function parseConstraintBody(cursor: Cursor): boolean {
  if (cursor.acceptWord("UNIQUE")) return !cursor.isMark(Mark.open) || cursor.skipParentheses();
  if (cursor.acceptWord("CHECK")) return cursor.skipParentheses();
  if (cursor.acceptWord("EXPECT")) return cursor.skipParentheses() && skipViolation(cursor);
  if (cursor.acceptWords("FOREIGN", "KEY") && cursor.isMark(Mark.open) && !cursor.skipParentheses()) return false;
  if (!cursor.acceptWord("REFERENCES")) {
    return cursor.refuse("PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY or EXPECT");
  }
  if (parseName(cursor, "a table name") === null) return false;
  return !cursor.isMark(Mark.open) || cursor.skipParentheses();
}

/** `ON VIOLATION DROP ROW` of a pipeline's expectation. */
function skipViolation(cursor: Cursor): boolean {
  if (!cursor.acceptWords("ON", "VIOLATION")) return true;
  if (cursor.acceptWords("FAIL", "UPDATE") || cursor.acceptWords("DROP", "ROW")) return true;
  return cursor.refuse("FAIL UPDATE or DROP ROW");
}

const characteristics = ["ENFORCED", "RELY", "NORELY", "DEFERRABLE", "VALIDATE", "NOVALIDATE", "ENABLE", "DISABLE"];

/** `NOT ENFORCED RELY …`: says nothing about the columns. */
function skipCharacteristics(cursor: Cursor): boolean {
  for (;;) {
    if (cursor.isWord("NOT") && (cursor.isWord("ENFORCED", 1) || cursor.isWord("DEFERRABLE", 1))) cursor.position += 2;
    else if (cursor.isWord("INITIALLY") || cursor.isWord("MATCH")) cursor.position += 2;
    else if (cursor.areWords("ON", "UPDATE") || cursor.areWords("ON", "DELETE")) {
      cursor.position += 2;
      if (!skipReferentialAction(cursor)) return false;
    } else if (characteristics.some((word) => cursor.isWord(word))) cursor.position++;
    else return true;
  }
}

function skipReferentialAction(cursor: Cursor): boolean {
  if (cursor.acceptWords("NO", "ACTION") || cursor.acceptWord("CASCADE") || cursor.acceptWord("RESTRICT")) return true;
  if (cursor.acceptWords("SET", "NULL") || cursor.acceptWords("SET", "DEFAULT")) return true;
  return cursor.refuse("NO ACTION");
}

/** Whether a constraint of a column begins at the cursor. */
export function isColumnConstraint(cursor: Cursor): boolean {
  if (cursor.isWord("CONSTRAINT") || cursor.isWord("UNIQUE") || cursor.isWord("REFERENCES")) return true;
  if (cursor.isWord("CHECK")) return cursor.isMark(Mark.open, 1);
  return cursor.areWords("PRIMARY", "KEY") || cursor.areWords("FOREIGN", "KEY");
}

/** A constraint among the options of a column; a primary key needs no column list there. Null after a problem. */
export function parseColumnConstraint(cursor: Cursor): { readonly primaryKey: { name: string | null } | null } | null {
  const name = parseConstraintName(cursor);
  if (name === null) return null;
  if (cursor.acceptWords("PRIMARY", "KEY")) {
    return skipCharacteristics(cursor) ? { primaryKey: { name: name.text } } : null;
  }
  return parseConstraintBody(cursor) && skipCharacteristics(cursor) ? { primaryKey: null } : null;
}
