import { quote } from "../../ddl/quote.js";
import type { Column, Table } from "../table.js";
import type { ReadTable } from "./json-place.js";
import type { JsonReport } from "./json-report.js";
import {
  formatPath,
  isJsonList,
  isJsonObject,
  type JsonObject,
  type JsonPath,
  kindOf,
  at,
  member,
} from "./json-value.js";
import type { SparkField } from "./read-spark-type.js";

/** What a reader found out about a table; null where it reported an error instead. */
export interface TableFacts extends Omit<Table, "columns" | "origin"> {
  readonly columns: readonly (Column | null)[] | null;
}

/** A column without an origin: JSON has no lines that a person would look up. */
export function columnOf(field: SparkField, position: number): Column {
  const { name, type, nullable, comment, fill } = field;
  return { name, type, nullable, comment, position, fill, origin: null };
}

/** The table, unless an error was reported on the way; checks what all sources have to hold to. */
export function buildTable(facts: TableFacts, report: JsonReport): ReadTable {
  const columns = presentColumns(facts.columns);
  if (columns !== null) checkNames(columns, report);
  const primaryKey = columns === null ? null : resolveKey(facts.primaryKey, columns, report);
  if (columns === null || primaryKey === null || report.hasErrors) return refused(report);
  const names = namesByKey(columns);
  const table: Table = {
    ...facts,
    columns: requireColumns(columns, primaryKey),
    primaryKey,
    partitionColumns: facts.partitionColumns.map((name) => names.get(name.toLowerCase()) ?? name),
    clusterColumns: facts.clusterColumns.map((name) => names.get(name.toLowerCase()) ?? name),
    origin: null,
  };
  return { table, diagnostics: report.diagnostics };
}

/** The answer of a reader that reported an error. */
export function refused(report: JsonReport): ReadTable {
  return { table: null, diagnostics: report.diagnostics };
}

function presentColumns(columns: TableFacts["columns"]): readonly Column[] | null {
  const present = columns?.filter((column) => column !== null) ?? null;
  return present === null || present.length < (columns?.length ?? 0) ? null : present;
}

function checkNames(columns: readonly Column[], report: JsonReport): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const key = name.toLowerCase();
    const hint = "Names are compared without case.";
    if (seen.has(key)) report.add("GP2005", `The column ${quote(name)} is defined twice.`, { hint, column: name });
    seen.add(key);
  }
}

function namesByKey(columns: readonly Column[]): ReadonlyMap<string, string> {
  return new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
}

/** The columns of a key in the case of their definition. Null after reporting one that is not there. */
function resolveKey(
  names: readonly string[],
  columns: readonly Column[],
  report: JsonReport,
): readonly string[] | null {
  const known = namesByKey(columns);
  const found = names.flatMap((name) => {
    const column = known.get(name.toLowerCase());
    if (column === undefined) report.add("GP2008", `The table has no column ${quote(name)} of its primary key.`);
    return column ?? [];
  });
  return found.length === names.length ? found : null;
}

/** The columns of a primary key are NOT NULL, whatever is said of them elsewhere. */
function requireColumns(columns: readonly Column[], required: readonly string[]): readonly Column[] {
  if (required.length === 0) return columns;
  const names = new Set(required);
  return columns.map((column) => (names.has(column.name) ? { ...column, nullable: false } : column));
}

/** The list of columns under a key; null after reporting that it is missing, empty or something else. */
export function columnList(
  json: JsonObject,
  key: string,
  report: JsonReport,
  parent: JsonPath | null = null,
): readonly unknown[] | null {
  const path = at(parent, key);
  const list = member(json, key);
  if (isJsonList(list) && list.length > 0) return list;
  const message = `The table has no columns: \`${formatPath(path)}\` is ${isJsonList(list) ? "empty" : kindOf(list)}.`;
  return report.add("GP2203", message, { hint: "Get the definition of the table itself, with its columns." });
}

/** Table properties as text; none where there are none. Null after reporting one that is no property. */
export function readProperties(
  json: unknown,
  path: JsonPath,
  report: JsonReport,
): Readonly<Record<string, string>> | null {
  if (json === undefined || json === null) return {};
  if (!isJsonObject(json)) return report.wrongKind(path, json, "an object");
  const properties: [string, string][] = [];
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === "string") properties.push([key, value]);
    else if (typeof value === "number" || typeof value === "boolean") properties.push([key, String(value)]);
    else if (value !== null) return report.wrongKind(at(path, key), value, "text");
  }
  return Object.fromEntries(properties);
}

/** A list of names; none where it is missing. Null after reporting something else. */
export function readNames(json: unknown, path: JsonPath, report: JsonReport): readonly string[] | null {
  if (json === undefined || json === null) return [];
  if (!isJsonList(json)) return report.wrongKind(path, json, "a list of names");
  const names: string[] = [];
  for (const [index, name] of json.entries()) {
    if (typeof name !== "string") return report.wrongKind(at(path, index), name, "a name");
    names.push(name);
  }
  return names;
}

/** Columns to cluster by, as the property `clusteringColumns` holds them: `[["id"],["address","city"]]`. */
export function clusterColumnsOf(properties: Readonly<Record<string, string>>): readonly string[] {
  const written = member(properties, "clusteringColumns") ?? member(properties, "delta.clusteringColumns");
  const paths = typeof written === "string" ? parseQuietly(written) : null;
  if (!isJsonList(paths)) return [];
  return paths.flatMap((path) => {
    const parts = isJsonList(path) ? path : [path];
    return parts.every((part) => typeof part === "string") && parts.length > 0 ? parts.join(".") : [];
  });
}

/** JSON inside JSON; undefined where the text is none. */
function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
