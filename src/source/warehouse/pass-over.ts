import { fullName, type Table, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { refusedTypes } from "../workspace/refused-types.js";
import { oneLine } from "../workspace/server-text.js";

const ownedByDatabricks: ReadonlySet<string> = new Set(["system", "samples", "__databricks_internal"]);

/** Why a glob does not take a table, from what the information schema lists of it, to complete a sentence; null where it does. */
export function reasonOfEntry(type: string, format: string): string | null {
  return refusedTypes.get(type.toUpperCase()) ?? reasonOfFormat(format);
}

/** Why a glob does not take a table that was read; null where it does. */
export function reasonOfTable({ kind, format }: Table): string | null {
  if (kind === "view") return "is a view";
  return kind === "external" ? "is external" : reasonOfFormat(format);
}

function reasonOfFormat(format: string): string | null {
  const name = oneLine(format).toLowerCase();
  return name === "" || name === "delta" || name === "unknown_data_source_format" ? null : `is stored as ${name}`;
}

/** Whether a catalog holds tables of Databricks, which nobody writes to. */
export function isOwnedByDatabricks(catalog: string): boolean {
  return ownedByDatabricks.has(catalog.toLowerCase());
}

/** Says that something found by a pattern is left out, and why. */
export function passedOver(name: TableName, reason: string): Diagnostic {
  const message = `Table ${quote(fullName(name))} is passed over: it ${reason}; the service writes managed Delta tables only.`;
  return diagnostic("GP5112", message, { hint: "Name it in full to read it all the same.", table: fullName(name) });
}

export function passedOverCatalog(catalog: string): Diagnostic {
  const message = `Catalog ${quote(catalog)} is passed over: it is one of Databricks; the service does not write to it.`;
  return diagnostic("GP5112", message, { hint: "Name it to read it all the same." });
}
