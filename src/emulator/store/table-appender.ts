import { setImmediate } from "node:timers/promises";
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { Table } from "../../catalog/table.js";
import type { Cell, Row } from "../row.js";
import { type ToValue, valueWriter } from "./cell-values.js";
import type { DuckDBModule } from "./load-duckdb.js";
import { databaseName } from "./names.js";
import { StoreError } from "./store-error.js";

/** DuckDB's vectors hold this many rows. */
const rowsPerChunk = 2_048;

interface ColumnWriter {
  /** Place of the column in a row. */
  readonly place: number;
  readonly toValue: ToValue;
}

/** An open appender with the chunk it is given, again and again. */
interface OpenAppender {
  readonly appender: DuckDBAppender;
  readonly chunk: DuckDBDataChunk;
}

/**
 * Writes rows of one table column by column, 2,048 rows at a time: 8 to 20 times faster here than value by value. Belongs to the
 * connection of its catalog and to the transaction that is open on it.
 */
export class TableAppender {
  readonly #duckdb: DuckDBModule;
  readonly #connection: DuckDBConnection;
  readonly #table: Table;
  readonly #columns: readonly ColumnWriter[];
  #open: OpenAppender | null = null;

  /** @param order Names of the columns as the database has them. */
  constructor(duckdb: DuckDBModule, connection: DuckDBConnection, table: Table, order: readonly string[]) {
    this.#duckdb = duckdb;
    this.#connection = connection;
    this.#table = table;
    this.#columns = order.map((name) => columnWriter(duckdb, table, name));
  }

  /** Gives rows to the open transaction; between chunks, the streams have their turn. */
  async write(rows: readonly Row[]): Promise<void> {
    this.#open ??= await this.#start();
    const { appender, chunk } = this.#open;
    for (let first = 0; first < rows.length; first += rowsPerChunk) {
      if (first > 0) await setImmediate();
      this.#fill(chunk, rows.slice(first, first + rowsPerChunk));
      appender.appendDataChunk(chunk);
    }
  }

  /** Hands over what the appender still buffers; needed before the transaction is committed. */
  flush(): void {
    this.#open?.appender.flushSync();
  }

  /** Drops what the appender buffers, and the appender: it does not survive an error or a change of its table. */
  discard(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    open.appender.clear();
    open.appender.closeSync();
  }

  async #start(): Promise<OpenAppender> {
    const { catalog, schema, table } = this.#table.name;
    const appender = await this.#connection.createAppender(table, schema, databaseName(catalog));
    const types = Array.from({ length: appender.columnCount }, (_, column) => appender.columnType(column));
    return { appender, chunk: this.#duckdb.DuckDBDataChunk.create(types) };
  }

  #fill(chunk: DuckDBDataChunk, rows: readonly Row[]): void {
    chunk.reset();
    chunk.rowCount = rows.length;
    for (const [column, { place, toValue }] of this.#columns.entries()) {
      const vector = chunk.getColumnVector(column);
      for (const [index, row] of rows.entries()) vector.setItem(index, toValue(cellOf(row, place)));
      vector.flush();
    }
  }
}

function cellOf(row: Row, place: number): Cell {
  const cell = row[place];
  if (cell !== undefined) return cell;
  throw new StoreError("storage", `A row has ${row.length} cells, and its table has more columns.`);
}

function columnWriter(duckdb: DuckDBModule, table: Table, name: string): ColumnWriter {
  const place = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[place];
  if (column === undefined) throw new StoreError("schema", `Column ${name} is not one of the table.`);
  return { place, toValue: valueWriter(duckdb, column.type) };
}
