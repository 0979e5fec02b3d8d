import { describe, expect, test } from "vitest";
import { line, read, shapes } from "../ddl/support.js";
import { readDdl, readDdlSources } from "../../../src/read-ddl.js";

/** The columns of `t (columns)` after an ALTER TABLE, or the problems. */
function altered(columns: string, action: string): string {
  const { tables, problems } = read(`CREATE TABLE t (${columns});\nALTER TABLE t ${action};`);
  if (problems.length > 0) return problems.join("\n");
  return shapes(tables)
    .join()
    .replace(/^main\.s\.t\((.*)\)$/, "$1");
}

const plain = "a INT, b INT NOT NULL";
const nested = "a STRUCT<b: STRUCT<c: INT, d: INT>>, m MAP<STRUCT<k: INT>, STRUCT<v: INT>>, l ARRAY<STRUCT<e: INT>>";

describe("columns", () => {
  test.each([
    ["ADD COLUMN c STRING", "a INT, b INT NOT NULL, c STRING"],
    ["ADD COLUMN c STRING NOT NULL COMMENT 'x' FIRST", "c STRING NOT NULL 'x', a INT, b INT NOT NULL"],
    ["ADD COLUMN c STRING AFTER A COMMENT 'x'", "a INT, c STRING 'x', b INT NOT NULL"],
    ["ADD COLUMNS (c INT FIRST, d INT AFTER a, e INT)", "c INT, a INT, d INT, b INT NOT NULL, e INT"],
    ["ADD COLUMN c INT, d STRING", "a INT, b INT NOT NULL, c INT, d STRING"],
    ["ADD COLUMN (c INT)", "a INT, b INT NOT NULL, c INT"],
    ["ADD COLUMN IF NOT EXISTS A STRING", "a INT, b INT NOT NULL"],
    ["ADD COLUMN c INT DEFAULT 5 FIRST", 'c INT {"kind":"default","expression":"5"}, a INT, b INT NOT NULL'],
    ["ADD COLUMN c INT PRIMARY KEY", "a INT, b INT NOT NULL, c INT NOT NULL"],
    ["DROP COLUMN a", "b INT NOT NULL"],
    ["DROP COLUMNS (A)", "b INT NOT NULL"],
    ["DROP COLUMN IF EXISTS x, a", "b INT NOT NULL"],
    ["DROP COLUMN a CASCADE", "b INT NOT NULL"],
    ["RENAME COLUMN A TO c", "c INT, b INT NOT NULL"],
    ["RENAME COLUMN a TO A", "A INT, b INT NOT NULL"],
    ["ALTER COLUMN a TYPE BIGINT", "a BIGINT, b INT NOT NULL"],
    ["ALTER a SET DATA TYPE BIGINT", "a BIGINT, b INT NOT NULL"],
    ["ALTER COLUMN a COMMENT 'x' 'y'", "a INT 'xy', b INT NOT NULL"],
    ["ALTER COLUMN a SET NOT NULL", "a INT NOT NULL, b INT NOT NULL"],
    ["ALTER COLUMN b DROP NOT NULL", "a INT, b INT"],
    ["ALTER COLUMN a SET DEFAULT 1 + 2", 'a INT {"kind":"default","expression":"1 + 2"}, b INT NOT NULL'],
    [
      "ALTER COLUMN a SET DEFAULT 1, b SET DEFAULT 'x'",
      'a INT {"kind":"default","expression":"1"}, b INT NOT NULL {"kind":"default","expression":"\'x\'"}',
    ],
    ["ALTER COLUMN a AFTER b", "b INT NOT NULL, a INT"],
    ["ALTER COLUMN b FIRST", "b INT NOT NULL, a INT"],
    ["ALTER COLUMN a AFTER a", "a INT, b INT NOT NULL"],
    ["ALTER COLUMN a FIRST", "a INT, b INT NOT NULL"],
    ["ALTER COLUMN a TYPE BIGINT, b COMMENT 'x'", "a BIGINT, b INT NOT NULL 'x'"],
    ["CHANGE COLUMN a c BIGINT COMMENT 'x' AFTER b", "b INT NOT NULL, c BIGINT 'x'"],
    ["CHANGE a a STRING FIRST", "a STRING, b INT NOT NULL"],
    ["REPLACE COLUMNS (x INT, y STRING COMMENT 'y')", "x INT, y STRING 'y'"],
  ])("ALTER TABLE t %s", (action, want) => {
    expect(altered(plain, action)).toBe(want);
  });

  test.each([
    ["ADD COLUMN a.b.e INT FIRST", "a STRUCT<b: STRUCT<e: INT, c: INT, d: INT>>"],
    ["ADD COLUMN a.b.e INT AFTER c", "a STRUCT<b: STRUCT<c: INT, e: INT, d: INT>>"],
    ["ADD COLUMN a.e STRING COMMENT 'x'", "a STRUCT<b: STRUCT<c: INT, d: INT>, e: STRING COMMENT 'x'>"],
    ["ADD COLUMN m.key.k2 INT", "m MAP<STRUCT<k: INT, k2: INT>, STRUCT<v: INT>>"],
    ["ADD COLUMN m.value.v2 INT", "m MAP<STRUCT<k: INT>, STRUCT<v: INT, v2: INT>>"],
    ["ADD COLUMN l.ELEMENT.f INT", "l ARRAY<STRUCT<e: INT, f: INT>>"],
    ["DROP COLUMN a.b.c", "a STRUCT<b: STRUCT<d: INT>>"],
    ["DROP COLUMN IF EXISTS a.x.y", "a STRUCT<b: STRUCT<c: INT, d: INT>>"],
    ["RENAME COLUMN a.b TO z", "a STRUCT<z: STRUCT<c: INT, d: INT>>"],
    ["ALTER COLUMN a.b.c TYPE BIGINT", "a STRUCT<b: STRUCT<c: BIGINT, d: INT>>"],
    ["ALTER COLUMN l.element TYPE STRING", "l ARRAY<STRING>"],
    ["ALTER COLUMN m.value TYPE DOUBLE", "m MAP<STRUCT<k: INT>, DOUBLE>"],
    ["ALTER COLUMN a.b.c SET NOT NULL", "a STRUCT<b: STRUCT<c: INT NOT NULL, d: INT>>"],
    ["ALTER COLUMN a.b.d FIRST", "a STRUCT<b: STRUCT<d: INT, c: INT>>"],
    ["ALTER COLUMN a.b COMMENT 'x'", "a STRUCT<b: STRUCT<c: INT, d: INT> COMMENT 'x'>"],
  ])("nested: ALTER TABLE t %s", (action, want) => {
    expect(altered(nested, action)).toContain(want);
  });

  test("several changes of one struct add up", () => {
    const { tables } = read(`CREATE TABLE t (a STRUCT<b: INT>);
      ALTER TABLE t ADD COLUMN a.c STRUCT<d: INT>;
      ALTER TABLE t ADD COLUMN a.c.e INT;
      ALTER TABLE t RENAME COLUMN a TO z;
      ALTER TABLE t DROP COLUMN z.b;`);
    expect(shapes(tables)).toEqual(["main.s.t(z STRUCT<c: STRUCT<d: INT, e: INT>>)"]);
    expect(tables[0]?.columns.map((column) => column.position)).toEqual([0]);
  });

  test("a new type takes the place of a changed one", () => {
    const { tables } = read(
      `CREATE TABLE t (a STRUCT<b: INT>); ALTER TABLE t ADD COLUMN a.c INT; ALTER TABLE t ALTER COLUMN a TYPE STRING`,
    );
    expect(shapes(tables)).toEqual(["main.s.t(a STRING)"]);
  });

  test.each([
    ["ADD COLUMN A INT", "2:26 error GP2010: There is a column or field `A` already."],
    ["ADD COLUMN c TEXT", "2:28 error GP2006: Spark has no type `TEXT`. | Use STRING."],
    ["ADD COLUMN c INT AFTER x", "2:38 error GP2008: There is no column or field `x`."],
    ["ADD COLUMN x.c INT", "2:26 error GP2008: There is no column or field `x`."],
    ["ADD COLUMN a.c INT", "2:26 error GP2010: `a` is no struct: nothing can be added to it."],
    ["DROP COLUMN x", "2:27 error GP2008: There is no column or field `x`."],
    ["DROP COLUMNS a, b", "2:31 error GP2010: It is the only one: nothing would be left."],
    ["RENAME COLUMN x TO y", "2:29 error GP2008: There is no column or field `x`."],
    ["RENAME COLUMN a TO B", "2:34 error GP2010: There is a column or field `B` already."],
    ["ALTER COLUMN x TYPE INT", "2:28 error GP2008: There is no column or field `x`."],
    ["ALTER COLUMN a AFTER x", "2:36 error GP2008: There is no column or field `x`."],
    [
      "REPLACE COLUMNS (x INT, X INT)",
      "2:39 error GP2005: The column `X` is defined twice. | It is first defined in line 2; names are compared without case.",
    ],
    [
      "ADD c INT",
      "2:19 error GP1001: Expected COLUMN, COLUMNS or CONSTRAINT, found `c`. | Spark writes ADD COLUMN name type.",
    ],
    [
      "DROP c",
      "2:20 error GP1001: Expected COLUMN, COLUMNS or CONSTRAINT, found `c`. | Spark writes DROP COLUMN name.",
    ],
    ["ALTER COLUMN a TYPE", "2:34 error GP1001: Expected a type, found the end of the statement."],
    [
      "FROBNICATE",
      "2:15 error GP1001: Expected ADD, ALTER, DROP, RENAME, REPLACE, SET, UNSET or another action of ALTER TABLE, found `FROBNICATE`.",
    ],
    ["ADD COLUMN c INT c INT", "2:32 error GP1001: Expected the end of the statement, found `c`."],
  ])("refused: ALTER TABLE t %s", (action, problem) => {
    const { tables, problems } = read(
      `CREATE TABLE t (${plain});\nALTER TABLE t ${action};\nALTER TABLE t ADD COLUMN ok INT;`,
    );
    expect(problems).toEqual([problem]);
    expect(tables).toEqual([]);
  });

  test("parts of arrays and maps have a type and nothing else", () => {
    expect(altered(nested, "DROP COLUMN l.element")).toContain("It is part of an array or map and cannot be dropped.");
    expect(altered(nested, "RENAME COLUMN m.key TO x")).toContain("only the type can be changed");
  });

  test.each([
    "ADD PARTITION (a = 1) LOCATION 'x'",
    "ADD IF NOT EXISTS PARTITION (a = 1)",
    "DROP IF EXISTS PARTITION (a = 1)",
    "PARTITION (a = 1) RENAME TO PARTITION (a = 2)",
    "RECOVER PARTITIONS",
    "SET TAGS ('x' = 'y')",
    "SET OWNER TO `someone`",
    "OWNER TO someone",
    "SET ROW FILTER f ON (a)",
    "DROP ROW FILTER",
    "DROP FEATURE deletionVectors",
    "ENABLE PREDICTIVE OPTIMIZATION",
    "DEFAULT COLLATION UTF8_LCASE",
    "ALTER COLUMN a SET MASK f USING COLUMNS (b)",
    "ALTER COLUMN a DROP MASK",
    "ALTER COLUMN a SET TAGS ('x')",
    "ALTER COLUMN a UNSET TAGS ('x')",
    "ALTER COLUMN a SYNC IDENTITY",
    "WRITE ORDERED BY a DESC",
    "REPLACE PARTITION FIELD a WITH bucket(16, a)",
    "SET IDENTIFIER FIELDS a",
    "DROP IDENTIFIER FIELDS a",
    "CREATE BRANCH x",
    "ADD CONSTRAINT c CHECK (a > 0)",
    "ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES o (x)",
    "DROP CONSTRAINT IF EXISTS c",
  ])("harmless: ALTER TABLE t %s", (action) => {
    expect(altered(plain, action)).toBe("a INT, b INT NOT NULL");
  });
});

describe("keys, properties and names", () => {
  const table = `CREATE TABLE t (Id INT NOT NULL, a INT, day DATE, CONSTRAINT pk PRIMARY KEY (id))
    PARTITIONED BY (DAY) CLUSTER BY (a, id) TBLPROPERTIES ('x' = '1', 'y' = '2') LOCATION 's3://a';\n`;

  function keys(action: string) {
    const [only] = read(`${table}ALTER TABLE t ${action};`).tables;
    return [only?.primaryKey, only?.partitionColumns, only?.clusterColumns];
  }

  test.each([
    ["SET TBLPROPERTIES ('z' = 'z')", [["Id"], ["day"], ["a", "Id"]]],
    ["RENAME COLUMN id TO key", [["key"], ["day"], ["a", "key"]]],
    ["RENAME COLUMN day TO `the day`", [["Id"], ["the day"], ["a", "Id"]]],
    ["DROP COLUMN a", [["Id"], ["day"], ["Id"]]],
    ["DROP COLUMN id", [[], ["day"], ["a"]]],
    ["DROP PRIMARY KEY IF EXISTS CASCADE", [[], ["day"], ["a", "Id"]]],
    ["DROP CONSTRAINT PK", [[], ["day"], ["a", "Id"]]],
    ["DROP CONSTRAINT other", [["Id"], ["day"], ["a", "Id"]]],
    ["CLUSTER BY (DAY)", [["Id"], ["day"], ["day"]]],
    ["CLUSTER BY NONE", [["Id"], ["day"], []]],
    ["REPLACE COLUMNS (id INT, z INT)", [["id"], [], ["id"]]],
    ["REPLACE COLUMNS (z INT)", [[], [], []]],
  ])("ALTER TABLE t %s", (action, want) => {
    expect(keys(action)).toEqual(want);
  });

  test("a nested cluster key follows its column", () => {
    const { tables } = read("CREATE TABLE t (a STRUCT<b: INT>) CLUSTER BY (A.b); ALTER TABLE t RENAME COLUMN a TO z;");
    expect(tables[0]?.clusterColumns).toEqual(["z.b"]);
  });

  test("ADD CONSTRAINT PRIMARY KEY makes its columns NOT NULL and says so where they were not", () => {
    const { tables, problems } = read(
      "CREATE TABLE t (a INT, b INT NOT NULL);\nALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (b, A) RELY;",
    );
    expect(shapes(tables)).toEqual(["main.s.t(a INT NOT NULL, b INT NOT NULL)"]);
    expect(tables[0]?.primaryKey).toEqual(["b", "a"]);
    expect(problems).toEqual([
      "2:49 warning GP2013: The primary key column `A` is nullable; it is taken as NOT NULL. | Databricks wants NOT NULL on the columns of a key before it is added.",
    ]);
  });

  test("a second primary key", () => {
    expect(altered("a INT PRIMARY KEY", "ADD PRIMARY KEY (a)")).toBe(
      "2:19 error GP2015: The table has a primary key already. | Drop the old key before.",
    );
    expect(
      read(
        "CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL); ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD PRIMARY KEY (b)",
      ).tables[0]?.primaryKey,
    ).toEqual(["b"]);
  });

  test("properties and location", () => {
    const { tables } = read(`${table}ALTER TABLE t SET TBLPROPERTIES (x = 5, 'z' = true);
      ALTER TABLE t UNSET TBLPROPERTIES IF EXISTS ('y', nope); ALTER TABLE t SET LOCATION 's3://b';`);
    expect(tables[0]?.properties).toEqual({ x: "5", z: "true" });
    expect(tables[0]?.location).toBe("s3://b");
    expect(tables[0]?.kind).toBe("external");
  });

  test("RENAME TO keeps the parts it leaves out, and the old name is free again", () => {
    const { tables, problems } =
      read(`CREATE TABLE c.d.t (a INT); ALTER TABLE c.d.t RENAME TO u; ALTER TABLE C.D.U ADD COLUMN b INT;
      CREATE TABLE c.d.t (x INT); ALTER TABLE c.d.t RENAME TO e.v; ALTER TABLE c.e.v RENAME TO f.g.h;`);
    expect(problems).toEqual([]);
    expect(shapes(tables)).toEqual(["c.d.u(a INT, b INT)", "f.g.h(x INT)"]);
  });

  test("RENAME TO the name of another table, or to too many parts", () => {
    const { tables, problems } = read("CREATE TABLE t (a INT); CREATE TABLE u (a INT); ALTER TABLE t RENAME TO U;");
    expect(problems).toEqual(["1:73 error GP2010: There is a table `main.s.U` already."]);
    expect(shapes(tables)).toEqual(["main.s.u(a INT)"]);
    expect(read("CREATE TABLE t (a INT); ALTER TABLE t RENAME TO a.b.c.d;").problems).toEqual([
      "1:49 error GP2014: The name `a.b.c.d` has more than three parts. | A table is named catalog.schema.table.",
    ]);
  });
});

describe("COMMENT ON", () => {
  test.each([
    ["TABLE t IS 'x'", "x", null],
    ["TABLE main.s.T IS 'it''s'", "it's", null],
    ["TABLE t IS NULL", null, null],
    ["COLUMN t.a IS 'c'", "old", "c"],
    ["COLUMN s.t.A IS 'c'", "old", "c"],
    ["COLUMN main.s.t.a IS 'c'", "old", "c"],
    ["SCHEMA t IS 'x'", "old", null],
  ])("COMMENT ON %s", (rest, table, column) => {
    const { tables, problems } = read(`CREATE TABLE t (a INT) COMMENT 'old'; COMMENT ON ${rest}`);
    expect(problems).toEqual([]);
    expect([tables[0]?.comment, tables[0]?.columns[0]?.comment]).toEqual([table, column]);
  });

  test("a field of a column", () => {
    const { tables } = read("CREATE TABLE t (a STRUCT<b: INT>); COMMENT ON COLUMN main.s.t.a.b IS 'f'");
    expect(shapes(tables)).toEqual(["main.s.t(a STRUCT<b: INT COMMENT 'f'>)"]);
  });

  test("what is not there", () => {
    expect(read("COMMENT ON TABLE x IS 'a'; COMMENT ON COLUMN x.y IS 'a'").problems).toEqual([
      "1:18 warning GP2009: The table `main.s.x` is not in the input; this change of it is passed over. | Put the file that creates the table before this one.",
      "1:46 warning GP2009: The table `main.s.x` is not in the input; this change of it is passed over. | Put the file that creates the table before this one.",
    ]);
    expect(read("CREATE TABLE t (a INT); COMMENT ON COLUMN t.x IS 'a'").problems).toEqual([
      "1:45 error GP2008: There is no column or field `x`.",
    ]);
  });
});

describe("a history over several texts", () => {
  test("changes of one text reach the tables of an earlier one", () => {
    const { tables, diagnostics } = readDdlSources([
      { path: "1.sql", text: "USE CATALOG main; USE s; CREATE TABLE t (a INT); CREATE TABLE gone (a INT);" },
      { path: "2.sql", text: "ALTER TABLE main.s.t ADD COLUMN b INT; DROP TABLE main.s.gone;" },
      { path: "3.sql", text: "ALTER TABLE t ADD COLUMN c INT;" },
    ]);
    expect(shapes(tables)).toEqual(["main.s.t(a INT, b INT)"]);
    expect(diagnostics.map((each) => `${each.file} ${line(each)}`)).toEqual([
      "3.sql 1:13 warning GP2009: The table `main.default.t` is not in the input; this change of it is passed over. | Put the file that creates the table before this one.",
    ]);
  });

  test("columns know the text that added them", () => {
    const { tables } = readDdlSources([
      { path: "1.sql", text: "CREATE TABLE main.s.t (a INT)" },
      { path: "2.sql", text: "\nALTER TABLE main.s.t ADD COLUMN b INT" },
    ]);
    expect(tables[0]?.columns.map(({ origin }) => [origin?.file, origin?.span.line, origin?.span.column])).toEqual([
      ["1.sql", 1, 24],
      ["2.sql", 2, 33],
    ]);
  });

  test("DROP and CREATE again; REPLACE; IF NOT EXISTS", () => {
    const { tables, diagnostics } =
      readDdl(`CREATE TABLE main.s.t (a INT); DROP TABLE IF EXISTS main.s.T PURGE; CREATE TABLE main.s.t (b INT);
      CREATE TABLE IF NOT EXISTS main.s.t (c INT); CREATE OR REPLACE TABLE main.s.u (d INT); CREATE OR REPLACE TABLE main.s.u (e INT);
      REPLACE TABLE main.s.u (f INT); DROP VIEW main.s.nothing;`);
    expect(diagnostics).toEqual([]);
    expect(shapes(tables)).toEqual(["main.s.t(b INT)", "main.s.u(f INT)"]);
  });

  test("a definition with columns takes the place of one without, not the other way round", () => {
    const { tables, problems } = read(
      "CREATE TABLE t AS SELECT 1; CREATE TABLE t (a INT); CREATE TABLE IF NOT EXISTS t AS SELECT 2; CREATE VIEW v AS SELECT 1; CREATE VIEW v AS SELECT 2",
    );
    expect(shapes(tables)).toEqual(["main.s.t(a INT)"]);
    expect(problems.map((problem) => problem.split(" ")[2])).toEqual(["GP2001:", "GP2002:"]);
  });

  test("changes of a table whose columns are not known, or that is broken, say nothing more", () => {
    const { tables, problems } =
      read(`CREATE TABLE t AS SELECT 1; ALTER TABLE t ADD COLUMN a INT; ALTER TABLE t RENAME TO u; COMMENT ON COLUMN u.a IS 'x';
      CREATE TABLE b (a TEXT); ALTER TABLE b ADD COLUMN c INT; COMMENT ON TABLE b IS 'x';`);
    expect(tables).toEqual([]);
    expect(problems.map((problem) => problem.split(" ")[2])).toEqual(["GP2001:", "GP2006:"]);
  });
});
