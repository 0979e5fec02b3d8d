import { expect, test } from "vitest";
import { isGlob, literalName, nameMatcher, patternParts } from "../../../src/catalog/name-pattern.js";

test.each<readonly [string, readonly string[]]>([
  ["main.shop.orders", ["main", "shop", "orders"]],
  ["main.*.{a.b,c}", ["main", "*", "{a.b,c}"]],
  ["main.`a.b`.`c``.d`", ["main", "`a.b`", "`c``.d`"]],
  ["a..b.", ["a", "", "b", ""]],
  ["", [""]],
  ["a.{b.c", ["a", "{b", "c"]],
  ["a.`b.c", ["a", "`b", "c"]],
])("the parts of %j are %j", (pattern, parts) => {
  expect(patternParts(pattern)).toEqual(parts);
});

test.each<readonly [string, boolean]>([
  ["orders", false],
  ["my-orders_1", false],
  ["order*", true],
  ["order?", true],
  ["[ab]", true],
  ["{a,b}", true],
  ["!(a)", true],
  ["`a*b`", false],
  ["`a`*", true],
])("whether %j is a glob: %j", (part, want) => {
  expect(isGlob(part)).toBe(want);
});

test.each([
  ["orders", "orders"],
  ["`my orders`", "my orders"],
  ["`a``b`", "a`b"],
  ["`", "`"],
  ["``", ""],
])("%j is the name %j", (part, name) => {
  expect(literalName(part)).toBe(name);
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    "main.shop.order*",
    ["main.shop.orders", "MAIN.Shop.ORDER"],
    ["main.shop.xorders", "main.lab.orders", "main.shop.x.orders"],
  ],
  ["main.*.orders", ["main.shop.orders"], ["main.a.b.orders", "main.orders"]],
  ["main.`a*`.t", ["main.a*.t"], ["main.ab.t"]],
  ["main.`a`*.t", ["main.ab.t", "main.a.t"], ["main.ba.t"]],
  ["`a.b`.t", ["a.b.t"], ["a.x.t"]],
  ["a(b", ["a(b"], ["ab"]],
  ["!a", ["!a"], ["b"]],
  ["`É*`", ["é*"], ["éa"]],
  [".*", [".hidden"], ["hidden"]],
])("%j matches %j, not %j", (pattern, those, others) => {
  const matches = nameMatcher(pattern);
  expect(those.filter(matches)).toEqual(those);
  expect(others.filter(matches)).toEqual([]);
});
