import { describe, expect, test } from "vitest";
import type { Column, Table } from "../../../src/catalog/table.js";
import { mapTable } from "../../../src/mapping/map-table.js";
import { schemaHash } from "../../../src/mapping/schema-hash.js";
import type { TableOverride } from "../../../src/mapping/table-override.js";
import { array, column, decimal, double, field, long, map, string, struct, table } from "../../support/tables.js";

function hash(columns: readonly Column[], facts: Partial<Table> = {}): string {
  const of = table(columns, facts);
  return schemaHash(of.name, mapTable(of, { unsupported: "error" }).row);
}

const base = [
  column("id", long, { nullable: false }),
  column("s", struct({ a: long })),
  column("m", map(string, long)),
];

function replaced(index: number, by: Column): readonly Column[] {
  return base.map((each, at) => (at === index ? by : each));
}

test("is eight hex digits, and the same on every machine", () => {
  expect(hash(base)).toBe("df314720");
});

test.each<readonly [string, readonly Column[], Partial<Table>]>([
  ["comments of columns", [column("id", long, { nullable: false, comment: "new" }), ...base.slice(1)], {}],
  ["the comment of the table", base, { comment: "new" }],
  ["properties", base, { properties: { a: "b" }, kind: "external" }],
  [
    "comments in structs",
    replaced(1, column("s", { kind: "struct", fields: [field("a", long, { comment: "x" })] })),
    {},
  ],
])("%s do not count", (_, columns, facts) => {
  expect(hash(columns, facts)).toBe(hash(base));
});

test.each<readonly [string, readonly Column[], Partial<Table>]>([
  ["the name of the table", base, { name: { catalog: "main", schema: "shop", table: "other" } }],
  ["the name of a column", replaced(0, column("id2", long, { nullable: false })), {}],
  ["nullability", replaced(0, column("id", long)), {}],
  ["a type", replaced(0, column("id", double, { nullable: false })), {}],
  ["a number", replaced(2, column("m", map(string, long), { position: 5 })), {}],
  ["the type of a struct field", replaced(1, column("s", struct({ a: double }))), {}],
  ["the name of a struct field", replaced(1, column("s", struct({ b: long }))), {}],
  [
    "the nullability of a struct field",
    replaced(1, column("s", { kind: "struct", fields: [field("a", long, { nullable: false })] })),
    {},
  ],
  ["a struct in an array", replaced(1, column("s", array(struct({ a: long })))), {}],
  ["the key of a map", replaced(2, column("m", map(long, long))), {}],
  ["the value of a map", replaced(2, column("m", map(string, decimal(5, 1)))), {}],
  ["a column more", [...base, column("x", long)], {}],
])("%s counts", (_, columns, facts) => {
  expect(hash(columns, facts)).not.toBe(hash(base));
});

describe("an override", () => {
  function overridden(override: TableOverride): string {
    const of = table([...base, column("x", long)]);
    return schemaHash(of.name, mapTable(of, { unsupported: "error", override }).row);
  }

  test("that leaves a column out counts as if the table did not have it", () => {
    expect(overridden({ omit: ["x"] })).toBe(hash(base));
    expect(overridden({ omit: ["x"] })).not.toBe(overridden({}));
  });

  test.each<readonly [string, TableOverride]>([
    ["a name", { rowName: "Other" }],
    ["a TypeScript type", { int64: "number" }],
    ["TypeScript types of columns", { int64: { id: "bigint", "s.a": "number", m: "number" } }],
  ])("that chooses %s does not count", (_, override) => {
    expect(overridden(override)).toBe(overridden({}));
  });
});
