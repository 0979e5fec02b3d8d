import type { DuckDBConnection, DuckDBDataChunk, DuckDBPreparedStatement, DuckDBResult } from "@duckdb/node-api";
import type { DuckDBModule } from "./load-duckdb.js";
import { readVector } from "./result-values.js";
import type { QueryResult } from "./row-store.js";
import { StoreError, firstLine } from "./store-error.js";

/**
 * Runs one statement that reads, in a transaction that cannot write, on a connection of its own.
 *
 * @throws {StoreError} of kind `query`, with the first line of what DuckDB says.
 */
export async function runQuery(duckdb: DuckDBModule, connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  try {
    await connection.run("BEGIN TRANSACTION READ ONLY");
    const statement = await prepareReading(duckdb, connection, sql);
    const result = await readResult(duckdb, await statement.stream());
    await connection.run("COMMIT");
    return result;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError("query", firstLine(error), { cause: error });
  }
}

/** Functions of a plan that do something: `FROM force_checkpoint()` is a SELECT that ends the transactions of others. */
const acting = /"Function": "(?:ENABLE|DISABLE|CHECKPOINT|FORCE_CHECKPOINT|TRUNCATE)/;

/**
 * Only SELECT and what DuckDB turns into it (FROM, SHOW, DESCRIBE, SUMMARIZE, VALUES), and EXPLAIN of these: EXPLAIN ANALYZE runs its
 * statement, and a read-only transaction lets COPY write files and SET change the database for everyone.
 */
async function prepareReading(
  duckdb: DuckDBModule,
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const { EXPLAIN, SELECT } = duckdb.StatementType;
  const statement = await prepareOne(connection, sql);
  const isExplain = statement.statementType === EXPLAIN;
  const explained = isExplain ? sql.replace(/^\s*explain\b(\s+analyze\b)?(\s*\([^()]*\))?/i, "") : sql;
  const reading = isExplain ? await prepareOne(connection, explained) : statement;
  if (reading.statementType === SELECT && !acting.test(await planOf(connection, explained))) return statement;
  const message = "Only a statement that reads is answered: SELECT, FROM, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN.";
  throw new StoreError("query", message);
}

async function planOf(connection: DuckDBConnection, sql: string): Promise<string> {
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`);
  return String(reader.getRows()[0]?.[1]);
}

async function prepareOne(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  if (sql.includes("\0")) throw new StoreError("query", "The statement holds a NUL character.");
  const statements = await connection.extractStatements(sql);
  if (statements.count === 1) return statements.prepare(0);
  throw new StoreError("query", `One statement at a time is answered, and this is ${String(statements.count)}.`);
}

async function readResult(duckdb: DuckDBModule, result: DuckDBResult): Promise<QueryResult> {
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, index) => {
    const type = types[index];
    return { name, type: type?.alias ?? String(type) };
  });
  const rows: unknown[][] = [];
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    readChunk(duckdb, chunk, rows);
  }
  return { columns, rows };
}

function readChunk(duckdb: DuckDBModule, chunk: DuckDBDataChunk, rows: unknown[][]): void {
  const vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
  for (let row = 0; row < chunk.rowCount; row += 1) {
    rows.push(vectors.map((vector) => readVector(duckdb, vector, row)));
  }
}
