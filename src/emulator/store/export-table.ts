import { randomUUID } from "node:crypto";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { TableName } from "../../catalog/table.js";
import { ioReason } from "../../files/io-reason.js";
import type { Database } from "./duckdb-instance.js";
import { quoteTable, quoteText } from "./names.js";
import type { ExportFormat } from "./row-store.js";
import { StoreError, firstLine } from "./store-error.js";

const options: Readonly<Record<ExportFormat, string>> = {
  parquet: "FORMAT parquet",
  csv: "FORMAT csv, HEADER",
  json: "FORMAT json",
};

/**
 * Writes the table to a file: the whole file appears at once, in place of one that is there. JSON is one object per line.
 *
 * @throws {StoreError} of kind `storage`; the path is then as it was.
 */
export async function exportTable(
  database: Database,
  table: TableName,
  path: string,
  format: ExportFormat,
): Promise<void> {
  if (!isAbsolute(path)) throw new StoreError("storage", `The export wants an absolute path, and ${path} is not.`);
  const id = randomUUID();
  const own = join(database.exportPath, id);
  const beside = `${path}.${id}.tmp`;
  try {
    await mkdir(database.exportPath, { recursive: true });
    await copyTable(database, table, own, format);
    // Through its own folder, which DuckDB may write to; from there perhaps to another disk, where a rename does not go.
    await copyFile(own, beside);
    await rename(beside, path);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? ioReason(cause) : firstLine(cause);
    throw new StoreError("storage", `The table cannot be exported to ${path}: ${reason}.`, { cause });
  } finally {
    await Promise.all([rm(own, { force: true }), rm(beside, { force: true })]);
  }
}

async function copyTable({ instance }: Database, table: TableName, path: string, format: ExportFormat): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(`COPY ${quoteTable(table)} TO ${quoteText(path)} (${options[format]})`);
  } finally {
    connection.closeSync();
  }
}
