import { describe, expect, test } from "vitest";
import { formatSparkType } from "../../../../src/catalog/format-type.js";
import { long, read, shape, typeJson } from "./unity-catalog-support.js";

describe("the exact type is taken from type_json in whichever form it comes", () => {
  test.each<[what: string, json: unknown]>([
    ["a field", typeJson({ type: "array", elementType: "float", containsNull: true })],
    ["a type alone", '{"type":"array","elementType":"float","containsNull":true}'],
    ["a field with DDL for a type", typeJson("array<float>")],
    ["a field without its name", '{"type":{"type":"array","elementType":"float"}}'],
    ["a field of another name", '{"name":"FLOAT","type":"array<float>","nullable":true}'],
    ["DDL alone", '"array<float>"'],
    ["parsed already", { name: "c", type: "array<float>" }],
  ])("%s", (_, type_json) => {
    const { table, told: problems } = read([{ name: "c", type_json }]);
    expect(problems).toEqual([]);
    expect(table?.columns.map(shape)).toEqual(["0 c ARRAY<FLOAT>"]);
  });
});

test("collations are found by the name that type_json gives the column", () => {
  const type_json = (facts: object): string =>
    JSON.stringify({ type: "string", metadata: { __COLLATIONS: { old: "icu.de" } }, ...facts });
  expect(read([{ name: "c", type_json: type_json({ name: "old" }) }]).table?.columns.map(shape)).toEqual([
    "0 c STRING COLLATE de",
  ]);
  expect(read([{ name: "old", type_json: type_json({}) }]).table?.columns.map(shape)).toEqual([
    "0 old STRING COLLATE de",
  ]);
});

describe("without type_json", () => {
  const lost = (source: string): string =>
    `GP2204 [c] The exact types of columns are missing, and were taken from \`${source}\`: \`c\`.`;

  test.each<[what: string, column: Record<string, unknown>, source: string, want: string]>([
    [
      "its text",
      { type_text: "struct<unit price:int>", type_name: "STRUCT" },
      "type_text",
      "STRUCT<`unit price`: INT>",
    ],
    ["its text where type_json is empty", { type_json: "", type_text: "bigint" }, "type_text", "BIGINT"],
    ["its text where type_json is broken", { type_json: "{", type_text: "bigint" }, "type_text", "BIGINT"],
    [
      "its text where type_json names no type",
      { type_json: typeJson("file"), type_text: "bigint" },
      "type_text",
      "BIGINT",
    ],
    ["its name", { type_name: "LONG" }, "type_name", "BIGINT"],
    ["its name in lower case", { type_name: "string" }, "type_name", "STRING"],
    ["its name where its text is no type", { type_text: "?", type_name: "INT" }, "type_name", "INT"],
    ["VOID", { type_name: "NULL" }, "type_name", "VOID"],
    ["a decimal", { type_name: "DECIMAL", type_precision: 10, type_scale: 2 }, "type_name", "DECIMAL(10,2)"],
    [
      "an interval",
      { type_name: "INTERVAL", type_interval_type: "YEAR TO MONTH" },
      "type_name",
      "INTERVAL YEAR TO MONTH",
    ],
    [
      "an interval by its family",
      { type_name: "INTERVAL", type_interval_type: "DAY_TIME" },
      "type_name",
      "INTERVAL DAY TO SECOND",
    ],
  ])("the type is read from %s, and a warning says so", (_, column, source, want) => {
    const { table, told: problems } = read([{ name: "c", ...column }]);
    expect(problems).toEqual([lost(source)]);
    expect(table?.columns.map(({ type }) => formatSparkType(type))).toEqual([want]);
  });

  test("one warning names several columns", () => {
    const columns = "abcdefg".split("").map((name) => ({ name, type_text: "int", type_name: "INT" }));
    const exact = { name: "exact", type_json: typeJson("long") };
    expect(read([...columns, { name: "h", type_name: "LONG" }, exact]).told).toEqual([
      "GP2204 The exact types of columns are missing, and were taken from `type_name` and `type_text`: `a`, `b`, `c`, `d`, `e`, 3 more.",
    ]);
  });

  test.each<[what: string, column: Record<string, unknown>, want: string]>([
    ["nothing at all", {}, "GP2203 [c] `columns[0]` has no type."],
    ["an unknown text", { type_text: "json" }, "GP2006 [c] Spark has no type `JSON`."],
    ["a text that is none", { type_text: 5 }, "GP2203 [c] `columns[0].type_text` is a number and must be text."],
    [
      "a name that is not all",
      { type_name: "STRUCT" },
      "GP2203 [c] `columns[0].type_name` is `STRUCT`, which does not say what the type is made of.",
    ],
    [
      "a decimal without precision",
      { type_name: "DECIMAL", type_precision: 0 },
      "GP2203 [c] `columns[0].type_name` is `DECIMAL`, which does not say what the type is made of.",
    ],
    ["an unknown name", { type_name: "FILE" }, "GP2006 [c] Spark has no type `FILE`."],
    [
      "an unknown type_json",
      { type_json: typeJson("uuid"), type_text: "uuid" },
      "GP2006 [c] Spark has no type `UUID`.",
    ],
    ["broken JSON", { type_json: "{" }, "GP2203 [c] `columns[0].type_json` is not valid JSON: `{`."],
  ])("the column is refused where there is %s", (_, column, want) => {
    const { table, told: problems } = read([{ name: "c", ...column }]);
    expect([problems, table]).toEqual([[want], null]);
  });
});

describe("positions", () => {
  const columns = (...positions: readonly unknown[]): unknown =>
    positions.map((position, index) => ({ ...long, name: `c${index}`, ...{ position } }));
  const order = (...positions: readonly unknown[]): unknown => {
    const { table, told: problems } = read(columns(...positions));
    return table?.columns.map(({ name, position }) => `${name} ${position}`) ?? problems;
  };

  test.each<[what: string, given: readonly unknown[], want: readonly string[]]>([
    ["in order", [0, 1, 2], ["c0 0", "c1 1", "c2 2"]],
    ["out of order", [2, 0, 1], ["c1 0", "c2 1", "c0 2"]],
    ["with gaps", [0, 5, 3], ["c0 0", "c2 3", "c1 5"]],
    ["none", [undefined, null, undefined], ["c0 0", "c1 1", "c2 2"]],
    ["without the zero", [undefined, 1, 2], ["c0 0", "c1 1", "c2 2"]],
    ["twice", [0, 1, 1], ["GP2203 The columns `c1` and `c2` both have position 1."]],
    [
      "partly",
      [0, undefined, 2],
      ["GP2203 [c1] `columns[1].position` is missing and must be a whole number from 0 on."],
    ],
    ["negative", [0, -1], ["GP2203 [c1] `columns[1].position` is -1 and must be a whole number from 0 on."]],
    ["a fraction", [0.5], ["GP2203 [c0] `columns[0].position` is 0.5 and must be a whole number from 0 on."]],
    ["text", ["0"], ["GP2203 [c0] `columns[0].position` is text and must be a whole number from 0 on."]],
  ])("%s", (_, given, want) => {
    expect(order(...given)).toEqual(want);
  });
});
