import { describe, expect, test } from "vitest";
import { readUnityCatalogTable } from "../../../../src/catalog/json/unity-catalog.js";
import { place, told } from "./support.js";
import { long, read, shape, typeJson } from "./unity-catalog-support.js";

describe("a table as the API of Databricks answers it", () => {
  // The shape of `GET /api/2.1/unity-catalog/tables/{full_name}`, its keys as the SDKs document them.
  const recorded = {
    name: "orders",
    catalog_name: "main",
    schema_name: "sales",
    table_type: "MANAGED",
    data_source_format: "DELTA",
    columns: [
      {
        name: "id",
        type_text: "bigint",
        type_name: "LONG",
        position: 0,
        type_precision: 0,
        type_scale: 0,
        comment: "the key",
        nullable: false,
        type_json:
          '{"name":"id","type":"long","nullable":false,"metadata":{"delta.identity.start":1,"delta.identity.step":1,"delta.identity.allowExplicitInsert":false,"delta.identity.highWaterMark":9007199254740993,"comment":"the key"}}',
      },
      {
        name: "lines",
        type_text: "array<struct<sku:string,price:decimal(10,2)>>",
        type_name: "ARRAY",
        position: 1,
        nullable: true,
        type_json:
          '{"name":"lines","type":{"type":"array","elementType":{"type":"struct","fields":[{"name":"sku","type":"string","nullable":false,"metadata":{"comment":"stock"}},{"name":"price","type":"decimal(10,2)","nullable":true,"metadata":{}}]},"containsNull":true},"nullable":true,"metadata":{}}',
      },
      {
        name: "day",
        type_text: "date",
        type_name: "DATE",
        position: 2,
        partition_index: 0,
        type_json: '{"name":"day","type":"date","nullable":true,"metadata":{}}',
        mask: { function_name: "main.f.mask", using_column_names: [] },
      },
    ],
    storage_location: "s3://metastore/tables/1f2e",
    owner: "someone@example.org",
    properties: {
      "delta.lastCommitTimestamp": "1666185711000",
      "delta.minReaderVersion": "3",
      clusteringColumns: '[["id"],["lines","sku"]]',
    },
    table_constraints: [
      {
        foreign_key_constraint: {
          name: "fk",
          child_columns: ["day"],
          parent_table: "main.sales.days",
          parent_columns: ["d"],
        },
      },
      { primary_key_constraint: { name: "pk", child_columns: ["ID"], rely: true } },
    ],
    row_filter: { function_name: "main.f.filter", input_column_names: ["day"] },
    generation: 2,
    metastore_id: "0b8c",
    full_name: "main.sales.orders",
    created_at: 1_666_185_698_688,
    table_id: "1f2e",
    delta_runtime_properties_kvpairs: {
      delta_runtime_properties: { "delta.columnMapping.mode": "name", "delta.minReaderVersion": "1" },
    },
    securable_kind: "TABLE_DELTA",
  };

  test("is read with everything it says", () => {
    const { table, diagnostics } = readUnityCatalogTable(recorded, place);
    expect(diagnostics).toEqual([]);
    expect(table?.columns.map(shape)).toEqual([
      "0 id BIGINT NOT NULL identity 'the key'",
      "1 lines ARRAY<STRUCT<sku: STRING NOT NULL COMMENT 'stock', price: DECIMAL(10,2)>>",
      "2 day DATE",
    ]);
    expect({ ...table, columns: [] }).toEqual({
      name: { catalog: "main", schema: "sales", table: "orders" },
      columns: [],
      comment: null,
      kind: "managed",
      format: "delta",
      location: null,
      properties: {
        "delta.columnMapping.mode": "name",
        "delta.lastCommitTimestamp": "1666185711000",
        "delta.minReaderVersion": "3",
        clusteringColumns: '[["id"],["lines","sku"]]',
      },
      primaryKey: ["id"],
      partitionColumns: ["day"],
      clusterColumns: ["id", "lines.sku"],
      origin: null,
    });
  });

  test("of the open-source server, which sends null for what it has not", () => {
    const nothing = { type_interval_type: null, type_precision: 0, comment: null, partition_index: null };
    const { table, told: problems } = read(
      [{ ...long, ...nothing, name: "as_int", nullable: false, type_json: typeJson("integer", { nullable: false }) }],
      {
        table_type: "EXTERNAL",
        storage_location: "file:///tmp/numbers",
        comment: null,
        properties: null,
        full_name: null,
      },
    );
    expect(problems).toEqual([]);
    expect(table?.columns.map(shape)).toEqual(["0 as_int INT NOT NULL"]);
    expect([table?.kind, table?.location, table?.properties]).toEqual(["external", "file:///tmp/numbers", {}]);
  });
});

describe("nullability and comments", () => {
  const json = typeJson("long", { nullable: false, metadata: { comment: "of the type" } });

  test.each<[what: string, column: Record<string, unknown>, want: string]>([
    ["the column's own", { nullable: true, comment: "own" }, "0 c BIGINT 'own'"],
    ["the type's where the column says nothing", {}, "0 c BIGINT NOT NULL 'of the type'"],
    ["the type's comment where the column's is empty", { comment: "" }, "0 c BIGINT NOT NULL 'of the type'"],
  ])("%s", (_, column, want) => {
    expect(read([{ name: "c", type_json: json, ...column }]).table?.columns.map(shape)).toEqual([want]);
  });

  test("a column of the primary key is NOT NULL", () => {
    const constraints = [{ primary_key_constraint: { child_columns: ["C"] } }];
    const { table } = read([{ ...long, nullable: true }], { table_constraints: constraints });
    expect([table?.primaryKey, table?.columns.map(shape)]).toEqual([["c"], ["0 c BIGINT NOT NULL"]]);
  });
});

describe("what kind of table it is", () => {
  test.each([
    ["MANAGED", "DELTA", "managed", "delta", null],
    ["MANAGED_SHALLOW_CLONE", "DELTA", "managed", "delta", null],
    ["EXTERNAL", "PARQUET", "external", "parquet", "s3://place"],
    ["EXTERNAL_SHALLOW_CLONE", "DELTA", "external", "delta", "s3://place"],
    ["VIEW", undefined, "view", "delta", null],
    ["MATERIALIZED_VIEW", "DELTA", "view", "delta", null],
    ["METRIC_VIEW", null, "view", "delta", null],
    ["STREAMING_TABLE", "DELTA", "streaming", "delta", null],
    ["FOREIGN", "POSTGRESQL_FORMAT", "external", "postgresql_format", "s3://place"],
    ["SOMETHING_NEW", "ICEBERG", "external", "iceberg", "s3://place"],
    [undefined, "", "managed", "delta", null],
  ])("%s %s", (table_type, data_source_format, kind, format, location) => {
    const { table, told: problems } = read([long], { table_type, data_source_format, storage_location: "s3://place" });
    expect(problems).toEqual([]);
    expect([table?.kind, table?.format, table?.location]).toEqual([kind, format, location]);
  });
});

describe("what is no table is refused", () => {
  test.each<[what: string, facts: Record<string, unknown>, want: readonly string[]]>([
    ["no columns", { columns: undefined }, ["GP2203 The table has no columns: `columns` is missing."]],
    ["empty columns", { columns: [] }, ["GP2203 The table has no columns: `columns` is empty."]],
    ["columns that are none", { columns: "x" }, ["GP2203 The table has no columns: `columns` is text."]],
    ["a column that is none", { columns: [null] }, ["GP2203 `columns[0]` is missing and must be a column."]],
    [
      "no name",
      { name: "", schema_name: 1 },
      ["GP2205 The name of the table is not complete: `schema_name` and `name` missing."],
    ],
    ["properties that are none", { properties: "x" }, ["GP2203 `properties` is text and must be an object."]],
    ["a property that is none", { properties: { a: {} } }, ["GP2203 `properties.a` is an object and must be text."]],
    ["a type that is none", { table_type: 1 }, ["GP2203 `table_type` is a number and must be text."]],
    ["a comment that is none", { comment: 1 }, ["GP2203 `comment` is a number and must be text."]],
    [
      "constraints that are none",
      { table_constraints: {} },
      ["GP2203 `table_constraints` is an object and must be a list."],
    ],
    [
      "a key of nothing",
      { table_constraints: [{ primary_key_constraint: { child_columns: ["x"] } }] },
      ["GP2008 The table has no column `x` of its primary key."],
    ],
    [
      "a column twice",
      { columns: [long, { ...long, name: "C", position: 1 }] },
      ["GP2005 [C] The column `C` is defined twice."],
    ],
    [
      "a partition that is none",
      { columns: [{ ...long, partition_index: "0" }] },
      ["GP2203 [c] `columns[0].partition_index` is text and must be a number."],
    ],
    [
      "nullable that is none",
      { columns: [{ ...long, nullable: 0 }] },
      ["GP2203 [c] `columns[0].nullable` is a number and must be true or false."],
    ],
  ])("%s", (_, facts, want) => {
    const { table, told: problems } = read([long], facts);
    expect([problems, table]).toEqual([want, null]);
  });

  test.each([null, undefined, "x", 1, [], [{}]])("%j", (json) => {
    const { table, diagnostics } = readUnityCatalogTable(json, { file: null });
    expect([table, diagnostics.map(({ code }) => code)]).toEqual([null, ["GP2202"]]);
    expect(diagnostics[0]).not.toHaveProperty("file");
  });
});

test("a table is named by its full name where its parts are missing", () => {
  const json = { full_name: "main.s.t", columns: [long] };
  expect(readUnityCatalogTable(json, place).table?.name).toEqual({ catalog: "main", schema: "s", table: "t" });
  expect(told(readUnityCatalogTable({ ...json, full_name: "a.b.c.d" }, place).diagnostics)).toEqual([
    "GP2205 The name of the table is not complete: `catalog_name` and `schema_name` and `name` missing.",
  ]);
});
