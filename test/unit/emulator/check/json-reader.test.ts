import { describe, expect, test } from "vitest";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import { isRefusal } from "../../../../src/emulator/check/open-reader.js";
import { array, column, decimal, double, field, long, map, string, table } from "../../../support/tables.js";
import { bytesOf, reader, utf8 } from "./messages.js";

const types: Readonly<Record<string, SparkType>> = {
  flag: { kind: "boolean" },
  tiny: { kind: "byte" },
  int: { kind: "integer" },
  big: long,
  single: { kind: "float" },
  double,
  price: decimal(10, 2),
  text: string,
  label: { kind: "varchar", length: 3 },
  blob: { kind: "binary" },
  day: { kind: "date" },
  at: { kind: "timestamp" },
  local: { kind: "timestamp_ntz" },
  doc: { kind: "variant" },
};

const values = table(Object.entries(types).map(([name, type]) => column(name, type)));
const slots = Object.keys(types);

describe("values", () => {
  const { read } = reader(values, "json", null);

  function valueOf(name: string, json: string): unknown {
    const row = read(utf8(`{"${name}":${json}}`));
    return isRefusal(row) ? row.rule : row[slots.indexOf(name)];
  }

  test.each<readonly [string, string, unknown]>([
    ["flag", "true", true],
    ["flag", "false", false],
    ["flag", "null", null],
    ["flag", '"true"', "type"],
    ["flag", "1", "type"],
    ["tiny", "-128", -128],
    ["tiny", "128", "range"],
    ["tiny", '"7"', 7],
    ["tiny", "-0", 0],
    ["int", "2147483647", 2_147_483_647],
    ["int", "2147483648", "range"],
    ["int", "1e3", 1000],
    ["int", "1.0", 1],
    ["int", "1.5", "type"],
    ["int", '"+7"', 7],
    ["int", '"7 "', "type"],
    ["int", '""', "type"],
    ["int", "true", "type"],
    ["int", "null", null],
    ["int", "1e400", "type"],
    ["big", "9007199254740993", 9_007_199_254_740_993n],
    ["big", '"9007199254740993"', 9_007_199_254_740_993n],
    ["big", "-9223372036854775808", -(2n ** 63n)],
    ["big", "9223372036854775807", 2n ** 63n - 1n],
    ["big", "9223372036854775808", "range"],
    ["big", "1e3", 1000n],
    ["big", "0.5", "type"],
    ["big", "9".repeat(200), "range"],
    ["big", '"0x10"', "type"],
    ["big", '"1n"', "type"],
    ["single", "0.1", Math.fround(0.1)],
    ["single", "1e39", "range"],
    ["single", '"-Infinity"', -Infinity],
    ["single", '"1.5"', 1.5],
    ["double", "0.1", 0.1],
    ["double", "-0.0", -0],
    ["double", "1e999", "type"],
    ["double", '"NaN"', NaN],
    ["double", '"Infinity"', Infinity],
    ["double", '"inf"', "type"],
    ["double", '""', "type"],
    ["double", '"0x1"', "type"],
    ["price", '"12.5"', 1250n],
    ["price", '"-0.01"', -1n],
    ["price", "12.5", "type"],
    ["price", '"12.345"', "precision"],
    ["price", '"x"', "decimal"],
    ["text", '"a\\n\\u00e9\\ud83c\\udf89\\"\\\\/"', 'a\né🎉"\\/'],
    ["text", '"héllo 🎉"', "héllo 🎉"],
    ["text", "7", "type"],
    ["text", '"\\ud83c"', "json"],
    ["text", '"\\x"', "json"],
    ["text", '"\\u12g4"', "json"],
    ["text", '"a\nb"', "json"],
    ["text", '"a', "json"],
    ["text", '"a\\', "json"],
    ["text", '"a\\"', "json"],
    ["label", '"🎉🎉🎉"', "🎉🎉🎉"],
    ["label", '"abcd"', "length"],
    ["blob", '"AP8Q"', bytesOf("00ff10")],
    ["blob", '"AP8="', bytesOf("00ff")],
    ["blob", '"AP8"', bytesOf("00ff")],
    ["blob", '"-_8"', bytesOf("fbff")],
    ["blob", '""', bytesOf("")],
    ["blob", '"A"', "type"],
    ["blob", '"A P8"', "type"],
    ["blob", '"+_8="', "type"],
    ["blob", '"===="', "type"],
    ["blob", "[1]", "type"],
    ["day", "19000", 19_000],
    ["day", '"19000"', 19_000],
    ["day", '"2024-02-29"', "type"],
    ["day", "2932897", "range"],
    ["at", "1700000000000001", 1_700_000_000_000_001n],
    ["at", "253402300799999999", 253_402_300_799_999_999n],
    ["at", "253402300800000000", "range"],
    ["at", '"1700000000000001"', 1_700_000_000_000_001n],
    ["at", '"2024-02-29T12:00:00Z"', "type"],
    ["local", '"2024-02-29T12:00:00"', "type"],
    ["doc", '"{\\"a\\":[1]}"', '{"a":[1]}'],
    ["doc", '"x"', "json"],
    ["doc", '{"a":1}', "type"],
    ["doc", "1", "type"],
  ])("%s %s", (name, json, want) => {
    expect(valueOf(name, json)).toEqual(want);
  });

  test("long digits are refused without ado", () => {
    expect(valueOf("big", `"${"1".repeat(5_000_000)}x"`)).toBe("type");
    expect(valueOf("big", "1".repeat(5_000_000))).toBe("type");
    expect(valueOf("double", `"${"1".repeat(5_000_000)}x"`)).toBe("type");
    expect(valueOf("blob", `"${"=".repeat(5_000_000)}x"`)).toBe("type");
    expect(valueOf("text", `"${"\\\\".repeat(2_000_000)}"`)).toHaveLength(2_000_000);
  });

  test("a refusal of a date in words says what is taken", () => {
    expect(read(utf8('{"day":"2024-02-29"}'))).toMatchObject({
      column: "day",
      message: "Column `day` holds 2024-02-29, which is no integer: the service takes days since 1970-01-01.",
    });
  });
});

const inner: SparkType = { kind: "struct", fields: [field("a", long, { nullable: false }), field("b", string)] };

const wide = table([
  column("id", long, { nullable: false }),
  column("tags", array(string), { nullable: false }),
  column("counts", map(string, long)),
  column("inner", inner),
  column("list", array(inner)),
  column("by_day", map({ kind: "date" }, inner)),
  column("by_flag", map({ kind: "boolean" }, double)),
  column("by_price", map(decimal(5, 2), string)),
  column("made", long, { fill: { kind: "generated", expression: "id + 1" } }),
  column("span", { kind: "interval", unit: "day to second" }),
]);

const empty = { id: 1n, tags: [], counts: [], inner: null, list: [], by_day: [], by_flag: [], by_price: [], made: null, span: null }; // prettier-ignore

describe("records", () => {
  const { read } = reader(wide, "json", null);

  test.each<readonly [string, string, Partial<Record<keyof typeof empty, unknown>>]>([
    ["nothing but what is needed", '{"id":1}', {}],
    ["white space", ' {\n\t"id" :\r1 , "tags" : [ "a" , "b" ] } ', { tags: ["a", "b"] }],
    ["null for what may be left out", '{"id":1,"tags":null,"counts":null,"inner":null}', {}],
    ["nothing in lists and maps", '{"id":1,"tags":[],"counts":{}}', {}],
    ["a map", '{"id":1,"counts":{"a":1,"b":"2"}}', { counts: [["a", 1n], ["b", 2n]] }], // prettier-ignore
    ["a key twice: the last one counts", '{"id":2,"id":1,"counts":{"a":1,"a":2}}', { counts: [["a", 2n]] }],
    ["keys with escapes", '{"\\u0069d":1,"counts":{"\\n":1}}', { counts: [["\n", 1n]] }],
    ["a struct", '{"id":1,"inner":{"b":"x","a":5}}', { inner: [5n, "x"] }],
    ["a list of structs", '{"id":1,"list":[{"a":1},{"a":2,"b":null}]}', { list: [[1n, null], [2n, null]] }], // prettier-ignore
    ["keys that are numbers", '{"id":1,"by_day":{"19000":{"a":1}}}', { by_day: [[19_000, [1n, null]]] }],
    ["keys that are booleans", '{"id":1,"by_flag":{"true":1,"false":0.5}}', { by_flag: [[true, 1], [false, 0.5]] }], // prettier-ignore
    ["a decimal key twice", '{"id":1,"by_price":{"1.5":"a","1.5":"b"}}', { by_price: [[150n, "b"]] }],
    ["names of Object.prototype", '{"id":1,"counts":{"__proto__":1,"constructor":2}}', { counts: [["__proto__", 1n], ["constructor", 2n]] }], // prettier-ignore
  ])("reads %s", (_, json, want) => {
    expect(read(utf8(json))).toEqual(Object.values({ ...empty, ...want }));
  });

  test.each<readonly [string, string, string, string | null, string]>([
    ["a key that is no column", '{"id":1,"ip":2}', "unknown_field", "ip", "Key `ip`"],
    ["a column in another case", '{"ID":1}', "unknown_field", "ID", "`id` is one"],
    ["a key that is on every object", '{"id":1,"constructor":2}', "unknown_field", "constructor", "no column"],
    ["a key that is no field of a struct", '{"id":1,"inner":{"a":1,"c":2}}', "unknown_field", "inner.c", "no column"],
    ["a NOT NULL column left out", "{}", "required", "id", "NOT NULL"],
    ["null for a NOT NULL column", '{"id":null}', "required", "id", "NOT NULL"],
    ["a NOT NULL field left out", '{"id":1,"inner":{}}', "required", "inner.a", "NOT NULL"],
    ["a NOT NULL field of an element left out", '{"id":1,"list":[{"a":1},{}]}', "required", "list.a", "NOT NULL"],
    ["a null in a list", '{"id":1,"tags":["a",null]}', "null_element", "tags", "null"],
    ["a null in a map", '{"id":1,"counts":{"a":null}}', "null_element", "counts", "null"],
    ["a null struct in a list", '{"id":1,"list":[null]}', "null_element", "list", "null"],
    ["a value for a column the table fills", '{"id":1,"made":2}', "generated", "made", "filled by the table"],
    ["a value of a type the service does not take", '{"id":1,"span":"1"}', "type", "span", "does not take"],
    ["an object for a list", '{"id":1,"tags":{}}', "type", "tags", "an object"],
    ["a list for a map", '{"id":1,"counts":[]}', "type", "counts", "an array"],
    ["text for a struct", '{"id":1,"inner":"x"}', "type", "inner", "a string"],
    ["a list of another type", '{"id":1,"tags":[1]}', "type", "tags", "a number"],
    ["a key of another type", '{"id":1,"by_day":{"monday":{"a":1}}}', "type", "by_day", "monday"],
    ["a key that is no boolean", '{"id":1,"by_flag":{"yes":1}}', "type", "by_flag", "yes"],
    [
      "decimal keys that are one number",
      '{"id":1,"by_price":{"1.5":"a","1.50":"b"}}',
      "duplicate_key",
      "by_price",
      "twice",
    ],
    ["a key out of range", '{"id":1,"by_day":{"9999999":{"a":1}}}', "range", "by_day", "DATE"],
    ["a list of records", '[{"id":1}]', "json", null, "no JSON object"],
    ["text", '"x"', "json", null, "no JSON object"],
    ["nothing", "", "json", null, "at line 1 column 1"],
    ["two records", '{"id":1}{"id":2}', "json", null, "at line 1 column 9"],
    ["a comma at the end", '{"id":1,}', "json", null, "at line 1 column 9"],
    ["no comma", '{"id":1 "tags":[]}', "json", null, "`}` is expected"],
    ["no colon", '{"id" 1}', "json", null, "`:` is expected"],
    ["single quotes", "{'id':1}", "json", null, "is expected"],
    ["a number in a form JSON does not have", '{"id":01}', "json", null, "at line 1 column 8"],
    ["a number that ends early", '{"id":-}', "json", null, "a number is expected"],
    ["a word JSON does not have", '{"id":nil}', "json", null, "a value is expected"],
    ["a list that does not end", '{"id":1,"tags":["a"', "json", null, "`]` is expected"],
    ["an object that does not end", '{"id":1', "json", null, "`}` is expected"],
    ["a byte order mark", '\ufeff{"id":1}', "json", null, "at line 1 column 1"],
  ])("refuses %s", (_, json, rule, path, text) => {
    expect(read(utf8(json))).toMatchObject({ rule, column: path, message: expect.stringContaining(text) as unknown });
  });

  test("refuses bytes that are not UTF-8, and what is too large", () => {
    expect(read(bytesOf("7b 22 ff 22 7d"))).toMatchObject({ rule: "utf8", column: null });
    expect(read(new Uint8Array(10_485_761).fill(32))).toMatchObject({ rule: "too_large", column: null });
  });

  test("reads on after a refusal", () => {
    expect(isRefusal(read(utf8('{"id":1,"tags":["a"')))).toBe(true);
    expect(read(utf8('{"id":1}'))).toEqual(Object.values(empty));
  });

  test("what a message shows of the record is short and on one line", () => {
    const refusal = read(utf8(JSON.stringify({ [`a\nb\u202e${"x".repeat(10_000)}`]: 1 })));
    expect(isRefusal(refusal) && refusal.message.length < 200 && !/[\n\u202e]/.test(refusal.message)).toBe(true);
  });

  test("warns of units", () => {
    const timed = table([column("at", { kind: "timestamp" })]);
    const { read: readTimed, warnings } = reader(timed, "json", null);
    expect(readTimed(utf8('{"at":1700000000000}'))).toEqual([1_700_000_000_000n]);
    expect(warnings().map(({ rule, column: path }) => `${rule} ${path}`)).toEqual(["unit at"]);
  });
});
