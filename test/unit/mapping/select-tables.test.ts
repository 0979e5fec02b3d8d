import { describe, expect, test } from "vitest";
import { selectTables } from "../../../src/mapping/select-tables.js";

const names = ["main.shop.orders", "main.shop.order_items", "main.lab.orders", "other.shop.Refunds", "my-cat.a b.(x)+"];

function selected(...patterns: readonly string[]): readonly string[] {
  const { includes } = selectTables(names, patterns);
  return names.filter(includes);
}

test.each<readonly [readonly string[], readonly string[]]>([
  [["main.shop.orders"], ["main.shop.orders"]],
  [["shop.orders"], ["main.shop.orders"]],
  [["orders"], ["main.shop.orders", "main.lab.orders"]],
  [["MAIN.Shop.ORDERS"], ["main.shop.orders"]],
  [["refunds"], ["other.shop.Refunds"]],
  [["order*"], ["main.shop.orders", "main.shop.order_items", "main.lab.orders"]],
  [["shop.*"], ["main.shop.orders", "main.shop.order_items", "other.shop.Refunds"]],
  [["main.*"], []],
  [["main.*.*"], ["main.shop.orders", "main.shop.order_items", "main.lab.orders"]],
  [["*"], names],
  [["**"], names],
  [["main.{shop,lab}.orders"], ["main.shop.orders", "main.lab.orders"]],
  [["order?"], ["main.shop.orders", "main.lab.orders"]],
  [["my-cat.a b.(x)+"], ["my-cat.a b.(x)+"]],
  [
    ["lab.orders", "refunds"],
    ["main.lab.orders", "other.shop.Refunds"],
  ],
  [["!orders"], []],
  [[], []],
])("%j selects %j", (patterns, want) => {
  expect(selected(...patterns)).toEqual(want);
});

test("without patterns everything is selected", () => {
  expect(names.filter(selectTables(names, undefined).includes)).toEqual(names);
});

describe("a pattern that matches nothing", () => {
  test.each([
    ["main.shop.ordres", "Did you mean main.shop.orders?"],
    ["ordres", "Did you mean main.shop.orders or main.lab.orders?"],
    ["main.shop.order_item", "Did you mean main.shop.order_items?"],
    [
      "invoices.open.all",
      "Tables read: main.shop.orders, main.shop.order_items, main.lab.orders, other.shop.Refunds, my-cat.a b.(x)+.",
    ],
  ])("%s: %s", (pattern, hint) => {
    expect(selectTables(names, [pattern]).diagnostics).toEqual([
      { code: "GP4104", severity: "error", message: `No table matches \`${pattern}\`.`, hint },
    ]);
  });

  test("of two parts is explained", () => {
    const [found] = selectTables(names, ["main.*"]).diagnostics;
    expect(found?.hint).toMatch(/^It is compared with the end of catalog\.schema\.table\. Tables read: /);
  });

  test("is harmless to print", () => {
    expect(selectTables([], ["\u001b[31m"]).diagnostics).toMatchObject([
      { message: "No table matches `\\u{1b}[31m`.", hint: "No table was read." },
    ]);
  });
});
