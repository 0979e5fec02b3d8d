import { acceptIfExists } from "./alter.js";
import type { Cursor } from "./cursor.js";
import { parseName } from "./names.js";
import type { CommentOn, DropTable, Use } from "./nodes.js";
import { parseString } from "./strings.js";

/** Whether the cursor is at `DROP` of a table or view. */
export function isDropTable(cursor: Cursor): boolean {
  const next =
    cursor.isWord("STREAMING", 1) || cursor.isWord("MATERIALIZED", 1) || cursor.isWord("TEMPORARY", 1) ? 2 : 1;
  return cursor.isWord("DROP") && (cursor.isWord("TABLE", next) || cursor.isWord("VIEW", next));
}

/** `DROP TABLE [IF EXISTS] name`. Null after a problem. */
export function parseDropTable(cursor: Cursor): DropTable | null {
  const start = cursor.start();
  cursor.position += cursor.isWord("TABLE", 1) || cursor.isWord("VIEW", 1) ? 2 : 3;
  acceptIfExists(cursor);
  const name = parseName(cursor, "a table name");
  if (name === null) return null;
  cursor.acceptWord("PURGE");
  return { kind: "drop-table", name, start, end: cursor.previousEnd() };
}

/** Whether the cursor is at COMMENT ON something that has columns. */
export function isCommentOnTable(cursor: Cursor): boolean {
  if (!cursor.areWords("COMMENT", "ON")) return false;
  return cursor.isWord("TABLE", 2) || cursor.isWord("COLUMN", 2) || cursor.isWord("VIEW", 2);
}

/** `COMMENT ON TABLE name IS 'text'`, `COMMENT ON COLUMN table.column IS NULL`. Null after a problem. */
export function parseCommentOn(cursor: Cursor): CommentOn | null {
  const start = cursor.start();
  const target = cursor.isWord("COLUMN", 2) ? "column" : "table";
  cursor.position += 3;
  const name = parseName(cursor, target === "column" ? "a column name" : "a table name");
  if (name === null || !cursor.expectWord("IS")) return null;
  if (cursor.acceptWord("NULL"))
    return { kind: "comment-on", target, name, comment: null, start, end: cursor.previousEnd() };
  const comment = parseString(cursor, "the comment in quotes or NULL");
  return comment === null ? null : { kind: "comment-on", target, name, comment, start, end: cursor.previousEnd() };
}

/** Whether the cursor is at a statement that changes the catalog or schema of short names. */
export function isUse(cursor: Cursor): boolean {
  return cursor.isWord("USE") || cursor.areWords("SET", "CATALOG");
}

/** `USE CATALOG c`, `USE [SCHEMA] [c.]s`, `SET CATALOG c`. Without parts after a problem: the names are then unknown. */
export function parseUse(cursor: Cursor): Use {
  const start = cursor.start();
  const isSet = cursor.isWord("SET");
  cursor.position++;
  const target = isSet || (cursor.isWord("CATALOG") && !cursor.isEnd(1)) ? "catalog" : "schema";
  const hasKeyword = ["CATALOG", "SCHEMA", "DATABASE", "NAMESPACE"].some((word) => cursor.isWord(word));
  if (hasKeyword && !cursor.isEnd(1)) cursor.position++;
  const parts = parseUsedName(cursor, target);
  return { kind: "use", target, parts, start, end: cursor.previousEnd() };
}

function parseUsedName(cursor: Cursor, target: Use["target"]): readonly string[] | null {
  // SET CATALOG takes a string as well.
  if (target === "catalog" && cursor.isString()) {
    const text = parseString(cursor, "the name of a catalog");
    return text === null ? null : [text];
  }
  const name = parseName(cursor, `the name of a ${target}`);
  return name === null ? null : name.parts.map((part) => part.text);
}
