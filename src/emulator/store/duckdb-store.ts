import { rm } from "node:fs/promises";
import { clearInterval, setInterval } from "node:timers";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Table, TableName } from "../../catalog/table.js";
import type { Row } from "../row.js";
import { CatalogWriter } from "./catalog-writer.js";
import { type Database, attachCatalog, closeDatabase } from "./duckdb-instance.js";
import { exportTable } from "./export-table.js";
import { databaseName, lowerName, quoteTable, tableKey } from "./names.js";
import { useOwnNames } from "./own-names.js";
import type { ExportFormat, QueryResult, RowStore } from "./row-store.js";
import { runQuery } from "./run-query.js";
import { releaseDirectory } from "./store-directory.js";
import { StoreError } from "./store-error.js";
import { TableAppender } from "./table-appender.js";
import { layOutTable } from "./table-layout.js";

interface StoredTable {
  readonly name: TableName;
  readonly writer: CatalogWriter;
  readonly appender: TableAppender;
}

/** Rows in DuckDB, a database per catalog. */
export class DuckDBStore implements RowStore {
  readonly #database: Database;
  readonly #mode: "write" | "read";
  readonly #tables = new Map<string, StoredTable>();
  readonly #writers = new Map<string, CatalogWriter>();
  /** Names of the databases of catalogs. */
  readonly #attached: Set<string>;
  readonly #readers = new Set<DuckDBConnection>();
  readonly #running = new Set<Promise<unknown>>();
  /** Definitions come one after the other. */
  #defining: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(database: Database, mode: "write" | "read") {
    this.#database = database;
    this.#mode = mode;
    this.#attached = new Set(database.directory?.catalogs.map(databaseName));
  }

  createTable(table: Table): Promise<void> {
    return this.#run(() => {
      const made = this.#defining.then(() => this.#define(table));
      this.#defining = made.catch(() => null);
      return made;
    });
  }

  append(table: string, rows: readonly Row[]): Promise<void> {
    return this.#run(async () => {
      const { writer, appender } = this.#find(table);
      if (rows.length > 0) await writer.append(appender, rows);
    });
  }

  query(sql: string): Promise<QueryResult> {
    return this.#run(() => this.#read(useOwnNames(sql, this.#attached)));
  }

  count(table: string): Promise<number> {
    return this.#run(async () => {
      const { rows } = await this.#read(`SELECT count(*) FROM ${quoteTable(this.#find(table).name)}`);
      return Number(rows[0]?.[0]);
    });
  }

  last(table: string, limit: number): Promise<QueryResult> {
    return this.#run(() => this.#readLast(quoteTable(this.#find(table).name), limit));
  }

  exportTable(table: string, path: string, format: ExportFormat): Promise<void> {
    return this.#run(() => exportTable(this.#database, this.#find(table).name, path, format));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #read(sql: string): Promise<QueryResult> {
    const connection = await this.#database.instance.connect();
    this.#readers.add(connection);
    try {
      return await runQuery(this.#database.duckdb, connection, sql);
    } finally {
      this.#readers.delete(connection);
      connection.closeSync();
    }
  }

  #readLast(name: string, limit: number): Promise<QueryResult> {
    const rows = Math.max(0, Math.trunc(limit));
    // Row ids have no gaps where nothing is deleted; the condition spares a scan of the whole table, 40 times the work at 5 million rows.
    const newest = `rowid > (SELECT max(rowid) FROM ${name}) - ${rows}`;
    return this.#read(`SELECT * FROM ${name} WHERE ${newest} ORDER BY rowid DESC LIMIT ${rows}`);
  }

  async #define(table: Table): Promise<void> {
    const key = tableKey(table.name);
    const known = this.#tables.get(key);
    if (known !== undefined && lowerName(quoteTable(known.name)) !== lowerName(quoteTable(table.name)))
      throw clash(table.name, known.name);
    const writer = await this.#writerOf(table.name.catalog);
    const { duckdb } = this.#database;
    await writer.exclusively(async () => {
      // It holds the columns as they were.
      known?.appender.discard();
      const order = await layOutTable(writer.connection, table);
      const appender = new TableAppender(duckdb, writer.connection, table, order);
      this.#tables.set(key, { name: table.name, writer, appender });
    });
  }

  async #writerOf(catalog: string): Promise<CatalogWriter> {
    const name = databaseName(catalog);
    const known = this.#writers.get(name);
    if (known !== undefined) return known;
    await attachCatalog(this.#database, catalog, "");
    const writer = new CatalogWriter(await this.#database.instance.connect());
    this.#writers.set(name, writer);
    this.#attached.add(name);
    return writer;
  }

  #find(table: string): StoredTable {
    const found = this.#tables.get(tableKey(table));
    if (found !== undefined) return found;
    throw new StoreError("table", `The store has no table ${table}.`);
  }

  /** Remembers the work, so that closing waits for it. */
  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing !== null) throw new StoreError("closed", "The store is closed.");
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async #close(): Promise<void> {
    // Again and again: a query takes notice only while it runs, not while it is being prepared.
    const interrupting = setInterval(() => {
      for (const reader of this.#readers) reader.interrupt();
    }, 20);
    await Promise.allSettled(this.#running);
    clearInterval(interrupting);
    for (const { appender } of this.#tables.values()) appender.discard();
    for (const { connection } of this.#writers.values()) connection.closeSync();
    const { directory, exportPath } = this.#database;
    try {
      await closeDatabase(this.#database, this.#mode);
    } finally {
      if (directory !== null) releaseDirectory(directory);
      await rm(exportPath, { recursive: true, force: true });
    }
  }
}

function clash(name: TableName, known: TableName): StoreError {
  return new StoreError("schema", `The store cannot tell table ${quoteTable(name)} from ${quoteTable(known)}.`);
}
