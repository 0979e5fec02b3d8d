import type { DuckDBConnection } from "@duckdb/node-api";
import type { Row } from "../row.js";
import { toStoreError } from "./store-error.js";
import type { TableAppender } from "./table-appender.js";

/** A call that waits for its rows to be durable. */
interface Waiting {
  readonly table: TableAppender;
  readonly rows: readonly Row[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Rows of one transaction, at most, unless a single call has more: what the database buffers is bounded by it. */
const rowsPerTransaction = 100_000;

/**
 * Writes to one catalog, one transaction at a time: DuckDB lets a transaction write to one database only, and a commit costs a sync
 * of the disk. So what arrives meanwhile, for whichever tables, waits and shares the next commit.
 */
export class CatalogWriter {
  readonly connection: DuckDBConnection;
  readonly #waiting: Waiting[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** Resolves when the rows are committed, all of them; calls are committed in their order. */
  append(table: TableAppender, rows: readonly Row[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ table, rows, resolve, reject });
      if (this.#waiting.length === 1) this.#schedule();
    });
  }

  /** Runs work when no transaction is open, and lets none begin before it is done. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => null);
    return result;
  }

  #schedule(): void {
    void this.exclusively(async () => {
      const group = this.#waiting.splice(0, groupSize(this.#waiting));
      if (this.#waiting.length > 0) this.#schedule();
      await this.#commit(group);
    });
  }

  /** A group that fails is written call by call, so that only the call to blame for it fails. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(group);
    } catch (error) {
      if (group.length > 1) for (const call of group) await this.#commit([call]);
      else group[0]?.reject(toStoreError("storage", "The rows could not be stored", error));
      return;
    }
    for (const call of group) call.resolve();
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const rowsByTable = groupByTable(group);
    await this.connection.run("BEGIN TRANSACTION");
    try {
      for (const [table, rows] of rowsByTable) await table.write(rows);
      for (const table of rowsByTable.keys()) table.flush();
      await this.connection.run("COMMIT");
    } catch (error) {
      for (const table of rowsByTable.keys()) table.discard();
      // A failed COMMIT has rolled back already, and then there is nothing to roll back.
      await this.connection.run("ROLLBACK").catch(() => null);
      throw error;
    }
  }
}

/** The rows per table in the order of the calls: full chunks out of many small calls. */
function groupByTable(group: readonly Waiting[]): ReadonlyMap<TableAppender, readonly Row[]> {
  const calls = new Map<TableAppender, (readonly Row[])[]>();
  for (const { table, rows } of group) {
    const known = calls.get(table);
    if (known === undefined) calls.set(table, [rows]);
    else known.push(rows);
  }
  return new Map([...calls].map(([table, batches]) => [table, batches.flat()]));
}

/** How many of the waiting calls fit into one transaction; at least one. */
function groupSize(waiting: readonly Waiting[]): number {
  let rows = 0;
  const size = waiting.findIndex((call) => (rows += call.rows.length) > rowsPerTransaction);
  return size === -1 ? waiting.length : Math.max(size, 1);
}
