import { emptyClauses, parseTail } from "./clauses.js";
import { type ColumnList, isColumnList, parseColumnList } from "./column-list.js";
import type { Cursor } from "./cursor.js";
import { parseName } from "./names.js";
import type { ColumnSource, CreateTable, QualifiedName } from "./nodes.js";
import { skipStatement } from "./statement-start.js";

/** The words before TABLE or VIEW. */
export interface CreateHead {
  readonly start: number;
  readonly object: "table" | "view" | "materialized-view";
  readonly words: readonly string[];
}

const modifiers = [
  "TEMP",
  "TEMPORARY",
  "GLOBAL",
  "EXTERNAL",
  "PRIVATE",
  "STREAMING",
  "LIVE",
  "INCREMENTAL",
  "MATERIALIZED",
] as const;

/** `CREATE … TABLE`, `CREATE … VIEW` or `REPLACE TABLE`; null, without a problem, where another object is created. */
export function parseCreateHead(cursor: Cursor): CreateHead | null {
  const start = cursor.start();
  const words: string[] = [];
  if (cursor.isWord("REPLACE")) words.push("REPLACE");
  cursor.position++;
  if (cursor.acceptWords("OR", "REPLACE") || cursor.acceptWords("OR", "REFRESH")) words.push("REPLACE");
  for (let word = modifierAt(cursor); word !== null; word = modifierAt(cursor)) {
    words.push(word);
    cursor.position++;
  }
  if (cursor.acceptWord("TABLE")) return { start, object: "table", words };
  if (!cursor.acceptWord("VIEW")) return null;
  return { start, object: words.includes("MATERIALIZED") ? "materialized-view" : "view", words };
}

function modifierAt(cursor: Cursor): string | null {
  return modifiers.find((word) => cursor.isWord(word)) ?? null;
}

/** The definition behind its head. Null after a problem. */
export function parseCreate(
  cursor: Cursor,
  head: CreateHead,
  onName: (name: QualifiedName) => void,
): CreateTable | null {
  const keep = acceptIfNotExists(cursor);
  const name = parseName(cursor, head.object === "table" ? "a table name" : "the name of a view");
  if (name === null) return null;
  onName(name);
  const body = head.object === "view" ? skipBody(cursor) : parseBody(cursor, head);
  if (body === null) return null;
  return {
    kind: "create-table",
    name,
    tableKind: tableKindOf(head),
    external: head.words.includes("EXTERNAL"),
    temporary: head.words.includes("TEMP") || head.words.includes("TEMPORARY") || head.words.includes("GLOBAL"),
    existing: head.words.includes("REPLACE") ? "replace" : keep ? "keep" : "refuse",
    ...body,
    start: head.start,
    end: cursor.previousEnd(),
  };
}

type Body = Pick<CreateTable, "columnSource" | "columns" | "primaryKeys" | "clauses">;

/** A plain view: its columns have no types, so that nothing behind its name is read. */
function skipBody(cursor: Cursor): Body {
  skipStatement(cursor);
  return { columnSource: "view", columns: [], primaryKeys: [], clauses: emptyClauses() };
}

function parseBody(cursor: Cursor, head: CreateHead): Body | null {
  const isView = head.object === "materialized-view";
  const list: ColumnList | null = isColumnList(cursor)
    ? parseColumnList(cursor, isView)
    : { columns: [], primaryKeys: [], isUntyped: false };
  if (list === null) return null;
  const tail = parseTail(cursor);
  if (tail === null) return null;
  if (tail.source !== "nowhere") skipStatement(cursor);
  const { columns, primaryKeys } = list;
  const hasColumns = columns.length + tail.clauses.partitionColumns.length > 0 && !list.isUntyped;
  const columnSource: ColumnSource = hasColumns ? "list" : isView ? "view" : tail.source;
  return { columnSource, columns, primaryKeys, clauses: tail.clauses };
}

/** A LIVE TABLE without STREAMING is what is called a materialized view today. */
function tableKindOf(head: CreateHead): CreateTable["tableKind"] {
  if (head.object !== "table") return "view";
  if (head.words.includes("STREAMING")) return "streaming";
  return head.words.includes("LIVE") ? "view" : "table";
}

function acceptIfNotExists(cursor: Cursor): boolean {
  const found = cursor.areWords("IF", "NOT") && cursor.isWord("EXISTS", 2);
  if (found) cursor.position += 3;
  return found;
}
