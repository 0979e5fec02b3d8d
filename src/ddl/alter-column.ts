import { parseColumn, parseGenerated, skipMask } from "./columns.js";
import type { Cursor } from "./cursor.js";
import { parseExpression } from "./expressions.js";
import { parseIdentifier, parseName } from "./names.js";
import type { AlterAction, ColumnChange, PositionNode, QualifiedName } from "./nodes.js";
import { parseString } from "./strings.js";
import { Mark } from "./tokens.js";
import { parseType } from "./types.js";

/** The path of a column or of a field inside it. Null after a problem. */
export function parseColumnPath(cursor: Cursor): QualifiedName | null {
  return parseName(cursor, "a column name");
}

/** `FIRST` or `AFTER name`; undefined where there is none. Null after a problem. */
function parsePosition(cursor: Cursor): PositionNode | undefined | null {
  if (cursor.acceptWord("FIRST")) return { kind: "first" };
  if (!cursor.acceptWord("AFTER")) return undefined;
  const name = parseIdentifier(cursor, "a column name");
  return name === null ? null : { kind: "after", name };
}

/** The position among the options of a column: before, between or behind the others. */
export class PositionOption {
  node: PositionNode | null = null;
  private readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  readonly take = (): boolean | null => {
    const position = parsePosition(this.cursor);
    this.node = position ?? this.node;
    return position === null ? null : position !== undefined;
  };
}

/** `ALTER COLUMN a …, b …`, `CHANGE COLUMN a …`, and Hive's `CHANGE a b TYPE …`. */
export function parseChange(cursor: Cursor): readonly AlterAction[] | null {
  cursor.acceptWord("COLUMN");
  const actions: AlterAction[] = [];
  do {
    const column = parseColumnPath(cursor);
    if (column === null) return null;
    const changes = isChange(cursor) ? parseChanges(cursor) : parseHiveChange(cursor);
    if (changes === null) return null;
    actions.push({ kind: "alter-column", column, changes });
  } while (cursor.acceptMark(Mark.comma));
  return actions;
}

const changeWords = ["TYPE", "COMMENT", "SET", "UNSET", "DROP", "FIRST", "AFTER", "SYNC", "ADD"];

function isChange(cursor: Cursor): boolean {
  return changeWords.some((word) => cursor.isWord(word));
}

/** `new_name TYPE options…`: the column as it shall be. */
function parseHiveChange(cursor: Cursor): readonly ColumnChange[] | null {
  const position = new PositionOption(cursor);
  const column = parseColumn(cursor, position.take);
  if (column === null) return null;
  const changes: ColumnChange[] = [{ kind: "type", type: column.type }];
  if (column.comment !== null) changes.push({ kind: "comment", comment: column.comment });
  if (column.notNull) changes.push({ kind: "nullable", nullable: false });
  if (position.node !== null) changes.push({ kind: "position", position: position.node });
  return [...changes, { kind: "rename", name: column.name }];
}

function parseChanges(cursor: Cursor): readonly ColumnChange[] | null {
  const changes: ColumnChange[] = [];
  while (isChange(cursor)) {
    const change = parseOneChange(cursor);
    if (change === null) return null;
    if (change !== "harmless") changes.push(change);
  }
  return changes;
}

function parseOneChange(cursor: Cursor): ColumnChange | "harmless" | null {
  if (cursor.acceptWord("TYPE")) return parseTypeChange(cursor);
  if (cursor.acceptWord("COMMENT")) return parseCommentChange(cursor);
  if (cursor.acceptWord("DROP")) return parseDropChange(cursor);
  if (cursor.acceptWord("SET")) return parseSetChange(cursor);
  if (cursor.acceptWord("ADD")) return parseAddChange(cursor);
  if (cursor.acceptWords("SYNC", "IDENTITY")) return "harmless";
  if (cursor.acceptWords("UNSET", "TAGS")) return cursor.skipParentheses() ? "harmless" : null;
  const position = parsePosition(cursor);
  if (position === undefined) return cursor.unexpected("a change of the column");
  return position === null ? null : { kind: "position", position };
}

function parseTypeChange(cursor: Cursor): ColumnChange | null {
  const type = parseType(cursor);
  return type === null ? null : { kind: "type", type };
}

function parseCommentChange(cursor: Cursor): ColumnChange | null {
  const comment = parseString(cursor, "the comment in quotes");
  return comment === null ? null : { kind: "comment", comment };
}

function parseDropChange(cursor: Cursor): ColumnChange | "harmless" | null {
  if (cursor.acceptWords("NOT", "NULL")) return { kind: "nullable", nullable: true };
  if (cursor.acceptWord("DEFAULT") || cursor.acceptWord("IDENTITY")) return { kind: "fill", fill: { kind: "writer" } };
  if (cursor.acceptWord("EXPRESSION")) return { kind: "fill", fill: { kind: "writer" } };
  return cursor.acceptWord("MASK") ? "harmless" : cursor.unexpected("NOT NULL, DEFAULT or MASK");
}

function parseSetChange(cursor: Cursor): ColumnChange | "harmless" | null {
  if (cursor.acceptWords("NOT", "NULL")) return { kind: "nullable", nullable: false };
  if (cursor.acceptWords("DATA", "TYPE")) return parseTypeChange(cursor);
  if (cursor.acceptWord("TAGS")) return cursor.skipParentheses() ? "harmless" : null;
  if (cursor.acceptWord("MASK")) return skipMask(cursor) ? "harmless" : null;
  if (!cursor.acceptWord("DEFAULT")) return cursor.unexpected("NOT NULL, DEFAULT, DATA TYPE, MASK or TAGS");
  const expression = parseExpression(cursor);
  return expression === null ? null : { kind: "fill", fill: { kind: "default", expression } };
}

function parseAddChange(cursor: Cursor): ColumnChange | null {
  if (!cursor.expectWord("GENERATED")) return null;
  const fill = parseGenerated(cursor);
  return fill === null ? null : { kind: "fill", fill };
}
