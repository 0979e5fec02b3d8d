import { expect, test } from "vitest";
import { checkPaths, tablePaths } from "../../../src/mapping/file-paths.js";
import { table } from "../../support/tables.js";

test("files lie in folders of catalog and schema", () => {
  const paths = tablePaths({ catalog: "main", schema: "shop", table: "orders" });
  expect(paths).toEqual({ module: "main/shop/orders.ts", proto: "main/shop/orders.proto" });
});

test.each([
  ["orders", true],
  ["größe 2", true],
  ["a.b", true],
  ["con", true],
  ["", false],
  [".", false],
  ["..", false],
  ["a/b", false],
  ["a\\b", false],
  ["C:", false],
  ["a\0", false],
  ["a\nb", false],
  ["a\u202eb", false],
  ["a.", false],
  [" a", false],
  ["a*", false],
  ["x".repeat(240), true],
  ["x".repeat(241), false],
  ["表".repeat(81), false],
])("%j can be a file name: %s", (part, want) => {
  const inEachPlace = [
    { catalog: part, schema: "s", table: "t" },
    { catalog: "c", schema: part, table: "t" },
    { catalog: "c", schema: "s", table: part },
  ];
  for (const name of inEachPlace) {
    expect(checkPaths(table([], { name })).map(({ code }) => code)).toEqual(want ? [] : ["GP4102"]);
  }
});
