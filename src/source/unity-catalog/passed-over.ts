import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { JsonObject } from "../../catalog/json/json-value.js";
import { textOf } from "./json-object.js";
import { refusedTypes } from "../workspace/refused-types.js";
import { oneLine, shown } from "../workspace/server-text.js";

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
