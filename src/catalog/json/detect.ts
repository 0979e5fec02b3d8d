import { isJsonList, isJsonObject, type JsonObject, member } from "./json-value.js";

/** The shapes of schema JSON that can be told apart by looking. */
export type SchemaJsonKind = "snapshot" | "unity-catalog-table" | "unity-catalog-list" | "describe" | "spark-schema";

/**
 * Which schema JSON a value is; null where it is none. A list of Unity Catalog is the answer of the API (`{"tables": …}`)
 * or the bare list that the Databricks CLI prints: `tablesOfList` takes the tables out of both.
 */
export function detectSchemaJson(json: unknown): SchemaJsonKind | null {
  if (isJsonList(json)) return json.length > 0 && json.every(isUnityCatalogTable) ? "unity-catalog-list" : null;
  if (!isJsonObject(json)) return null;
  if (Object.hasOwn(json, "snapshot")) return "snapshot";
  if (member(json, "type") === "struct" && isJsonList(member(json, "fields"))) return "spark-schema";
  if (typeof member(json, "table_name") === "string" && isJsonList(member(json, "columns"))) return "describe";
  if (isJsonList(member(json, "tables"))) return "unity-catalog-list";
  return isUnityCatalogTable(json) ? "unity-catalog-table" : null;
}

/** The tables in a list of Unity Catalog, whichever of its shapes it has. */
export function tablesOfList(json: unknown): readonly unknown[] {
  const list = isJsonObject(json) ? member(json, "tables") : json;
  return isJsonList(list) ? list : [];
}

/** Schemas, volumes and functions have names of the same kind, but neither a table type nor columns. */
function isUnityCatalogTable(json: unknown): boolean {
  if (!isJsonObject(json) || typeof member(json, "name") !== "string") return false;
  const isPlaced = typeof member(json, "schema_name") === "string" && isJsonList(member(json, "columns"));
  return isPlaced || typeof member(json, "table_type") === "string" || hasColumns(json);
}

function hasColumns(json: JsonObject): boolean {
  const columns = member(json, "columns");
  const first = isJsonList(columns) ? columns[0] : undefined;
  return isJsonObject(first) && ["type_json", "type_text", "type_name"].some((key) => Object.hasOwn(first, key));
}
