import type { Column, Table, TableName } from "../table.js";
import { buildTable, columnList, columnOf, refused } from "./build-table.js";
import type { JsonPlace, ReadTable } from "./json-place.js";
import { JsonReport } from "./json-report.js";
import { at, isJsonObject, type JsonPath, kindOf, member } from "./json-value.js";
import { readSparkField } from "./read-spark-type.js";

/** What a schema alone does not say: a managed Delta table with nothing else to it. */
const plainTable: Omit<Table, "name" | "columns" | "origin"> = {
  comment: null,
  kind: "managed",
  format: "delta",
  location: null,
  properties: {},
  primaryKey: [],
  partitionColumns: [],
  clusterColumns: [],
};

/**
 * A table from the JSON of Spark's StructType, as `df.schema.json()` gives it. The schema knows the columns only; the
 * table is taken for a managed Delta table. Never throws.
 */
export function readSparkSchema(json: unknown, name: TableName, place: JsonPlace): ReadTable {
  const report = new JsonReport(place, name);
  const columns = readColumns(json, null, report);
  return columns === null ? refused(report) : buildTable({ ...plainTable, name, columns }, report);
}

/** The columns of a StructType. Null after reporting that there are none. */
export function readColumns(
  json: unknown,
  parent: JsonPath | null,
  report: JsonReport,
): readonly (Column | null)[] | null {
  if (!isJsonObject(json) || member(json, "type") !== "struct") {
    const found = isJsonObject(json) ? "an object of another type" : kindOf(json);
    return report.add("GP2202", `The schema is ${found} and must be a struct.`, {
      hint: 'Spark\'s schema JSON begins with {"type":"struct","fields":[…]}.',
    });
  }
  const fields = columnList(json, "fields", report, parent);
  if (fields === null) return null;
  return fields.map((item, position) => {
    const path = at(at(parent, "fields"), position);
    const field = readSparkField(item, { report, path, column: null, depth: 1 });
    return field === null ? null : columnOf(field, position);
  });
}
