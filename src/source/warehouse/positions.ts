import { mapConcurrently } from "../../async/map-concurrently.js";
import { nameKey } from "../../catalog/name-scope.js";
import type { Table, TableName } from "../../catalog/table.js";
import type { Row } from "./driver.js";
import { selectPositions } from "./sql.js";
import type { WarehouseClient } from "./warehouse-client.js";

/** More tables of a schema than these are not named one by one: the positions in all its tables are read. */
const namedTables = 50;

/** Unity Catalog's 0-based positions by the name of the column. */
type Positions = ReadonlyMap<string, number>;

/**
 * The tables with the positions that Unity Catalog has: a dropped column leaves a gap, which a CREATE statement does not
 * show. Where the positions are not to be had, or are those of other columns, the columns stay counted.
 */
export async function withPositions(tables: readonly Table[], client: WarehouseClient): Promise<readonly Table[]> {
  const groups = await mapConcurrently(bySchema(tables), client.concurrency, (group) => readPositions(group, client));
  const positions = new Map(groups.flatMap((group) => [...group]));
  return tables.map((table) => placed(table, positions.get(nameKey(table.name))));
}

function bySchema(tables: readonly Table[]): readonly (readonly TableName[])[] {
  const groups = new Map<string, TableName[]>();
  for (const { name } of tables) {
    const key = nameKey({ ...name, table: "" });
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

async function readPositions(
  names: readonly TableName[],
  client: WarehouseClient,
): Promise<ReadonlyMap<string, Positions>> {
  const [first] = names;
  if (first === undefined) return new Map();
  const tables = names.length > namedTables ? [] : names.map(({ table }) => table);
  const { rows } = await client.query(selectPositions(first.catalog, first.schema, tables));
  const positions = new Map<string, Map<string, number>>();
  for (const row of rows ?? []) addRow(positions, row, first);
  return positions;
}

function addRow(positions: Map<string, Map<string, number>>, row: Row, { catalog, schema }: TableName): void {
  const { table_name: table, column_name: column, ordinal_position: ordinal } = row;
  if (typeof table !== "string" || typeof column !== "string") return;
  const key = nameKey({ catalog, schema, table });
  const columns = positions.get(key) ?? new Map<string, number>();
  // Counted from 1 there.
  positions.set(key, columns.set(column.toLowerCase(), Number(ordinal) - 1));
}

function placed(table: Table, positions: Positions | undefined): Table {
  if (positions?.size !== table.columns.length) return table;
  const columns = table.columns.map((column) => ({
    ...column,
    position: positions.get(column.name.toLowerCase()) ?? Number.NaN,
  }));
  // NaN is neither: a column that is not there puts an end to it.
  const isInOrder = columns.every(({ position }, index) => {
    return Number.isSafeInteger(position) && position > (columns[index - 1]?.position ?? -1);
  });
  return isInOrder ? { ...table, columns } : table;
}
