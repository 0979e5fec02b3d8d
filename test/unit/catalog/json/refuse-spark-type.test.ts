import { describe, expect, test } from "vitest";
import { readSparkSchema } from "../../../../src/catalog/json/spark-table.js";
import { fieldOf, name, place, schemaOf, told } from "./support.js";

function read(...fields: readonly unknown[]): ReturnType<typeof readSparkSchema> {
  return readSparkSchema(schemaOf(...fields), name, place);
}

describe("what cannot be used is refused, with its place", () => {
  test.each<[what: string, json: unknown, want: readonly string[]]>([
    ["no schema", null, ["GP2202 The schema is missing and must be a struct."]],
    ["another type", { type: "array" }, ["GP2202 The schema is an object of another type and must be a struct."]],
    ["no fields", { type: "struct" }, ["GP2203 The table has no columns: `fields` is missing."]],
    ["empty fields", schemaOf(), ["GP2203 The table has no columns: `fields` is empty."]],
    ["a field that is none", schemaOf(1), ["GP2203 `fields[0]` is a number and must be a field."]],
    [
      "no name",
      schemaOf({ type: "long" }),
      ["GP2203 `fields[0].name` is missing and must be the name of a column or field."],
    ],
    [
      "an empty name",
      schemaOf({ name: "", type: "long" }),
      ["GP2203 `fields[0].name` is empty and must be the name of a column or field."],
    ],
    ["no type", schemaOf({ name: "c" }), ["GP2203 [c] `fields[0].type` is missing and must be a type."]],
    ["an unknown type", schemaOf(fieldOf("json")), ["GP2006 [c] Spark has no type `JSON`."]],
    [
      "an unknown shape",
      schemaOf(fieldOf({ type: "list" })),
      ["GP2203 [c] `fields[0].type.type` is `list` and must be array, map, struct or udt."],
    ],
    ["a wrong decimal", schemaOf(fieldOf("decimal(39,0)")), ["GP2007 [c] `DECIMAL(39,0)` is not a valid decimal."]],
    [
      "a text that is no type",
      schemaOf(fieldOf("a b c")),
      ["GP2203 [c] `fields[0].type` is not a type that can be read: `a b c`."],
    ],
    [
      "a template hole",
      schemaOf(fieldOf("${x}")),
      ["GP2203 [c] `fields[0].type` is not a type that can be read: `${x}`."],
    ],
    [
      "a flag that is none",
      schemaOf({ name: "c", type: "long", nullable: "no" }),
      ["GP2203 [c] `fields[0].nullable` is text and must be true or false."],
    ],
    [
      "metadata that are none",
      schemaOf({ name: "c", type: "long", metadata: [] }),
      ["GP2203 [c] `fields[0].metadata` is a list and must be an object."],
    ],
    [
      "a comment that is none",
      schemaOf(fieldOf("long", { comment: 1 })),
      ["GP2203 [c] `fields[0].metadata.comment` is a number and must be text."],
    ],
    [
      "a length that is none",
      schemaOf(fieldOf("string", { __CHAR_VARCHAR_TYPE_STRING: 3 })),
      ["GP2203 [c] `fields[0].metadata.__CHAR_VARCHAR_TYPE_STRING` is a number and must be text."],
    ],
    [
      "collations that are none",
      schemaOf(fieldOf("string", { __COLLATIONS: "x" })),
      ["GP2203 [c] `fields[0].metadata.__COLLATIONS` is text and must be an object."],
    ],
    [
      "an identity that is none",
      schemaOf(fieldOf("long", { "delta.identity.start": 1.5 })),
      ["GP2203 [c] `fields[0].metadata.delta.identity.start` is a number and must be an integer."],
    ],
    [
      "a default that is none",
      schemaOf(fieldOf("long", { CURRENT_DEFAULT: 1 })),
      ["GP2203 [c] `fields[0].metadata.CURRENT_DEFAULT` is a number and must be text."],
    ],
    [
      "a column twice",
      schemaOf({ name: "a", type: "long" }, { name: "A", type: "long" }),
      ["GP2005 [A] The column `A` is defined twice."],
    ],
    [
      "a field twice",
      schemaOf(fieldOf(schemaOf({ name: "a", type: "long" }, { name: "A", type: "long" }))),
      ["GP2005 [c.A] The struct has two fields `A`."],
    ],
    [
      "several things",
      schemaOf(fieldOf({ type: "map", keyType: 1, valueType: schemaOf({ name: "x", type: "uuid" }) }), 2),
      [
        "GP2203 [c] `fields[0].type.keyType` is a number and must be a type.",
        "GP2006 [c.x] Spark has no type `UUID`.",
        "GP2203 `fields[1]` is a number and must be a field.",
      ],
    ],
  ])("%s", (_, json, want) => {
    const { table, diagnostics } = readSparkSchema(json, name, place);
    expect(told(diagnostics)).toEqual(want);
    expect(table).toBeNull();
    expect(
      diagnostics.every(({ file, table: about }) => file === "schema.json" && about === "main.sensors.air_quality"),
    ).toBe(true);
  });

  test.each<[what: string, wrap: (type: unknown) => unknown]>([
    ["arrays", (elementType) => ({ type: "array", elementType })],
    ["maps", (valueType) => ({ type: "map", keyType: "string", valueType })],
    ["structs", (type) => schemaOf({ name: "c", type })],
    ["user-defined types", (sqlType) => ({ type: "udt", sqlType })],
  ])("ten thousand %s inside each other", (_, wrap) => {
    let type: unknown = "long";
    for (let level = 0; level < 10_000; level++) type = wrap(type);
    const { table, diagnostics } = read(fieldOf(type));
    expect(table).toBeNull();
    expect(new Set(told(diagnostics).map((line) => line.replace(/\[.*\] /, "")))).toEqual(
      new Set(["GP1008 Types are nested more than 500 levels deep here."]),
    );
  });

  test("499 levels are read", () => {
    let type: unknown = "string";
    for (let level = 0; level < 499; level++) type = { type: "array", elementType: type };
    const path = `c${".element".repeat(499)}`;
    const { table, diagnostics } = read(fieldOf(type, { __COLLATIONS: { [path]: "icu.de" } }));
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(table)).toContain('"collation":"de"');
  });

  test("a place far inside is shortened, a hostile name is made harmless", () => {
    let type: unknown = 1;
    for (let level = 0; level < 40; level++) type = { type: "array", elementType: type };
    const { diagnostics } = read(fieldOf(type), { name: "\u001b[31m\n", type: "\u202euuid" });
    expect(diagnostics[0]?.message).toBe(
      "`fields[0].type.elementType.elementType.elementType….elementType.elementType.elementType.elementType.elementType.elementType` is a number and must be a type.",
    );
    expect(diagnostics[1]?.message).toMatch(/^[ -~]*$/);
  });

  test("no more than a thousand problems are told", () => {
    const { diagnostics } = read(...Array.from({ length: 5_000 }, () => 0));
    expect(diagnostics.length).toBe(1_001);
    expect(diagnostics.at(-1)?.code).toBe("GP1011");
  });
});
