import type { Column } from "../table.js";
import {
  buildTable,
  columnList,
  columnOf,
  readNames,
  readProperties,
  refused,
  type TableFacts,
} from "./build-table.js";
import { readDescribeField } from "./describe-type.js";
import type { JsonPlace, ReadTable } from "./json-place.js";
import { JsonReport } from "./json-report.js";
import { at, isJsonList, isJsonObject, type JsonObject, kindOf, member } from "./json-value.js";
import { parsePrimaryKey } from "./primary-key-text.js";
import { formatOf, readTableName, tableKindOf } from "./table-facts.js";
import { readText } from "./type-place.js";

/**
 * A table from `DESCRIBE TABLE EXTENDED … AS JSON`. It does not say which columns are identity or generated columns; a
 * warning says so where the table has a feature for them. Open-source Spark shows CHAR and VARCHAR as STRING there.
 * Never throws.
 */
export function readDescribeTable(json: unknown, place: JsonPlace): ReadTable {
  const report = new JsonReport(place);
  if (!isJsonObject(json)) {
    report.add("GP2202", `The description is ${kindOf(json)} and must be an object.`);
    return refused(report);
  }
  const name = readTableName(withSchemaName(json), ["catalog_name", "schema_name", "table_name"], report);
  if (name === null) return refused(report);
  report.nameTable(name);
  const columns = readDescribeColumns(json, report);
  const facts = readFacts(json, report);
  return columns === null || facts === null ? refused(report) : buildTable({ ...facts, name, columns }, report);
}

/** Where the schema is missing, it is the last part of the namespace. */
function withSchemaName(json: JsonObject): JsonObject {
  const namespace = member(json, "namespace");
  const last = isJsonList(namespace) ? namespace.at(-1) : undefined;
  return member(json, "schema_name") === undefined ? { ...json, schema_name: last } : json;
}

function readDescribeColumns(json: JsonObject, report: JsonReport): readonly (Column | null)[] | null {
  const list = columnList(json, "columns", report);
  if (list === null) return null;
  return list.map((item, position) => {
    const path = at(at(null, "columns"), position);
    const field = readDescribeField(item, { report, path, column: null, depth: 1 });
    return field === null ? null : columnOf(field, position);
  });
}

function readFacts(json: JsonObject, report: JsonReport): Omit<TableFacts, "name" | "columns"> | null {
  const place = { report, path: null, column: null };
  const type = readText(json, "type", place);
  const comment = readText(json, "comment", place);
  const format = readText(json, "provider", place);
  const location = readText(json, "location", place);
  const properties = readProperties(member(json, "table_properties"), at(null, "table_properties"), report);
  const partitionColumns = readNames(member(json, "partition_columns"), at(null, "partition_columns"), report);
  const clusterColumns = readNames(member(json, "clustering_columns"), at(null, "clustering_columns"), report);
  if (properties === null || partitionColumns === null || clusterColumns === null) return null;
  if (type === undefined || comment === undefined || format === undefined || location === undefined) return null;
  warnOfFill(properties, report);
  const kind = tableKindOf(type);
  return {
    comment: comment === "" ? null : comment,
    kind,
    format: formatOf(format),
    location: kind === "external" && location !== "" ? location : null,
    properties,
    primaryKey: parsePrimaryKey(member(json, "table_constraints")),
    partitionColumns,
    clusterColumns,
  };
}

/** Features of tables whose values may come from the table itself. */
const fillFeatures = ["delta.feature.identityColumns", "delta.feature.generatedColumns"];

function warnOfFill(properties: JsonObject, report: JsonReport): void {
  const features = fillFeatures.filter((feature) => Object.hasOwn(properties, feature));
  if (features.length === 0) return;
  const message = `The table may have identity or generated columns (${features.join(", ")}), and DESCRIBE … AS JSON does not say which.`;
  report.add("GP2204", message, { hint: "Read the table through the Unity Catalog API, or from SHOW CREATE TABLE." });
}
