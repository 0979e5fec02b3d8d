import { describe, expect, test } from "vitest";
import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Column } from "../../../src/catalog/table.js";
import { mapTable } from "../../../src/mapping/map-table.js";
import { nestedMessage, type FieldDescriptor } from "../../../src/mapping/message.js";
import type { TableOverride } from "../../../src/mapping/table-override.js";
import { array, column, field, long, map, string, struct, table } from "../../support/tables.js";

function mapped(columns: readonly Column[], override: TableOverride, unsupported: "error" | "omit" = "error") {
  return mapTable(table(columns), { unsupported, override });
}

/** `code column`, in order. */
function found(columns: readonly Column[], override: TableOverride, unsupported: "error" | "omit" = "error") {
  const { diagnostics } = mapped(columns, override, unsupported);
  return diagnostics.map(({ code, column: at }) => [code, at].join(" ").trim());
}

const date: SparkType = { kind: "date" };
const interval: SparkType = { kind: "interval", unit: "day to second" };
const geometry: SparkType = { kind: "geometry", crs: "4326" };

describe("rowName", () => {
  test.each(["Order", "X", "URLHits", "Order_Line_2", "Date", "Object"])("%s is the name of the message", (rowName) => {
    const { row, complete } = mapped([column("id", long)], { rowName });
    expect([row.name, complete]).toEqual([rowName, true]);
  });

  test.each<readonly [string, RegExp]>([
    ["", /first, such as `Table`\.$/],
    ["order", /`Order`/],
    ["order_line", /`OrderLine`/],
    ["Order Line", /`OrderLine`/],
    ["Order-Line", /`OrderLine`/],
    ["_Order", /`Order`/],
    ["2nd", /first\.$/],
    ["Größe", /./],
    ["Order$", /`Order`/],
    ["__proto__", /`Proto`/],
    ["Order\u202e", /`Order`/],
  ])("%j is refused", (rowName, hint) => {
    const { row, complete, diagnostics } = mapped([column("id", long)], { rowName });
    expect([row.name, complete, diagnostics.map(({ code }) => code)]).toEqual(["Orders", false, ["GP4204"]]);
    expect(diagnostics[0]?.hint).toMatch(hint);
    expect(diagnostics[0]?.message).not.toContain("\u202e");
  });

  test("is taken before nested messages are named", () => {
    const { row } = mapped([column("line", struct({ a: long }))], { rowName: "Line" });
    expect(nestedMessage(row.fields[0]!)?.name).toBe("Line2");
  });
});

describe("omit", () => {
  test("leaves columns and fields out, and lets the others keep their numbers", () => {
    const columns = [column("a", long), column("s", struct({ x: long, y: long, z: long })), column("c", long)];
    const { row, omitted, complete } = mapped(columns, { omit: ["A", "s.y"] });
    expect(row.fields.map(({ name, number }) => [name, number])).toEqual([
      ["s", 2],
      ["c", 3],
    ]);
    expect(nestedMessage(row.fields[0]!)?.fields.map(({ name, number }) => [name, number])).toEqual([
      ["x", 1],
      ["z", 3],
    ]);
    expect([omitted, complete]).toEqual([[["a"], ["s", "y"]], true]);
  });

  const generated = { kind: "generated", expression: "1" } as const;
  test.each<readonly [string, readonly Column[], readonly string[]]>([
    ["a type without a mapping", [column("x", interval)], ["x"]],
    ["such a type in a struct", [column("s", struct({ x: interval, y: long }))], ["s.x"]],
    ["such a type in an array", [column("s", array(struct({ x: geometry, y: long })))], ["s.x"]],
    ["such a type in a map", [column("s", map(string, struct({ x: geometry, y: long })))], ["s.x"]],
    ["a name that is none of protobuf's", [column("a b", long)], ["a b"]],
    ["a name with a dot", [column("a.b", long)], ["a.b"]],
    ["two names that differ in case", [column("Id", long), column("id", long)], ["Id"]],
    ["a clash with the entries of a map", [column("a_b", map(string, long)), column("ABEntry", long)], ["a_b"]],
    ["a number used twice", [column("a", long, { position: 3 }), column("b", long, { position: 3 })], ["b"]],
    ["a generated column", [column("x", long, { fill: generated })], ["x"]],
    ["a generated column, NOT NULL", [column("x", long, { fill: generated, nullable: false })], ["x"]],
    [
      "an identity column, NOT NULL",
      [column("x", long, { fill: { kind: "identity", always: false, start: "1", step: "1" }, nullable: false })],
      ["x"],
    ],
  ])("nothing is said about %s", (_, columns, omit) => {
    const all = [column("first", long), ...columns];
    expect(found(all, { omit })).toEqual([]);
  });

  test.each<readonly [string, readonly Column[], readonly string[], readonly string[]]>([
    ["NOT NULL", [column("x", long, { nullable: false })], ["x"], ["GP4204 x"]],
    [
      "NOT NULL with a DEFAULT",
      [column("x", long, { nullable: false, fill: { kind: "default", expression: "1" } })],
      ["x"],
      ["GP4204 x"],
    ],
    [
      "a NOT NULL field of a nullable struct",
      [column("s", { kind: "struct", fields: [field("a", long, { nullable: false })] })],
      ["S.A"],
      ["GP4204 s.a"],
    ],
    ["no column", [column("x", long)], ["y", "x.y", ""], ["GP4203", "GP4203", "GP4203"]],
    ["one of two that differ in case", [column("Id", long), column("iD", long)], ["id"], ["GP4203", "GP2121 iD"]],
    ["every column", [column("x", long)], ["x"], ["GP2125"]],
    ["every field", [column("s", struct({ a: long, b: long }))], ["s.a", "s.b"], ["GP2104 s"]],
  ])("%s is an error", (_, columns, omit, want) => {
    expect(found(columns, { omit })).toEqual(want);
  });

  test("with columns that cannot be mapped left out too, says only what was not asked for", () => {
    const columns = [column("a", interval), column("b", interval), column("c", long)];
    expect(found(columns, { omit: ["a"] }, "omit")).toEqual(["GP2110 b"]);
  });
});

/** The kinds of all scalars, by path. */
function kinds(fields: readonly FieldDescriptor[], prefix = ""): readonly string[] {
  return fields.flatMap((each) => {
    const path = `${prefix}${each.name}`;
    const nested = nestedMessage(each);
    const inner = nested === null ? [] : kinds(nested.fields, `${path}.`);
    if (each.fieldKind === "scalar") return [`${path} ${each.scalar.kind}`];
    if (each.fieldKind === "message") return inner;
    const held = each.fieldKind === "list" ? each.element : each.value;
    const key = each.fieldKind === "map" ? [`${path}{} ${each.key.kind}`] : [];
    return [...key, ...(held.kind === "scalar" ? [`${path}[] ${held.scalar.kind}`] : []), ...inner];
  });
}

describe("int64", () => {
  const columns = [
    column("a", long),
    column("b", array(long)),
    column("c", map(long, struct({ x: long, d: date }))),
    column("d", map(string, long)),
    column("e", struct({ x: long, f: struct({ y: long }) })),
    column("f", { kind: "timestamp" }),
    column("g", date),
  ];

  test.each<readonly [string, TableOverride["int64"] & {}, readonly string[]]>([
    [
      "for all",
      "number",
      [
        "a long(number)",
        "b[] long(number)",
        "c{} long(number)",
        "c.x long(number)",
        "c.d date",
        "d{} string",
        "d[] long(number)",
        "e.x long(number)",
        "e.f.y long(number)",
        "f timestamp",
        "g date",
      ],
    ],
    [
      "by path",
      { A: "bigint", b: "number", c: "number", "c.x": "bigint", d: "bigint", "e.f.y": "number" },
      [
        "a long(bigint)",
        "b[] long(number)",
        "c{} long(number)",
        "c.x long(bigint)",
        "c.d date",
        "d{} string",
        "d[] long(bigint)",
        "e.x long",
        "e.f.y long(number)",
        "f timestamp",
        "g date",
      ],
    ],
  ])("%s", (_, int64, want) => {
    const { row, complete } = mapped(columns, { int64 });
    expect([kinds(row.fields), complete]).toEqual([want, true]);
  });

  test("does not change what the table says of a column", () => {
    const { row } = mapped(columns, { int64: "number" });
    expect(row.fields.map(({ type }) => type)).toEqual(columns.map(({ type }) => type));
  });

  test.each<readonly [string, string, RegExp]>([
    ["f", "GP4204 f", /^Take it out/],
    ["g", "GP4204 g", /^Take it out/],
    ["c.d", "GP4204 c.d", /^Take it out/],
    ["E", "GP4204 e", /such as `e\.x`/],
    ["e.f", "GP4204 e.f", /such as `e\.f\.y`/],
    ["h", "GP4203", /The columns are a, b, c, d, e, and 2 more\.$|Did you mean/],
    ["e.xx", "GP4203", /Did you mean e\.x\?/],
  ])("of %s is an error", (path, want, hint) => {
    const override: TableOverride = { int64: { a: "number", [path]: "number" } };
    const { diagnostics, row } = mapped(columns, override);
    expect(diagnostics.map(({ code, column: at }) => [code, at].join(" ").trim())).toEqual([want]);
    expect(diagnostics[0]?.hint).toMatch(hint);
    expect(kinds(row.fields)[0]).toBe("a long(number)");
  });

  test("of a column that is left out, or that is no part of the row, changes nothing", () => {
    const generated = column("x", long, { fill: { kind: "generated", expression: "1" } });
    expect(found([...columns, generated], { omit: ["a"], int64: { a: "number", x: "number" } })).toEqual(["GP2111 x"]);
  });
});
