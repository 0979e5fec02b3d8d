import { isTypeMissing, optionHint, parseColumn, parseColumnAfterName } from "./columns.js";
import { isTableConstraint, parseTableConstraint } from "./constraints.js";
import type { Cursor } from "./cursor.js";
import { parseIdentifier } from "./names.js";
import type { ColumnNode, PrimaryKeyNode } from "./nodes.js";
import { isTypeName } from "./type-names.js";
import { Mark, Token } from "./tokens.js";

export interface ColumnList {
  readonly columns: readonly ColumnNode[];
  readonly primaryKeys: readonly PrimaryKeyNode[];
  /** Whether a view names columns without types: what they are is in its query only. */
  readonly isUntyped: boolean;
}

interface Elements {
  readonly columns: ColumnNode[];
  readonly primaryKeys: PrimaryKeyNode[];
  isUntyped: boolean;
}

/**
 * Whether the parenthesis at the cursor opens a column list. `(SELECT …` is a query, but `(select INT)` is a list: Spark
 * has no reserved words.
 */
export function isColumnList(cursor: Cursor): boolean {
  if (!cursor.isMark(Mark.open)) return false;
  if (cursor.isMark(Mark.open, 1)) return false;
  const isQueryWord = ["SELECT", "WITH", "FROM", "VALUES", "TABLE"].some((word) => cursor.isWord(word, 1));
  return !isQueryWord || (cursor.kind(2) === Token.word && isTypeName(cursor.textOf(2)));
}

/** `(column, constraint, …)`. Null after a problem. */
export function parseColumnList(cursor: Cursor, isView: boolean): ColumnList | null {
  const elements: Elements = { columns: [], primaryKeys: [], isUntyped: false };
  cursor.position++;
  if (cursor.isMark(Mark.close)) return cursor.unexpected("a column", "A table needs at least one column.");
  do {
    if (cursor.isMark(Mark.close)) return cursor.unexpected("a column", "Remove the comma after the last column.");
    if (!parseElement(cursor, elements, isView)) return null;
  } while (cursor.acceptMark(Mark.comma));
  if (cursor.acceptMark(Mark.close)) return elements;
  return cursor.unexpected("`,` or `)` after a column", optionHint(cursor));
}

function parseElement(cursor: Cursor, elements: Elements, isView: boolean): boolean {
  if (isTableConstraint(cursor)) {
    const constraint = parseTableConstraint(cursor);
    if (constraint?.kind === "primary-key") elements.primaryKeys.push(constraint.node);
    return constraint !== null;
  }
  const column = isView ? parseViewColumn(cursor, elements) : parseColumn(cursor);
  if (column === null) return false;
  if (column !== "untyped") elements.columns.push(column);
  return true;
}

/** A column of a view: its type may be missing, its comment may not be lost on the way to the comma. */
function parseViewColumn(cursor: Cursor, elements: Elements): ColumnNode | "untyped" | null {
  const name = parseIdentifier(cursor, "a column name");
  if (name === null) return null;
  if (!isTypeMissing(cursor) && !cursor.isWord("MASK")) return parseColumnAfterName(cursor, name);
  elements.isUntyped = true;
  for (; !cursor.isMark(Mark.comma) && !cursor.isMark(Mark.close); cursor.position++) {
    if (cursor.isEnd() || cursor.kind() === Token.broken) return cursor.unexpected("`,` or `)` after a column");
    if (cursor.isMark(Mark.open)) {
      if (!cursor.skipParentheses()) return null;
      cursor.position--;
    }
  }
  return "untyped";
}
