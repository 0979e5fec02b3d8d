import type { Table } from "../../../src/catalog/table.js";
import { generate } from "../../../src/generate.js";

/** The `.proto` of the table `main.s.t` with these columns, as DDL lists them, and what may follow them. */
export function protoOf(columns: string, rest = ""): string {
  const text = `CREATE TABLE main.s.t (${columns}) ${rest}`;
  const { files, diagnostics } = generate({ sources: [{ path: "t.sql", text }], options: { runtime: "import" } });
  const file = files.find(({ path }) => path === "main/s/t.proto");
  if (file === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return file.content;
}

/** The `.proto` of a table without the columns that cannot be mapped; null where nothing can be generated. */
export function protoOfTable(table: Table): string | null {
  const { files } = generate({ tables: [table], options: { unsupported: "omit", runtime: "import" } });
  return files.find(({ path }) => path.endsWith(".proto"))?.content ?? null;
}
