import { parseChange, parseColumnPath, PositionOption } from "./alter-column.js";
import { parseClusterBy } from "./clauses.js";
import { parseColumn, parseColumnAfterName } from "./columns.js";
import { parseTableConstraint } from "./constraints.js";
import type { Cursor } from "./cursor.js";
import { parseIdentifier, parseName } from "./names.js";
import type { AddedColumn, AlterAction, AlterTable, ColumnNode, QualifiedName } from "./nodes.js";
import { parseProperties, parsePropertyKeys } from "./properties.js";
import { skipStatement } from "./statement-start.js";
import { parseString } from "./strings.js";
import { Mark } from "./tokens.js";

type Actions = readonly AlterAction[];

/** ALTER TABLE, the cursor behind both words. Null after a problem. */
export function parseAlter(cursor: Cursor, start: number, onName: (name: QualifiedName) => void): AlterTable | null {
  acceptIfExists(cursor);
  const name = parseName(cursor, "a table name");
  if (name === null) return null;
  onName(name);
  const actions = parseActions(cursor);
  return actions === null ? null : { kind: "alter-table", name, actions, start, end: cursor.previousEnd() };
}

/** The action of an ALTER TABLE; none where it does not concern what the reader knows of a table. Null after a problem. */
function parseActions(cursor: Cursor): Actions | null {
  if (cursor.acceptWord("ADD")) return parseAdd(cursor);
  if (cursor.acceptWord("DROP")) return parseDrop(cursor);
  if (cursor.acceptWord("RENAME")) return parseRename(cursor);
  if (cursor.acceptWord("ALTER") || cursor.acceptWord("CHANGE")) return parseChange(cursor);
  if (cursor.acceptWord("REPLACE")) return parseReplace(cursor);
  if (cursor.acceptWord("SET")) return parseSet(cursor);
  if (cursor.acceptWord("UNSET")) return parseUnset(cursor);
  if (cursor.areWords("CLUSTER", "BY")) return parseCluster(cursor);
  if (isHarmless(cursor)) return skipRest(cursor);
  return cursor.unexpected("ADD, ALTER, DROP, RENAME, REPLACE, SET, UNSET or another action of ALTER TABLE");
}

/** Actions on partitions, files, tags and services: the columns stay what they are. */
function isHarmless(cursor: Cursor): boolean {
  const words = [
    "PARTITION",
    "RECOVER",
    "ENABLE",
    "DISABLE",
    "INHERIT",
    "OWNER",
    "DEFAULT",
    "COMPACT",
    "CLUSTERED",
    "EXECUTE",
    // Iceberg's own: sort orders, branches and tags.
    "WRITE",
    "CREATE",
  ];
  return words.some((word) => cursor.isWord(word));
}

function skipRest(cursor: Cursor): Actions {
  skipStatement(cursor);
  return [];
}

function parseAdd(cursor: Cursor): Actions | null {
  if (cursor.isWord("CONSTRAINT") || cursor.areWords("PRIMARY", "KEY") || cursor.areWords("FOREIGN", "KEY")) {
    return parseAddConstraint(cursor);
  }
  if (cursor.isWord("CHECK") || cursor.isWord("UNIQUE")) return parseAddConstraint(cursor);
  if (cursor.isWord("PARTITION") || cursor.isWord("PARTITION", 3)) return skipRest(cursor);
  if (!cursor.acceptWord("COLUMN") && !cursor.acceptWord("COLUMNS")) {
    return cursor.unexpected("COLUMN, COLUMNS or CONSTRAINT", "Spark writes ADD COLUMN name type.");
  }
  const ifNotExists = cursor.areWords("IF", "NOT") && cursor.isWord("EXISTS", 2);
  if (ifNotExists) cursor.position += 3;
  const columns = parseList(cursor, parseAddedColumn);
  return columns === null ? null : [{ kind: "add-columns", ifNotExists, columns }];
}

function parseAddConstraint(cursor: Cursor): Actions | null {
  const constraint = parseTableConstraint(cursor);
  if (constraint === null) return null;
  return constraint.kind === "primary-key" ? [{ kind: "add-primary-key", primaryKey: constraint.node }] : [];
}

/** A list with or without parentheses around it. Null after a problem. */
function parseList<Item>(cursor: Cursor, parseItem: (cursor: Cursor) => Item | null): readonly Item[] | null {
  const inParentheses = cursor.acceptMark(Mark.open);
  const items: Item[] = [];
  do {
    const item = parseItem(cursor);
    if (item === null) return null;
    items.push(item);
  } while (cursor.acceptMark(Mark.comma));
  if (!inParentheses || cursor.acceptMark(Mark.close)) return items;
  return cursor.unexpected("`,` or `)`");
}

function parseAddedColumn(cursor: Cursor): AddedColumn | null {
  const path = parseColumnPath(cursor);
  const name = path?.parts.at(-1);
  if (path == null || name === undefined) return null;
  const position = new PositionOption(cursor);
  const column = parseColumnAfterName(cursor, name, position.take);
  return column === null ? null : { parent: path.parts.slice(0, -1), column, position: position.node };
}

function parseDrop(cursor: Cursor): Actions | null {
  if (cursor.acceptWords("PRIMARY", "KEY")) return [{ kind: "drop-primary-key" }, ...skipRest(cursor)];
  if (cursor.acceptWord("CONSTRAINT")) return parseDropConstraint(cursor);
  if (!cursor.acceptWord("COLUMN") && !cursor.acceptWord("COLUMNS")) return parseHarmlessDrop(cursor);
  const ifExists = acceptIfExists(cursor);
  const columns = parseList(cursor, parseColumnPath);
  if (columns === null) return null;
  if (!cursor.acceptWord("CASCADE")) cursor.acceptWord("RESTRICT");
  return [{ kind: "drop-columns", ifExists, columns }];
}

/** Partitions, features, filters and foreign keys can be dropped without a change of the columns. */
function parseHarmlessDrop(cursor: Cursor): Actions | null {
  const words = ["PARTITION", "FEATURE", "ROW", "FOREIGN", "UNIQUE", "INHERIT", "BRANCH", "TAG", "IDENTIFIER"];
  if (words.some((word) => cursor.isWord(word)) || cursor.isWord("PARTITION", 2)) return skipRest(cursor);
  return cursor.unexpected("COLUMN, COLUMNS or CONSTRAINT", "Spark writes DROP COLUMN name.");
}

function parseDropConstraint(cursor: Cursor): Actions | null {
  acceptIfExists(cursor);
  const name = parseIdentifier(cursor, "a constraint name");
  if (name === null) return null;
  if (!cursor.acceptWord("CASCADE")) cursor.acceptWord("RESTRICT");
  return [{ kind: "drop-constraint", name: name.text }];
}

function parseRename(cursor: Cursor): Actions | null {
  if (cursor.acceptWord("TO")) {
    const name = parseName(cursor, "the new name of the table");
    return name === null ? null : [{ kind: "rename-table", name }];
  }
  if (!cursor.acceptWord("COLUMN")) return cursor.unexpected("TO or COLUMN");
  const column = parseColumnPath(cursor);
  if (column === null || !cursor.expectWord("TO")) return null;
  const name = parseIdentifier(cursor, "the new name of the column");
  return name === null ? null : [{ kind: "alter-column", column, changes: [{ kind: "rename", name }] }];
}

function parseReplace(cursor: Cursor): Actions | null {
  if (["PARTITION", "BRANCH", "TAG"].some((word) => cursor.isWord(word))) return skipRest(cursor);
  if (!cursor.expectWord("COLUMNS")) return null;
  const columns = parseList<ColumnNode>(cursor, parseColumn);
  return columns === null ? null : [{ kind: "replace-columns", columns }];
}

function parseSet(cursor: Cursor): Actions | null {
  if (cursor.acceptWord("TBLPROPERTIES")) {
    const properties = parseProperties(cursor);
    return properties === null ? null : [{ kind: "set-properties", properties }];
  }
  if (cursor.acceptWord("LOCATION")) {
    const location = parseString(cursor, "the location in quotes");
    return location === null ? null : [{ kind: "set-location", location }];
  }
  const words = ["TAGS", "OWNER", "SERDE", "SERDEPROPERTIES", "ROW", "MANAGED", "FILEFORMAT", "SKEWED", "IDENTIFIER"];
  if (words.some((word) => cursor.isWord(word))) return skipRest(cursor);
  return cursor.unexpected("TBLPROPERTIES, LOCATION, OWNER, TAGS or ROW FILTER");
}

function parseUnset(cursor: Cursor): Actions | null {
  if (!cursor.acceptWord("TBLPROPERTIES"))
    return cursor.isWord("TAGS") ? skipRest(cursor) : cursor.unexpected("TBLPROPERTIES or TAGS");
  acceptIfExists(cursor);
  const keys = parsePropertyKeys(cursor);
  return keys === null ? null : [{ kind: "unset-properties", keys }];
}

function parseCluster(cursor: Cursor): Actions | null {
  cursor.position++;
  const columns = parseClusterBy(cursor);
  return columns === null ? null : [{ kind: "cluster-by", columns }];
}

export function acceptIfExists(cursor: Cursor): boolean {
  return cursor.acceptWords("IF", "EXISTS");
}
