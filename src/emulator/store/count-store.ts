import type { Table } from "../../catalog/table.js";
import type { Row } from "../row.js";
import { plainCell } from "./cell-text.js";
import { tableKey } from "./names.js";
import type { QueryResult, RowStore } from "./row-store.js";
import { sqlType } from "./sql-type.js";
import { StoreError } from "./store-error.js";

/** Rows that are remembered of each table, to show. */
const remembered = 20;

interface CountedTable {
  readonly table: Table;
  readonly rows: number;
  /** The newest last. */
  readonly last: readonly Row[];
}

/** Keeps no rows: counts them, and remembers the last 20 of each table. Needs no database. */
export class CountStore implements RowStore {
  readonly #tables = new Map<string, CountedTable>();

  createTable(table: Table): Promise<void> {
    const key = tableKey(table.name);
    this.#tables.set(key, { rows: 0, last: [], ...this.#tables.get(key), table });
    return Promise.resolve();
  }

  append(table: string, rows: readonly Row[]): Promise<void> {
    return attempt(() => {
      const known = this.#find(table);
      const last = [...known.last, ...rows.slice(-remembered)].slice(-remembered);
      this.#tables.set(tableKey(table), { ...known, rows: known.rows + rows.length, last });
    });
  }

  query(): Promise<QueryResult> {
    return attempt(() => refuse("queried"));
  }

  count(table: string): Promise<number> {
    return attempt(() => this.#find(table).rows);
  }

  last(table: string, limit: number): Promise<QueryResult> {
    return attempt(() => {
      const { last, table: definition } = this.#find(table);
      const rows = [...last].reverse().slice(0, Math.max(0, Math.trunc(limit)));
      return plainRows(definition, rows);
    });
  }

  exportTable(): Promise<void> {
    return attempt(() => refuse("exported"));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #find(table: string): CountedTable {
    const found = this.#tables.get(tableKey(table));
    if (found !== undefined) return found;
    throw new StoreError("table", `The store has no table ${table}.`);
  }
}

function plainRows(table: Table, rows: readonly Row[]): QueryResult {
  const columns = table.columns.map(({ name, type }) => ({ name, type: sqlType(type) }));
  return {
    columns,
    rows: rows.map((row) => table.columns.map(({ type }, index) => plainCell(type, row[index] ?? null))),
  };
}

function refuse(what: string): never {
  throw new StoreError("query", `This emulator keeps no rows that could be ${what}: run it with a store.`);
}

/** The result, or the error, as a promise. */
function attempt<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
