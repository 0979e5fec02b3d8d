import { expect, test } from "vitest";
import { catalogFile, catalogOfFile, databaseName, quoteName, tableKey } from "../../../../src/emulator/store/names.js";

test.each([
  ["a", '"a"'],
  ['a"; drop table t; --', '"a""; drop table t; --"'],
  ["a.b", '"a.b"'],
  ["😀", '"😀"'],
])("name %s is quoted as %s", (name, want) => {
  expect(quoteName(name)).toBe(want);
});

test.each([[""], ["a\0b"], ["\ud800"]])("name %j cannot be kept", (name) => {
  expect(() => quoteName(name)).toThrow(expect.objectContaining({ name: "StoreError", kind: "schema" }));
});

test.each([
  ["sales", "sales"],
  ["Sales", "sales"],
  ["main", "main_"],
  ["Main", "main_"],
  ["MAIN_", "main__"],
  ["system", "system_"],
  ["TEMP", "temp_"],
  ["temp_", "temp__"],
  ["memory", "memory_"],
  ["memories", "memories"],
])("catalog %s is database %s", (catalog, want) => {
  expect(databaseName(catalog)).toBe(want);
});

test.each([
  ["main", "main.duckdb"],
  ["Main", "main.duckdb"],
  ["a-b_1", "a-b_1.duckdb"],
  ["../x", "%2e%2e%2fx.duckdb"],
  ["con.", "con%2e.duckdb"],
  ["a'b*", "a%27b%2a.duckdb"],
  ["😀", "%F0%9F%98%80.duckdb"],
])("catalog %s is in file %s", (catalog, want) => {
  expect(catalogFile(catalog).toLowerCase()).toBe(want.toLowerCase());
  expect(catalogOfFile(catalogFile(catalog))).toBe(catalog.toLowerCase());
});

test.each([["notes.txt"], ["main.duckdb.wal"], ["%zz.duckdb"], [".duckdb"], ["a.b.duckdb"]])(
  "%s is no file of a catalog",
  (file) => {
    expect(catalogOfFile(file)).toBeNull();
  },
);

test("tables are found whatever the case of their ASCII letters", () => {
  expect(tableKey("Main.Shop.Orders")).toBe(tableKey({ catalog: "main", schema: "shop", table: "ORDERS" }));
  expect(tableKey("main.shop.É")).not.toBe(tableKey("main.shop.é"));
});
