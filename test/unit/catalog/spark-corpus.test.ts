import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSparkSchema } from "../../../src/catalog/json/spark-table.js";
import { toSparkSchema } from "../../../src/catalog/spark-schema.js";
import type { Column } from "../../../src/catalog/table.js";
import { hasErrors } from "../../../src/diagnostics/diagnostic.js";
import { readDdl } from "../../../src/read-ddl.js";

interface Answer {
  readonly sql: string;
  /** `fields` of Spark's StructType JSON, with the notes of its planner; null where Spark refuses the statement. */
  readonly fields: readonly PlannedField[] | null;
}

interface PlannedField {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What the planner notes beyond the schema of a table, and a value that only running the default would give. */
const planned = /^(EXISTS_DEFAULT|GENERATION_EXPRESSION|identity\..*)$/;

/** A field as the schema of the table has it. */
function schemaField(field: PlannedField): PlannedField {
  const kept = Object.entries(field.metadata).filter(([key]) => !planned.test(key));
  return { ...field, metadata: Object.fromEntries(kept) };
}

/** What Spark 4.1 says of statements full of traps; `spark-corpus.py` asks it again. */
const answers = readFileSync(new URL("spark-4.1.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Answer);

/** Accepted here and not by open-source Spark: Databricks takes it, or it harms nothing. */
const lenient = new Map([
  ["create table t (c struct<a:int comment 'x' not null>)", "the order of a field's options is free"],
  ["create table t (c object)", "the type exists on Databricks; what maps columns refuses it by name"],
  ["create table t (a bigint generated always as identity (increment by 2 start with 5L))", "suffixed numbers"],
  ["create table t (a int constraint c check (a > 0) not enforced)", "characteristics do not concern the columns"],
  [
    "create table t (a int, foreign key (a) references o (x) match full on update no action on delete no action)",
    "the grammar of Databricks",
  ],
  ["create table t (a int, constraint fk foreign key (a) references o)", "the grammar of Databricks"],
  ["create table t (a int null)", "a bare NULL says what is the default anyway"],
  ["create table t (a int, b string) using delta cluster by auto", "the grammar of Databricks"],
  ["create table t (a int, b string) using delta as select 1 as x", "pipelines take a column list with a query"],
  ["create table t (a int, b string) as select 1", "pipelines take a column list with a query"],
  ["create table t (a int, b string) tblproperties (a=b)", "properties do not concern the columns"],
  ["create table t (a int, b string) foo bar", "an unknown clause is a warning"],
  ["create temporary table t (a int) using parquet", "the plan of a temporary view has no columns to compare"],
  ["create or replace table if not exists t (a int)", "the columns are clear"],
]);

/** Refused here and not by Spark's parser; Spark or Delta refuses it later. */
const strict = new Map([
  ["create table t (c struct<a:int,A:string>)", "Delta refuses fields that differ in case only"],
  ["create table t (`` int)", "an empty name is nothing a table can have"],
  ["create table t (a int, b string) partitioned by (c)", "the analyzer knows no column c"],
]);

/** The parser leaves a default collation to the analyzer; that it applies to the columns is a case of its own. */
const analysed = new Set([
  "create table t (a int, b string) default collation utf8_lcase",
  "create table t (a int, b string) using delta default collation unicode comment 'x';",
]);

function columnsOf(sql: string): readonly unknown[] | null {
  const { tables, diagnostics } = readDdl(sql);
  const [table] = tables;
  return table === undefined || hasErrors(diagnostics) ? null : toSparkSchema(table).fields;
}

describe("Spark 4.1 and the reader agree on", () => {
  const plain = answers.filter(({ sql }) => !lenient.has(sql) && !strict.has(sql) && !analysed.has(sql));

  test.each(plain.filter(({ fields }) => fields !== null))("$sql", ({ sql, fields }) => {
    expect(columnsOf(sql)).toEqual(fields?.map(schemaField));
  });

  test.each(plain.filter(({ fields }) => fields === null))("refusing $sql", ({ sql }) => {
    expect(columnsOf(sql)).toBeNull();
    const { diagnostics } = readDdl(sql);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.every(({ span, frame }) => span !== undefined && frame !== undefined)).toBe(true);
  });
});

function comparable(columns: readonly Column[] | undefined): unknown {
  return columns?.map((column) => ({ ...column, origin: null }));
}

describe("the schema JSON that Spark 4.1 answers means the columns that its DDL means:", () => {
  const name = { catalog: "main", schema: "default", table: "t" };
  const both = answers.filter(({ sql, fields }) => fields !== null && !strict.has(sql) && !analysed.has(sql));

  test.each(both)("$sql", ({ sql, fields }) => {
    const { table, diagnostics } = readSparkSchema({ type: "struct", fields }, name, { file: null });
    expect(diagnostics).toEqual([]);
    expect(comparable(table?.columns)).toEqual(comparable(readDdl(sql).tables[0]?.columns));
  });
});

describe("the reader differs on purpose", () => {
  const known = new Map(answers.map(({ sql, fields }) => [sql, fields]));

  test.each([...lenient])("lenient: %s (%s)", (sql) => {
    expect(known.get(sql)).toBeNull();
    expect(columnsOf(sql)).not.toBeNull();
  });

  test.each([...strict])("strict: %s (%s)", (sql) => {
    expect(known.get(sql)).not.toBeNull();
    expect(columnsOf(sql)).toBeNull();
  });
});

test("the corpus is as large as it is said to be", () => {
  expect(answers.length).toBeGreaterThan(370);
  expect(answers.filter(({ fields }) => fields === null).length).toBeGreaterThan(150);
});
