import { formatSparkType } from "../../../../src/catalog/format-type.js";
import { readUnityCatalogTable } from "../../../../src/catalog/json/unity-catalog.js";
import type { Column, Table } from "../../../../src/catalog/table.js";
import { place, told } from "./support.js";

/** A table as the API answers it, with other columns and keys. */
function answer(columns: unknown, facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const parts = { name: "t", catalog_name: "main", schema_name: "s" };
  return { ...parts, table_type: "MANAGED", data_source_format: "DELTA", columns, ...facts };
}

export function typeJson(type: unknown, facts: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ name: "c", type, nullable: true, metadata: {}, ...facts });
}

export const long = { name: "c", type_json: typeJson("long"), position: 0 };

export function read(
  columns: unknown,
  facts: Readonly<Record<string, unknown>> = {},
): { table: Table | null; told: readonly string[] } {
  const { table, diagnostics } = readUnityCatalogTable(answer(columns, facts), place);
  return { table, told: told(diagnostics) };
}

export function shape({ name, type, nullable, comment, position, fill }: Column): string {
  const words = [
    `${position}`,
    name,
    formatSparkType(type),
    nullable ? "" : "NOT NULL",
    fill.kind === "writer" ? "" : fill.kind,
  ];
  return words
    .concat(comment === null ? "" : `'${comment}'`)
    .filter((word) => word !== "")
    .join(" ");
}
