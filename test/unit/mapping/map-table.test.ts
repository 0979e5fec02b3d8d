import { describe, expect, test } from "vitest";
import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Column, Table } from "../../../src/catalog/table.js";
import { mapTable } from "../../../src/mapping/map-table.js";
import { nestedMessage, type FieldDescriptor } from "../../../src/mapping/message.js";
import { array, column, decimal, double, field, long, map, string, struct, table } from "../../support/tables.js";

function mapped(columns: readonly Column[], unsupported: "error" | "omit" = "error", facts: Partial<Table> = {}) {
  return mapTable(table(columns, facts), { unsupported });
}

/** `code column`, in order. */
function found(columns: readonly Column[], unsupported: "error" | "omit" = "error", facts: Partial<Table> = {}) {
  return mapped(columns, unsupported, facts).diagnostics.map(({ code, column: at }) => [code, at].join(" ").trim());
}

const interval: SparkType = { kind: "interval", unit: "day to second" };

test.each<readonly [string, SparkType, FieldDescriptor["fieldKind"]]>([
  ["a scalar", long, "scalar"],
  ["a struct", struct({ a: long }), "message"],
  ["an array of scalars", array(double), "list"],
  ["an array of structs", array(struct({ a: long })), "list"],
  ["a map", map(string, decimal(5, 1)), "map"],
])("maps %s", (_, type, want) => {
  const { row, complete } = mapped([column("x", type)]);
  expect([complete, row.fields.map(({ fieldKind }) => fieldKind)]).toEqual([true, [want]]);
});

describe("field numbers", () => {
  test("are the position plus one; gaps stay gaps and order is by position", () => {
    const columns = [
      column("c", long, { position: 7 }),
      column("a", long, { position: 1 }),
      column("b", long, { position: 4 }),
    ];
    const { row } = mapped(columns);
    expect(row.fields.map(({ name, number }) => `${name} ${number}`)).toEqual(["a 2", "b 5", "c 8"]);
  });

  test("of struct fields are the index plus one", () => {
    const inner = nestedMessage(mapped([column("s", struct({ a: long, b: long }))]).row.fields[0]!);
    expect(inner?.fields.map(({ number }) => number)).toEqual([1, 2]);
  });

  test.each([
    [18_998, []],
    [18_999, ["GP2123 x"]],
    [19_998, ["GP2123 x"]],
    [19_999, []],
    [2 ** 29 - 2, []],
    [2 ** 29 - 1, ["GP2123 x"]],
    [-1, ["GP2123 x"]],
    [0.5, ["GP2123 x"]],
  ])("position %d gives %j", (position, want) => {
    expect(found([{ ...column("x", long), position }])).toEqual(want);
  });

  test("cannot be used twice", () => {
    expect(found([column("a", long, { position: 3 }), column("b", long, { position: 3 })])).toEqual(["GP2124 b"]);
  });
});

describe("types the service does not take", () => {
  test.each<readonly [string, SparkType, string]>([
    ["an interval", interval, "GP2101 x"],
    ["a time", { kind: "time", precision: 6 }, "GP2101 x"],
    ["geometry", { kind: "geometry", crs: "ANY" }, "GP2101 x"],
    ["geography", { kind: "geography", crs: "4326" }, "GP2101 x"],
    ["void", { kind: "void" }, "GP2101 x"],
    ["object", { kind: "object" }, "GP2101 x"],
    ["an array of intervals", array(interval), "GP2101 x"],
    ["a map of intervals", map(string, interval), "GP2101 x"],
    ["an interval in a struct", struct({ a: interval }), "GP2101 x.a"],
    ["an interval in a struct in an array", array(struct({ a: interval })), "GP2101 x.a"],
    ["an array of arrays", array(array(long)), "GP2102 x"],
    ["an array of maps", array(map(string, long)), "GP2102 x"],
    ["a map of arrays", map(string, array(long)), "GP2102 x"],
    ["a map of maps", map(string, map(string, long)), "GP2102 x"],
    ["a FLOAT key", map({ kind: "float" }, long), "GP2103 x"],
    ["a DOUBLE key", map(double, long), "GP2103 x"],
    ["a BINARY key", map({ kind: "binary" }, long), "GP2103 x"],
    ["a VARIANT key", map({ kind: "variant" }, long), "GP2103 x"],
    ["a STRUCT key", map(struct({ a: long }), long), "GP2103 x"],
    ["an empty struct", struct({}), "GP2104 x"],
    ["a decimal of 39 digits", decimal(39, 0), "GP2106 x"],
    ["a decimal of no digits", decimal(0, 0), "GP2106 x"],
    ["a scale past the precision", decimal(5, 6), "GP2106 x"],
    ["half a digit", array(decimal(5, 0.5)), "GP2106 x"],
    ["text of no length", { kind: "varchar", length: 0 }, "GP2106 x"],
    ["text as a length", { kind: "char", length: "1); evil(" as unknown as number }, "GP2106 x"],
    ["a map key of no length", map({ kind: "char", length: NaN }, long), "GP2106 x"],
  ])("%s: %s", (_, type, want) => {
    expect(found([column("x", type)])).toEqual([want]);
    expect(mapped([column("x", type)]).complete).toBe(false);
  });

  test("other columns are mapped all the same", () => {
    const { row } = mapped([column("bad", interval), column("good", long)]);
    expect(row.fields.map(({ name }) => name)).toEqual(["good"]);
  });
});

describe("--unsupported omit", () => {
  test("leaves out a nullable column, with a warning", () => {
    const { row, complete, diagnostics } = mapped([column("bad", interval), column("good", long)], "omit");
    expect([complete, row.fields.length]).toEqual([true, 1]);
    expect(diagnostics).toMatchObject([{ code: "GP2110", severity: "warning", column: "bad" }]);
  });

  test("leaves out no NOT NULL column", () => {
    expect(found([column("bad", interval, { nullable: false }), column("good", long)], "omit")).toEqual(["GP2101 bad"]);
  });

  test("leaves out the smallest nullable part", () => {
    const inner = { kind: "struct", fields: [field("bad", interval), field("good", long)] } as const;
    const { row, diagnostics } = mapped([column("s", inner)], "omit");
    expect(nestedMessage(row.fields[0]!)?.fields.map(({ name }) => name)).toEqual(["good"]);
    expect(diagnostics).toMatchObject([{ code: "GP2110", column: "s.bad" }]);
  });

  test("leaves out a nullable column around a NOT NULL field", () => {
    const inner = {
      kind: "struct",
      fields: [field("bad", interval, { nullable: false }), field("good", long)],
    } as const;
    expect(found([column("s", inner), column("x", long)], "omit")).toEqual(["GP2110 s"]);
  });

  test("is offered only where it would help", () => {
    const hints = (nullable: boolean) => mapped([column("bad", interval, { nullable })]).diagnostics[0]?.hint;
    expect([hints(true)?.includes("--unsupported omit"), hints(false)?.includes("--unsupported omit")]).toEqual([
      true,
      false,
    ]);
  });
});

describe("names", () => {
  test.each(["unit price", "größe", "1st", "", "a-b", "a.b", "a\nb"])("%j is no name of a column", (name) => {
    expect(found([column(name, long)])[0]).toMatch(/^GP2120/);
  });

  test("that differ in case only clash, in tables and in structs", () => {
    expect(found([column("a", long), column("A", long)])).toEqual(["GP2121 A"]);
    expect(found([column("s", { kind: "struct", fields: [field("b", long), field("B", long)] })])).toEqual([
      "GP2121 s.B",
    ]);
  });

  test("of map entries clash with each other and with fields", () => {
    const tags = map(string, string);
    expect(found([column("a_b", tags), column("aB", tags)])).toEqual(["GP2122 aB"]);
    expect(found([column("TagsEntry", long), column("tags", tags)])).toEqual(["GP2122 tags"]);
  });

  test("of nested messages avoid fields, entries, siblings and the messages around them", () => {
    const inner = struct({ x: long });
    const columns = [
      column("orders", struct({ orders: inner })),
      column("Address", long),
      column("address_", inner),
      column("tags", map(string, string)),
      column("tags_entry", inner),
      column("ab", inner),
      column("a_b", inner),
    ];
    const names = mapped(columns).row.fields.map((each) => nestedMessage(each)?.name ?? null);
    expect(names).toEqual(["Orders2", null, "Address2", null, "TagsEntry2", "Ab", "AB2"]);
    expect(nestedMessage(nestedMessage(mapped(columns).row.fields[0]!)!.fields[0]!)?.name).toBe("Orders3");
  });
});

describe("columns that the table fills", () => {
  test.each([
    ["generated", { kind: "generated", expression: "a + 1" }, ["GP2111 x"], undefined],
    [
      "GENERATED ALWAYS AS IDENTITY",
      { kind: "identity", always: true, start: "1", step: "1" },
      ["GP2111 x"],
      undefined,
    ],
    ["GENERATED BY DEFAULT AS IDENTITY", { kind: "identity", always: false, start: "1", step: "1" }, [], true],
    ["DEFAULT", { kind: "default", expression: "0" }, [], false],
  ] as const)("%s", (_, fill, diagnostics, nullable) => {
    const columns = [column("id", long), column("x", long, { nullable: false, fill })];
    expect(found(columns)).toEqual(diagnostics);
    expect(mapped(columns).row.fields.find(({ name }) => name === "x")?.nullable).toBe(nullable);
  });

  test("a table of nothing else has no row", () => {
    expect(found([column("x", long, { fill: { kind: "generated", expression: "1" } })])).toEqual([
      "GP2111 x",
      "GP2125",
    ]);
    expect(found([])).toEqual(["GP2125"]);
  });
});

describe("rules of the service", () => {
  test.each<readonly [string, Partial<Table>, readonly string[]]>([
    ["a managed Delta table", {}, []],
    ["a streaming table", { kind: "streaming" }, []],
    ["parquet", { format: "parquet" }, ["GP3101"]],
    ["external", { kind: "external" }, ["GP3102"]],
    ["with a location", { location: "s3://bucket" }, ["GP3102"]],
    ["a view", { kind: "view" }, ["GP3103"]],
    ["column mapping by name", { properties: { "delta.columnMapping.mode": "name" } }, ["GP3104"]],
    ["column mapping off", { properties: { "delta.columnMapping.mode": "none" } }, []],
    ["catalog-managed commits", { properties: { "delta.feature.catalogManaged": "supported" } }, ["GP3105"]],
    ["a name with a digit first", { name: { catalog: "c", schema: "s", table: "1st" } }, ["GP3106"]],
    ["a schema outside ASCII", { name: { catalog: "c", schema: "größen", table: "t" } }, ["GP3106"]],
    ["a catalog with a hyphen", { name: { catalog: "my-catalog", schema: "s", table: "t" } }, []],
  ])("%s: %j gives %j", (_, facts, want) => {
    expect(found([column("x", long)], "error", facts)).toEqual(want);
  });

  test("warnings do not stop the generation", () => {
    expect(mapped([column("x", long)], "error", { kind: "view" }).complete).toBe(true);
  });

  test.each([
    [2_000, []],
    [2_001, ["GP3110"]],
  ])("%d columns give %j", (count, want) => {
    expect(found(Array.from({ length: count }, (_, index) => column(`c${index}`, long)))).toEqual(want);
  });
});

describe("nesting", () => {
  function nested(levels: number): SparkType {
    let type: SparkType = long;
    for (let level = 0; level < levels; level++) type = struct({ a: type });
    return type;
  }

  test.each([
    [30, true],
    [31, false],
    [100_000, false],
  ])("%d levels of structs: %s", (levels, want) => {
    const { complete, diagnostics } = mapped([column("a", nested(levels))]);
    expect(complete).toBe(want);
    expect(diagnostics.map(({ code }) => code)).toEqual(want ? [] : ["GP2105"]);
  });
});

test("diagnostics stand where the column was read", () => {
  const span = { start: 10, end: 12, line: 2, column: 3 };
  const bad = { ...column("bad", interval), origin: { file: "a.sql", span } };
  expect(mapped([bad]).diagnostics).toMatchObject([{ file: "a.sql", span, table: "main.shop.orders", column: "bad" }]);
});
