/** Statements that mutations start from: one of every shape the reader knows. */
export const seedStatements = [
  "CREATE TABLE main.shop.orders (id BIGINT NOT NULL COMMENT 'it''s', price DECIMAL(10,2) DEFAULT 1.5, s STRUCT<a: INT NOT NULL, b: ARRAY<STRING>>) USING delta",
  "CREATE OR REPLACE TABLE `a b`.`c``d`.t (x MAP<STRING, ARRAY<STRUCT<y: INT COMMENT 'z'>>>, CONSTRAINT pk PRIMARY KEY (x) NOT ENFORCED RELY) COMMENT 'c' 'd'",
  "CREATE TABLE IF NOT EXISTS ${x}.s.t (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH -5 INCREMENT BY 2), d DATE GENERATED ALWAYS AS (CAST(ts AS DATE)), ts TIMESTAMP) PARTITIONED BY (d)",
  "CREATE EXTERNAL TABLE t (a CHAR(3), b VARCHAR(20) COLLATE UTF8_LCASE) PARTITIONED BY (p STRING COMMENT 'p') STORED AS PARQUET LOCATION 's3://b/${x}' TBLPROPERTIES ('a' = 'b', c.d = 3, e = true)",
  "CREATE OR REFRESH STREAMING TABLE s (a INT, CONSTRAINT ok EXPECT (a > 0) ON VIOLATION DROP ROW) AS SELECT * FROM STREAM(x)",
  "CREATE MATERIALIZED VIEW v (a COMMENT 'x', b) AS SELECT 1, 2",
  "CREATE TABLE c SHALLOW CLONE main.s.t VERSION AS OF 3",
  "CREATE TABLE IDENTIFIER(:p || '_x') (a INTERVAL DAY TO SECOND, b TIMESTAMP WITHOUT TIME ZONE, c TIME(3), d GEOMETRY(4326))",
  "ALTER TABLE main.shop.orders ADD COLUMNS (s.c INT FIRST, e STRING COMMENT 'e' AFTER id)",
  "ALTER TABLE main.shop.orders ALTER COLUMN price TYPE DOUBLE, s.a DROP NOT NULL, id SET DEFAULT 5 + (1)",
  "ALTER TABLE main.shop.orders DROP COLUMN IF EXISTS price, s.b",
  "ALTER TABLE main.shop.orders RENAME COLUMN id TO key",
  "ALTER TABLE main.shop.orders RENAME TO main.shop.sales",
  "ALTER TABLE main.shop.orders SET TBLPROPERTIES ('a' = 'b')",
  "COMMENT ON COLUMN main.shop.orders.id IS 'key'",
  "COMMENT ON TABLE main.shop.orders IS NULL",
  "DROP TABLE IF EXISTS main.shop.orders",
  "USE CATALOG main",
  "USE SCHEMA {{ x }}",
  "INSERT INTO t VALUES (1, 'a;b'), (2, \"c\")",
  "CREATE FUNCTION f(a INT) RETURNS INT LANGUAGE PYTHON AS $$ return a; $$",
  "CREATE PROCEDURE p() LANGUAGE SQL AS BEGIN IF a THEN SELECT CASE WHEN b THEN 1 END; END IF; END",
  "-- Databricks notebook source\n-- MAGIC %md x\n-- COMMAND ----------\nSELECT /* a /* b */ c */ 1",
];

const repeat = (piece) => (size) => piece.repeat(Math.ceil(size / piece.length));
const inside = (before, piece, after) => (size) => before + repeat(piece)(size) + after;
const numbered = (line) => (size) => {
  const lines = [];
  for (let length = 0, index = 0; length < size; index++) {
    lines.push(line(index));
    length += lines.at(-1).length;
  }
  return lines.join("");
};
const after = (before, grow) => (size) => before + grow(size);

/** Texts of about a size, each made of what could make a reader slow or deep. */
export const growingTexts = {
  tables: numbered((i) => `CREATE TABLE main.s.t${i} (a INT, b STRUCT<c: STRING>);\n`),
  "tables without semicolons": numbered((i) => `CREATE TABLE main.s.t${i} (a INT)\n`),
  "broken tables": numbered((i) => `CREATE TABLE main.s.t${i} (a INT,, b INT);\n`),
  "broken tables without semicolons": numbered((i) => `CREATE TABLE main.s.t${i} (a INT,,\n`),
  columns: inside2("CREATE TABLE main.s.t (", (i) => `c${i} STRING COMMENT 'x',\n`, "z INT)"),
  "unknown types": inside2("CREATE TABLE main.s.t (", (i) => `c${i} TEXT,`, "z INT)"),
  "columns of one name": inside("CREATE TABLE main.s.t (", "c INT,", "z INT)"),
  "struct fields": inside2("CREATE TABLE main.s.t (a STRUCT<", (i) => `f${i}: INT,`, "z: INT>)"),
  "nested arrays": inside("CREATE TABLE main.s.t (a ", "ARRAY<", "INT)"),
  "nested structs": inside("CREATE TABLE main.s.t (a ", "STRUCT<a:", "INT)"),
  parentheses: inside("CREATE TABLE main.s.t (a INT DEFAULT ", "(", ")"),
  "unclosed quotes": repeat("CREATE TABLE t (a INT COMMENT 'x\n"),
  "escaped quotes": repeat("CREATE TABLE ( \\'\n"),
  "three kinds of quotes": repeat("CREATE TABLE ( \\' \\\" `\n"),
  "flipped quotes": repeat("CREATE TABLE t (a INT COMMENT 'x);\nCREATE TABLE u (a INT COMMENT 'y', b INT);\n"),
  "one long string": inside("CREATE TABLE main.s.t (a INT COMMENT '", "\\n\\u0041''", "')"),
  "many strings": inside("CREATE TABLE main.s.t (a INT COMMENT ", "'a' ", ")"),
  "one long name": inside("CREATE TABLE main.s.t (`", "a``", "` INT)"),
  "one long line": repeat("CREATE TABLE t (a TEXT); "),
  comments: repeat("/* a */ -- b\n"),
  "nested comments": repeat("/*"),
  "continued comment": repeat("-- \\\n"),
  "dollar quotes": repeat("$$ a $"),
  semicolons: repeat(";"),
  words: repeat("x;"),
  "white space": inside("CREATE", " \n", "TABLE main.s.t (a INT)"),
  separators: repeat("GO\n"),
  heads: repeat("CREATE\nOR\nREPLACE\n"),
  "open braces": repeat("{"),
  "open holes": repeat("${"),
  holes: repeat("CREATE TABLE ${a}.{{ b }}.$(c) (x INT);"),
  tags: repeat("{% if %}"),
  blocks: repeat("BEGIN "),
  "name parts": inside("CREATE TABLE a", ".a", " (x INT)"),
  "identifier pieces": inside("CREATE TABLE IDENTIFIER('a'", "||'a'", ") (x INT)"),
  expression: inside("CREATE TABLE main.s.t (a INT DEFAULT 1 ", "+ 1 ", ")"),
  query: inside("CREATE TABLE main.s.t (a INT) AS SELECT ", "1, ", "1"),
  values: inside("INSERT INTO t VALUES ", "(1, 'a'),", "(2, 'b'); CREATE TABLE main.s.t (a INT)"),
  "unknown clauses": inside("CREATE TABLE main.s.t (a INT) ", "foo (bar) ", ""),
  properties: inside2("CREATE TABLE main.s.t (a INT) TBLPROPERTIES (", (i) => `'p${i}' = 'v',`, "'z' = 'v')"),
  "added columns": after(
    "CREATE TABLE main.s.t (a INT);",
    numbered((i) => `ALTER TABLE main.s.t ADD COLUMN c${i} INT FIRST;\n`),
  ),
  "added fields": after(
    "CREATE TABLE main.s.t (a STRUCT<b: INT>);",
    numbered((i) => `ALTER TABLE main.s.t ADD COLUMN a.c${i} INT AFTER b;\n`),
  ),
  "renamed column": after(
    "CREATE TABLE main.s.t (a0 INT, b INT);",
    numbered((i) => `ALTER TABLE main.s.t RENAME COLUMN a${i} TO a${i + 1};\n`),
  ),
  "renamed table": after(
    "CREATE TABLE main.s.t0 (a INT);",
    numbered((i) => `ALTER TABLE main.s.t${i} RENAME TO t${i + 1};\n`),
  ),
  "replaced table": repeat("CREATE OR REPLACE TABLE main.s.t (a INT);"),
  "set properties": after(
    "CREATE TABLE main.s.t (a INT);",
    numbered((i) => `ALTER TABLE main.s.t SET TBLPROPERTIES ('p${i}' = 'v');\n`),
  ),
  "dropped key columns": droppedKeys,
  "column comments": after("CREATE TABLE main.s.t (a INT);", repeat("COMMENT ON COLUMN main.s.t.a IS 'x';")),
  "random bytes": numbered((i) => String.fromCharCode((i * 7919) % 256)),
};

function inside2(before, piece, end) {
  return (size) => before + numbered(piece)(size) + end;
}

function droppedKeys(size) {
  const columns = numbered((i) => `c${i} INT,`)(size / 4);
  const names = columns.replaceAll(" INT", "");
  const drops = numbered((i) => `ALTER TABLE main.s.t DROP COLUMN c${i};`)(size / 2);
  return `CREATE TABLE main.s.t (${columns} PRIMARY KEY (${names.slice(0, -1)}));${drops}`;
}
