import type * as DuckDB from "@duckdb/node-api";
import { StoreError } from "./store-error.js";

/** The database's package as it is loaded. */
export type DuckDBModule = typeof DuckDB;

/**
 * Loads DuckDB on first use: it is an optional peer of 60 MB that generating code does not need.
 *
 * @throws {StoreError} of kind `package` where it is not installed, or has no build for this platform.
 */
export async function loadDuckDB(): Promise<DuckDBModule> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    const message =
      "The emulator keeps rows in DuckDB, and @duckdb/node-api cannot be loaded: install it with " +
      "`npm install --save-dev @duckdb/node-api`, or run the emulator without a store.";
    throw new StoreError("package", message, { cause });
  }
}
