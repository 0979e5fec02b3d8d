import { describe, expect, test } from "vitest";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import type { Table } from "../../../../src/catalog/table.js";
import { isRefusal, openReader } from "../../../../src/emulator/check/open-reader.js";
import { array, column, decimal, double, field, long, map, string, struct, table } from "../../../support/tables.js";
import { bytesOf, message, ownDescriptor, placed, reader, refusals } from "./messages.js";

const position: SparkType = {
  kind: "struct",
  fields: [field("lat", double, { nullable: false }), field("note", string)],
};

const orders = table([
  column("id", long, { nullable: false }),
  column("name", string),
  column("price", decimal(10, 2)),
  column("tags", array(string), { nullable: false }),
  column("counts", map(string, long)),
  column("place", position),
  column("places", array(position)),
  column("by_name", map({ kind: "integer" }, position)),
  column("flag", { kind: "boolean" }),
]);

const needed = "required int64 id = 1; repeated string tags = 2;";

describe("a descriptor that fits the table", () => {
  test.each<readonly [string, string]>([
    ["only the columns that are NOT NULL", needed],
    [
      "numbers that are not positions",
      "repeated string tags = 900; optional string name = 7; required int64 id = 536870911;",
    ],
    ["optional for NOT NULL, as proto3 has no other label", "optional int64 id = 1; repeated string tags = 2;"],
    ["required for a nullable column", `${needed} required string name = 3;`],
    ["another scalar beside", `${needed} optional bool flag = 9;`],
    [
      "nested messages, lists and maps of them",
      `${needed} optional P place = 3; repeated P places = 4; map<int32, P> by_name = 5; map<string, int64> counts = 6;
       message P { optional string note = 5; required double lat = 9; }`,
    ],
    [
      "nested messages without nullable fields",
      `${needed} optional P place = 3; message P { required double lat = 1; }`,
    ],
  ])("%s", (_, body) => {
    expect(refusals(orders, message(body).descriptor)).toEqual([]);
  });

  test("the generated one, whatever is in the table", () => {
    expect(refusals(orders, ownDescriptor(orders))).toEqual([]);
  });
});

describe("a descriptor that does not fit the table", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["a field that is no column", `${needed} optional string extra = 3;`, ["unknown_field extra"]],
    ["a column in another case", `${needed} optional string Name = 3;`, ["unknown_field Name"]],
    ["a NOT NULL column without a field", "repeated string tags = 2;", ["required id"]],
    ["a NOT NULL list without a field", "required int64 id = 1;", ["required tags"]],
    ["another type", `${needed} optional int32 name = 3;`, ["type name"]],
    ["another type that holds the same values", "required sint64 id = 1; repeated string tags = 2;", ["type id"]],
    ["bytes for text", `${needed} optional bytes name = 3;`, ["type name"]],
    ["a number for a decimal", `${needed} optional double price = 3;`, ["type price"]],
    ["an enum for text", `${needed} optional E name = 3; enum E { A = 0; }`, ["type name"]],
    ["repeated for a scalar", `${needed} repeated string name = 3;`, ["label name"]],
    [
      "repeated for a struct",
      `${needed} repeated P place = 3; message P { required double lat = 1; }`,
      ["label place"],
    ],
    ["a list that is not repeated", "required int64 id = 1; optional string tags = 2;", ["label tags"]],
    ["another type of element", "required int64 id = 1; repeated int64 tags = 2;", ["type tags"]],
    [
      "a map that is a list of entries",
      `${needed} repeated E counts = 3; message E { optional string key = 1; optional int64 value = 2; }`,
      ["type counts"],
    ],
    ["a list that is a map", "required int64 id = 1; map<string, string> tags = 2;", ["type tags"]],
    ["another type of key", `${needed} map<int32, int64> counts = 3;`, ["type counts"]],
    ["another type of value", `${needed} map<string, string> counts = 3;`, ["type counts"]],
    ["a scalar for a struct", `${needed} optional string place = 3;`, ["type place"]],
    [
      "a NOT NULL field of a struct without a field",
      `${needed} optional P place = 3; message P { optional string note = 1; }`,
      ["required place.lat"],
    ],
    [
      "what is wrong inside of lists and maps",
      `${needed} repeated P places = 3; map<int32, Q> by_name = 4;
       message P { required float lat = 1; } message Q { required double lat = 1; optional int64 depth = 2; }`,
      ["type places.lat", "unknown_field by_name.depth"],
    ],
    [
      "everything at once",
      "optional string id = 1; optional string extra = 2; repeated string name = 3;",
      ["type id", "unknown_field extra", "label name", "required tags"],
    ],
  ])("%s", (_, body, want) => {
    expect(refusals(orders, message(body).descriptor)).toEqual(want);
  });

  test("columns the table fills itself have no field", () => {
    const filled = table([
      column("id", long, { nullable: false, fill: { kind: "identity", always: true, start: "1", step: "1" } }),
      column("key", long, { nullable: false, fill: { kind: "identity", always: false, start: "1", step: "1" } }),
      column("sum", double, { nullable: false, fill: { kind: "generated", expression: "a + b" } }),
      column("day", string, { nullable: false, fill: { kind: "default", expression: "'x'" } }),
    ]);
    expect(refusals(filled, message("required string day = 1;").descriptor)).toEqual([]);
    const all = message("optional int64 id = 1; optional int64 key = 2; optional double sum = 3;");
    expect(refusals(filled, all.descriptor)).toEqual(["generated id", "generated sum", "required day"]);
  });

  test("columns of types that the service does not take", () => {
    const interval: SparkType = { kind: "interval", unit: "day to second" };
    const odd = table([
      column("a", interval),
      column("b", array(array(string))),
      column("c", map(double, string)),
      column("d", string),
    ]);
    const body = "optional string a = 1; repeated string b = 2; map<string, string> c = 3; optional string d = 4;";
    expect(refusals(odd, message(body).descriptor)).toEqual(["type a", "type b", "type c"]);
    const stuck = table([column("a", interval, { nullable: false }), column("d", string)]);
    expect(refusals(stuck, message("optional string d = 1;").descriptor)).toEqual(["type a"]);
    expect(openReader(stuck, "json", null).ok).toBe(false);
  });

  test.each<readonly [string, Uint8Array | null, Table]>([
    ["none", null, orders],
    ["bytes that are none", bytesOf("ff"), orders],
    ["bytes that end early", bytesOf("0a05526f77"), orders],
  ])("no descriptor: %s", (_, bytes, of) => {
    expect(refusals(of, bytes)).toEqual(["descriptor -"]);
  });

  test("a type of another file", () => {
    const { descriptor } = message("optional P place = 1; message P { optional double lat = 1; }");
    const text = Buffer.from(descriptor).toString("latin1").replaceAll("Row.P", "Row.X");
    expect(refusals(orders, Buffer.from(text, "latin1"))).toEqual(["descriptor -"]);
  });

  test("more than 2,000 columns", () => {
    const columns = Array.from({ length: 2_001 }, (_, index) => column(`c${index}`, string));
    const wide = table(columns);
    expect(refusals(wide, ownDescriptor(wide))).toEqual(["columns -", "columns -"]);
    expect(refusals(table(columns.slice(1)), ownDescriptor(wide))).toEqual(["columns -"]);
    const most = table(columns.slice(0, 2_000));
    expect(refusals(most, ownDescriptor(most))).toEqual([]);
  });

  test("says what to do, on one line", () => {
    const opened = openReader(
      orders,
      "protobuf",
      message("required sint64 id = 1; repeated string Tags = 2;").descriptor,
    );
    expect(opened.ok ? [] : opened.refusals.map((each) => each.message)).toEqual([
      "Column `id` is BIGINT, for which the service takes int64; the descriptor has sint64.",
      "Field `Tags` is no column; names must be the same to the letter, and `tags` is one.",
      "Column `tags` is NOT NULL, and the descriptor has no field for it.",
    ]);
  });
});

test("rows have a cell for each column, in the table's order, whatever the descriptor has", () => {
  const { type, descriptor } = message("repeated string tags = 9; optional string name = 4; required int64 id = 30;");
  const bytes = type.encode({ tags: ["a", "b"], name: "n", id: 7 }).finish();
  const row = reader(orders, "protobuf", descriptor).read(bytes);
  expect(row).toEqual([7n, "n", null, ["a", "b"], null, null, null, null, null]);
  expect(isRefusal(row)).toBe(false);
  expect(placed({ rule: "a", column: null, message: "" })).toBe("a -");
});

test("fields of structs too are found by name", () => {
  const nested = table([column("s", struct({ a: long, b: string, c: double }))]);
  const { type, descriptor } = message("optional S s = 1; message S { optional string b = 1; optional int64 a = 2; }");
  expect(reader(nested, "protobuf", descriptor).read(type.encode({ s: { b: "x", a: 3 } }).finish())).toEqual([
    [3n, "x", null],
  ]);
});
