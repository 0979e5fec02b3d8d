import { CountStore } from "./count-store.js";
import { type Database, attachCatalog, closeDatabase, openDatabase } from "./duckdb-instance.js";
import { DuckDBStore } from "./duckdb-store.js";
import type { RowStore } from "./row-store.js";
import { type StoreDirectory, findDirectory, releaseDirectory, takeDirectory } from "./store-directory.js";
import { StoreError } from "./store-error.js";

/** Where rows are kept: in memory until the end of the process, in the files of a directory, or counted only. */
export type StoreOptions =
  { readonly kind: "memory" } | { readonly kind: "directory"; readonly path: string } | { readonly kind: "none" };

/** Read access to the directory of an emulator that is not running. */
export type StoreReader = Pick<RowStore, "query" | "close">;

/** @throws {StoreError} where DuckDB is not installed, or the directory cannot be used. */
export async function openStore(options: StoreOptions): Promise<RowStore> {
  if (options.kind === "none") return new CountStore();
  const directory = options.kind === "directory" ? await takeDirectory(options.path) : null;
  return new DuckDBStore(await openAll(directory, ""), "write");
}

/**
 * Opens what an emulator left in a directory, to read it.
 *
 * @throws {StoreError} of kind `storage` where there is no store at the path, `locked` where an emulator is running on it.
 */
export async function openForQuery(path: string): Promise<StoreReader> {
  const directory = await findDirectory(path);
  if (directory.catalogs.length > 0) return new DuckDBStore(await openAll(directory, " (READ_ONLY)"), "read");
  releaseDirectory(directory);
  throw new StoreError("storage", `There is no store in ${path}: name the directory an emulator was started with.`);
}

/** A database with every catalog of the directory, so that queries see tables of earlier runs too. */
async function openAll(directory: StoreDirectory | null, mode: "" | " (READ_ONLY)"): Promise<Database> {
  let database: Database | null = null;
  try {
    database = await openDatabase(directory);
    for (const catalog of directory?.catalogs ?? []) await attachCatalog(database, catalog, mode);
    return database;
  } catch (error) {
    if (database !== null) await closeDatabase(database, "read");
    if (directory !== null) releaseDirectory(directory);
    throw error;
  }
}
