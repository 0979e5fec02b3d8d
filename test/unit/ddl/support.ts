import type { SparkType } from "../../../src/catalog/spark-type.js";
import { formatSparkType } from "../../../src/catalog/format-type.js";
import { fullName, type Column, type Table } from "../../../src/catalog/table.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { readDdl, type ReadDdlOptions } from "../../../src/read-ddl.js";

/** Reads a text in catalog `main` and schema `s`, so that short names carry no warning. */
export function read(text: string, options: ReadDdlOptions = {}): { tables: readonly Table[]; problems: string[] } {
  const { tables, diagnostics } = readDdl(text, { catalog: "main", schema: "s", ...options });
  return { tables, problems: diagnostics.map(line) };
}

/** A diagnostic in one line: `2:5 error GP2006: message | hint`. */
export function line({ span, severity, code, message, hint }: Diagnostic): string {
  const place = span === undefined ? "-" : `${span.line}:${span.column}`;
  return `${place} ${severity} ${code}: ${message}${hint === undefined ? "" : ` | ${hint}`}`;
}

/** Tables in short form: `main.s.t(a INT NOT NULL 'comment', b STRING)`. */
export function shapes(tables: readonly Table[]): string[] {
  return tables.map((table) => `${fullName(table.name)}(${table.columns.map(shape).join(", ")})`);
}

function shape({ name, type, nullable, comment, fill }: Column): string {
  const notNull = nullable ? "" : " NOT NULL";
  const source = fill.kind === "writer" ? "" : ` ${JSON.stringify(fill)}`;
  return `${name} ${formatSparkType(type)}${notNull}${source}${comment === null ? "" : ` '${comment}'`}`;
}

/** The columns of the only table of a text. */
export function columnsOf(text: string): string {
  const { tables, problems } = read(text);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return shapes(tables).join("; ").replace("main.s.t", "");
}

/** The type of the only column of a table of that type. */
export function typeOf(type: string): SparkType | undefined {
  return read(`CREATE TABLE t (c ${type})`).tables[0]?.columns[0]?.type;
}

/** A table without the places it was read from, for comparisons. */
export function withoutOrigin(table: Table): Table {
  return { ...table, origin: null, columns: table.columns.map((column) => ({ ...column, origin: null })) };
}
