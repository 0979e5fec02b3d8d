/** Each type's rule, held against all that follows it: check, encode, decode, issues and JSON. */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { EncodeError, rawJson } from "../../../src/runtime/index.js";
import {
  decodeEveryType,
  encodeEveryType,
  type EveryType,
  isEveryType,
  toJsonEveryType,
  validateEveryType,
} from "./support/every-type.js";

const foreignDate: unknown = runInOtherRealm("new Date(1700000000123)");

/** Column, value given, value decoded, JSON text. */
const accepted: [string, unknown, unknown, string][] = [
  ["flag", true, true, "true"],
  ["flag", false, false, "false"],
  ["tiny", -128, -128, "-128"],
  ["tiny", 127, 127, "127"],
  ["small", -32768, -32768, "-32768"],
  ["small", 32767, 32767, "32767"],
  ["whole", -2147483648, -2147483648, "-2147483648"],
  ["whole", 2147483647, 2147483647, "2147483647"],
  ["whole", -0, 0, "0"],
  ["id", 0n, 0n, "0"],
  ["id", -0, 0n, "0"],
  ["id", 9007199254740991, 9007199254740991n, "9007199254740991"],
  ["id", -9007199254740991, -9007199254740991n, "-9007199254740991"],
  ["id", 9007199254740992n, 9007199254740992n, '"9007199254740992"'],
  ["id", 9223372036854775807n, 9223372036854775807n, '"9223372036854775807"'],
  ["id", -9223372036854775808n, -9223372036854775808n, '"-9223372036854775808"'],
  ["single", 1.5, 1.5, "1.5"],
  ["single", 0.1, Math.fround(0.1), "0.10000000149011612"],
  ["single", -0, -0, "-0.0"],
  ["single", 3.4028234663852886e38, 3.4028234663852886e38, "3.4028234663852886e+38"],
  ["single", 1e-50, 0, "0"],
  ["real", 0.1, 0.1, "0.1"],
  ["real", -0, -0, "-0.0"],
  ["real", 5e-324, 5e-324, "5e-324"],
  ["price", "12.50", "12.50", '"12.50"'],
  ["price", "-0.05", "-0.05", '"-0.05"'],
  ["price", "007.1", "7.1", '"7.1"'],
  ["price", "-00", "0", '"0"'],
  ["price", "-0.00", "0.00", '"0.00"'],
  ["price", "00000000000000.00", "0.00", '"0.00"'],
  ["price", "12345678.90", "12345678.90", '"12345678.90"'],
  ["price", 0.1, "0.1", '"0.1"'],
  ["price", -0, "0", '"0"'],
  ["price", 12345678, "12345678", '"12345678"'],
  ["price", -99999999n, "-99999999", '"-99999999"'],
  ["text", "", "", '""'],
  ["text", 'a"\n', 'a"\n', String.raw`"a\"\n"`],
  ["text", "Größe 🙂 журнал", "Größe 🙂 журнал", '"Größe 🙂 журнал"'],
  ["text", "\ufeffbom \ufffd \0", "\ufeffbom \ufffd \0", '"\ufeffbom \ufffd \\u0000"'],
  ["text", "é".repeat(64), "é".repeat(64), `"${"é".repeat(64)}"`],
  ["text", "x".repeat(20_000), "x".repeat(20_000), `"${"x".repeat(20_000)}"`],
  ["code", "12345", "12345", '"12345"'],
  ["code", "🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂", '"🙂🙂🙂🙂🙂"'],
  ["blob", new Uint8Array(0), new Uint8Array(0), '""'],
  ["blob", new Uint8Array([255]), new Uint8Array([255]), '"/w=="'],
  ["blob", Buffer.from("ab"), new Uint8Array([97, 98]), '"YWI="'],
  ["blob", new Uint8Array([0, 1, 2, 3]).subarray(1), new Uint8Array([1, 2, 3]), '"AQID"'],
  ["day", "1970-01-01", 0, "0"],
  ["day", "0001-01-01", -719162, "-719162"],
  ["day", "9999-12-31", 2932896, "2932896"],
  ["day", "2024-02-29", 19782, "19782"],
  ["day", -1, -1, "-1"],
  ["day", new Date(-1), -1, "-1"],
  ["day", new Date("2024-02-29T23:59:59.999Z"), 19782, "19782"],
  ["day", foreignDate, 19675, "19675"],
  ["instant", new Date(1700000000123), 1700000000123000n, "1700000000123000"],
  ["instant", foreignDate, 1700000000123000n, "1700000000123000"],
  ["instant", new Date(-1), -1000n, "-1000"],
  ["instant", new Date("9999-12-31T23:59:59.999Z"), 253402300799999000n, "253402300799999000"],
  ["instant", new Date("2300-01-01T00:00:00.001Z"), 10413792000001000n, "10413792000001000"],
  ["instant", new Date("0001-01-01T00:00:00Z"), -62135596800000000n, "-62135596800000000"],
  ["instant", new Date(1_000_000), 1_000_000_000n, "1000000000"],
  ["instant", 0n, 0n, "0"],
  ["instant", -1n, -1n, "-1"],
  ["instant", 946684799n, 946684799n, "946684799"],
  ["instant", 4102444800n, 4102444800n, "4102444800"],
  ["instant", 946684799999n, 946684799999n, "946684799999"],
  ["instant", 4102444800000n, 4102444800000n, "4102444800000"],
  ["instant", 253402300799999999n, 253402300799999999n, "253402300799999999"],
  ["instant", -62135596800000000n, -62135596800000000n, "-62135596800000000"],
  ["instant", { epochNanoseconds: 1_700_000_000_123_456_789n }, 1_700_000_000_123_456n, "1700000000123456"],
  ["instant", { epochNanoseconds: -1n }, -1n, "-1"],
  ["instant", { epochNanoseconds: -1000n }, -1n, "-1"],
  ["instant", { epochNanoseconds: 1_700_000_000_000_000n }, 1_700_000_000_000n, "1700000000000"],
  ["local", new Date(1700000000123), 1700000000123000n, "1700000000123000"],
  ["local", 1700000000000000n, 1700000000000000n, "1700000000000000"],
  ["local", "1970-01-01T00:00", 0n, "0"],
  ["local", "1970-01-01 00:00:01.5", 1500000n, "1500000"],
  ["local", "1969-12-31T23:59:59.999999", -1n, "-1"],
  ["local", "0001-01-01T00:00:00", -62135596800000000n, "-62135596800000000"],
  ["local", "9999-12-31T23:59:59.999999", 253402300799999999n, "253402300799999999"],
  [
    "payload",
    { a: [1, null, "x", true], b: { c: -0 } },
    '{"a":[1,null,"x",true],"b":{"c":0}}',
    String.raw`"{\"a\":[1,null,\"x\",true],\"b\":{\"c\":0}}"`,
  ],
  ["payload", "text", '"text"', String.raw`"\"text\""`],
  ["payload", 12.5, "12.5", '"12.5"'],
  ["payload", new Date(0), '"1970-01-01T00:00:00.000Z"', String.raw`"\"1970-01-01T00:00:00.000Z\""`],
  ["payload", rawJson(' { "a" : 1 }'), ' { "a" : 1 }', String.raw`" { \"a\" : 1 }"`],
  ["payload", rawJson("null"), "null", '"null"'],
  ["longs", [1, 2n, -3], [1n, 2n, -3n], "[1,2,-3]"],
  ["longs", [], [], "[]"],
  [
    "places",
    [{ name: "a" }, { name: "b", zone: 1 }],
    [
      { name: "a", zone: null },
      { name: "b", zone: 1 },
    ],
    '[{"name":"a"},{"name":"b","zone":1}]',
  ],
  [
    "place",
    Object.assign(Object.create(null) as object, { name: "n", zone: null }),
    { name: "n", zone: null },
    '{"name":"n"}',
  ],
  [
    "reals",
    { a: 1, b: 2 },
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
    '{"a":1,"b":2}',
  ],
  ["reals", new Map([["a", 1]]), new Map([["a", 1]]), '{"a":1}'],
  ["reals", JSON.parse('{"__proto__":1}'), new Map([["__proto__", 1]]), '{"__proto__":1}'],
  ["reals", Object.assign(Object.create(null) as object, { a: 1 }), new Map([["a", 1]]), '{"a":1}'],
  [
    "byLong",
    new Map<number | bigint, string>([
      [1, "a"],
      [2n ** 60n, "b"],
    ]),
    new Map([
      [1n, "a"],
      [2n ** 60n, "b"],
    ]),
    '{"1":"a","1152921504606846976":"b"}',
  ],
  [
    "byDecimal",
    new Map([["1.50", { name: "a" }]]),
    new Map([["1.50", { name: "a", zone: null }]]),
    '{"1.50":{"name":"a"}}',
  ],
  ["constructor", "own", "own", '"own"'],
];

describe("a value that is taken", () => {
  it.each(accepted)("%s: %o", (column, given, decoded, json) => {
    const row = { id: 1n, [column]: given };
    expect(validateEveryType(row)).toEqual({ ok: true, value: row });
    const taken = row as unknown as EveryType;
    expect(decodeEveryType(encodeEveryType(taken))).toMatchObject({ [column]: decoded });
    const rest = column === "id" ? "" : '"id":1,';
    expect(toJsonEveryType(taken)).toBe(`{${rest}"${column}":${json}}`);
  });

  it("keeps NaN, infinities and the sign of zero, which only JSON has no text for", () => {
    for (const column of ["single", "real"]) {
      for (const value of [NaN, Infinity, -Infinity, -0]) {
        expect(decodeEveryType(encodeEveryType({ id: 1, [column]: value } as unknown as EveryType))).toMatchObject({
          [column]: value,
        });
      }
      expect(() => toJsonEveryType({ id: 1, [column]: NaN } as unknown as EveryType)).toThrow(
        `main.test.every_type: ${column}: expected a finite number, for JSON has no others, received the number NaN`,
      );
    }
  });
});

const cyclic: { self?: unknown } = {};
cyclic.self = { list: [cyclic] };

/** Column, value given, issue. The path is that of the column unless `path` says more. */
const refused: [string, unknown, string, string, (string | number)[]?][] = [
  ["id", null, "required", "expected a value (NOT NULL), received null"],
  ["id", undefined, "required", "expected a value (NOT NULL), received undefined"],
  ["id", "1", "type", "expected a bigint or an integer number, received a string of 1 character"],
  ["id", 1.5, "not_integer", "expected an integer, received the number 1.5"],
  ["id", NaN, "not_integer", "expected an integer, received the number NaN"],
  [
    "id",
    2 ** 53,
    "range",
    "expected a bigint past 2^53, where numbers lose digits, received the number 9007199254740992",
  ],
  ["id", 2n ** 63n, "range", "expected -2^63 to 2^63-1 (BIGINT), received the bigint 9223372036854775808"],
  ["id", -(2n ** 63n) - 1n, "range", "expected -2^63 to 2^63-1 (BIGINT), received the bigint -9223372036854775809"],
  ["id", 2n ** 64n, "range", "expected -2^63 to 2^63-1 (BIGINT), received the bigint 18446744073709551616"],
  ["id", 10n ** 50n, "range", "expected -2^63 to 2^63-1 (BIGINT), received a bigint of more than 38 digits"],
  ["flag", 1, "type", "expected a boolean, received the number 1"],
  ["flag", "true", "type", "expected a boolean, received a string of 4 characters"],
  ["tiny", 128, "range", "expected -128 to 127 (TINYINT), received the number 128"],
  ["tiny", -129, "range", "expected -128 to 127 (TINYINT), received the number -129"],
  ["tiny", 0.5, "not_integer", "expected an integer, received the number 0.5"],
  ["small", 32768, "range", "expected -32768 to 32767 (SMALLINT), received the number 32768"],
  ["whole", 2147483648, "range", "expected -2147483648 to 2147483647 (INT), received the number 2147483648"],
  ["whole", 1n, "type", "expected an integer number, received the bigint 1"],
  ["whole", Infinity, "not_integer", "expected an integer, received the number Infinity"],
  ["single", 3.5e38, "range", "expected -3.4028235e38 to 3.4028235e38 (FLOAT), received the number 3.5e+38"],
  ["single", 1n, "type", "expected a number, received the bigint 1"],
  ["real", "1", "type", "expected a number, received a string of 1 character"],
  ["price", "1.234", "precision", 'expected at most 8 digits before the point and 2 after it, received "1.234"'],
  ["price", "1.230", "precision", 'expected at most 8 digits before the point and 2 after it, received "1.230"'],
  [
    "price",
    123456789,
    "precision",
    "expected at most 8 digits before the point and 2 after it, received the number 123456789",
  ],
  ["price", 1e-7, "precision", "expected at most 8 digits before the point and 2 after it, received the number 1e-7"],
  ["price", 1e21, "precision", "expected at most 8 digits before the point and 2 after it, received the number 1e+21"],
  [
    "price",
    10n ** 60n,
    "precision",
    "expected at most 8 digits before the point and 2 after it, received a bigint of more than 38 digits",
  ],
  [
    "price",
    NaN,
    "range",
    'expected decimal text such as "-12.5", a finite number or a bigint, received the number NaN',
  ],
  ["price", true, "type", 'expected decimal text such as "-12.5", a finite number or a bigint, received true'],
  ...["", ".5", "5.", "+1", " 1", "1 ", "1e3", "-", ".", "-.", "1.2.3", "--1", "1,5", "٣"].map(
    (text): [string, unknown, string, string] => [
      "price",
      text,
      "format",
      `expected plain decimal text such as "-12.5", received "${text}"`,
    ],
  ),
  ["text", 1, "type", "expected a string, received the number 1"],
  ["text", "a\ud800b", "format", "expected well-formed Unicode text, received a text with a lone surrogate"],
  [
    "text",
    `${"x".repeat(100)}\udc00`,
    "format",
    "expected well-formed Unicode text, received a text with a lone surrogate",
  ],
  ["code", "123456", "length", "expected at most 5 characters, received 6 characters"],
  ["code", "🙂🙂🙂🙂🙂x", "length", "expected at most 5 characters, received 6 characters"],
  ["code", "\ud800", "format", "expected well-formed Unicode text, received a text with a lone surrogate"],
  ["code", 5, "type", "expected a string, received the number 5"],
  ["blob", "YWI=", "type", "expected a Uint8Array, received a string of 4 characters"],
  ["blob", [1], "type", "expected a Uint8Array, received an array of 1"],
  ["blob", new Uint16Array(1), "type", "expected a Uint8Array, received an instance of Uint16Array"],
  ["blob", new ArrayBuffer(1), "type", "expected a Uint8Array, received an instance of ArrayBuffer"],
  ["day", "2023-02-29", "format", 'expected a calendar date such as "2024-02-29", received "2023-02-29"'],
  ["day", "1900-02-29", "format", 'expected a calendar date such as "2024-02-29", received "1900-02-29"'],
  ["day", "2024-13-01", "format", 'expected a calendar date such as "2024-02-29", received "2024-13-01"'],
  ["day", "2024-04-31", "format", 'expected a calendar date such as "2024-02-29", received "2024-04-31"'],
  ["day", "0000-01-01", "format", 'expected a calendar date such as "2024-02-29", received "0000-01-01"'],
  ["day", "2024-1-1", "format", 'expected a calendar date such as "2024-02-29", received "2024-1-1"'],
  ["day", "2024-02-29T00:00", "format", 'expected a calendar date such as "2024-02-29", received "2024-02-29T00:00"'],
  ["day", 0.5, "not_integer", "expected whole days since 1970-01-01, received the number 0.5"],
  ["day", 2932897, "range", "expected days -719162 to 2932896 since 1970-01-01, received the number 2932897"],
  ["day", new Date(NaN), "range", "expected 0001-01-01 to 9999-12-31, received an invalid Date"],
  [
    "day",
    new Date("+010000-01-01"),
    "range",
    "expected 0001-01-01 to 9999-12-31, received the Date +010000-01-01T00:00:00.000Z",
  ],
  ["day", 1n, "type", 'expected a Date, "YYYY-MM-DD" or a number of days, received the bigint 1'],
  ["day", {}, "type", 'expected a Date, "YYYY-MM-DD" or a number of days, received an object'],
  [
    "instant",
    1700000000000n,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or { epochNanoseconds }, received the bigint 1700000000000, which looks like milliseconds",
  ],
  [
    "instant",
    1700000000n,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or { epochNanoseconds }, received the bigint 1700000000, which looks like seconds",
  ],
  [
    "instant",
    946684800n,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or { epochNanoseconds }, received the bigint 946684800, which looks like seconds",
  ],
  [
    "instant",
    4102444799999n,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or { epochNanoseconds }, received the bigint 4102444799999, which looks like milliseconds",
  ],
  [
    "instant",
    1700000000000,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or { epochNanoseconds }, received the number 1700000000000, which looks like milliseconds",
  ],
  ["instant", 5, "type", "expected a Date or { epochNanoseconds }, or microseconds as a bigint, received the number 5"],
  [
    "instant",
    "2024-01-01T00:00:00Z",
    "type",
    "expected a Date or { epochNanoseconds }, or microseconds as a bigint, received a string of 20 characters",
  ],
  ["instant", new Date(NaN), "range", "expected 0001-01-01 to 9999-12-31, received an invalid Date"],
  [
    "instant",
    253402300800000000n,
    "range",
    "expected 0001-01-01 to 9999-12-31, received the bigint 253402300800000000",
  ],
  [
    "instant",
    -62135596800000001n,
    "range",
    "expected 0001-01-01 to 9999-12-31, received the bigint -62135596800000001",
  ],
  [
    "instant",
    2n ** 64n + 1700000000000000n,
    "range",
    "expected 0001-01-01 to 9999-12-31, received the bigint 18448444073709551616",
  ],
  ["instant", { epochNanoseconds: 10n ** 30n }, "range", "expected 0001-01-01 to 9999-12-31, received an object"],
  ["instant", { epochNanoseconds: 1 }, "range", "expected 0001-01-01 to 9999-12-31, received an object"],
  [
    "local",
    1700000000000n,
    "unit_suspect",
    "expected microseconds as a bigint, and an instant of early 1970 as a Date or local ISO text, received the bigint 1700000000000, which looks like milliseconds",
  ],
  [
    "local",
    "2024-05-01T12:30:00.1234567",
    "precision",
    'expected at most 6 digits of a second, received "2024-05-01T12:30:00.1234567"',
  ],
  [
    "local",
    "2024-05-01T12:30:00Z",
    "format",
    'expected local time such as "2024-05-01T12:30:00.25", without zone, received "2024-05-01T12:30:00Z"',
  ],
  [
    "local",
    "2024-05-01T24:00",
    "format",
    'expected local time such as "2024-05-01T12:30:00.25", without zone, received "2024-05-01T24:00"',
  ],
  [
    "local",
    "2024-05-01",
    "format",
    'expected local time such as "2024-05-01T12:30:00.25", without zone, received "2024-05-01"',
  ],
  [
    "local",
    "2024-02-30T00:00",
    "format",
    'expected local time such as "2024-05-01T12:30:00.25", without zone, received "2024-02-30T00:00"',
  ],
  ["local", { epochNanoseconds: 1n }, "range", "expected 0001-01-01 to 9999-12-31, received an object"],
  ["payload", undefined, "", ""],
  ["payload", () => 1, "not_json", "expected a value that JSON can carry, received a function"],
  ["payload", Symbol("s"), "not_json", "expected a value that JSON can carry, received a symbol"],
  ["payload", 1n, "not_json", "expected a value that JSON can carry, received the bigint 1"],
  ["payload", NaN, "not_json", "expected a finite number, received the number NaN"],
  ["payload", "\ud800", "not_json", "expected text without lone surrogates, received a string of 1 character"],
  [
    "payload",
    { a: { b: undefined } },
    "not_json",
    "expected a value that JSON can carry, received undefined",
    ["a", "b"],
  ],
  ["payload", [1, , 2], "not_json", "expected a value that JSON can carry, received undefined", [1]], // eslint-disable-line no-sparse-arrays
  ["payload", { "k\udc00": 1 }, "not_json", "expected keys without lone surrogates, received a string of 2 characters"],
  ["payload", new Map(), "not_json", "expected a plain object, or one with toJSON, received an instance of Map"],
  [
    "payload",
    { s: new Set() },
    "not_json",
    "expected a plain object, or one with toJSON, received an instance of Set",
    ["s"],
  ],
  ["payload", { toJSON: () => undefined }, "not_json", "expected a value that JSON can carry, received undefined"],
  ["payload", rawJson("{"), "format", 'expected rawJson of a text that JSON.parse takes, received "{"'],
  [
    "payload",
    rawJson(5 as unknown as string),
    "type",
    "expected rawJson of a text that JSON.parse takes, received the number 5",
  ],
  ["place", [], "type", "expected an object, received an array of 0"],
  ["place", "x", "type", "expected an object, received a string of 1 character"],
  ["place", {}, "required", "expected a value (NOT NULL), received undefined", ["name"]],
  ["place", { name: "a", zone: 1.5 }, "not_integer", "expected an integer, received the number 1.5", ["zone"]],
  ["longs", { 0: 1 }, "type", "expected an array, received an object"],
  ["longs", [1, null], "null_element", "expected no null in an ARRAY or MAP, received null", [1]],
  ["longs", [1, "2"], "type", "expected a bigint or an integer number, received a string of 1 character", [1]],
  [
    "places",
    [{ name: "a" }, undefined],
    "null_element",
    "expected no null in an ARRAY or MAP, received undefined",
    [1],
  ],
  ["places", [{ name: 1 }], "type", "expected a string, received the number 1", [0, "name"]],
  ["reals", [["a", 1]], "type", "expected a Map or a plain object, received an array of 1"],
  ["reals", new Date(0), "type", "expected a Map or a plain object, received the Date 1970-01-01T00:00:00.000Z"],
  ["reals", new Set(["a"]), "type", "expected a Map or a plain object, received an instance of Set"],
  ["reals", { a: null }, "null_element", "expected no null in an ARRAY or MAP, received null", ["a"]],
  ["reals", { "a b": "1" }, "type", "expected a number, received a string of 1 character", ["a b"]],
  ["reals", new Map<unknown, unknown>([[1, 1]]), "type", "expected a string, received the number 1", [1]],
  ["reals", new Map([[null, 1]]), "null_element", "expected no null in an ARRAY or MAP, received null", ["null"]],
  ["byLong", { 1: "a" }, "type", "expected a Map, received an object"],
  [
    "byLong",
    new Map<unknown, string>([
      [1, "a"],
      [1n, "b"],
    ]),
    "duplicate_key",
    'expected keys that differ as they are stored, received "1" twice',
    ["1"],
  ],
  [
    "byDecimal",
    new Map<unknown, unknown>([
      ["1.5", { name: "a" }],
      ["01.50", { name: "b" }],
    ]),
    "duplicate_key",
    'expected keys that differ as they are stored, received "1.5" twice',
    ["01.50"],
  ],
  ["byDecimal", new Map([["1", {}]]), "required", "expected a value (NOT NULL), received undefined", ["1", "name"]],
];

describe("a value that is refused", () => {
  it.each(refused.filter(([, , code]) => code !== ""))("%s: %o is %s", (column, given, code, message, inside = []) => {
    const row: unknown = { id: 1n, [column]: given };
    const path = [column, ...inside];
    expect(isEveryType(row)).toBe(false);
    const result = validateEveryType(row);
    expect(result.ok ? [] : result.issues.map(({ expected, received, ...issue }) => issue)).toEqual([
      { code, path, message },
    ]);
    for (const write of [encodeEveryType, toJsonEveryType]) {
      const error = thrown(() => write(row as never));
      expect(error).toBeInstanceOf(EncodeError);
      expect(error).toMatchObject({ code, path, table: "main.test.every_type" });
      expect((error as Error).message).toMatch(/^main\.test\.every_type: /);
      expect((error as Error).message.endsWith(message)).toBe(true);
    }
  });

  it("names the place as code would", () => {
    const at = (row: object): string => (thrown(() => encodeEveryType(row as never)) as Error).message;
    expect(at({ id: 1, places: [{ name: "a" }, { name: 2 }] })).toContain("every_type: places[1].name: expected");
    expect(at({ id: 1, reals: { "a b": "x" } })).toContain('every_type: reals["a b"]: expected');
    expect(at({ id: 1, reals: { ["k".repeat(50)]: "x" } })).toContain(`every_type: reals.${"k".repeat(50)}: expected`);
    expect(at({ id: 1, reals: { ["\u202e!".repeat(50)]: "x" } })).toContain(
      `["${"\\u{202e}!".repeat(16)}"…]: expected`,
    );
  });

  it("tells nothing of a text but its size, unless its form matters", () => {
    const secret = "hunter2-hunter2";
    for (const column of ["id", "flag", "real", "blob", "instant", "longs", "place", "reals"]) {
      expect(JSON.stringify(validateEveryType({ id: 1, [column]: secret }))).not.toContain("hunter2");
    }
    const long = `${"9".repeat(50)}x`;
    expect(JSON.stringify(validateEveryType({ id: 1, price: long }))).toContain(`\\"${"9".repeat(32)}\\"…`);
    expect(JSON.stringify(validateEveryType({ id: 1, price: "\u001b[31m\u202e" }))).toContain(
      "\\\\u001b[31m\\\\u{202e}",
    );
  });
});

describe("a VARIANT that cannot end", () => {
  it("is refused, with the beginning of the way to it", () => {
    const result = validateEveryType({ id: 1, payload: cyclic });
    expect(result.ok ? [] : result.issues).toMatchObject([
      {
        code: "not_json",
        expected: "at most 1000 levels of nesting",
        received: "a deeper value, or one that contains itself",
      },
    ]);
    expect(() => encodeEveryType({ id: 1, payload: cyclic } as unknown as EveryType)).toThrow(
      /payload\.self\.list\[0\]\.self\.list\[0\].{900,1100}…: expected/,
    );
  });

  it("may be nested to the limit", () => {
    const nest = (depth: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < depth; level++) value = [value];
      return value;
    };
    expect(validateEveryType({ id: 1, payload: nest(1000) }).ok).toBe(true);
    expect(validateEveryType({ id: 1, payload: nest(1001) }).ok).toBe(false);
    expect(validateEveryType({ id: 1, payload: nest(200_000) }).ok).toBe(false);
    expect(validateEveryType({ id: 1, payload: rawJson("[".repeat(200_000) + "]".repeat(200_000)) }).ok).toBe(true);
  });

  it("does not grow without bound where a value is shared", () => {
    let shared: unknown = { leaf: "x" };
    for (let level = 0; level < 60; level++) shared = { left: shared, right: shared };
    const result = validateEveryType({ id: 1, payload: shared });
    expect(result.ok ? [] : result.issues.map(({ code }) => code)).toEqual(["too_large"]);
  });
});

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

function runInOtherRealm(code: string): unknown {
  return runInNewContext(code);
}
