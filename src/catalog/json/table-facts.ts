import type { TableKind, TableName } from "../table.js";
import type { JsonReport } from "./json-report.js";
import { type JsonObject, member } from "./json-value.js";

/** The keys under which a source names the parts of a table's name. */
export type NameKeys = readonly [catalog: string, schema: string, table: string];

/** The name of a table by its parts. Null after reporting which of them is not there. */
export function readTableName(json: JsonObject, keys: NameKeys, report: JsonReport): TableName | null {
  const [catalog, schema, table] = keys.map((key) => member(json, key)).map((part) => (isPart(part) ? part : null));
  if (catalog != null && schema != null && table != null) return { catalog, schema, table };
  const missing = keys.filter((key) => !isPart(member(json, key)));
  const message = `The name of the table is not complete: ${missing.map((key) => `\`${key}\``).join(" and ")} missing.`;
  return report.add("GP2205", message, { hint: "A table is named by its catalog, its schema and its own name." });
}

function isPart(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/**
 * What kind of table Unity Catalog means. A shallow clone is a table like the one it was cloned from; anything else that
 * is not managed by Unity Catalog, such as a foreign table, counts as external: the service does not write to it.
 */
export function tableKindOf(type: string | null): TableKind {
  const name = type === null || type === "" ? "MANAGED" : type.toUpperCase();
  if (name.endsWith("VIEW")) return "view";
  if (name === "STREAMING_TABLE") return "streaming";
  return name === "MANAGED" || name === "MANAGED_SHALLOW_CLONE" ? "managed" : "external";
}

/** A data source format in lower case; Delta where nothing is said, as for views. */
export function formatOf(written: string | null): string {
  return written === null || written === "" ? "delta" : written.toLowerCase();
}
