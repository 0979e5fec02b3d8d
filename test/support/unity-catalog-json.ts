import { formatUnityCatalogTable } from "../../src/catalog/json/format-unity-catalog.js";
import type { Table } from "../../src/catalog/table.js";

/** A table as the Unity Catalog API answers with it. */
export interface CatalogTable extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly catalog_name: string;
  readonly schema_name: string;
}

/** The JSON of a table; `facts` go over what the table says, such as `table_type` or a missing `columns`. */
export function catalogTable(table: Table, facts: Readonly<Record<string, unknown>> = {}): CatalogTable {
  return {
    storage_location: `s3://bucket/__unitystorage/tables/${table.name.table}`,
    owner: "someone@example.com",
    securable_type: "TABLE",
    ...formatUnityCatalogTable(table),
    ...facts,
  };
}
