import { describe, expect, test } from "vitest";
import { formatCatalogString, formatSparkType } from "../../../src/catalog/format-type.js";
import { readDdl } from "../../../src/read-ddl.js";
import { read, typeOf } from "../ddl/support.js";

/** Every name of a type and every alias, with the DDL form and the form in a catalog of what it means. */
const types: readonly (readonly [ddl: string, formatted: string, catalog: string])[] = [
  ["BOOLEAN", "BOOLEAN", "boolean"],
  ["TINYINT", "TINYINT", "tinyint"],
  ["BYTE", "TINYINT", "tinyint"],
  ["SMALLINT", "SMALLINT", "smallint"],
  ["SHORT", "SMALLINT", "smallint"],
  ["INT", "INT", "int"],
  ["INTEGER", "INT", "int"],
  ["BIGINT", "BIGINT", "bigint"],
  ["LONG", "BIGINT", "bigint"],
  ["FLOAT", "FLOAT", "float"],
  ["REAL", "FLOAT", "float"],
  ["DOUBLE", "DOUBLE", "double"],
  ["DECIMAL", "DECIMAL(10,0)", "decimal(10,0)"],
  ["DEC(5)", "DECIMAL(5,0)", "decimal(5,0)"],
  ["NUMERIC ( 38 , 38 )", "DECIMAL(38,38)", "decimal(38,38)"],
  ["STRING", "STRING", "string"],
  ["string collate UNICODE_CI", "STRING COLLATE UNICODE_CI", "string collate UNICODE_CI"],
  ["STRING COLLATE system.builtin.de", "STRING COLLATE de", "string collate de"],
  ["CHAR(3)", "CHAR(3)", "char(3)"],
  ["CHARACTER(3)", "CHAR(3)", "char(3)"],
  ["VARCHAR(2147483647)", "VARCHAR(2147483647)", "varchar(2147483647)"],
  ["BINARY", "BINARY", "binary"],
  ["DATE", "DATE", "date"],
  ["TIMESTAMP", "TIMESTAMP", "timestamp"],
  ["TIMESTAMP_LTZ", "TIMESTAMP", "timestamp"],
  ["TIMESTAMP WITH LOCAL TIME ZONE", "TIMESTAMP", "timestamp"],
  ["TIMESTAMP_NTZ", "TIMESTAMP_NTZ", "timestamp_ntz"],
  ["timestamp without\ntime /* x */ zone", "TIMESTAMP_NTZ", "timestamp_ntz"],
  ["TIME", "TIME(6)", "time(6)"],
  ["TIME(0) WITHOUT TIME ZONE", "TIME(0)", "time(0)"],
  ["INTERVAL", "INTERVAL", "interval"],
  ["INTERVAL YEAR", "INTERVAL YEAR", "interval year"],
  ["interval day to second", "INTERVAL DAY TO SECOND", "interval day to second"],
  ["VOID", "VOID", "void"],
  ["VARIANT", "VARIANT", "variant"],
  ["OBJECT", "OBJECT", "object"],
  ["GEOMETRY(4326)", "GEOMETRY(4326)", "geometry(4326)"],
  ["geography(any)", "GEOGRAPHY(ANY)", "geography(any)"],
  ["ARRAY<INT>", "ARRAY<INT>", "array<int>"],
  ["MAP<STRING,ARRAY<MAP<INT,DATE>>>", "MAP<STRING, ARRAY<MAP<INT, DATE>>>", "map<string,array<map<int,date>>>"],
  ["STRUCT<>", "STRUCT<>", "struct<>"],
  [
    "STRUCT<a INT, `b c`: STRING NOT NULL COMMENT 'it''s', C: DEC>",
    "STRUCT<a: INT, `b c`: STRING NOT NULL COMMENT 'it\\'s', C: DECIMAL(10,0)>",
    "struct<a:int,b c:string,C:decimal(10,0)>",
  ],
];

test.each(types)("%s", (ddl, formatted, catalog) => {
  const type = typeOf(ddl);
  expect(type).toBeDefined();
  if (type === undefined) return;
  expect(formatSparkType(type)).toBe(formatted);
  expect(formatCatalogString(type)).toBe(catalog);
  expect(typeOf(formatted)).toEqual(type);
});

describe("unknown types are named, placed and answered with the nearest of Spark's", () => {
  test.each([
    ["TEXT", "Use STRING."],
    ["uuid", "Use STRING."],
    ["DATETIME", "Use TIMESTAMP."],
    ["datetime(6)", "Use TIMESTAMP."],
    ["TIMESTAMPTZ", "Use TIMESTAMP."],
    ["TIMESTAMP WITH TIME ZONE", "Use TIMESTAMP."],
    ["INT64", "Use BIGINT."],
    ["INT8", "Use BIGINT."],
    ["INT UNSIGNED", "Use BIGINT."],
    ["BIGINT UNSIGNED", "Use DECIMAL(20,0)."],
    ["JSON", "Use VARIANT."],
    ["SERIAL", "Use BIGINT GENERATED ALWAYS AS IDENTITY."],
    ["BOOL", "Use BOOLEAN."],
    ["NUMBER(10,2)", "Use DECIMAL(p,s)."],
    ["DOUBLE PRECISION", "Use DOUBLE."],
    ["CHARACTER VARYING(3)", "Use VARCHAR(n)."],
    ["VARBINARY(16)", "Use BINARY."],
    ["ENUM('a', 'b')", "Use STRING."],
    ["STIRNG", "Use STRING."],
    ["TIMESTMP", "Use TIMESTAMP."],
    ["FOO", "Use one of Spark's types, such as STRING, BIGINT or DECIMAL(10,2)."],
    ["CONSTRUCTOR", "Use one of Spark's types, such as STRING, BIGINT or DECIMAL(10,2)."],
  ])("%s", (type, hint) => {
    const name = type.replace(/\(.*/, "").toUpperCase();
    expect(read(`CREATE TABLE t (\n  c ${type})`).problems).toEqual([
      `2:5 error GP2006: Spark has no type \`${name}\`. | ${hint}`,
    ]);
  });

  test("brackets for an array", () => {
    expect(read("CREATE TABLE t (c INT[])").problems).toEqual([
      "1:19 error GP2006: Spark writes no array type with brackets. | Write ARRAY<INT>.",
    ]);
  });

  test("every unknown type of a table, with the path of its column", () => {
    const text = "CREATE TABLE main.s.t (a TEXT, b INT, c STRUCT<d: ARRAY<STRUCT<e: UUID>>, f: JSON>)";
    const { tables, diagnostics } = readDdl(text);
    expect(tables).toEqual([]);
    expect(diagnostics.map(({ table, column }) => [table, column])).toEqual([
      ["main.s.t", "a"],
      ["main.s.t", "c.d.e"],
      ["main.s.t", "c.f"],
    ]);
  });
});

test.each([
  [
    "DECIMAL(39)",
    "`DECIMAL(39)` is not a valid decimal. | DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p.",
  ],
  [
    "DECIMAL(0)",
    "`DECIMAL(0)` is not a valid decimal. | DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p.",
  ],
  ["DEC(5,6)", "`DEC(5,6)` is not a valid decimal. | DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p."],
  [
    "DECIMAL(1,2,3)",
    "`DECIMAL(1,2,3)` is not a valid decimal. | DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p.",
  ],
  [
    "DECIMAL()",
    "`DECIMAL()` is not a valid decimal. | DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p.",
  ],
  ["INT(11)", "INT takes no parameters. | Write INT."],
  ["STRING(50)", "STRING takes no parameters. | Write STRING, or VARCHAR(n) for a limit."],
  ["CHAR", "`CHAR` has no valid length. | Write CHAR(n), or STRING."],
  ["VARCHAR(0)", "`VARCHAR(0)` has no valid length. | The length is one number from 1 on."],
  ["VARCHAR(2147483648)", "`VARCHAR(2147483648)` has no valid length. | The length is one number from 1 on."],
  ["TIME(7)", "`TIME(7)` has no valid precision. | TIME(p) takes a precision of 0 to 6."],
  ["GEOMETRY", "`GEOMETRY` names no spatial reference system it can have. | Write GEOMETRY(4326)."],
  ["ARRAY", "ARRAY does not say what it holds. | Write it as in ARRAY<STRING>."],
  ["INT COLLATE UNICODE", "INT takes no collation. | Only STRING does."],
])("GP2007: %s", (type, message) => {
  expect(read(`CREATE TABLE t (c ${type})`).problems).toEqual([`1:19 error GP2007: ${message}`]);
});

test("fields of a struct that differ in case only", () => {
  expect(read("CREATE TABLE t (c STRUCT<a: INT, A: INT>)").problems).toEqual([
    "1:34 error GP2005: The struct has two fields `A`. | Names are compared without case.",
  ]);
});
