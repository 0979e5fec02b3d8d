import { quote } from "../../ddl/quote.js";
import type { Column } from "../table.js";
import { columnOf } from "./build-table.js";
import type { JsonReport } from "./json-report.js";
import { at, isJsonObject, type JsonObject, member } from "./json-value.js";
import { assignPositions } from "./positions.js";
import { type ColumnPlace, readName, readText } from "./type-place.js";
import { readCatalogType, type TypeSource } from "./unity-catalog-type.js";

/** The columns of a table in Unity Catalog, in the order of their positions. */
export interface CatalogColumns {
  /** Null for each that could not be read. */
  readonly columns: readonly (Column | null)[];
  readonly partitions: readonly string[];
}

interface CatalogColumn {
  readonly column: Column;
  readonly source: TypeSource;
  readonly partition: number | null;
}

/** The columns in a list that is not empty. Null after reporting that their positions do not go together. */
export function readCatalogColumns(list: readonly unknown[], report: JsonReport): CatalogColumns | null {
  const positions = assignPositions(list, at(null, "columns"), report);
  const columns = list.map((item, index) => readCatalogColumn(item, index, report));
  if (positions === null) return null;
  const present = columns.filter((column) => column !== null);
  warnOfLoss(present, report);
  return {
    columns: columns
      .map((read, index) => (read === null ? null : { ...read.column, position: positions[index] ?? index }))
      .sort((a, b) => (a?.position ?? 0) - (b?.position ?? 0)),
    partitions: present
      .filter(({ partition }) => partition !== null)
      .sort((a, b) => (a.partition ?? 0) - (b.partition ?? 0))
      .map(({ column }) => column.name),
  };
}

function readCatalogColumn(item: unknown, index: number, report: JsonReport): CatalogColumn | null {
  const path = at(at(null, "columns"), index);
  if (!isJsonObject(item)) return report.wrongKind(path, item, "a column");
  const name = readName(item, { report, path, column: null });
  if (name === null) return null;
  const place = { report, path, column: name };
  // The new key first: V8 is slow to add one to a copy.
  const read = readCatalogType(item, name, { depth: 1, ...place });
  const comment = readText(item, "comment", place);
  const nullable = member(item, "nullable");
  const partition = readPartition(item, place);
  if (read === null || comment === undefined || partition === undefined) return null;
  if (nullable !== undefined && typeof nullable !== "boolean") {
    return report.wrongKind(at(path, "nullable"), nullable, "true or false", name);
  }
  const { field, source } = read;
  // Some clients leave out what is false: then the type says it.
  const isNullable = nullable ?? field.nullable;
  const described = comment === null || comment === "" ? field.comment : comment;
  const column = columnOf({ ...field, name, nullable: isNullable, comment: described }, index);
  return { column, source, partition };
}

/** The place of a column among those the table is partitioned by; null for others. Undefined after reporting a problem. */
function readPartition(item: JsonObject, { report, path, column }: ColumnPlace): number | null | undefined {
  const index = member(item, "partition_index") ?? null;
  if (index === null || typeof index === "number") return index;
  report.wrongKind(at(path, "partition_index"), index, "a number", column);
  return undefined;
}

/** Columns named in a warning. */
const maxNamed = 5;

/** One warning for all columns whose exact type is missing: what the rest of a column says is less. */
function warnOfLoss(columns: readonly CatalogColumn[], report: JsonReport): void {
  const lossy = columns.filter(({ source }) => source !== "type_json");
  const [first] = lossy;
  if (first === undefined) return;
  const names = lossy.slice(0, maxNamed).map(({ column }) => quote(column.name));
  if (lossy.length > maxNamed) names.push(`${lossy.length - maxNamed} more`);
  const sources = [...new Set(lossy.map(({ source }) => `\`${source}\``))].sort().join(" and ");
  report.add("GP2204", `The exact types of columns are missing, and were taken from ${sources}: ${names.join(", ")}.`, {
    hint: "NOT NULL and comments inside structs, defaults, identity and generated columns are not known from it.",
    ...(lossy.length === 1 && { column: first.column.name }),
  });
}
