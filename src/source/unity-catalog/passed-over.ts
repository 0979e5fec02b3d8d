import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { JsonObject } from "../../catalog/json/json-value.js";
import { textOf } from "./json-object.js";
import { oneLine, shown } from "../workspace/server-text.js";

/** Unity Catalog's table types that the service never writes to. */
const refusedTypes: ReadonlyMap<string, string> = new Map([
  ["VIEW", "is a view"],
  ["MATERIALIZED_VIEW", "is a materialized view"],
  ["METRIC_VIEW", "is a metric view"],
  ["FOREIGN", "is a foreign table"],
  ["EXTERNAL", "is external"],
  ["EXTERNAL_SHALLOW_CLONE", "is an external clone"],
]);

const ownCatalogs: ReadonlySet<string> = new Set(["", "MANAGED_CATALOG"]);

/** Why a glob does not take a listed table, to complete a sentence; null where it does. */
export function reasonToPassOver(table: JsonObject): string | null {
  const refused = refusedTypes.get(textOf(table, "table_type").toUpperCase());
  if (refused !== undefined) return refused;
  const format = textOf(table, "data_source_format").toLowerCase();
  return format === "" || format === "delta" ? null : `is stored as ${oneLine(format)}`;
}

/** Why a glob does not look into a listed catalog: shared, foreign and system ones hold nothing the service writes to. */
export function reasonToPassOverCatalog(catalog: JsonObject): string | null {
  const type = textOf(catalog, "catalog_type").toUpperCase();
  if (ownCatalogs.has(type)) return null;
  return `is a ${oneLine(type).toLowerCase().replaceAll("_", " ")}`;
}

export function passedOver(kind: "Catalog" | "Table", name: string, reason: string): Diagnostic {
  const hint = kind === "Table" ? "Name it in full to read it all the same." : "Name it to read it all the same.";
  const about = kind === "Table" ? { table: name } : {};
  const message = `${kind} ${shown(name)} is passed over: it ${reason}; the service writes managed Delta tables only.`;
  return diagnostic("GP5112", message, { hint, ...about });
}
