import { quote } from "../../ddl/quote.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { fullName, type Table, type TableKind, type TableName } from "../table.js";
import { buildTable, readNames, readProperties, refused, type TableFacts } from "./build-table.js";
import type { JsonPlace, ReadTable } from "./json-place.js";
import { JsonReport } from "./json-report.js";
import {
  at,
  formatPath,
  isJsonList,
  isJsonObject,
  type JsonObject,
  type JsonPath,
  kindOf,
  member,
} from "./json-value.js";
import { formatColumn, readSnapshotColumns } from "./snapshot-columns.js";
import { snapshotLocation, snapshotProperties } from "./snapshot-properties.js";
import { readText } from "./type-place.js";

/** The version of the format that this release writes, and the newest it reads. */
const snapshotVersion = 1;

export interface ReadSnapshot {
  /** The tables that could be read without an error, in the order of the file. */
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The tables of a snapshot, as `formatSnapshot` writes it. Never throws. */
export function readSnapshot(json: unknown, place: JsonPlace): ReadSnapshot {
  const report = new JsonReport(place);
  const list = openSnapshot(json, report);
  const tables: Table[] = [];
  for (const [index, item] of (list ?? []).entries()) {
    const read = readTable(item, at(at(null, "tables"), index), place);
    report.adopt(read.diagnostics);
    if (read.table !== null) tables.push(read.table);
  }
  return { tables, diagnostics: report.diagnostics };
}

/** The list of tables. Null after reporting that this is no snapshot, or none that can be read. */
function openSnapshot(json: unknown, report: JsonReport): readonly unknown[] | null {
  if (!isJsonObject(json)) return report.add("GP2202", `The snapshot is ${kindOf(json)} and must be an object.`);
  const version = member(json, "snapshot");
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return report.wrongKind(at(null, "snapshot"), version, "the version of the format");
  }
  if (version > snapshotVersion) {
    const message = `The snapshot has version ${version}; this release reads versions up to ${snapshotVersion}.`;
    return report.add("GP2207", message, {
      hint: "Update gen-producers, or write the snapshot again with this release.",
    });
  }
  const tables = member(json, "tables");
  return isJsonList(tables) ? tables : report.wrongKind(at(null, "tables"), tables, "a list of tables");
}

function readTable(item: unknown, path: JsonPath, place: JsonPlace): ReadTable {
  const report = new JsonReport(place);
  if (!isJsonObject(item)) {
    report.wrongKind(path, item, "a table");
    return refused(report);
  }
  const name = readName(item, path, report);
  if (name === null) return refused(report);
  report.nameTable(name);
  const columns = readSnapshotColumns(item, path, report);
  const facts = readFacts(item, path, report);
  return columns === null || facts === null ? refused(report) : buildTable({ ...facts, name, columns }, report);
}

/** The name as text, or as a list of its parts where one of them holds a dot. */
function readName(item: JsonObject, path: JsonPath, report: JsonReport): TableName | null {
  const written = member(item, "name");
  const parts = typeof written === "string" ? written.split(".") : written;
  const [catalog, schema, table, ...rest] = isJsonList(parts) ? parts : [];
  if (isPart(catalog) && isPart(schema) && isPart(table) && rest.length === 0) return { catalog, schema, table };
  const message = `\`${formatPath(at(path, "name"))}\` is not the name of a table.`;
  return report.add("GP2205", message, {
    hint: "It is catalog.schema.table, or a list of the three where one has a dot.",
  });
}

function isPart(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

const kinds: readonly TableKind[] = ["managed", "external", "view", "streaming"];

function readFacts(item: JsonObject, path: JsonPath, report: JsonReport): Omit<TableFacts, "name" | "columns"> | null {
  const place = { report, path, column: null };
  const kind = readKind(item, path, report);
  const format = readText(item, "format", place);
  const comment = readText(item, "comment", place);
  const location = readText(item, "location", place);
  const properties = readProperties(member(item, "properties"), at(path, "properties"), report);
  const [primaryKey, partitionColumns, clusterColumns] = ["primaryKey", "partitionColumns", "clusterColumns"].map(
    (key) => readNames(member(item, key), at(path, key), report),
  );
  if (kind === null || comment === undefined || location === undefined || properties === null) return null;
  if (primaryKey == null || partitionColumns == null || clusterColumns == null) return null;
  if (typeof format !== "string") return format === null ? report.wrongKind(at(path, "format"), format, "text") : null;
  return { kind, format, comment, location, properties, primaryKey, partitionColumns, clusterColumns };
}

function readKind(item: JsonObject, path: JsonPath, report: JsonReport): TableKind | null {
  const written = member(item, "kind");
  const kind = kinds.find((each) => each === written);
  if (kind !== undefined) return kind;
  const found = typeof written === "string" ? quote(written) : kindOf(written);
  return report.add(
    "GP2203",
    `\`${formatPath(at(path, "kind"))}\` is ${found} and must be one of ${kinds.join(", ")}.`,
  );
}

/**
 * Tables as the text of a snapshot, for people to check in: sorted by name, one column per line, the same bytes for the
 * same tables. Nothing is lost but places of origin, properties that change with every write, and those that may be
 * secret; `readSnapshot` reads the rest back.
 */
export function formatSnapshot(tables: readonly Table[]): string {
  const sorted = [...tables].sort((a, b) => compare(fullName(a.name), fullName(b.name)));
  const body = sorted.length === 0 ? "[]" : `[\n${sorted.map(formatTable).join(",\n")}\n  ]`;
  return `{\n  "snapshot": ${snapshotVersion},\n  "tables": ${body}\n}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function formatTable(table: Table): string {
  const { kind, format, comment, primaryKey, partitionColumns, clusterColumns } = table;
  const lists = Object.entries({ primaryKey, partitionColumns, clusterColumns }).filter(
    ([, names]) => names.length > 0,
  );
  const properties = snapshotProperties(table.properties).map(([key, value]) => `${text(key)}: ${text(value)}`);
  const entries = [
    `"name": ${formatName(table.name)}`,
    `"kind": ${text(kind)}`,
    `"format": ${text(format)}`,
    ...(comment === null ? [] : [`"comment": ${text(comment)}`]),
    ...(table.location === null ? [] : [`"location": ${text(snapshotLocation(table.location))}`]),
    ...(properties.length === 0 ? [] : [`"properties": {\n${lines(properties)}\n      }`]),
    ...lists.map(([key, names]) => `${text(key)}: ${text(names)}`),
    `"columns": [\n${lines(table.columns.map((column) => text(formatColumn(column))))}\n      ]`,
  ];
  return `    {\n${entries.map((entry) => `      ${entry}`).join(",\n")}\n    }`;
}

function lines(entries: readonly string[]): string {
  return entries.map((entry) => `        ${entry}`).join(",\n");
}

/** As people know it; its parts apart where a dot in one of them would be taken for a separator. */
function formatName({ catalog, schema, table }: TableName): string {
  const parts = [catalog, schema, table];
  return text(parts.some((part) => part.includes(".")) ? parts : parts.join("."));
}

/** JSON on one line, with everything escaped that a reviewer would not see. */
function text(value: unknown): string {
  return JSON.stringify(value).replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeHidden);
}

function escapeHidden(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}
