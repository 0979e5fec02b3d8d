import type { DuckDBConnection } from "@duckdb/node-api";
import { type Column, type Table, fullName } from "../../catalog/table.js";
import { databaseName, lowerName, quoteName, quoteTable, quoteText } from "./names.js";
import { sqlType } from "./sql-type.js";
import { StoreError, toStoreError } from "./store-error.js";

/** A column as the database has it. */
interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/**
 * Makes the table, or takes the one that is there: nullable columns it lacks are added at its end.
 *
 * @returns the names of its columns in the order of the database.
 * @throws {StoreError} of kind `schema` where the table that is there differs in another way, or DuckDB cannot have such a table.
 */
export async function layOutTable(connection: DuckDBConnection, table: Table): Promise<readonly string[]> {
  try {
    await connection.run("BEGIN TRANSACTION");
    const stored = await readColumns(connection, table);
    const statements =
      stored.length === 0 ? creation(table) : additions(table, stored, await wantedTypes(connection, table));
    for (const statement of statements) await connection.run(statement);
    const order = (await readColumns(connection, table)).map((column) => column.name);
    await connection.run("COMMIT");
    return inSpellingOf(table, order);
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => null);
    throw toStoreError("schema", `The store cannot keep table ${fullName(table.name)}`, error);
  }
}

function creation(table: Table): readonly string[] {
  const name = quoteTable(table.name);
  const schema = [databaseName(table.name.catalog), table.name.schema].map(quoteName).join(".");
  const columns = table.columns.map(
    (column) => `${quoteName(column.name)} ${sqlType(column.type)}${isFilled(column) ? " NOT NULL" : ""}`,
  );
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE ${name} (${columns.join(", ")})`,
    ...comment(`TABLE ${name}`, table.comment),
    ...table.columns.flatMap((column) => columnComment(table, column)),
  ];
}

/** Whether every row has a value there: the writer gives it, and the table wants it. Generated columns stay NULL here. */
function isFilled(column: Column): boolean {
  return !column.nullable && (column.fill.kind === "writer" || column.fill.kind === "default");
}

function columnComment(table: Table, column: Column): readonly string[] {
  return comment(`COLUMN ${quoteTable(table.name)}.${quoteName(column.name)}`, column.comment);
}

function comment(place: string, text: string | null): readonly string[] {
  // SQL text ends at a NUL.
  return text === null || text.includes("\0") ? [] : [`COMMENT ON ${place} IS ${quoteText(text)}`];
}

function additions(
  table: Table,
  stored: readonly StoredColumn[],
  types: ReadonlyMap<Column, string>,
): readonly string[] {
  const differences: string[] = [];
  const added: Column[] = [];
  for (const column of table.columns) {
    const there = stored.find((one) => sameName(one.name, column.name));
    if (there === undefined && !isFilled(column)) added.push(column);
    else differences.push(...compare(column, there, types.get(column) ?? ""));
  }
  const dropped = stored.filter((one) => !table.columns.some((column) => sameName(one.name, column.name)));
  differences.push(...dropped.map(({ name }) => `column ${name} is only in the store`));
  if (differences.length === 0) return added.flatMap((column) => addition(table, column));
  throw new StoreError("schema", changedTable(table, differences));
}

function compare(column: Column, there: StoredColumn | undefined, type: string): readonly string[] {
  const { name } = column;
  if (there === undefined) return [`column ${name} is new and NOT NULL`];
  if (there.type !== type) return [`column ${name} is ${there.type} in the store and ${type} now`];
  if (there.nullable === !isFilled(column)) return [];
  return [`column ${name} is ${there.nullable ? "nullable" : "NOT NULL"} in the store, and not so now`];
}

function changedTable(table: Table, differences: readonly string[]): string {
  const shown =
    differences.slice(0, 3).join("; ") + (differences.length > 3 ? `; and ${String(differences.length - 3)} more` : "");
  return (
    `Table ${fullName(table.name)} was stored with other columns (${shown}): ` +
    "use another directory, or delete this one if its rows are not needed."
  );
}

function addition(table: Table, column: Column): readonly string[] {
  const added = `ALTER TABLE ${quoteTable(table.name)} ADD COLUMN ${quoteName(column.name)} ${sqlType(column.type)}`;
  return [added, ...columnComment(table, column)];
}

async function readColumns(connection: DuckDBConnection, table: Table): Promise<readonly StoredColumn[]> {
  const { catalog, schema, table: name } = table.name;
  const reader = await connection.runAndReadAll(
    `SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE lower(database_name) = lower(${quoteText(databaseName(catalog))})
      AND lower(schema_name) = lower(${quoteText(schema)}) AND lower(table_name) = lower(${quoteText(name)}) ORDER BY column_index`,
  );
  return reader.getRows().map(([column, type, nullable]) => ({
    name: String(column),
    type: String(type),
    nullable: nullable === true,
  }));
}

/** The types of the table's columns in the words in which the database tells those it has. */
async function wantedTypes(connection: DuckDBConnection, table: Table): Promise<ReadonlyMap<Column, string>> {
  const types = table.columns.map(({ type }) => `typeof(NULL::${sqlType(type)})`);
  const [row = []] = (await connection.runAndReadAll(`SELECT ${types.join(", ")}`)).getRows();
  return new Map(table.columns.map((column, index) => [column, String(row[index])]));
}

/** The database keeps the spelling a column was made with; the table may write it in other letters today. */
function inSpellingOf(table: Table, order: readonly string[]): readonly string[] {
  return order.map((name) => table.columns.find((column) => sameName(column.name, name))?.name ?? name);
}

function sameName(one: string, other: string): boolean {
  return lowerName(one) === lowerName(other);
}
