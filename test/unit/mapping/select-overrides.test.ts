import { describe, expect, test } from "vitest";
import { selectOverrides } from "../../../src/mapping/select-overrides.js";
import type { TableOverride } from "../../../src/mapping/table-override.js";

const names = ["main.shop.customers", "main.shop.orders", "main.web.orders"];

test.each<readonly [string, Readonly<Record<string, TableOverride>> | undefined, string, TableOverride]>([
  ["no overrides", undefined, "main.shop.orders", {}],
  ["a full name", { "main.shop.orders": { rowName: "A" } }, "main.shop.orders", { rowName: "A" }],
  ["another table's", { "main.shop.orders": { rowName: "A" } }, "main.web.orders", {}],
  ["the last part, in any case", { ORDERS: { rowName: "A" } }, "main.web.orders", { rowName: "A" }],
  ["a glob", { "shop.*": { rowName: "A" } }, "main.shop.customers", { rowName: "A" }],
  [
    "two that match, property by property",
    { "*": { int64: "number", omit: ["a"] }, orders: { int64: "bigint", rowName: "A" } },
    "main.shop.orders",
    { int64: "bigint", omit: ["a"], rowName: "A" },
  ],
  [
    "two that match, the later one being the wider one",
    { orders: { int64: "bigint" }, "*": { int64: "number" } },
    "main.shop.orders",
    { int64: "number" },
  ],
  [
    "lists and paths, which are not merged",
    { "*": { omit: ["a"], int64: { a: "number" } }, orders: { omit: ["b"], int64: { b: "bigint" } } },
    "main.shop.orders",
    { omit: ["b"], int64: { b: "bigint" } },
  ],
  ["__proto__ as a name", JSON.parse('{"__proto__":{"rowName":"A"}}') as Record<string, TableOverride>, names[0]!, {}],
])("%s", (_, overrides, name, want) => {
  expect(selectOverrides(names, overrides).of(name)).toEqual(want);
});

describe("names that match no table", () => {
  test("are errors, with the names that are near", () => {
    const { diagnostics } = selectOverrides(names, { order: {}, "main.*.orders": {}, "no\u202esuch": {} });
    expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      ["GP4203", "No table matches `order`, for which there is an override.", expect.stringMatching(/shop\.orders or/)],
      ["GP4203", "No table matches `no\\u{202e}such`, for which there is an override.", expect.any(String)],
    ]);
  });

  test("are none where there are no tables", () => {
    expect(selectOverrides([], { orders: {} }).diagnostics).toEqual([]);
  });
});
