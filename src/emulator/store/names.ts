import { fullName, type TableName } from "../../catalog/table.js";
import { StoreError } from "./store-error.js";

/** A name that DuckDB can carry: SQL text ends at NUL, has no empty names, and is UTF-8. */
function checkName(name: string): string {
  if (name !== "" && !name.includes("\0") && !/\p{Surrogate}/u.test(name)) return name;
  const problem = name === "" ? "an empty name" : `the name ${JSON.stringify(name)}`;
  throw new StoreError(
    "schema",
    `The emulator's store cannot keep ${problem}; rename it, or run the emulator without a store.`,
  );
}

/**
 * The name as an identifier of SQL.
 *
 * @throws {StoreError} where DuckDB cannot carry it.
 */
export function quoteName(name: string): string {
  return `"${checkName(name).replaceAll('"', '""')}"`;
}

/** The text as a string literal of SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** ASCII letters in lower case: DuckDB tells names apart by everything else. */
export function lowerName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What a table is found by: names of tables ignore case. */
export function tableKey(name: TableName | string): string {
  return lowerName(typeof name === "string" ? name : fullName(name));
}

/**
 * The attached database of a catalog. `main`, `system`, `temp` and `memory` are names of DuckDB's own, and end in an underscore here.
 * (It would attach `MAIN`, but with such a database refuses list literals, which it looks up as `main.list_value`.)
 */
export function databaseName(catalog: string): string {
  const name = lowerName(catalog);
  return /^(main|system|temp|memory)_*$/.test(name) ? `${name}_` : name;
}

/** The table as SQL names it, in three parts. */
export function quoteTable({ catalog, schema, table }: TableName): string {
  return [databaseName(catalog), schema, table].map(quoteName).join(".");
}

const extension = ".duckdb";

/** Name of the file that holds a catalog in a directory: no character of it means anything to a file system. */
export function catalogFile(catalog: string): string {
  const encoded = encodeURIComponent(lowerName(checkName(catalog)));
  return encoded.replace(/[.!~*'()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`) + extension;
}

/** The catalog a file holds; null for a file of another kind. */
export function catalogOfFile(file: string): string | null {
  if (!file.endsWith(extension)) return null;
  try {
    const catalog = decodeURIComponent(file.slice(0, -extension.length));
    return catalogFile(catalog).toLowerCase() === file.toLowerCase() ? catalog : null;
  } catch {
    return null;
  }
}
