import { describe, expect, test } from "vitest";
import { detectSchemaJson, tablesOfList } from "../../../../src/catalog/json/detect.js";

const table = { name: "t", catalog_name: "main", schema_name: "s", columns: [] };

describe("schema JSON is told by its keys", () => {
  test.each<[what: string, json: unknown, want: ReturnType<typeof detectSchemaJson>]>([
    ["a snapshot", { snapshot: 1, tables: [] }, "snapshot"],
    ["a snapshot of the future", { snapshot: "2.0" }, "snapshot"],
    ["a table of the API", table, "unity-catalog-table"],
    ["a table without its columns", { name: "t", table_type: "MANAGED" }, "unity-catalog-table"],
    ["a schema of the API", { name: "s", catalog_name: "main", full_name: "main.s" }, null],
    ["a volume of the API", { name: "v", catalog_name: "main", schema_name: "s", volume_type: "MANAGED" }, null],
    ["a table that a test wrote", { name: "t", columns: [{ name: "a", type_text: "int" }] }, "unity-catalog-table"],
    ["a list of the API", { tables: [table], next_page_token: "x" }, "unity-catalog-list"],
    ["an empty list", { tables: [] }, "unity-catalog-list"],
    ["a list of the command line", [table, table], "unity-catalog-list"],
    ["a description", { table_name: "t", columns: [] }, "describe"],
    ["a StructType", { type: "struct", fields: [] }, "spark-schema"],
    ["a StructType in any order", { fields: [], type: "struct" }, "spark-schema"],
    ["an array type", { type: "array", elementType: "long" }, null],
    ["a column", { name: "a", type: "long", nullable: true, metadata: {} }, null],
    ["a package", { name: "x", version: "1.0.0", dependencies: {} }, null],
    ["an empty array", [], null],
    ["an array of other things", [table, 1], null],
    ["a key that is inherited", Object.create({ snapshot: 1 }) as unknown, null],
    ["null", null, null],
    ["text", "struct", null],
    ["a number", 1, null],
  ])("%s", (_, json, want) => {
    expect(detectSchemaJson(json)).toBe(want);
  });
});

test("the tables of a list, whichever shape it has", () => {
  expect(tablesOfList({ tables: [table] })).toEqual([table]);
  expect(tablesOfList([table])).toEqual([table]);
  expect(tablesOfList({ tables: 1 })).toEqual([]);
  expect(tablesOfList(null)).toEqual([]);
});
