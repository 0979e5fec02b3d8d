import { describe, expect, test } from "vitest";
import { readDdl } from "../../src/read-ddl.js";
import { line, read, shapes } from "./ddl/support.js";

describe("what is wrong is said in exact words", () => {
  test.each([
    ["CREATE TABLE t (a INT b INT)", "1:23 error GP1001: Expected `,` or `)` after a column, found `b`."],
    [
      "CREATE TABLE t (a INT,)",
      "1:23 error GP1001: Expected a column, found `)`. | Remove the comma after the last column.",
    ],
    ["CREATE TABLE t ()", "1:17 error GP1001: Expected a column, found `)`. | A table needs at least one column."],
    ["CREATE TABLE t (a INT", "1:19 error GP1001: Expected `,` or `)` after a column, found the end of the statement."],
    [
      "CREATE TABLE t (a INT;",
      "1:22 error GP1001: Expected `,` or `)` after a column, found the end of the statement.",
    ],
    [
      "CREATE TABLE t (a)",
      "1:17 error GP1001: The column `a` has no type. | Write its type after the name, such as STRING or DECIMAL(10,2).",
    ],
    [
      "CREATE TABLE t (a COMMENT 'x')",
      "1:17 error GP1001: The column `a` has no type. | Write its type after the name, such as STRING or DECIMAL(10,2).",
    ],
    [
      "CREATE TABLE t (a: INT)",
      "1:18 error GP1001: Expected a type, found `:`. | Only the fields of a STRUCT may have a colon.",
    ],
    [
      'CREATE TABLE t ("a" INT)',
      '1:17 error GP1001: Expected a column name, found `"a"`. | A quoted name stands in backticks; quotation marks make a string.',
    ],
    [
      "CREATE TABLE t ([a] INT)",
      "1:17 error GP1001: Expected a column name, found `[`. | A quoted name stands in backticks, not in brackets.",
    ],
    [
      "CREATE TABLE t (1d INT)",
      "1:17 error GP1007: The name `1d` is not valid without backticks. | Write `1d` in backticks.",
    ],
    [
      "CREATE TABLE t (é INT)",
      "1:17 error GP1007: The name `é` is not valid without backticks. | Write `é` in backticks.",
    ],
    [
      "CREATE TABLE my-cat.s.t (a INT)",
      "1:14 error GP1007: The name `my-cat` is not valid without backticks. | Write `my-cat` in backticks.",
    ],
    [
      "CREATE TABLE t (a INT COMMENT ‘x’)",
      "1:31 error GP1007: Expected the comment in quotes, found `‘x’`. | Names with other characters than ASCII letters, digits and _ must stand in backticks.",
    ],
    [
      "CREATE TABLE t (“a” INT)",
      "1:17 error GP1007: The name `“a”` is not valid without backticks. | Typographic quotation marks are not SQL: use ' around strings and backticks around names.",
    ],
    ["CREATE TABLE t (`` INT)", "1:17 error GP1007: A name cannot be empty."],
    [
      "CREATE TABLE t (a `INT`)",
      "1:19 error GP1001: Expected a type, found ``INT``. | Type names are written without backticks.",
    ],
    [
      "CREATE TABLE t (a LIST<INT>)",
      "1:19 error GP1001: Expected a type, found `LIST`. | Only ARRAY, MAP and STRUCT take types in angle brackets.",
    ],
    [
      "CREATE TABLE t (a ARRAY<INT NOT NULL>)",
      "1:29 error GP1001: Expected `>`, found `NOT`. | Spark's elements, keys and values carry no NOT NULL; struct fields do.",
    ],
    [
      "CREATE TABLE t (a STRUCT<b: INT DEFAULT 1>)",
      "1:33 error GP1001: Expected `,` or `>` after a field, found `DEFAULT`.",
    ],
    [
      "CREATE TABLE t (a INT AUTO_INCREMENT)",
      "1:23 error GP1001: Expected `,` or `)` after a column, found `AUTO_INCREMENT`. | Spark writes GENERATED ALWAYS AS IDENTITY.",
    ],
    [
      "CREATE TABLE t (a INT NOT NULL NOT NULL)",
      "1:32 error GP1009: The column `a` says NULL or NOT NULL more than once.",
    ],
    [
      "CREATE TABLE t (a INT COMMENT 'x' COMMENT 'y')",
      "1:35 error GP1009: The column `a` says COMMENT more than once.",
    ],
    ["CREATE TABLE t (a INT DEFAULT 1 DEFAULT 2)", "1:33 error GP1009: The column `a` says DEFAULT more than once."],
    [
      "CREATE TABLE t (a INT GENERATED ALWAYS AS (1) DEFAULT 2)",
      "1:47 error GP1009: The column `a` says both GENERATED and DEFAULT. | Keep one of them.",
    ],
    [
      "CREATE TABLE t (a INT DEFAULT 1 COMENT 'x')",
      "1:33 error GP1001: Expected `,` or `)` after a column, found `COMENT`.",
    ],
    ["CREATE TABLE t (a INT DEFAULT true NOT NUL)", "1:40 error GP1001: Expected NULL, found `NUL`."],
    ["CREATE TABLE t (a INT DEFAULT 1 2)", "1:33 error GP1001: Expected `,` or `)` after a column, found `2`."],
    [
      "CREATE TABLE t (a INT) (b INT)",
      "1:24 error GP1001: Expected a clause of the table or the end of the statement, found `(`.",
    ],
    ["CREATE TABLE t (a INT DEFAULT)", "1:30 error GP1001: Expected an expression, found `)`."],
    [
      "CREATE TABLE t (a INT DEFAULT (1)",
      "1:33 error GP1001: Expected `,` or `)` after a column, found the end of the statement.",
    ],
    ["CREATE TABLE t (a INT DEFAULT ((1)", "1:31 error GP1001: This parenthesis is not closed."],
    ["CREATE TABLE t (a INT GENERATED ALWAYS AS ())", "1:44 error GP1001: Expected an expression, found `)`."],
    [
      "CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 0))",
      "1:69 error GP2011: The step of an identity cannot be 0.",
    ],
    [
      "CREATE TABLE t (a STRING GENERATED ALWAYS AS IDENTITY)",
      "1:17 error GP2011: The identity column `a` is not a BIGINT. | Write BIGINT.",
    ],
    [
      "CREATE TABLE t (a INT, b INT, A STRING)",
      "1:31 error GP2005: The column `A` is defined twice. | It is first defined in line 1; names are compared without case.",
    ],
    [
      "CREATE TABLE t (a INT) PARTITIONED BY (a INT)",
      "1:40 error GP2005: The column `a` is defined twice. | It is first defined in line 1; names are compared without case.",
    ],
    ["CREATE TABLE t (a INT, PRIMARY KEY (b))", "1:37 error GP2008: The table has no column `b`."],
    ["CREATE TABLE t (a INT) PARTITIONED BY (b)", "1:40 error GP2008: The table has no column `b`."],
    ["CREATE TABLE t (a INT) CLUSTER BY (b.c)", "1:36 error GP2008: The table has no column `b`."],
    [
      "CREATE TABLE t (a INT PRIMARY KEY, PRIMARY KEY (a))",
      "1:36 error GP2015: The table has more than one primary key. | List all columns of the key in one PRIMARY KEY (…).",
    ],
    [
      "CREATE TABLE t (a INT) COMMENT 'x' COMMENT 'y'",
      "1:36 error GP1009: The clause COMMENT stands here twice. | Keep one of them.",
    ],
    [
      "CREATE TABLE t (a INT) PARTITION BY (a)",
      "1:24 error GP1001: Expected a clause of the table, found `PARTITION`. | Spark writes PARTITIONED BY (…).",
    ],
    [
      "CREATE TABLE t (a INT) PARTITIONED BY (a, d DATE)",
      "1:43 error GP1001: PARTITIONED BY names columns of the table and adds new ones; Spark takes one or the other. | Move the new columns into the column list.",
    ],
    ["CREATE TABLE t a INT, b INT", "1:21 error GP1001: Expected a clause of the table, found `,`."],
    [
      "CREATE TABLE t (a INT))",
      "1:23 error GP1001: Expected a clause of the table or the end of the statement, found `)`.",
    ],
    ["CREATE TABLE t (a INT) COMMENT x", "1:32 error GP1001: Expected the comment in quotes, found `x`."],
    [
      "CREATE TABLE a.b.c.d (a INT)",
      "1:14 error GP2014: The name `a.b.c.d` has more than three parts. | A table is named catalog.schema.table.",
    ],
    [
      "CREATE TABLE delta.`/mnt/x` (a INT)",
      "1:14 error GP2014: `delta./mnt/x` is a path, not the name of a table. | Give the table a name in Unity Catalog and its path as LOCATION.",
    ],
    ["CREATE TABLE (a INT)", "1:14 error GP1001: Expected a table name, found `(`."],
    ["CREATE TABLE t.(a INT)", "1:16 error GP1001: Expected a name after the dot, found `(`."],
    [
      "CREATE TABLE IDENTIFIER(concat('a', 'b')) (a INT)",
      "1:25 error GP1001: Expected a string or a parameter, found `concat`.",
    ],
    [
      "CREATE TABLE IDENTIFIER('a b') (a INT)",
      "1:14 error GP1007: `a b` is not a name. | Parts with other characters stand in backticks.",
    ],
    ["CREATE TRANSIENT TABLE t (a INT)", "1:8 error GP1001: Expected TABLE, found `TRANSIENT`."],
    ["CREATE TABLE t (a INT COMMENT 'x)", "1:31 error GP1002: This string literal is not closed. | Close it with '."],
    ["CREATE TABLE t (`a INT)", "1:17 error GP1002: This name in backticks is not closed. | Close it with `."],
    [
      "CREATE TABLE t (a INT) /* x",
      "1:24 error GP1002: This comment is not closed; the rest of the text was not read. | Bracketed comments nest: every /* inside one needs its own */.",
    ],
    ["DROP TABLE", "1:6 error GP1001: Expected a table name, found the end of the statement."],
    ["COMMENT ON TABLE t 'x'", "1:20 error GP1001: Expected IS, found `'x'`."],
    ["USE CATALOG 5", "1:13 error GP1007: The name `5` is not valid without backticks. | Write `5` in backticks."],
  ])("%s", (text, problem) => {
    const { tables, problems } = read(text);
    expect(problems).toEqual([problem]);
    expect(tables).toEqual([]);
  });

  test.each([
    [
      "CREATE TABLE t (a INT) FOO (x, y) bar BAZ COMMENT 'x'",
      "1:24 warning GP1006: The clause `FOO` is not known; it is passed over.",
    ],
    ["CRAETE TABLE t (a INT)", "1:1 warning GP1004: No statement begins with `CRAETE`; it is passed over."],
    ["CREATE TABEL t (a INT)", "1:8 warning GP1004: CREATE knows no `TABEL`; it is passed over."],
    ["ALTER TABEL t ADD COLUMN b INT", "1:7 warning GP1004: ALTER knows no `TABEL`; it is passed over."],
    [
      "ALTER TABLE t ADD COLUMN b INT",
      "1:13 warning GP2009: The table `main.s.t` is not in the input; this change of it is passed over. | Put the file that creates the table before this one.",
    ],
  ])("warning: %s", (text, problem) => {
    expect(read(text).problems).toEqual([problem]);
  });

  test("a diagnostic has everything to act on", () => {
    const { diagnostics } = readDdl("CREATE TABLE main.shop.orders (\n\tprice TEXT NOT NULL\n);", {
      path: "tables/orders.sql",
    });
    expect(diagnostics).toEqual([
      {
        code: "GP2006",
        severity: "error",
        message: "Spark has no type `TEXT`.",
        hint: "Use STRING.",
        file: "tables/orders.sql",
        span: { start: 39, end: 43, line: 2, column: 8 },
        frame: ["  1 | CREATE TABLE main.shop.orders (", "> 2 | \tprice TEXT NOT NULL", "    | \t      ^^^^"].join(
          "\n",
        ),
        table: "main.shop.orders",
        column: "price",
      },
    ]);
  });

  test("text of the input cannot act on a terminal", () => {
    const { diagnostics } = readDdl("CREATE TABLE t (a `\u001b[31m\u202e" + "x".repeat(100) + "`)");
    const text = diagnostics.map((each) => `${each.message}${each.frame ?? ""}`).join("");
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(diagnostics[0]?.message).toContain("\\u{1b}[31m\\u{202e}xxx");
    expect(diagnostics[0]?.message.length).toBeLessThan(140);
  });
});

describe("one bad statement leaves the others", () => {
  test.each([
    ["a syntax error", "CREATE TABLE x (a INT,, b INT);"],
    ["a missing parenthesis", "CREATE TABLE x (a INT;"],
    ["a missing parenthesis and no semicolon", "CREATE TABLE x (a INT,"],
    ["a missing quote", "CREATE TABLE x (a INT COMMENT 'oops);"],
    ["a missing backtick", "CREATE TABLE `x (a INT);"],
    ["an unknown statement", "FROBNICATE x (a INT);"],
    ["an unknown statement without semicolon", "FROBNICATE x (a INT)"],
    ["an unknown type", "CREATE TABLE x (a TEXT);"],
    ["a broken ALTER", "ALTER TABLE y ADD;"],
    ["noise", "%$#@! ) ( ' \" ` ]] }} ;"],
  ])("%s", (_name, bad) => {
    const { tables, problems } = read(
      `CREATE TABLE first (a INT);\n${bad}\nCREATE TABLE last (a INT COMMENT 'fine', b STRING COMMENT 'it is');\n`,
    );
    expect(shapes(tables)).toEqual(["main.s.first(a INT)", "main.s.last(a INT 'fine', b STRING 'it is')"]);
    expect(problems.length).toBeGreaterThan(0);
  });

  test("a missing quote is found where it is missing", () => {
    const { problems } = read(
      "CREATE TABLE x (a INT COMMENT 'oops);\nCREATE TABLE y (a INT COMMENT 'fine');\nCREATE TABLE z (a INT)",
    );
    expect(problems).toEqual([
      "2:32 error GP1001: Expected `,` or `)` after a column, found `fine`. | The string that begins in line 1 may lack its closing quote.",
    ]);
  });

  test("what is wrong in one statement is not held against the next", () => {
    const { tables, problems } = read(
      "CREATE TABLE x (a INT COMMENT `oops\n, b INT COMMENT 'x);\nCREATE TABLE y (a INT COMMENT 'fine');",
    );
    expect(shapes(tables)).toEqual(["main.s.y(a INT 'fine')"]);
    expect(problems).toEqual(["1:31 error GP1002: This name in backticks is not closed. | Close it with `."]);
  });

  test("a statement inside a comment that is closed is no statement", () => {
    const { tables, problems } = read(
      "CREATE TABLE x (a INT COMMENT 'e.g.\nCREATE TABLE phantom (a INT)' b INT);\nCREATE TABLE y (a INT)",
    );
    expect(shapes(tables)).toEqual(["main.s.y(a INT)"]);
    expect(problems).toEqual(["2:31 error GP1001: Expected `,` or `)` after a column, found `b`."]);
  });

  test("a missing semicolon is a warning", () => {
    const { tables, problems } = read(
      "CREATE TABLE x (a INT)\nCREATE TABLE y (a INT) COMMENT 'x'\nALTER TABLE x ADD COLUMN b INT DEFAULT 1\nDROP TABLE y CREATE TABLE z (a INT) INSERT INTO z VALUES (1)\nCREATE TABLE q (a INT)",
    );
    expect(shapes(tables)).toEqual([
      'main.s.x(a INT, b INT {"kind":"default","expression":"1"})',
      "main.s.z(a INT)",
      "main.s.q(a INT)",
    ]);
    expect(problems).toHaveLength(6);
    expect(problems[0]).toBe(
      "2:1 warning GP1005: A semicolon is missing before this statement. | End every statement with a semicolon.",
    );
  });

  test("a query without semicolon does not swallow the next table", () => {
    const { tables, problems } = read(
      "CREATE TABLE x (a INT) AS SELECT *\nFROM (SELECT 1)\nCREATE OR REPLACE TABLE y (a INT)",
    );
    expect(shapes(tables)).toEqual(["main.s.x(a INT)", "main.s.y(a INT)"]);
    expect(problems).toHaveLength(1);
  });
});

describe("what is passed over, is passed over in silence", () => {
  test.each([
    "INSERT INTO t VALUES (1, 'CREATE TABLE x (a INT);')",
    "SELECT 1 -- ; CREATE TABLE x (a INT);\n",
    "(SELECT 1) UNION (SELECT 2)",
    "WITH a AS (SELECT 1) SELECT * FROM a",
    "GRANT SELECT ON TABLE t TO `a b`",
    "SET spark.sql.x = y",
    "SET VAR a = 5",
    "DECLARE OR REPLACE VARIABLE x STRING DEFAULT 'y'",
    "EXECUTE IMMEDIATE 'CREATE TABLE x (a INT)'",
    "CREATE SCHEMA IF NOT EXISTS s",
    "CREATE CATALOG c MANAGED LOCATION 'x'",
    "CREATE EXTERNAL LOCATION l URL 'x' WITH (STORAGE CREDENTIAL c)",
    "CREATE VOLUME v",
    "CREATE OR REPLACE FUNCTION f(a INT) RETURNS TABLE (x INT) RETURN SELECT 1",
    "CREATE TEMPORARY FUNCTION f AS 'x'",
    "CREATE FUNCTION f(a STRING) RETURNS STRING LANGUAGE PYTHON AS $$\n  x = 'it; '' ';\nCREATE TABLE x (a INT);\n$$",
    "CREATE PROCEDURE p(x INT) LANGUAGE SQL AS BEGIN\nCREATE TABLE x (a INT);\nIF a THEN SELECT CASE WHEN b THEN 1 END; END IF;\nEND",
    "BEGIN\nDECLARE x INT;\nWHILE x DO SET x = 1; END WHILE;\nCREATE TABLE x (a INT);\nBEGIN SELECT 1; END;\nIF y THEN SELECT 1; END IF;\nEND",
    "lbl: BEGIN CREATE TABLE x (a INT); CASE WHEN 1 THEN SELECT 1; END CASE; END lbl",
    "BEGIN TRANSACTION; COMMIT",
    "BEGIN; ROLLBACK",
    "CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(x) KEYS (a) STORED AS SCD TYPE 1",
    "APPLY CHANGES INTO LIVE.t FROM x KEYS (a) SEQUENCE BY b",
    "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET *",
    "OPTIMIZE t ZORDER BY (a)",
    "ALTER SCHEMA s SET OWNER TO x",
    "ALTER VIEW v AS SELECT 1",
    "ALTER STREAMING TABLE t ADD SCHEDULE EVERY 1 HOUR",
    "ALTER TABLE nowhere SET TAGS ('x')",
    "DROP SCHEMA s CASCADE",
    "DROP FUNCTION f",
    "DROP VIEW IF EXISTS v",
    "COMMENT ON SCHEMA s IS 'x'",
    "COMMENT ON VOLUME v IS 'x'",
    "SHOW CREATE TABLE t",
    "INSERT INTO ${catalog}.{{ schema }}.t SELECT :x",
    "{{ config(materialized='table') }}",
    "{% set x = 1 %}",
    "",
  ])("%s", (statement) => {
    const { tables, problems } = read(`${statement};\nCREATE TABLE ok (a INT);`);
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual(["main.s.ok(a INT)"]);
  });

  test("a block that never ends takes the rest, and says so", () => {
    const { tables, problems } = read("CREATE TABLE ok (a INT);\nBEGIN\nCREATE TABLE x (a INT);");
    expect(shapes(tables)).toEqual(["main.s.ok(a INT)"]);
    expect(problems).toEqual(["2:1 error GP1010: This block has no END; the rest of the text was not read."]);
  });

  test("a notebook saved as source: cells need no semicolons", () => {
    const { tables, problems } = read(`-- Databricks notebook source
-- MAGIC %md
-- MAGIC # It's a title; with a quote

-- COMMAND ----------

-- DBTITLE 1,Tables
USE CATALOG c

-- COMMAND ----------

CREATE TABLE t (a INT)

-- COMMAND ----------

SELECT * FROM t WHERE a = 1

-- COMMAND ----------

CREATE TABLE c.d.u (b INT);
CREATE TABLE c.d.v (b INT)
`);
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual(["c.s.t(a INT)", "c.d.u(b INT)", "c.d.v(b INT)"]);
  });

  test("batches parted by GO, as migration tools write them", () => {
    const { tables, problems } = read(
      "CREATE TABLE x (a INT)\n\nGO\n\nALTER TABLE x\nADD COLUMNS (go STRING)\n\n  go  \nINSERT INTO x VALUES (1)\nGO\nCREATE TABLE y (a INT)\nGO\n",
    );
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual(["main.s.x(a INT, go STRING)", "main.s.y(a INT)"]);
  });
});

describe("names", () => {
  const named = (text: string, options = {}) =>
    readDdl(text, options).tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`);

  test.each([
    ["USE CATALOG c; CREATE TABLE t (a INT)", ["c.default.t"]],
    ["USE CATALOG c; USE SCHEMA s; CREATE TABLE t (a INT); CREATE TABLE u.v (a INT)", ["c.s.t", "c.u.v"]],
    ["USE c.s; CREATE TABLE t (a INT)", ["c.s.t"]],
    ["USE DATABASE s; CREATE TABLE t (a INT)", ["main.s.t"]],
    ["USE `a b`; CREATE TABLE t (a INT)", ["main.a b.t"]],
    ["USE SCHEMA s; USE CATALOG c; CREATE TABLE t (a INT)", ["c.default.t"]],
    ["SET CATALOG c; CREATE TABLE s.t (a INT)", ["c.s.t"]],
    ["SET CATALOG 'c'; CREATE TABLE s.t (a INT)", ["c.s.t"]],
    ["USE IDENTIFIER('c.s'); CREATE TABLE t (a INT)", ["c.s.t"]],
    ["USE schema; CREATE TABLE t (a INT)", ["main.schema.t"]],
    ["CREATE TABLE Main.Sales.Orders (a INT)", ["Main.Sales.Orders"]],
  ])("%s", (text, want) => {
    expect(named(text)).toEqual(want);
  });

  test("the caller's names stand until USE says otherwise", () => {
    expect(
      named("CREATE TABLE t (a INT); USE CATALOG d; CREATE TABLE t (a INT); USE s2; CREATE TABLE t (a INT)", {
        catalog: "c",
        schema: "s",
      }),
    ).toEqual(["c.s.t", "d.s.t", "d.s2.t"]);
  });

  test("what is assumed is said once for a table", () => {
    const lines = (text: string, options = {}) => readDdl(text, options).diagnostics.map(line);
    expect(lines("CREATE TABLE t (a INT); CREATE OR REPLACE TABLE t (a INT); ALTER TABLE t ADD COLUMN b INT")).toEqual([
      "1:14 warning GP2003: `t` names no catalog and no schema; main.default is assumed. | Pass --catalog and --schema, or put USE CATALOG and USE SCHEMA before it.",
    ]);
    expect(lines("CREATE TABLE s.t (a INT)")).toEqual([
      "1:14 warning GP2003: `s.t` names no catalog; main is assumed. | Pass --catalog, or put USE CATALOG before it.",
    ]);
    expect(lines("CREATE TABLE t (a INT)", { catalog: "c" })).toEqual([
      "1:14 warning GP2003: `t` names no schema; default is assumed. | Pass --schema, or put USE SCHEMA before it.",
    ]);
    expect(lines("CREATE TABLE t (a INT)", { catalog: "c", schema: "s" })).toEqual([]);
  });

  test("a table created twice: the first stays", () => {
    const { tables, problems } = read("CREATE TABLE t (a INT);\nCREATE TABLE main.S.T (b INT);");
    expect(shapes(tables)).toEqual(["main.s.t(a INT)"]);
    expect(problems).toEqual([
      "2:14 error GP2004: The table `main.s.t` is created a second time; the first definition, line 1, is kept. | Use CREATE OR REPLACE TABLE, CREATE TABLE IF NOT EXISTS, or remove one of them.",
    ]);
  });
});

describe("template holes", () => {
  const vars = {
    catalog: "dev",
    schema: "shop",
    p: "dev.shop.orders",
    cols: "a INT, b STRING",
    "my var": "x",
    n: "12",
  };

  test.each([
    ["CREATE TABLE ${catalog}.${schema}.t (a INT)", "dev.shop.t(a INT)"],
    ["CREATE TABLE {{ catalog }}.{{schema}}.t (a INT)", "dev.shop.t(a INT)"],
    ["CREATE TABLE $(catalog).{schema}.t_${n}_x (a INT)", "dev.shop.t_12_x(a INT)"],
    ["CREATE TABLE `${catalog}`.`{{ schema }}_x`.`a ${n}` (a INT)", "dev.shop_x.a 12(a INT)"],
    ["CREATE TABLE ${p} (a INT)", "dev.shop.orders(a INT)"],
    ["CREATE TABLE IDENTIFIER(:p) (a INT)", "dev.shop.orders(a INT)"],
    ["CREATE TABLE IDENTIFIER(:catalog || '.' || :schema || '.t') (a INT)", "dev.shop.t(a INT)"],
    ["CREATE TABLE IDENTIFIER(catalog || '.${schema}.t') (a INT)", "dev.shop.t(a INT)"],
    ["CREATE TABLE :catalog.s.t (a INT)", "dev.s.t(a INT)"],
    ["CREATE TABLE IDENTIFIER(:`my var`) (a INT)", "main.s.x(a INT)"],
    ["CREATE TABLE t (${cols}, c DECIMAL(${n},2))", "main.s.t(a INT, b STRING, c DECIMAL(12,2))"],
    ["USE CATALOG ${catalog}; USE SCHEMA {{ schema }}; CREATE TABLE t (a INT)", "dev.shop.t(a INT)"],
    [
      "CREATE TABLE t (a INT COMMENT 'in ${catalog}' DEFAULT ${n})",
      'main.s.t(a INT {"kind":"default","expression":"12"} \'in dev\')',
    ],
  ])("filled: %s", (text, want) => {
    const { tables, problems } = read(text, { vars });
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual([want]);
  });

  test.each([
    [
      "CREATE TABLE ${catalog}.s.t (a INT)",
      "1:14 error GP1003: The template hole `${catalog}` has no value. | Give it one: --var catalog=value.",
    ],
    [
      "CREATE TABLE main.x_{{ env }}_y.t (a INT)",
      "1:21 error GP1003: The template hole `{{ env }}` has no value. | Give it one: --var env=value.",
    ],
    [
      "CREATE TABLE `main`.`s ${ env }`.t (a INT)",
      "1:24 error GP1003: The template hole `${ env }` has no value. | Give it one: --var env=value.",
    ],
    [
      "CREATE TABLE $(db).t (a INT)",
      "1:14 error GP1003: The template hole `$(db)` has no value. | Give it one: --var db=value.",
    ],
    [
      "CREATE TABLE IDENTIFIER(:p) (a INT)",
      "1:25 error GP1003: The parameter `p` has no value. | Give it one: --var p=value.",
    ],
    [
      "CREATE TABLE IDENTIFIER(tbl) (a INT)",
      "1:25 error GP1003: The variable `tbl` has no value. | Give it one: --var tbl=value.",
    ],
    [
      "CREATE TABLE IDENTIFIER('${a}.t') (a INT)",
      "1:26 error GP1003: The template hole `${a}` has no value. | Give it one: --var a=value.",
    ],
    [
      "CREATE TABLE t (${cols})",
      "1:17 error GP1003: The template hole `${cols}` has no value. | Give it one: --var cols=value.",
    ],
    [
      "CREATE TABLE t (a ${type})",
      "1:19 error GP1003: The template hole `${type}` has no value. | Give it one: --var type=value.",
    ],
    [
      "CREATE TABLE t (a DECIMAL(${p},2))",
      "1:27 error GP1003: The template hole `${p}` has no value. | Give it one: --var p=value.",
    ],
    [
      "CREATE TABLE t (a INT) ${options}",
      "1:24 error GP1003: The template hole `${options}` has no value. | Give it one: --var options=value.",
    ],
    [
      "CREATE TABLE t (a INT) PARTITIONED BY (${p})",
      "1:40 error GP1003: The template hole `${p}` has no value. | Give it one: --var p=value.",
    ],
    [
      "CREATE TABLE {{ ref('x y') }} (a INT)",
      "1:14 error GP1003: The template hole `{{ ref('x y') }}` has no value. | Give it one: --var \"ref('x y')=value\".",
    ],
    [
      "CREATE TABLE t ({% for c in x %} a INT)",
      "1:17 error GP1003: A template tag stands here: `{% for c in x %}`. | Render the template first; only holes with a name can be filled.",
    ],
    [
      "ALTER TABLE ${t} ADD COLUMN a INT",
      "1:13 error GP1003: The template hole `${t}` has no value. | Give it one: --var t=value.",
    ],
  ])("not filled: %s", (text, problem) => {
    const { tables, problems } = read(text);
    expect(problems).toEqual([problem]);
    expect(tables).toEqual([]);
  });

  test("holes in literals are kept as text", () => {
    const { tables, problems } = read(
      "CREATE TABLE t (a INT COMMENT '${x}' DEFAULT '${y}') LOCATION 's3://${b}/{{ c }}' TBLPROPERTIES ('a' = '${d}', 'e' = ${f})",
    );
    expect(problems).toEqual([]);
    expect(tables[0]).toMatchObject({ location: "s3://${b}/{{ c }}", properties: { a: "${d}", e: "${f}" } });
    expect(tables[0]?.columns[0]).toMatchObject({ comment: "${x}", fill: { expression: "'${y}'" } });
  });

  test("places of filled names are places of the text as it is", () => {
    const { tables } = readDdl("CREATE TABLE ${catalog}.s.t (\n  ${n} INT, b INT)", {
      vars: { catalog: "a_long_name", n: "x" },
    });
    expect(tables[0]?.origin?.span).toEqual({ start: 13, end: 27, line: 1, column: 14 });
    expect(tables[0]?.columns.map(({ origin }) => origin?.span.column)).toEqual([3, 13]);
  });

  test("holes are filled in a long text without semicolons", () => {
    const names = Array.from({ length: 400 }, (_, index) => `n${index}`);
    const text = names.map((name) => `CREATE TABLE t_\${${name}} (a INT)\n`).join("");
    const { tables } = read(text, { vars: Object.fromEntries(names.map((name) => [name, `${name}_x`])) });
    expect(tables.map(({ name }) => name.table)).toEqual(names.map((name) => `t_${name}_x`));
  });

  test("names after a USE that could not be read are not guessed", () => {
    const { tables, problems } = read("USE CATALOG ${c};\nCREATE TABLE s.t (a INT);\nCREATE TABLE main.s.u (a INT);");
    expect(shapes(tables)).toEqual(["main.s.u(a INT)"]);
    expect(problems).toEqual([
      "1:13 error GP1003: The template hole `${c}` has no value. | Give it one: --var c=value.",
      "2:14 error GP2014: What `s.t` is in is not known: a USE statement before it could not be read. | Correct the USE statement, or write the full name.",
    ]);
  });
});
