import fc from "fast-check";
import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { formatUnityCatalogTable } from "../../../../src/catalog/json/format-unity-catalog.js";
import { readUnityCatalogTable } from "../../../../src/catalog/json/unity-catalog.js";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import type { ColumnFill, Table } from "../../../../src/catalog/table.js";
import { readDdl } from "../../../../src/read-ddl.js";
import { column, decimal, long, string, table } from "../../../support/tables.js";
import { withoutOrigin } from "../../ddl/support.js";
import { anyTable } from "../arbitrary-table.js";
import { place } from "./support.js";

/** As a client gets it: through the text of the answer. */
function sent(given: Table): Record<string, unknown> {
  return JSON.parse(JSON.stringify(formatUnityCatalogTable(given))) as Record<string, unknown>;
}

function typeJson(fill: ColumnFill, name = "id"): string {
  return formatUnityCatalogTable(table([column(name, long, { fill })])).columns[0]!.type_json;
}

describe("a table", () => {
  test("is written as the API has it", () => {
    const columns = [
      column("id", long, { nullable: false, comment: "the key" }),
      column("price", decimal(10, 2), { position: 4, fill: { kind: "default", expression: "0.0" } }),
      column("label", { kind: "varchar", length: 20 }),
    ];
    const facts = { comment: "Orders", properties: { "delta.appendOnly": "true" }, primaryKey: ["id"] };
    const written = sent(table(columns, { ...facts, partitionColumns: ["label"], clusterColumns: ["a.b", "id"] }));
    expect(written).toEqual({
      name: "orders",
      catalog_name: "main",
      schema_name: "shop",
      full_name: "main.shop.orders",
      table_type: "MANAGED",
      data_source_format: "DELTA",
      comment: "Orders",
      columns: [
        {
          name: "id",
          type_text: "bigint",
          type_name: "LONG",
          type_json: '{"name":"id","type":"long","nullable":false,"metadata":{"comment":"the key"}}',
          position: 0,
          nullable: false,
          comment: "the key",
        },
        {
          name: "price",
          type_text: "decimal(10,2)",
          type_name: "DECIMAL",
          type_precision: 10,
          type_scale: 2,
          type_json: '{"name":"price","type":"decimal(10,2)","nullable":true,"metadata":{"CURRENT_DEFAULT":"0.0"}}',
          position: 4,
          nullable: true,
        },
        {
          name: "label",
          type_text: "varchar(20)",
          type_name: "STRING",
          type_json:
            '{"name":"label","type":"string","nullable":true,"metadata":{"__CHAR_VARCHAR_TYPE_STRING":"varchar(20)"}}',
          position: 2,
          nullable: true,
          partition_index: 0,
        },
      ],
      properties: { "delta.appendOnly": "true", clusteringColumns: '[["a","b"],["id"]]' },
      table_constraints: [{ primary_key_constraint: { name: "orders_pk", child_columns: ["id"] } }],
    });
  });

  test.each<[kind: string, facts: Partial<Table>, wanted: object]>([
    ["a view", { kind: "view" }, { table_type: "VIEW" }],
    ["a streaming table", { kind: "streaming" }, { table_type: "STREAMING_TABLE", data_source_format: "DELTA" }],
    [
      "an external one",
      { kind: "external", format: "iceberg", location: "s3://lake/x" },
      { table_type: "EXTERNAL", data_source_format: "ICEBERG", storage_location: "s3://lake/x" },
    ],
  ])("says that it is %s", (_, facts, wanted) => {
    const usual = new Set(["name", "catalog_name", "schema_name", "full_name", "columns", "properties"]);
    const said = Object.entries(sent(table([column("id", long)], facts))).filter(([key]) => !usual.has(key));
    expect(Object.fromEntries(said)).toEqual(wanted);
  });

  test("keeps the columns to cluster by that its properties name", () => {
    const properties = { "delta.clusteringColumns": '[["id"]]' };
    const written = formatUnityCatalogTable(table([column("id", long)], { properties, clusterColumns: ["id"] }));
    expect(written.properties).toBe(properties);
  });
});

describe("the type of a column", () => {
  test.each<[SparkType, object]>([
    [{ kind: "byte" }, { type_name: "BYTE", type_text: "tinyint" }],
    [{ kind: "integer" }, { type_name: "INT", type_text: "int" }],
    [{ kind: "void" }, { type_name: "NULL", type_text: "void" }],
    [{ kind: "timestamp_ntz" }, { type_name: "TIMESTAMP_NTZ", type_text: "timestamp_ntz" }],
    [
      { kind: "char", length: 3 },
      { type_name: "CHAR", type_text: "char(3)" },
    ],
    [
      { kind: "interval", unit: "day to second" },
      { type_name: "INTERVAL", type_interval_type: "DAY TO SECOND" },
    ],
    [
      { kind: "array", element: string, containsNull: false },
      { type_name: "ARRAY", type_text: "array<string>" },
    ],
  ])("%j has its names", (type, wanted) => {
    expect(formatUnityCatalogTable(table([column("c", type)])).columns[0]).toMatchObject(wanted);
  });
});

describe("who fills a column stands in the metadata of its type", () => {
  test.each<[ColumnFill, string]>([
    [{ kind: "writer" }, "{}"],
    [{ kind: "default", expression: "'a\"b'" }, String.raw`{"CURRENT_DEFAULT":"'a\"b'"}`],
    [{ kind: "generated", expression: "a + 1" }, '{"delta.generationExpression":"a + 1"}'],
    [
      { kind: "identity", always: true, start: "9223372036854775807", step: "-9007199254740993" },
      '{"delta.identity.start":9223372036854775807,"delta.identity.step":-9007199254740993,"delta.identity.allowExplicitInsert":false}',
    ],
  ])("%j", (fill, metadata) => {
    expect(typeJson(fill)).toBe(`{"name":"id","type":"long","nullable":true,"metadata":${metadata}}`);
  });

  test("and nothing in a name is taken for it", () => {
    const name = '"},"metadata":{"delta.generationExpression":"x"';
    expect(JSON.parse(typeJson({ kind: "writer" }, name))).toEqual({
      name,
      type: "long",
      nullable: true,
      metadata: {},
    });
  });
});

describe("our own reader has the same table again", () => {
  test("of every sample", () => {
    const texts = globSync("examples/ddl/**/*.sql").sort();
    const tables = texts.flatMap((path) => readDdl(readFileSync(path, "utf8"), { vars: { catalog: "main" } }).tables);
    expect(tables.length).toBeGreaterThan(10);
    for (const given of tables.map(withoutOrigin)) {
      const { table: found, diagnostics } = readUnityCatalogTable(sent(given), place);
      expect(diagnostics).toEqual([]);
      expect(found).toEqual({ ...given, properties: found?.properties });
      expect(found?.properties).toMatchObject(given.properties);
    }
  });

  test("of any table", () => {
    fc.assert(
      fc.property(anyTable, (given) => {
        const comment = given.comment === "" ? null : given.comment;
        const usual: Table = {
          ...given,
          comment,
          format: "delta",
          kind: "managed",
          location: null,
          clusterColumns: [],
        };
        expect(readUnityCatalogTable(sent(usual), place)).toEqual({ table: usual, diagnostics: [] });
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
