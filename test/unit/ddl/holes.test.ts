import { expect, test } from "vitest";
import { fillHoles, holeAt } from "../../../src/ddl/holes.js";

test.each([
  ["${name}", "name", 7],
  ["${ var.catalog }", "var.catalog", 16],
  ["{{name}}", "name", 8],
  ["{{ ref('x') }}", "ref('x')", 14],
  ["${{ name }}", "name", 11],
  ["$(name)", "name", 7],
  ["{name}", "name", 6],
  ["{% for x %}", null, 11],
])("holeAt(%s)", (text, name, end) => {
  expect(holeAt(text, 0)).toEqual({ name, end });
});

test.each([
  "$",
  "${}",
  "${ }",
  "{{}}",
  "$(a b)",
  "{a: 1}",
  "{}",
  "${a",
  "{{ a }",
  "${a\nb}",
  "a",
  `\${${"x".repeat(300)}}`,
])("no hole: %s", (text) => {
  expect(holeAt(text, 0)).toBeNull();
});

test("fillHoles fills what it can and names the first hole without a value", () => {
  const vars = new Map([
    ["a", "1"],
    ["b", ""],
  ]);
  expect(fillHoles("x${a}y{{ b }}z${c}$(d){", vars)).toEqual({ text: "x1yz${c}$(d){", missing: "c" });
  expect(fillHoles("${a}", vars)).toEqual({ text: "1", missing: undefined });
  expect(fillHoles("no hole", vars)).toEqual({ text: "no hole", missing: undefined });
  expect(fillHoles("{% if %}", vars)).toEqual({ text: "{% if %}", missing: null });
});

test("values named like members of Object.prototype are not found", () => {
  expect(fillHoles("${constructor} ${__proto__}", new Map()).missing).toBe("constructor");
});
