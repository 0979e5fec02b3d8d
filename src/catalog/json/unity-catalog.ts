import type { TableName } from "../table.js";
import {
  buildTable,
  clusterColumnsOf,
  columnList,
  readNames,
  readProperties,
  refused,
  type TableFacts,
} from "./build-table.js";
import type { JsonPlace, ReadTable } from "./json-place.js";
import { JsonReport } from "./json-report.js";
import { at, isJsonList, isJsonObject, type JsonObject, kindOf, member } from "./json-value.js";
import { formatOf, readTableName, tableKindOf } from "./table-facts.js";
import { readText } from "./type-place.js";
import { readCatalogColumns } from "./unity-catalog-columns.js";

/**
 * A table from the JSON of Unity Catalog's API (`GET /api/2.1/unity-catalog/tables/{full_name}`). The types are those of
 * `type_json`; where it is missing, `type_text` or `type_name` have to do, and a warning says so. The primary key is
 * known only where the table was asked for by itself: lists leave constraints out. Never throws.
 */
export function readUnityCatalogTable(json: unknown, place: JsonPlace): ReadTable {
  const report = new JsonReport(place);
  if (!isJsonObject(json)) {
    report.add("GP2202", `The table is ${kindOf(json)} and must be an object.`);
    return refused(report);
  }
  const name = readCatalogName(json, report);
  if (name === null) return refused(report);
  report.nameTable(name);
  const facts = readFacts(json, report);
  const list = columnList(json, "columns", report);
  const columns = list === null ? null : readCatalogColumns(list, report);
  if (columns === null || facts === null) return refused(report);
  return buildTable({ name, columns: columns.columns, partitionColumns: columns.partitions, ...facts }, report);
}

/** By its parts; by the full name where they are missing and it has three. */
function readCatalogName(json: JsonObject, report: JsonReport): TableName | null {
  const full = member(json, "full_name");
  const [catalog, schema, table, ...rest] = typeof full === "string" ? full.split(".") : [];
  const isPlain = member(json, "catalog_name") === undefined && rest.length === 0;
  if (isPlain && catalog && schema && table) return { catalog, schema, table };
  return readTableName(json, ["catalog_name", "schema_name", "name"], report);
}

function readFacts(
  json: JsonObject,
  report: JsonReport,
): Omit<TableFacts, "name" | "columns" | "partitionColumns"> | null {
  const place = { report, path: null, column: null };
  const type = readText(json, "table_type", place);
  const comment = readText(json, "comment", place);
  const format = readText(json, "data_source_format", place);
  const location = readText(json, "storage_location", place);
  const properties = readAllProperties(json, report);
  const primaryKey = readPrimaryKey(json, report);
  if (properties === null || primaryKey === null) return null;
  if (type === undefined || comment === undefined || format === undefined || location === undefined) return null;
  const kind = tableKindOf(type);
  return {
    comment: comment === "" ? null : comment,
    kind,
    format: formatOf(format),
    // A managed table has a place too, but its definition does not name it.
    location: kind === "external" && location !== "" ? location : null,
    properties,
    primaryKey,
    clusterColumns: clusterColumnsOf(properties),
  };
}

/** The properties of the table, and those that Delta adds where they were asked for. */
function readAllProperties(json: JsonObject, report: JsonReport): Readonly<Record<string, string>> | null {
  const runtime = member(json, "delta_runtime_properties_kvpairs");
  const added = isJsonObject(runtime) ? member(runtime, "delta_runtime_properties") : undefined;
  const own = readProperties(member(json, "properties"), at(null, "properties"), report);
  const delta = readProperties(added, at(null, "delta_runtime_properties_kvpairs"), report);
  return own === null || delta === null ? null : { ...delta, ...own };
}

function readPrimaryKey(json: JsonObject, report: JsonReport): readonly string[] | null {
  const path = at(null, "table_constraints");
  const constraints = member(json, "table_constraints") ?? [];
  if (!isJsonList(constraints)) return report.wrongKind(path, constraints, "a list");
  for (const [index, constraint] of constraints.entries()) {
    const key = isJsonObject(constraint) ? member(constraint, "primary_key_constraint") : undefined;
    if (!isJsonObject(key)) continue;
    const own = at(at(at(path, index), "primary_key_constraint"), "child_columns");
    return readNames(member(key, "child_columns"), own, report);
  }
  return [];
}
