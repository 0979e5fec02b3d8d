import { describe, expect, test } from "vitest";
import { columnsOf, read, shapes } from "./support.js";

describe("heads", () => {
  test.each([
    ["CREATE TABLE a.b.c (x INT)", "a.b.c(x INT)", "managed"],
    ["create or replace table IF NOT EXISTS c (x INT)", "main.s.c(x INT)", "managed"],
    ["REPLACE TABLE b.c (x INT)", "main.b.c(x INT)", "managed"],
    ["CREATE EXTERNAL TABLE c (x INT)", "main.s.c(x INT)", "external"],
    ["CREATE TABLE c (x INT) LOCATION 's3://x'", "main.s.c(x INT)", "external"],
    ["CREATE STREAMING TABLE c (x INT)", "main.s.c(x INT)", "streaming"],
    ["CREATE OR REFRESH STREAMING TABLE IF NOT EXISTS c (x INT) AS SELECT 1", "main.s.c(x INT)", "streaming"],
    ["CREATE OR REFRESH PRIVATE STREAMING TABLE c (x INT)", "main.s.c(x INT)", "streaming"],
    ["CREATE STREAMING LIVE TABLE c (x INT)", "main.s.c(x INT)", "streaming"],
    ["CREATE OR REFRESH LIVE TABLE c (x INT) AS SELECT 1", "main.s.c(x INT)", "view"],
    ["CREATE INCREMENTAL LIVE TABLE c (x INT)", "main.s.c(x INT)", "view"],
    [
      "CREATE OR REPLACE MATERIALIZED VIEW c (x INT NOT NULL COMMENT 'x') AS SELECT 1",
      "main.s.c(x INT NOT NULL 'x')",
      "view",
    ],
    ["CREATE TABLE `a b`.`c``d`.`e.f` (x INT)", "a b.c`d.e.f(x INT)", "managed"],
    ["CREATE TABLE 1a.2_b.c3 (x INT)", "1a.2_b.c3(x INT)", "managed"],
    ["CREATE TABLE IDENTIFIER('a.b.c') (x INT)", "a.b.c(x INT)", "managed"],
    ["CREATE TABLE IDENTIFIER('a.' || 'b' || \".`c d`\") (x INT)", "a.b.c d(x INT)", "managed"],
    ["CREATE TABLE a.IDENTIFIER('b').c (x INT)", "a.b.c(x INT)", "managed"],
    ["CREATE TABLE identifier (x INT)", "main.s.identifier(x INT)", "managed"],
    ["CREATE TABLE table (table INT)", "main.s.table(table INT)", "managed"],
  ])("%s", (text, shape, kind) => {
    const { tables, problems } = read(text);
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual([shape]);
    expect(tables[0]?.kind).toBe(kind);
  });

  test("a temporary table is read, with a warning", () => {
    const { tables, problems } = read("CREATE TEMPORARY TABLE c (x INT)");
    expect(shapes(tables)).toEqual(["main.s.c(x INT)"]);
    expect(problems).toEqual([
      "1:24 warning GP2012: The table `main.s.c` is temporary: it exists in the session that creates it only.",
    ]);
  });
});

describe("columns", () => {
  test.each([
    ["(a INT, b STRING)", "(a INT, b STRING)"],
    ["(a INT NOT NULL COMMENT 'x' 'y')", "(a INT NOT NULL 'xy')"],
    ["(a INT COMMENT 'x' NOT NULL)", "(a INT NOT NULL 'x')"],
    ["(a INT NULL)", "(a INT)"],
    ["(from INT, select INT)", "(from INT, select INT)"],
    ["(select INT)", "(select INT)"],
    ["(with STRING, values ARRAY<INT>)", "(with STRING, values ARRAY<INT>)"],
    [
      "(primary STRING, key INT, check INT, unique INT, constraint INT)",
      "(primary STRING, key INT, check INT, unique INT, constraint INT)",
    ],
    ["(comment STRING COMMENT 'c', not INT NOT NULL, null INT)", "(comment STRING 'c', not INT NOT NULL, null INT)"],
    [
      "(timestamp TIMESTAMP, time TIME, interval INTERVAL, year INT)",
      "(timestamp TIMESTAMP, time TIME(6), interval INTERVAL, year INT)",
    ],
    ["(i INTERVAL COMMENT 'x', j INTERVAL DAY COMMENT 'y')", "(i INTERVAL 'x', j INTERVAL DAY 'y')"],
    ["(`constructor` INT, __proto__ STRING, toString DATE)", "(constructor INT, __proto__ STRING, toString DATE)"],
    ["(`a``b` INT, `*/` INT, `x\ny` INT)", "(a`b INT, */ INT, x\ny INT)"],
    ["(a INT, PRIMARY KEY (A))", "(a INT NOT NULL)"],
    ["(a INT PRIMARY KEY)", "(a INT NOT NULL)"],
    ["(a INT CONSTRAINT pk PRIMARY KEY NOT ENFORCED RELY COMMENT 'k')", "(a INT NOT NULL 'k')"],
    [
      "(a INT, ts TIMESTAMP, CONSTRAINT pk PRIMARY KEY (a, ts TIMESERIES) NOT ENFORCED ENABLE NOVALIDATE)",
      "(a INT NOT NULL, ts TIMESTAMP NOT NULL)",
    ],
    [
      "(a INT, UNIQUE (a), CHECK (a > 0), FOREIGN KEY (a) REFERENCES o ON DELETE NO ACTION INITIALLY DEFERRED)",
      "(a INT)",
    ],
    [
      "(a INT UNIQUE CHECK (a IN (1, 2)) REFERENCES o (x) MATCH FULL, b INT FOREIGN KEY REFERENCES p)",
      "(a INT, b INT)",
    ],
    ["(a STRING MASK main.s.f USING COLUMNS (b, 'x') COMMENT 'm', b INT MASK f)", "(a STRING 'm', b INT)"],
    ["(CONSTRAINT v EXPECT (a IS NOT NULL) ON VIOLATION DROP ROW, a INT)", "(a INT)"],
    ["(a INT CONSTRAINT v EXPECT (a > 0) ON VIOLATION FAIL UPDATE)", "(a INT)"],
    ["(IDENTIFIER('a') INT)", "(a INT)"],
  ])("%s", (list, want) => {
    expect(columnsOf(`CREATE TABLE t ${list}`)).toBe(want);
  });

  test.each([
    ["DEFAULT 5", { kind: "default", expression: "5" }],
    ["DEFAULT -1.5 COMMENT 'x'", { kind: "default", expression: "-1.5" }],
    ["DEFAULT 'it''s' 'b' NOT NULL", { kind: "default", expression: "'it''s' 'b'" }],
    ["DEFAULT current_timestamp()", { kind: "default", expression: "current_timestamp()" }],
    ["DEFAULT (1 + (2)) * 3", { kind: "default", expression: "(1 + (2)) * 3" }],
    [
      "DEFAULT CASE WHEN 1 IS NOT NULL THEN 'a,b)' ELSE NULL END NOT NULL",
      { kind: "default", expression: "CASE WHEN 1 IS NOT NULL THEN 'a,b)' ELSE NULL END" },
    ],
    ["DEFAULT x IS NULL", { kind: "default", expression: "x IS NULL" }],
    ["DEFAULT 1 NULL", { kind: "default", expression: "1" }],
    ["DEFAULT 'x' COLLATE UNICODE", { kind: "default", expression: "'x' COLLATE UNICODE" }],
    ["DEFAULT 1 PRIMARY KEY", { kind: "default", expression: "1" }],
    ["DEFAULT 1 CONSTRAINT c CHECK (x > 0)", { kind: "default", expression: "1" }],
    ["DEFAULT map('a', 1, 'b', array(1, 2))", { kind: "default", expression: "map('a', 1, 'b', array(1, 2))" }],
    [
      "DEFAULT DATE '2020-01-01' + INTERVAL 1 DAY NOT NULL",
      { kind: "default", expression: "DATE '2020-01-01' + INTERVAL 1 DAY" },
    ],
    [
      "DEFAULT 1 NOT IN (2, 3) AND 'a' NOT LIKE 'b' OR 5 IS NOT NULL",
      { kind: "default", expression: "1 NOT IN (2, 3) AND 'a' NOT LIKE 'b' OR 5 IS NOT NULL" },
    ],
    ["DEFAULT cast(1 AS INT)::STRING", { kind: "default", expression: "cast(1 AS INT)::STRING" }],
    ["DEFAULT a[1]", { kind: "default", expression: "a[1]" }],
    ["GENERATED ALWAYS AS (CAST(x AS DATE) /* y */) COMMENT 'g'", { kind: "generated", expression: "CAST(x AS DATE)" }],
    ["GENERATED ALWAYS AS (concat(')', \"(\"))", { kind: "generated", expression: "concat(')', \"(\")" }],
    ["GENERATED ALWAYS AS IDENTITY", { kind: "identity", always: true, start: "1", step: "1" }],
    ["GENERATED BY DEFAULT AS IDENTITY ()", { kind: "identity", always: false, start: "1", step: "1" }],
    [
      "GENERATED ALWAYS AS IDENTITY (START WITH -5L INCREMENT BY +2)",
      { kind: "identity", always: true, start: "-5", step: "2" },
    ],
    [
      "GENERATED ALWAYS AS IDENTITY (INCREMENT BY 9223372036854775807, START WITH 0)",
      { kind: "identity", always: true, start: "0", step: "9223372036854775807" },
    ],
  ])("a BIGINT %s", (options, fill) => {
    const { tables, problems } = read(`CREATE TABLE t (a BIGINT ${options}, b INT)`);
    expect(problems).toEqual([]);
    expect(tables[0]?.columns[0]?.fill).toEqual(fill);
    expect(tables[0]?.columns).toHaveLength(2);
  });

  test("identity does not imply NOT NULL", () => {
    expect(read("CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY)").tables[0]?.columns[0]?.nullable).toBe(true);
  });

  test("positions count from 0, and origins give the place of name and type", () => {
    const { tables } = read("CREATE TABLE t (\n  a INT NOT NULL,\n  `b c` ARRAY<STRING> COMMENT 'x'\n)");
    expect(tables[0]?.columns.map(({ position, origin }) => [position, origin?.span])).toEqual([
      [0, { start: 19, end: 24, line: 2, column: 3 }],
      [1, { start: 37, end: 56, line: 3, column: 3 }],
    ]);
    expect(tables[0]?.origin).toEqual({ file: null, span: { start: 13, end: 14, line: 1, column: 14 } });
  });
});

describe("clauses, in any order", () => {
  const base = {
    format: "delta",
    comment: null,
    location: null,
    properties: {},
    partitionColumns: [],
    clusterColumns: [],
  };

  test.each<[string, object]>([
    ["", {}],
    ["USING Parquet", { format: "parquet" }],
    ["USING org.apache.spark.sql.json", { format: "org.apache.spark.sql.json" }],
    ["USING iceberg COMMENT 'a' 'b'", { format: "iceberg", comment: "ab" }],
    ["COMMENT 'x' USING delta", { comment: "x" }],
    ["STORED AS ORC", { format: "orc" }],
    ["STORED AS INPUTFORMAT 'a' OUTPUTFORMAT 'b'", {}],
    ["STORED BY 'x' WITH SERDEPROPERTIES ('a' = 'b')", {}],
    ["ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'x' STORED AS TEXTFILE", { format: "textfile" }],
    [
      "ROW FORMAT SERDE 'x' WITH SERDEPROPERTIES ('a'='b') STORED AS PARQUET COMMENT 'c'",
      { format: "parquet", comment: "c" },
    ],
    ["LOCATION 's3://b' WITH (CREDENTIAL c) COMMENT 'x'", { location: "s3://b", comment: "x" }],
    ["PARTITIONED BY (A, B)", { partitionColumns: ["a", "b"] }],
    ["PARTITIONED BY (bucket(16, a), years(b), b)", { partitionColumns: ["b"] }],
    ["CLUSTER BY (B, s.x)", { clusterColumns: ["b", "s.x"] }],
    ["CLUSTER BY AUTO", {}],
    ["CLUSTER BY NONE", {}],
    ["CLUSTERED BY (a) SORTED BY (b DESC) INTO 4 BUCKETS", {}],
    ["SKEWED BY (a) ON ((1), (2)) STORED AS DIRECTORIES", {}],
    ["OPTIONS (a 'b', c = 1) TBLPROPERTIES ('k' = 'v')", { properties: { k: "v" } }],
    [
      "TBLPROPERTIES ('a.b' = 'c', d.e=3, f true, g -1.5, 'h', `i j` = \"k\")",
      { properties: { "a.b": "c", "d.e": "3", f: "true", g: "-1.5", h: "", "i j": "k" } },
    ],
    [
      "TBLPROPERTIES ('__proto__' = 'x', 'constructor' = 'y')",
      { properties: JSON.parse('{"__proto__":"x","constructor":"y"}') as object },
    ],
    ["TBLPROPERTIES ()", {}],
    ["DEFAULT COLLATION UNICODE COMMENT 'x'", { comment: "x" }],
    ["COLLATION 'UTF8_BINARY' COMMENT 'x'", { comment: "x" }],
    ["WITH ROW FILTER `c`.`s`.`f` ON (a, 'x') COMMENT 'x'", { comment: "x" }],
    ["SCHEDULE REFRESH EVERY 1 HOUR COMMENT 'x'", { comment: "x" }],
    ["SCHEDULE CRON '0 0 * * *' AT TIME ZONE 'UTC' AS SELECT a FROM x", {}],
    ["TRIGGER ON UPDATE AT MOST EVERY INTERVAL 1 HOUR COMMENT 'x'", { comment: "x" }],
    ["FLOW AUTO CDC FROM STREAM(x) KEYS (a)", {}],
    ["COMMENT 'x' AS (SELECT 1)", { comment: "x" }],
    ["COMMENT 'x' WITH q AS (SELECT 1) SELECT * FROM q", { comment: "x" }],
  ])("%s", (clauses, want) => {
    const { tables, problems } = read(`CREATE TABLE t (a INT, b DATE, s STRUCT<x: INT>) ${clauses};`);
    expect(problems).toEqual([]);
    expect(tables[0]).toMatchObject({ ...base, ...want });
    expect(tables[0]?.properties).toEqual("properties" in want ? want.properties : {});
    expect(tables[0]?.columns).toHaveLength(3);
  });

  test("typed partition columns are columns at the end", () => {
    const { tables } = read(
      "CREATE TABLE t (a INT) PARTITIONED BY (d DATE COMMENT 'p', `e f` STRING NOT NULL) STORED AS PARQUET",
    );
    expect(shapes(tables)).toEqual(["main.s.t(a INT, d DATE 'p', e f STRING NOT NULL)"]);
    expect(tables[0]?.partitionColumns).toEqual(["d", "e f"]);
  });

  test("a table as SHOW CREATE TABLE prints it", () => {
    const { tables, problems } = read(`CREATE TABLE main.sales.orders (
  id BIGINT NOT NULL COMMENT 'it\\'s the key',
  \`unit price\` DECIMAL(10,2) DEFAULT 0.0,
  s STRUCT<\`a b\`: INT NOT NULL COMMENT 'x', c: ARRAY<STRING>>,
  CONSTRAINT \`orders_pk\` PRIMARY KEY (\`id\`))
USING delta
COLLATION 'UTF8_BINARY'
TBLPROPERTIES (
  'delta.minReaderVersion' = '3',
  'password' = '*********(redacted)')
`);
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual([
      'main.sales.orders(id BIGINT NOT NULL \'it\'s the key\', unit price DECIMAL(10,2) {"kind":"default","expression":"0.0"}, ' +
        "s STRUCT<`a b`: INT NOT NULL COMMENT 'x', c: ARRAY<STRING>>)",
    ]);
    expect(tables[0]?.primaryKey).toEqual(["id"]);
  });
});

describe("tables and views without columns", () => {
  const hint = "Give the columns in parentheses after the name, as SHOW CREATE TABLE prints them.";

  test.each([
    [
      "CREATE TABLE t AS SELECT 1 AS a",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns come from a query. | ${hint}`,
    ],
    [
      "CREATE TABLE t USING delta SELECT 1",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns come from a query. | ${hint}`,
    ],
    [
      "CREATE TABLE t (SELECT * FROM x)",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns come from a query. | ${hint}`,
    ],
    [
      "CREATE TABLE t ((SELECT 1))",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns come from a query. | ${hint}`,
    ],
    [
      "CREATE TABLE t LIKE u USING delta",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns are those of another table. | ${hint}`,
    ],
    [
      "CREATE TABLE t DEEP CLONE u",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns are those of another table. | ${hint}`,
    ],
    [
      "CREATE TABLE t CLONE u VERSION AS OF 3",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns are those of another table. | ${hint}`,
    ],
    [
      "CREATE TABLE t",
      `warning GP2001: The table \`main.s.t\` is passed over: its definition names no columns. | ${hint}`,
    ],
    [
      "CREATE TABLE t USING delta LOCATION 's3://x'",
      `warning GP2001: The table \`main.s.t\` is passed over: its definition names no columns. | ${hint}`,
    ],
    [
      "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (a > 0)) AS SELECT 1",
      `warning GP2001: The table \`main.s.t\` is passed over: its columns come from a query. | ${hint}`,
    ],
    [
      "CREATE VIEW t (a COMMENT 'x', b) AS SELECT 1, 2",
      "info GP2002: The view `main.s.t` is passed over: its columns have no types here.",
    ],
    [
      "CREATE VIEW t WITH METRICS LANGUAGE YAML AS $$ a: 'b' ; c $$",
      "info GP2002: The view `main.s.t` is passed over: its columns have no types here.",
    ],
    [
      "CREATE MATERIALIZED VIEW t (a COMMENT 'x', b INT, c MASK f) AS SELECT 1, 2",
      "info GP2002: The view `main.s.t` is passed over: its columns have no types here.",
    ],
    [
      "CREATE MATERIALIZED VIEW t AS SELECT 1, 2",
      "info GP2002: The view `main.s.t` is passed over: its columns have no types here.",
    ],
  ])("%s", (text, problem) => {
    const { tables, problems } = read(`${text};\nCREATE TABLE ok (a INT);`);
    expect(shapes(tables)).toEqual(["main.s.ok(a INT)"]);
    expect(problems.map((each) => each.slice(each.indexOf(" ") + 1))).toEqual([problem]);
  });

  test("a temporary view is no table at all", () => {
    expect(read("CREATE OR REPLACE TEMP VIEW v AS SELECT 1; CREATE GLOBAL TEMPORARY VIEW w USING csv")).toEqual({
      tables: [],
      problems: [],
    });
  });
});
