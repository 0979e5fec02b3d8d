import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "../../../src/catalog/table.js";
import { readDdl } from "../../../src/read-ddl.js";

const examples = join(import.meta.dirname, "../../../examples/ddl");

/** The tables of files of the sample catalog. */
export function exampleTables(...files: readonly string[]): readonly Table[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(examples, file), "utf8");
    return readDdl(text, { vars: { catalog: "main" } }).tables;
  });
}

/** Tables of DDL in a test. */
export function ddlTables(sql: string): readonly Table[] {
  return readDdl(sql).tables;
}
