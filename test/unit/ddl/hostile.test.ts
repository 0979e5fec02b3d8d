import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSparkType } from "../../../src/catalog/format-type.js";
import { toSparkSchema } from "../../../src/catalog/spark-schema.js";
import { readDdl, type ReadDdlResult } from "../../../src/read-ddl.js";
import { read } from "./support.js";

const statements = [
  "CREATE TABLE main.s.t (a INT NOT NULL COMMENT 'it''s', b STRUCT<c: ARRAY<MAP<STRING, INT>>>) USING delta;",
  "CREATE OR REPLACE TABLE `a``b`.${x}.t (d DECIMAL(10,2) DEFAULT (1 + 2), PRIMARY KEY (d)) PARTITIONED BY (p DATE)",
  "ALTER TABLE main.s.t ADD COLUMNS (b.x INT FIRST, y STRING AFTER a);",
  "ALTER TABLE main.s.t ALTER COLUMN a TYPE BIGINT, b.c COMMENT 'x'",
  "COMMENT ON COLUMN main.s.t.a IS 'x'; USE CATALOG {{ c }}; INSERT INTO t VALUES ('a;b');",
  "CREATE FUNCTION f() AS $$ x $$; BEGIN IF a THEN SELECT 1; END IF; END;",
];

const splinters = [
  "'",
  '"',
  "`",
  ";",
  "(",
  ")",
  "<",
  ">",
  ",",
  ".",
  ":",
  "--",
  "/*",
  "*/",
  "$$",
  "${x}",
  "{{",
  "\\",
  "\n",
  "NOT",
  "NULL",
  " COMMENT ",
  "CREATE TABLE ",
  "\nCREATE TABLE t (a INT)",
  "BEGIN",
  "END",
  "r'",
  "\u0000",
  "\ud800",
  "é",
  "1e5",
];

const piece = fc.oneof(
  fc.constantFrom(...statements),
  fc.constantFrom(...splinters),
  fc
    .constantFrom(...statements)
    .chain((text) =>
      fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([a, b]) => text.slice(Math.min(a, b), Math.max(a, b))),
    ),
  fc.string({ unit: "binary", maxLength: 10 }),
);

/** What holds of every answer, whatever the text. */
function check(text: string, { tables, diagnostics }: ReadDdlResult): void {
  for (const { span, frame, message } of diagnostics) {
    expect(message).not.toBe("");
    expect(frame).toBeDefined();
    expect(span?.start).toBeLessThanOrEqual(span?.end ?? -1);
    expect(span?.end).toBeLessThanOrEqual(text.length);
  }
  for (const table of tables) {
    expect(table.columns.length).toBeGreaterThan(0);
    expect(table.columns.map(({ position }) => position)).toEqual(table.columns.map((_, index) => index));
    expect(new Set(table.columns.map(({ name }) => name.toLowerCase())).size).toBe(table.columns.length);
    expect(() => toSparkSchema(table)).not.toThrow();
  }
}

describe("never throws, and gives the same answer twice", () => {
  test("on statements in pieces", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const result = readDdl(text, { vars: { x: "y" } });
        check(text, result);
        expect(readDdl(text, { vars: { x: "y" } })).toEqual(result);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  test("on random text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        check(text, readDdl(text));
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  test("on values of holes", () => {
    fc.assert(
      fc.property(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 30 })), (x) => {
        const text = "CREATE TABLE ${x}.a_${x}.`${x}` (${x} INT COMMENT '${x}', IDENTIFIER(:x) STRING DEFAULT ${x});";
        check(text, readDdl(text, { vars: { x } }));
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});

describe("nesting", () => {
  const nested = (levels: number): string => "ARRAY<".repeat(levels) + "INT" + ">".repeat(levels);

  test("100 levels and more are fine", () => {
    const type = read(`CREATE TABLE t (a ${nested(499)})`).tables[0]?.columns[0]?.type;
    expect(type && formatSparkType(type)).toBe(nested(499));
  });

  test("501 levels are refused", () => {
    expect(read(`CREATE TABLE t (a ${nested(500)})`).problems).toEqual([
      "1:3019 error GP1008: Types are nested more than 500 levels deep here.",
    ]);
  });

  test.each([
    ["arrays", `CREATE TABLE t (a ${"ARRAY<".repeat(100_000)}`],
    ["structs", `CREATE TABLE t (a ${"STRUCT<a:".repeat(100_000)}`],
    ["maps", `CREATE TABLE t (a ${"MAP<INT,".repeat(100_000)}`],
    ["parentheses", `CREATE TABLE t (a INT DEFAULT ${"(".repeat(100_000)}`],
    ["comments", "/*".repeat(100_000)],
    ["blocks", "BEGIN ".repeat(100_000)],
    ["names", `CREATE TABLE ${"a.".repeat(100_000)}`],
    ["holes", "${".repeat(100_000)],
  ])("100,000 levels of %s overflow nothing", (_name, text) => {
    expect(read(text).problems.length).toBeGreaterThan(0);
  });

  test("500 levels survive changes and every printer", () => {
    const levels = 400;
    const type = "STRUCT<a: ".repeat(levels) + "INT" + ">".repeat(levels);
    const path = Array.from({ length: levels }, () => "a").join(".");
    const { tables, problems } = read(
      `CREATE TABLE t (a ${type}); ALTER TABLE t ADD COLUMN ${path}.b INT; ALTER TABLE t RENAME COLUMN ${path}.a TO c`,
    );
    expect(problems).toEqual([]);
    expect(JSON.stringify(tables.map(toSparkSchema))).toContain('"name":"c"');
  });
});

describe("size", () => {
  test("2,000 columns", () => {
    const columns = Array.from(
      { length: 2000 },
      (_, index) => `c${index} STRUCT<a: INT, b: STRING> COMMENT 'column ${index}'`,
    );
    expect(read(`CREATE TABLE t (${columns.join(", ")})`).tables[0]?.columns).toHaveLength(2000);
  });

  test("problems beyond 10,000 are counted out", () => {
    const { diagnostics } = readDdl("x;".repeat(12_000));
    expect(diagnostics).toHaveLength(10_001);
    expect(diagnostics.at(-1)).toEqual({
      code: "GP1011",
      severity: "error",
      message: "More than 10000 problems were found; the others are not shown.",
      hint: "Is this SQL for Databricks?",
    });
  });

  test.each([
    ["statements", (size: number) => "CREATE TABLE main.s.t (a INT);".repeat(size / 30)],
    ["statements without semicolons", (size: number) => "CREATE TABLE main.s.t (a INT)\n".repeat(size / 30)],
    ["unclosed literals", (size: number) => "CREATE TABLE ( \\' \\\" `\n".repeat(size / 22)],
    [
      "flipped literals",
      (size: number) => "CREATE TABLE t (a INT COMMENT 'x);\nCREATE TABLE u (a INT COMMENT 'y');\n".repeat(size / 71),
    ],
    ["one line of errors", (size: number) => "CREATE TABLE t (a TEXT); ".repeat(size / 25)],
    [
      "columns added at the front",
      (size: number) =>
        "CREATE TABLE main.s.t (a INT);" +
        Array.from({ length: size / 45 }, (_, index) => `ALTER TABLE main.s.t ADD COLUMN c${index} INT FIRST;`).join(
          "",
        ),
    ],
  ])("time is linear in %s", (_name, grow) => {
    const time = (size: number): number => {
      const text = grow(size);
      const start = performance.now();
      readDdl(text);
      return performance.now() - start;
    };
    time(40_000);
    const small = Math.max(time(100_000), 5);
    // Ten times the text: a quadratic reader takes a hundred times as long.
    expect(time(1_000_000)).toBeLessThan(small * 50);
  });
});
