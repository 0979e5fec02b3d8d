import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { globSync } from "tinyglobby";
import { beforeAll, describe, expect, it } from "vitest";
import { formatDdl } from "../../src/catalog/format-ddl.js";
import { readDescribeTable } from "../../src/catalog/json/describe.js";
import { readSparkSchema } from "../../src/catalog/json/spark-table.js";
import type { SparkType } from "../../src/catalog/spark-type.js";
import type { Column, Table } from "../../src/catalog/table.js";
import { readDdl } from "../../src/read-ddl.js";
import { anyTable } from "../unit/catalog/arbitrary-table.js";
import { findPySpark } from "./peers.js";

/** What Spark makes of a statement; null where it refuses it. */
interface Answer {
  readonly planned: unknown;
  readonly stored: unknown;
  readonly described: unknown;
}

interface Case {
  readonly name: string;
  readonly sql: string;
  readonly answer: Answer;
}

const place = { file: null };
const tableName = { catalog: "spark_catalog", schema: "default", table: "t" };
const generated = 400;

let cases: readonly Case[];

beforeAll(() => {
  const statements = [...writtenByHand(), ...samples(), ...atRandom()].map((sql) => ({ name: "t", sql }));
  const answers = askSpark(statements);
  cases = statements.map((statement, index) => ({ ...statement, answer: answers[index]! }));
}, 900_000);

/** Statements full of traps, as they stand in the unit tests; in a file format that keeps a catalog of its own. */
function writtenByHand(): readonly string[] {
  const lines = readFileSync("test/unit/catalog/spark-4.1.jsonl", "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const { sql } = JSON.parse(line) as { sql: string };
    return /\busing\b/i.test(sql) ? sql : `${sql} using parquet`;
  });
}

function samples(): readonly string[] {
  const tables = globSync("examples/ddl/**/*.sql")
    .sort()
    .flatMap((path) => readDdl(readFileSync(path, "utf8"), { vars: { catalog: "main" } }).tables);
  return tables.map(sparkDdl);
}

function atRandom(): readonly string[] {
  return fc.sample(anyTable, { numRuns: generated, seed: 20261121 }).map(sparkDdl);
}

/** Only what open-source Spark can keep: the columns, in a file format it can create. */
function sparkDdl(table: Table): string {
  const columns = table.columns.map((column): Column => ({ ...column, fill: { kind: "writer" } }));
  return formatDdl({
    ...table,
    name: tableName,
    columns,
    kind: "managed",
    format: "parquet",
    location: null,
    properties: {},
    primaryKey: [],
    partitionColumns: [],
    clusterColumns: [],
  }).replace(/`?spark_catalog`?\.`?default`?\.`?t`?/, "t");
}

function askSpark(statements: readonly { name: string; sql: string }[]): readonly Answer[] {
  const directory = mkdtempSync(join(tmpdir(), "conformance-spark-"));
  try {
    const input = statements.map((statement) => `${JSON.stringify(statement)}\n`).join("");
    const script = "test/conformance/spark-oracle.py";
    const options = { input, encoding: "utf8", maxBuffer: 1 << 30, cwd: process.cwd() } as const;
    const { status, stdout, stderr } = spawnSync(findPySpark(), [script, directory], options);
    if (status !== 0) throw new Error(`Spark failed: ${stderr.slice(-2000)}`);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Answer);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

type Facts = readonly Omit<Column, "origin">[] | string;

function factsOf(table: Table | null | undefined): Facts {
  return table == null ? "no table" : table.columns.map(({ origin: _, ...facts }) => facts);
}

/** File tables of open-source Spark drop NOT NULL, at every depth. */
function nullable(facts: Facts): Facts {
  if (typeof facts === "string") return facts;
  return facts.map((column) => ({ ...column, nullable: true, type: rewrite(column.type, (type) => type, true) }));
}

/** DESCRIBE … AS JSON of open-source Spark shows CHAR and VARCHAR as what they are stored as. */
function withoutLengths(facts: Facts): Facts {
  if (typeof facts === "string") return facts;
  const stored = (type: SparkType): SparkType =>
    type.kind === "char" || type.kind === "varchar" ? { kind: "string", collation: null } : type;
  return facts.map((column) => ({ ...column, type: rewrite(column.type, stored, false) }));
}

function rewrite(type: SparkType, atomic: (type: SparkType) => SparkType, nulls: boolean): SparkType {
  switch (type.kind) {
    case "array":
      return { ...type, element: rewrite(type.element, atomic, nulls), containsNull: nulls || type.containsNull };
    case "map": {
      const [key, value] = [rewrite(type.key, atomic, nulls), rewrite(type.value, atomic, nulls)];
      return { ...type, key, value, valueContainsNull: nulls || type.valueContainsNull };
    }
    case "struct": {
      const fields = type.fields.map((field) => {
        return { ...field, type: rewrite(field.type, atomic, nulls), nullable: nulls || field.nullable };
      });
      return { ...type, fields };
    }
    default:
      return atomic(type);
  }
}

describe("Spark and our readers agree", () => {
  it("on enough statements to mean something", () => {
    const counts = {
      planned: cases.filter(({ answer }) => answer.planned !== null).length,
      stored: cases.filter(({ answer }) => answer.stored !== null).length,
    };
    console.log(
      `${String(cases.length)} statements, ${String(counts.planned)} planned and ${String(counts.stored)} created by Spark`,
    );
    expect(counts.planned).toBeGreaterThan(500);
    expect(counts.stored).toBeGreaterThan(250);
  });

  it("on StructType JSON with its NOT NULL, and the DDL it came from", () => {
    const differences = cases.flatMap(({ sql, answer }) => {
      // The plan leaves a default collation to the analyzer: stored tables show it.
      if (answer.planned === null || /default collation/i.test(sql)) return [];
      const planned = factsOf(readSparkSchema(answer.planned, tableName, place).table);
      return difference(sql, factsOf(readDdl(sql).tables[0]), planned);
    });
    expect(differences).toEqual([]);
  });

  it("on StructType JSON of a stored table, and the DDL it came from", () => {
    const differences = cases.flatMap(({ sql, answer }) => {
      if (answer.stored === null) return [];
      const stored = factsOf(readSparkSchema(answer.stored, tableName, place).table);
      return difference(sql, nullable(factsOf(readDdl(sql).tables[0])), stored);
    });
    expect(differences).toEqual([]);
  });

  it("on DESCRIBE … AS JSON of a stored table, but for CHAR and VARCHAR", () => {
    const differences = cases.flatMap(({ sql, answer }) => {
      if (answer.stored === null) return [];
      const stored = factsOf(readSparkSchema(answer.stored, tableName, place).table);
      return difference(sql, withoutLengths(stored), factsOf(readDescribeTable(answer.described, place).table));
    });
    expect(differences).toEqual([]);
  });
});

/** The columns that differ, as text that fits a line each. */
function difference(sql: string, ours: Facts, theirs: Facts): readonly string[] {
  if (typeof ours === "string" || typeof theirs === "string") {
    return ours === theirs
      ? []
      : [`${sql}: ${typeof ours === "string" ? ours : "read"}, ${typeof theirs === "string" ? theirs : "read"}`];
  }
  const length = Math.max(ours.length, theirs.length);
  return Array.from({ length }, (_, index) => [JSON.stringify(ours[index]), JSON.stringify(theirs[index])])
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => `${sql}: ${String(one)} and ${String(other)}`);
}
