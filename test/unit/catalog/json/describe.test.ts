import { describe, expect, test } from "vitest";
import { readDescribeTable } from "../../../../src/catalog/json/describe.js";
import { formatSparkType } from "../../../../src/catalog/format-type.js";
import { place, told } from "./support.js";

function describing(columns: unknown, facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    table_name: "t",
    catalog_name: "main",
    namespace: ["s"],
    schema_name: "s",
    columns,
    type: "MANAGED",
    provider: "delta",
    ...facts,
  };
}

function typeOf(type: unknown): string | readonly string[] {
  const { table, diagnostics } = readDescribeTable(describing([{ name: "c", type }]), place);
  const [column] = table?.columns ?? [];
  return column === undefined ? told(diagnostics) : formatSparkType(column.type);
}

describe("types as DESCRIBE … AS JSON prints them", () => {
  test.each<[type: unknown, want: string]>([
    [{ name: "tinyint" }, "TINYINT"],
    [{ name: "smallint" }, "SMALLINT"],
    [{ name: "int" }, "INT"],
    [{ name: "bigint" }, "BIGINT"],
    [{ name: "float" }, "FLOAT"],
    [{ name: "double" }, "DOUBLE"],
    [{ name: "boolean" }, "BOOLEAN"],
    [{ name: "binary" }, "BINARY"],
    [{ name: "date" }, "DATE"],
    [{ name: "timestamp_ltz" }, "TIMESTAMP"],
    [{ name: "timestamp_ntz" }, "TIMESTAMP_NTZ"],
    [{ name: "variant" }, "VARIANT"],
    [{ name: "void" }, "VOID"],
    [{ name: "string", collation: "UTF8_BINARY" }, "STRING"],
    [{ name: "string", collation: "de_CI" }, "STRING COLLATE de_CI"],
    [{ name: "string" }, "STRING"],
    [{ name: "decimal", precision: 10, scale: 2 }, "DECIMAL(10,2)"],
    [{ name: "varchar", length: 20 }, "VARCHAR(20)"],
    [{ name: "char", length: 2 }, "CHAR(2)"],
    [{ name: "time(3)" }, "TIME(3)"],
    [{ name: "time", precision: 0 }, "TIME(0)"],
    [{ name: "geometry(4326)" }, "GEOMETRY(4326)"],
    [{ name: "geography(4326)" }, "GEOGRAPHY(4326)"],
    [{ name: "geometry(any)" }, "GEOMETRY(ANY)"],
    [{ name: "interval" }, "INTERVAL"],
    [{ name: "interval", start_unit: "day", end_unit: "second" }, "INTERVAL DAY TO SECOND"],
    [{ name: "interval", start_unit: "year", end_unit: "year" }, "INTERVAL YEAR"],
    [{ name: "array", element_type: { name: "int" }, element_nullable: true }, "ARRAY<INT>"],
    [
      { name: "map", key_type: { name: "string" }, value_type: { name: "array", element_type: { name: "int" } } },
      "MAP<STRING, ARRAY<INT>>",
    ],
    [{ name: "struct", fields: [] }, "STRUCT<>"],
    [
      { name: "struct", fields: [{ name: "a b", type: { name: "int" }, nullable: false, comment: "c" }] },
      "STRUCT<`a b`: INT NOT NULL COMMENT 'c'>",
    ],
    ["array<int>", "ARRAY<INT>"],
  ])("%j", (type, want) => {
    expect(typeOf(type)).toBe(want);
  });

  test.each([
    ["value_nullable", false],
    ["element_nullable", false],
    ["nothing", true],
  ])("a map says %s", (key, want) => {
    const type = { name: "map", key_type: { name: "int" }, value_type: { name: "int" }, [key]: false };
    const { table } = readDescribeTable(describing([{ name: "c", type }]), place);
    expect(table?.columns[0]?.type).toMatchObject({ valueContainsNull: want });
  });

  test.each<[type: unknown, want: string]>([
    [undefined, "GP2203 [c] `columns[0].type` is missing and must be a type."],
    [{}, "GP2203 [c] `columns[0].type.name` is missing and must be a type."],
    [{ name: "json" }, "GP2006 [c] Spark has no type `JSON`."],
    [{ name: "decimal", precision: 99 }, "GP2007 [c] `DECIMAL(99)` is not a valid decimal."],
    [{ name: "decimal", precision: {} }, "GP2007 [c] `DECIMAL(?)` is not a valid decimal."],
    [{ name: "varchar" }, "GP2007 [c] `VARCHAR` has no valid length."],
    [{ name: "struct", fields: 1 }, "GP2203 [c] `columns[0].type.fields` is a number and must be a list of fields."],
    [{ name: "array" }, "GP2203 [c] `columns[0].type.element_type` is missing and must be a type."],
  ])("refuses %j", (type, want) => {
    expect(typeOf(type)).toEqual([want]);
  });

  test("ten thousand arrays inside each other are refused", () => {
    let type: unknown = { name: "int" };
    for (let level = 0; level < 10_000; level++) type = { name: "array", element_type: type };
    expect(typeOf(type)).toEqual(["GP1008 [c] Types are nested more than 500 levels deep here."]);
  });
});

test("an answer of Databricks: constraints as text, empty texts for what is not there", () => {
  const { table, diagnostics } = readDescribeTable(
    {
      table_name: "order_fact",
      catalog_name: "dev",
      namespace: ["gold"],
      schema_name: "gold",
      columns: [
        { name: "order_id", type: { name: "int" }, nullable: false, comment: "Identifier" },
        { name: "odd`, name", type: { name: "int" }, nullable: true },
        { name: "title", type: { name: "string", collation: "UTF8_BINARY" }, nullable: true, default: "'x'" },
      ],
      clustering_columns: ["order_id"],
      partition_columns: [],
      type: "MANAGED",
      comment: "",
      collation: "UTF8_BINARY",
      location: "",
      provider: "delta",
      owner: "someone@example.org",
      is_managed_location: true,
      predictive_optimization: "ENABLE (inherited from METASTORE m)",
      table_properties: { clusteringColumns: '[["order_id"]]', "delta.columnMapping.mode": "name" },
      statistics: { size_in_bytes: 24_031_181, num_rows: 3_421_083 },
      table_constraints:
        "[(pk,PRIMARY KEY (`order_id`, `odd``, name`)), (fk,FOREIGN KEY (`title`) REFERENCES `dev`.`gold`.`d` (`title`))]",
    },
    place,
  );
  expect(diagnostics).toEqual([]);
  expect({ ...table, columns: table?.columns.map(({ nullable, fill }) => [nullable, fill.kind]) }).toEqual({
    name: { catalog: "dev", schema: "gold", table: "order_fact" },
    columns: [
      [false, "writer"],
      [false, "writer"],
      [true, "default"],
    ],
    comment: null,
    kind: "managed",
    format: "delta",
    location: null,
    properties: { clusteringColumns: '[["order_id"]]', "delta.columnMapping.mode": "name" },
    primaryKey: ["order_id", "odd`, name"],
    partitionColumns: [],
    clusterColumns: ["order_id"],
    origin: null,
  });
});

describe("answers of open-source Spark 4.1", () => {
  const column = { name: "a", type: { name: "int" }, nullable: true };
  const facts = { created_time: "2026-11-21T12:59:30Z", last_access: "UNKNOWN", created_by: "Spark 4.1.0" };

  test.each([
    ["MANAGED", "file:/warehouse/t", "managed", null],
    ["EXTERNAL", "file:/tmp/ext", "external", "file:/tmp/ext"],
    ["VIEW", undefined, "view", null],
  ])("%s", (type, location, kind, want) => {
    const json = describing([column], { ...facts, type, location, provider: undefined, partition_columns: ["A"] });
    const { table, diagnostics } = readDescribeTable(json, place);
    expect(diagnostics).toEqual([]);
    expect([table?.kind, table?.format, table?.location, table?.partitionColumns]).toEqual([
      kind,
      "delta",
      want,
      ["a"],
    ]);
  });

  test("the schema is the last part of the namespace where it has no key of its own", () => {
    const { table } = readDescribeTable(describing([column], { schema_name: undefined, namespace: ["x", "y"] }), place);
    expect(table?.name).toEqual({ catalog: "main", schema: "y", table: "t" });
  });
});

test("a table that may fill columns itself is told of: the description does not say which", () => {
  const table_properties = {
    "delta.feature.identityColumns": "supported",
    "delta.feature.generatedColumns": "supported",
  };
  const { table, diagnostics } = readDescribeTable(
    describing([{ name: "c", type: "bigint" }], { table_properties }),
    place,
  );
  expect(table).not.toBeNull();
  expect(told(diagnostics)).toEqual([
    "GP2204 The table may have identity or generated columns (delta.feature.identityColumns, delta.feature.generatedColumns), and DESCRIBE … AS JSON does not say which.",
  ]);
});

describe("the primary key in the text of constraints", () => {
  test.each<[text: unknown, want: readonly string[]]>([
    ["[(pk,PRIMARY KEY (`a`))]", ["a"]],
    ["[(fk,FOREIGN KEY (`a`) REFERENCES `x`.`y`.`z` (`a`)), (pk,PRIMARY KEY (`b`, `a` TIMESERIES))]", ["b", "a"]],
    ["[(fk,FOREIGN KEY (`a`) REFERENCES `x`.`y`.`,PRIMARY KEY (` (`a`))]", []],
    ["[]", []],
    ["PRIMARY KEY (a)", []],
    ["[(pk,PRIMARY KEY (a))]", []],
    [5, []],
  ])("%s", (table_constraints, want) => {
    const columns = ["a", "b"].map((name) => ({ name, type: { name: "int" } }));
    const { table, diagnostics } = readDescribeTable(describing(columns, { table_constraints }), place);
    expect(diagnostics).toEqual([]);
    expect(table?.primaryKey).toEqual(want);
  });
});

describe("what is no description is refused", () => {
  test.each<[what: string, json: unknown, want: readonly string[]]>([
    ["nothing", null, ["GP2202 The description is missing and must be an object."]],
    [
      "no name",
      describing([], { table_name: undefined }),
      ["GP2205 The name of the table is not complete: `table_name` missing."],
    ],
    ["no columns", describing([]), ["GP2203 The table has no columns: `columns` is empty."]],
    ["a column that is none", describing([1]), ["GP2203 `columns[0]` is a number and must be a column."]],
    [
      "a default that is none",
      describing([{ name: "c", type: "int", default: 1 }]),
      ["GP2203 [c] `columns[0].default` is a number and must be text."],
    ],
    [
      "keys that are none",
      describing([{ name: "c", type: "int" }], { clustering_columns: [1] }),
      ["GP2203 `clustering_columns[0]` is a number and must be a name."],
    ],
    [
      "columns that differ in case",
      describing([
        { name: "c", type: "int" },
        { name: "C", type: "int" },
      ]),
      ["GP2005 [C] The column `C` is defined twice."],
    ],
  ])("%s", (_, json, want) => {
    const { table, diagnostics } = readDescribeTable(json, place);
    expect([told(diagnostics), table]).toEqual([want, null]);
  });
});
