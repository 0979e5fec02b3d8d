import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type DuckDBModule, loadDuckDB } from "./load-duckdb.js";
import { databaseName, quoteName, quoteText } from "./names.js";
import { type StoreDirectory, catalogPath, lockedDirectory } from "./store-directory.js";
import { type StoreError, toStoreError } from "./store-error.js";

/** A DuckDB that sees no file but those of its directory, fetches no extension, and thinks in UTC. */
export interface Database {
  readonly duckdb: DuckDBModule;
  readonly instance: DuckDBInstance;
  /** For statements about the database itself. */
  readonly connection: DuckDBConnection;
  /** Null for one in memory. */
  readonly directory: StoreDirectory | null;
  /** Not made yet; the only other place where it may write: exports go through it. */
  readonly exportPath: string;
}

/** @throws {StoreError} where DuckDB is not installed or does not start. */
export async function openDatabase(directory: StoreDirectory | null): Promise<Database> {
  const duckdb = await loadDuckDB();
  const exportPath = join(tmpdir(), `gen-producers-${randomUUID()}`);
  try {
    const instance = await duckdb.DuckDBInstance.create(":memory:", settings(directory));
    const connection = await instance.connect();
    const allowed = directory === null ? [exportPath] : [exportPath, directory.path];
    const paths = allowed.map((path) => quoteText(path + sep)).join(", ");
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // A query may come from anyone who reaches the port of the emulator.
    await connection.run(`SET allowed_directories = [${paths}]`);
    await connection.run("SET enable_external_access = false");
    return { duckdb, instance, connection, directory, exportPath };
  } catch (error) {
    throw toStoreError("storage", "DuckDB does not start", error);
  }
}

function settings(directory: StoreDirectory | null): Record<string, string> {
  return {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    // At its own choice of 16 MB, the last rows of a table are written into the file again so often that ingest takes twice the time.
    checkpoint_threshold: "128MB",
    // Its own choice would be a folder in the working directory.
    temp_directory: directory === null ? "" : join(directory.path, "tmp"),
  };
}

/**
 * Attaches the database of a catalog; nothing happens where it is attached.
 *
 * @throws {StoreError} of kind `locked` where another process has it, `storage` where it cannot be opened.
 */
export async function attachCatalog(database: Database, catalog: string, mode: "" | " (READ_ONLY)"): Promise<void> {
  const { connection, directory } = database;
  const path = directory === null ? ":memory:" : catalogPath(directory, catalog);
  try {
    await connection.run(`ATTACH IF NOT EXISTS ${quoteText(path)} AS ${quoteName(databaseName(catalog))}${mode}`);
  } catch (error) {
    throw attachError(path, error);
  }
}

function attachError(path: string, error: unknown): StoreError {
  const text = error instanceof Error ? error.message : "";
  if (!text.includes("Could not set lock"))
    return toStoreError("storage", `The store in ${path} cannot be opened`, error);
  const process = /\(PID (\d+)\)/.exec(text)?.[1];
  return lockedDirectory(path, process === undefined ? "by another process" : `by process ${process}`);
}

/** Writes the rest of the logs into the files and lets go of them. */
export async function closeDatabase(database: Database, mode: "write" | "read"): Promise<void> {
  const { connection, directory, instance } = database;
  try {
    for (const name of directory === null || mode === "read" ? [] : await databaseNames(connection)) {
      // Closing does it too, but would hold up the whole process meanwhile; where it fails, the log is read at the next start.
      await connection.run(`CHECKPOINT ${quoteName(name)}`).catch(() => null);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function databaseNames(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll("SELECT database_name FROM duckdb_databases() WHERE path IS NOT NULL");
  return reader.getRows().map(([name]) => String(name));
}
