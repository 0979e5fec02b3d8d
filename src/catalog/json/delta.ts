import type { TableName } from "../table.js";
import { buildTable, clusterColumnsOf, readNames, readProperties, refused } from "./build-table.js";
import type { JsonPlace, ReadTable } from "./json-place.js";
import { JsonReport } from "./json-report.js";
import { at, isJsonList, isJsonObject, type JsonObject, kindOf, member } from "./json-value.js";
import { parseJson } from "./parse-json.js";
import { readColumns } from "./spark-table.js";
import { readText } from "./type-place.js";

/**
 * A table from the `metaData` and `protocol` actions of a Delta log. Table features of the protocol become properties, as
 * Unity Catalog shows them: `delta.feature.columnMapping` is `supported`. The log does not know the primary key, nor
 * whether the table is managed: it is taken to be. Never throws.
 */
export function readDeltaMetadata(metaData: unknown, protocol: unknown, name: TableName, place: JsonPlace): ReadTable {
  const report = new JsonReport(place, name);
  if (!isJsonObject(metaData)) {
    report.add("GP2206", `The \`metaData\` of the Delta log is ${kindOf(metaData)}.`);
    return refused(report);
  }
  const schema = readSchemaString(metaData, report);
  const columns = schema === undefined ? null : readColumns(schema, at(null, "schemaString"), report);
  const partitionColumns = readNames(member(metaData, "partitionColumns"), at(null, "partitionColumns"), report);
  const properties = readProperties(member(metaData, "configuration"), at(null, "configuration"), report);
  const comment = readText(metaData, "description", { report, path: at(null, "metaData"), column: null });
  if (columns === null || partitionColumns === null || properties === null) return refused(report);
  const facts = {
    name,
    columns,
    comment: comment ?? null,
    kind: "managed",
    format: "delta",
    location: null,
    properties: { ...featureProperties(protocol), ...properties },
    primaryKey: [],
    partitionColumns,
    clusterColumns: clusterColumnsOf(properties),
  } as const;
  return buildTable(facts, report);
}

/** The schema that stands as text in the metadata. Undefined after reporting that there is none. */
function readSchemaString(metaData: JsonObject, report: JsonReport): unknown {
  const text = member(metaData, "schemaString");
  if (typeof text !== "string") {
    report.add("GP2206", `The \`schemaString\` of the Delta log is ${kindOf(text)} and must be text.`);
    return undefined;
  }
  try {
    return parseJson(text);
  } catch {
    report.add("GP2206", "The `schemaString` of the Delta log is not valid JSON.");
    return undefined;
  }
}

/** The protocol of a table as its properties show it; a feature that only readers or only writers need counts as well. */
function featureProperties(protocol: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(protocol)) return {};
  const versions = (["minReaderVersion", "minWriterVersion"] as const).flatMap((key) => {
    const version = member(protocol, key);
    return typeof version === "number" ? [[`delta.${key}`, String(version)] as const] : [];
  });
  const features = ["readerFeatures", "writerFeatures"].flatMap((key) => {
    const list = member(protocol, key);
    return isJsonList(list) ? list.filter((feature) => typeof feature === "string") : [];
  });
  return Object.fromEntries([
    ...versions,
    ...[...new Set(features)].map((feature) => [`delta.feature.${feature}`, "supported"] as const),
  ]);
}
