import type { Table } from "../../catalog/table.js";
import type { Row } from "../row.js";

/** Where the emulator keeps the rows it acknowledged. Tables are named `catalog.schema.table`, as the service's headers carry it. */
export interface RowStore {
  /**
   * Makes the table, or takes the one that is already there: nullable columns it lacks are added to it.
   *
   * @throws {StoreError} where a table of that name is there with columns that do not agree.
   */
  createTable(table: Table): Promise<void>;
  /**
   * Keeps rows of a table; they are durable when it resolves. Calls are grouped, and each is kept whole and in the order of the calls
   * for its table. Resolves later when much is waiting: that is the caller's signal to slow down.
   *
   * @throws {StoreError} where the rows could not be kept; none of them was.
   */
  append(table: string, rows: readonly Row[]): Promise<void>;
  /**
   * Answers one statement that reads.
   *
   * @throws {StoreError} where it is not a statement that reads, or the database refuses it.
   */
  query(sql: string): Promise<QueryResult>;
  /** Number of rows of the table. */
  count(table: string): Promise<number>;
  /** The rows that were kept last, the newest first. */
  last(table: string, limit: number): Promise<QueryResult>;
  /** Writes the table to a file, which is there either whole or not at all. */
  exportTable(table: string, path: string, format: ExportFormat): Promise<void>;
  /** Keeps what waits, then lets go of the database. */
  close(): Promise<void>;
}

/** Rows as JSON can carry them: 64-bit and larger integers, decimals and non-finite numbers as text, instants as ISO text with six digits. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface ResultColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export type ExportFormat = "parquet" | "csv" | "json";
