import type { Cursor } from "./cursor.js";
import { parseColumnAfterName, skipMask } from "./columns.js";
import { parseIdentifier, parseName } from "./names.js";
import type { ColumnNode, ColumnSource, QualifiedName, TableClauses } from "./nodes.js";
import type { TextRange } from "./problem.js";
import { parseProperties } from "./properties.js";
import { quote } from "./quote.js";
import { isStatementStart } from "./statement-start.js";
import { parseString } from "./strings.js";
import { Mark, Token } from "./tokens.js";

/** The clauses of a table as far as they are read. */
type ClausesSoFar = { -readonly [Name in keyof TableClauses]: TableClauses[Name] };

/** What stands behind the column list of a table. */
export interface TableTail {
  readonly clauses: TableClauses;
  /** What ends the definition: a query, another table to copy, or nothing. */
  readonly source: Extract<ColumnSource, "query" | "like" | "clone" | "nowhere">;
}

/**
 * The clauses of a table in any order, up to its query or its end. A clause nobody knows is passed over with a warning:
 * it cannot change the columns. Null after a problem.
 */
export function parseTail(cursor: Cursor): TableTail | null {
  const clauses = emptyClauses();
  const seen: string[] = [];
  while (!cursor.isEnd() && !isStatementStart(cursor)) {
    const source = columnSourceAt(cursor);
    if (source !== null) return { clauses, source };
    const clause = clauseAt(cursor);
    if (clause === null) {
      if (!skipUnknownClause(cursor)) return null;
      continue;
    }
    const range = cursor.range();
    if (seen.includes(clause.keyword)) return repeatedClause(cursor, clause.keyword, range);
    seen.push(clause.keyword);
    cursor.position++;
    if (!clause.parse(cursor, clauses)) return null;
  }
  return { clauses, source: "nowhere" };
}

const noProperties: ReadonlyMap<string, string> = new Map();

export function emptyClauses(): ClausesSoFar {
  return {
    format: null,
    comment: null,
    location: null,
    defaultCollation: null,
    properties: noProperties,
    partitionColumns: [],
    partitionNames: [],
    clusterNames: [],
  };
}

function repeatedClause(cursor: Cursor, keyword: string, range: TextRange): null {
  return cursor.fail("GP1009", `The clause ${keyword} stands here twice.`, range, "Keep one of them.");
}

/** Whether the definition ends here in a query or in the name of a table to copy. */
function columnSourceAt(cursor: Cursor): TableTail["source"] | null {
  const kind = cursor.kind();
  if (kind === Mark.open) return startsQuery(cursor) ? "query" : null;
  if (kind !== Token.word) return null;
  if (["AS", "SELECT", "FROM", "VALUES", "FLOW"].some((word) => cursor.isWord(word))) return "query";
  if (cursor.isWord("WITH")) return isWithClause(cursor) ? null : "query";
  if (cursor.isWord("LIKE")) return "like";
  const isClone = cursor.isWord("CLONE") || cursor.areWords("SHALLOW", "CLONE") || cursor.areWords("DEEP", "CLONE");
  return isClone ? "clone" : null;
}

function startsQuery(cursor: Cursor): boolean {
  return (
    cursor.isMark(Mark.open, 1) || ["SELECT", "WITH", "FROM", "VALUES", "TABLE"].some((word) => cursor.isWord(word, 1))
  );
}

function isWithClause(cursor: Cursor): boolean {
  return cursor.isWord("ROW", 1) || cursor.isWord("SERDEPROPERTIES", 1) || cursor.isMark(Mark.open, 1);
}

interface Clause {
  readonly keyword: string;
  /** The word after the keyword, where the keyword alone does not tell. */
  readonly next?: string;
  /** Reads what follows the keyword; false after a problem. */
  readonly parse: (cursor: Cursor, clauses: ClausesSoFar) => boolean;
}

const clauseTable: readonly Clause[] = [
  { keyword: "USING", parse: parseFormat },
  {
    keyword: "COMMENT",
    parse: (cursor, clauses) => assign(clauses, "comment", parseString(cursor, "the comment in quotes")),
  },
  { keyword: "TBLPROPERTIES", parse: (cursor, clauses) => assign(clauses, "properties", parseProperties(cursor)) },
  { keyword: "PARTITIONED", next: "BY", parse: parsePartitions },
  {
    keyword: "CLUSTER",
    next: "BY",
    parse: (cursor, clauses) => assign(clauses, "clusterNames", parseClusterBy(cursor)),
  },
  { keyword: "LOCATION", parse: parseLocation },
  { keyword: "OPTIONS", parse: (cursor) => cursor.skipParentheses() },
  { keyword: "DEFAULT", next: "COLLATION", parse: parseDefaultCollation },
  { keyword: "COLLATION", parse: parseCollation },
  { keyword: "WITH", parse: skipWith },
  { keyword: "CLUSTERED", next: "BY", parse: skipBuckets },
  { keyword: "SKEWED", next: "BY", parse: skipSkew },
  { keyword: "ROW", next: "FORMAT", parse: skipWords },
  { keyword: "STORED", parse: skipStored },
  { keyword: "SCHEDULE", parse: skipWords },
  { keyword: "TRIGGER", next: "ON", parse: skipWords },
];

function clauseAt(cursor: Cursor): Clause | null {
  if (cursor.kind() !== Token.word) return null;
  for (const clause of clauseTable) {
    if (cursor.isWord(clause.keyword) && (clause.next === undefined || cursor.isWord(clause.next, 1))) return clause;
  }
  return null;
}

function assign<Name extends keyof ClausesSoFar>(
  clauses: ClausesSoFar,
  name: Name,
  value: ClausesSoFar[Name] | null,
): boolean {
  if (value !== null) clauses[name] = value;
  return value !== null;
}

function parseFormat(cursor: Cursor, clauses: ClausesSoFar): boolean {
  const name = parseName(cursor, "a data source format");
  if (name !== null) clauses.format = name.parts.map((part) => part.text).join(".");
  return name !== null;
}

/** `'path' [WITH (CREDENTIAL name)]`. */
function parseLocation(cursor: Cursor, clauses: ClausesSoFar): boolean {
  if (!assign(clauses, "location", parseString(cursor, "the location in quotes"))) return false;
  if (!cursor.isWord("WITH") || !cursor.isMark(Mark.open, 1)) return true;
  cursor.position++;
  return cursor.skipParentheses();
}

/** `BY (…)` with names of columns, new columns with their types, and transforms such as `bucket(16, id)`. */
function parsePartitions(cursor: Cursor, clauses: ClausesSoFar): boolean {
  cursor.position++;
  const columns: ColumnNode[] = [];
  const names: QualifiedName[] = [];
  if (!cursor.expectMark(Mark.open)) return false;
  do {
    if (!parsePartition(cursor, columns, names)) return false;
  } while (cursor.acceptMark(Mark.comma));
  clauses.partitionColumns = columns;
  clauses.partitionNames = names;
  if (!cursor.isMark(Mark.close)) return cursor.refuse("`,` or `)`");
  cursor.position++;
  const [added] = columns;
  if (added === undefined || names.length === 0) return true;
  const message = "PARTITIONED BY names columns of the table and adds new ones; Spark takes one or the other.";
  cursor.fail("GP1001", message, added, "Move the new columns into the column list.");
  return false;
}

function parsePartition(cursor: Cursor, columns: ColumnNode[], names: QualifiedName[]): boolean {
  const name = parseName(cursor, "a column name");
  if (name === null) return false;
  if (cursor.isMark(Mark.comma) || cursor.isMark(Mark.close)) {
    names.push(name);
    return true;
  }
  if (cursor.isMark(Mark.open)) return cursor.skipParentheses();
  const [first, second] = name.parts;
  if (first === undefined || second !== undefined) return cursor.refuse("`,` or `)`");
  const column = parseColumnAfterName(cursor, first);
  if (column !== null) columns.push(column);
  return column !== null;
}

/** `BY (a, b.c)`, `BY AUTO` or `BY NONE`; the named columns. Null after a problem. */
export function parseClusterBy(cursor: Cursor): readonly QualifiedName[] | null {
  cursor.position++;
  if (cursor.acceptWord("AUTO") || cursor.acceptWord("NONE")) return [];
  if (!cursor.expectMark(Mark.open)) return null;
  const names: QualifiedName[] = [];
  if (cursor.acceptMark(Mark.close)) return names;
  do {
    const name = parseName(cursor, "a column name");
    if (name === null) return null;
    names.push(name);
  } while (cursor.acceptMark(Mark.comma));
  return cursor.expectMark(Mark.close) ? names : null;
}

function parseDefaultCollation(cursor: Cursor, clauses: ClausesSoFar): boolean {
  cursor.position++;
  return parseCollation(cursor, clauses);
}

/** A name, or a string as SHOW CREATE TABLE prints it. */
function parseCollation(cursor: Cursor, clauses: ClausesSoFar): boolean {
  if (cursor.kind() === Token.string) {
    return assign(clauses, "defaultCollation", parseString(cursor, "a collation"));
  }
  const name = parseName(cursor, "a collation");
  return assign(clauses, "defaultCollation", name?.parts.at(-1)?.text ?? null);
}

/** `WITH ROW FILTER function ON (…)`, `WITH SERDEPROPERTIES (…)`, `WITH (…)`. */
function skipWith(cursor: Cursor): boolean {
  if (cursor.acceptWords("ROW", "FILTER")) {
    if (!skipMask(cursor)) return false;
    return !cursor.acceptWord("ON") || cursor.skipParentheses();
  }
  cursor.acceptWord("SERDEPROPERTIES");
  return cursor.skipParentheses();
}

/** `BY (…) [SORTED BY (…)] INTO n BUCKETS`. */
function skipBuckets(cursor: Cursor): boolean {
  cursor.position++;
  if (!cursor.skipParentheses()) return false;
  if (cursor.acceptWords("SORTED", "BY") && !cursor.skipParentheses()) return false;
  if (!cursor.expectWord("INTO")) return false;
  cursor.position++;
  return cursor.expectWord("BUCKETS");
}

/** `BY (…) ON (…) [STORED AS DIRECTORIES]`. */
function skipSkew(cursor: Cursor): boolean {
  cursor.position++;
  if (!cursor.skipParentheses()) return false;
  return !cursor.acceptWord("ON") || cursor.skipParentheses();
}

/** `AS format`, `AS INPUTFORMAT s OUTPUTFORMAT s`, `BY handler`. */
function skipStored(cursor: Cursor, clauses: ClausesSoFar): boolean {
  if (cursor.acceptWord("BY")) return parseString(cursor, "a storage handler in quotes") !== null;
  if (!cursor.expectWord("AS")) return false;
  if (cursor.acceptWord("INPUTFORMAT")) {
    if (parseString(cursor, "a class name in quotes") === null || !cursor.expectWord("OUTPUTFORMAT")) return false;
    return parseString(cursor, "a class name in quotes") !== null;
  }
  const format = parseIdentifier(cursor, "a file format");
  if (format !== null && clauses.format === null && format.text.toUpperCase() !== "DIRECTORIES") {
    clauses.format = format.text;
  }
  return format !== null;
}

/** Skips to the next clause. An AS before a string belongs to `NULL DEFINED AS '…'`. */
function skipWords(cursor: Cursor): boolean {
  while (!cursor.isEnd() && cursor.kind() !== Token.broken && !isStatementStart(cursor)) {
    const isDefinedAs = cursor.isWord("AS") && cursor.kind(1) === Token.string;
    if (!isDefinedAs && (clauseAt(cursor) !== null || columnSourceAt(cursor) !== null)) return true;
    cursor.position++;
  }
  return cursor.kind() !== Token.broken;
}

function skipUnknownClause(cursor: Cursor): boolean {
  if (cursor.kind() !== Token.word) {
    return cursor.refuse("a clause of the table or the end of the statement");
  }
  if (cursor.isWord("PARTITION") || cursor.isWord("PARTITIONED")) {
    return cursor.refuse("a clause of the table", "Spark writes PARTITIONED BY (…).");
  }
  const range = cursor.range();
  const word = cursor.textOf();
  cursor.position++;
  while (!cursor.isEnd() && clauseAt(cursor) === null && !isStatementStart(cursor)) {
    if (cursor.isMark(Mark.open)) {
      if (!cursor.skipParentheses()) return false;
      continue;
    }
    if (columnSourceAt(cursor) !== null) break;
    if (cursor.kind() === Token.broken || cursor.isMark(Mark.close) || cursor.isMark(Mark.comma)) {
      return cursor.refuse("a clause of the table");
    }
    cursor.position++;
  }
  cursor.fail("GP1006", `The clause ${quote(word)} is not known; it is passed over.`, range);
  return true;
}
