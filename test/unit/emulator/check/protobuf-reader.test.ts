import type protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import { isRefusal, type RecordReader } from "../../../../src/emulator/check/open-reader.js";
import type { Refusal } from "../../../../src/emulator/row.js";
import { array, column, decimal, double, field, long, map, string, struct, table } from "../../../support/tables.js";
import { bytesOf, message, ownDescriptor, reader } from "./messages.js";

const types: Readonly<Record<string, SparkType>> = {
  flag: { kind: "boolean" },
  tiny: { kind: "byte" },
  small: { kind: "short" },
  int: { kind: "integer" },
  big: long,
  single: { kind: "float" },
  double,
  price: decimal(10, 2),
  whole: decimal(38, 0),
  share: decimal(3, 3),
  text: string,
  code: { kind: "char", length: 2 },
  label: { kind: "varchar", length: 5 },
  blob: { kind: "binary" },
  day: { kind: "date" },
  at: { kind: "timestamp" },
  local: { kind: "timestamp_ntz" },
  doc: { kind: "variant" },
};

const protoTypes: Readonly<Record<string, string>> = {
  flag: "bool",
  tiny: "int32",
  small: "int32",
  int: "int32",
  big: "int64",
  single: "float",
  double: "double",
  blob: "bytes",
  day: "int32",
  at: "int64",
  local: "int64",
};

/** A table of one nullable column of a type, and a function that reads a value of it written by protobuf.js. */
function valueReader(name: string): (value: unknown) => unknown {
  const only = table([column(name, types[name]!)]);
  const { type, descriptor } = message(`optional ${protoTypes[name] ?? "string"} ${name} = 3;`);
  const { read } = reader(only, "protobuf", descriptor);
  return (value) => {
    const row = read(type.encode({ [name]: value }).finish());
    return isRefusal(row) ? row.rule : row[0];
  };
}

/** protobuf.js takes 64 bits as text. */
const long64 = String;

describe("values", () => {
  test.each<readonly [string, unknown, unknown]>([
    ["flag", true, true],
    ["flag", false, false],
    ["tiny", -128, -128],
    ["tiny", 127, 127],
    ["tiny", -129, "range"],
    ["tiny", 128, "range"],
    ["small", -32_768, -32_768],
    ["small", 32_767, 32_767],
    ["small", -32_769, "range"],
    ["small", 32_768, "range"],
    ["int", -(2 ** 31), -(2 ** 31)],
    ["int", 2 ** 31 - 1, 2 ** 31 - 1],
    ["big", long64(-(2n ** 63n)), -(2n ** 63n)],
    ["big", long64(2n ** 63n - 1n), 2n ** 63n - 1n],
    ["big", long64(2n ** 53n + 1n), 2n ** 53n + 1n],
    ["single", 0.1, Math.fround(0.1)],
    ["single", NaN, NaN],
    ["double", -Infinity, -Infinity],
    ["double", -0, -0],
    ["price", "12.5", 1250n],
    ["price", "-12.34", -1234n],
    ["price", "0012", 1200n],
    ["price", "-0", 0n],
    ["price", "99999999.99", 9_999_999_999n],
    ["price", "100000000", "precision"],
    ["price", "1.234", "precision"],
    ["price", "1.230", "precision"],
    ["price", "", "decimal"],
    ["price", "-", "decimal"],
    ["price", ".5", "decimal"],
    ["price", "5.", "decimal"],
    ["price", "+5", "decimal"],
    ["price", "1e3", "decimal"],
    ["price", "1.2.3", "decimal"],
    ["price", " 1", "decimal"],
    ["price", "1,5", "decimal"],
    ["price", "NaN", "decimal"],
    ["whole", "9".repeat(38), 10n ** 38n - 1n],
    ["whole", "9".repeat(39), "precision"],
    ["share", "0.125", 125n],
    ["share", "000.125", 125n],
    ["share", "1", "precision"],
    ["text", "", ""],
    ["text", "héllo 🎉", "héllo 🎉"],
    ["text", "\ufeffx", "\ufeffx"],
    ["text", "x".repeat(5_000), "x".repeat(5_000)],
    ["code", "ab", "ab"],
    ["code", "🎉🎉", "🎉🎉"],
    ["code", "abc", "length"],
    ["label", "", ""],
    ["label", "12345", "12345"],
    ["label", "123456", "length"],
    ["label", "🎉🎉🎉🎉🎉🎉", "length"],
    ["day", -719_162, -719_162],
    ["day", 2_932_896, 2_932_896],
    ["day", -719_163, "range"],
    ["day", 2_932_897, "range"],
    ["at", long64(-62_135_596_800_000_000n), -62_135_596_800_000_000n],
    ["at", long64(253_402_300_799_999_999n), 253_402_300_799_999_999n],
    ["at", long64(-62_135_596_800_000_001n), "range"],
    ["at", long64(253_402_300_800_000_000n), "range"],
    ["at", long64(1_700_000_000_000_000_000n), "range"],
    ["at", 0, 0n],
    ["local", long64(253_402_300_800_000_000n), "range"],
    ["local", long64(1_700_000_000_000_000n), 1_700_000_000_000_000n],
    ["doc", '{"a":[1,null,"x"]}', '{"a":[1,null,"x"]}'],
    ["doc", " 1 ", " 1 "],
    ["doc", "", "json"],
    ["doc", "{a:1}", "json"],
    ["doc", "NaN", "json"],
    ["doc", "[".repeat(1_000) + "]".repeat(1_000), "[".repeat(1_000) + "]".repeat(1_000)],
    ["doc", '{"a":'.repeat(1_001) + "1" + "}".repeat(1_001), "json"],
    ["doc", JSON.stringify(`\\"${"[".repeat(3_000)}`), JSON.stringify(`\\"${"[".repeat(3_000)}`)],
  ])("%s, case %#", (name, value, want) => {
    expect(valueReader(name)(value)).toEqual(want);
  });

  test("BINARY is bytes as they are", () => {
    expect(valueReader("blob")(bytesOf("00ff10"))).toEqual(bytesOf("00ff10"));
  });
});

const inner: SparkType = {
  kind: "struct",
  fields: [field("a", long, { nullable: false }), field("b", string), field("c", array(long))],
};

const wide = table([
  column("id", long, { nullable: false }),
  column("name", string),
  column("counts", array(long)),
  column("rates", array(double)),
  column("tags", map(string, long)),
  column("places", map({ kind: "integer" }, inner)),
  column("inner", inner),
  column("list", array(inner)),
  column("prices", map(decimal(5, 2), string)),
  column("docs", map(string, { kind: "variant" })),
]);

const empty = {
  id: 1n,
  name: null,
  counts: [],
  rates: [],
  tags: [],
  places: [],
  inner: null,
  list: [],
  prices: [],
  docs: [],
};

describe("the wire format", () => {
  const { read } = reader(wide, "protobuf", ownDescriptor(wide));

  test.each<readonly [string, string, Partial<Record<keyof typeof empty, unknown>>]>([
    ["nothing but what is needed", "0801", {}],
    ["a value twice: the last one counts", "0802 0801 120178 120179", { name: "y" }],
    ["fields in any order", "120178 0801", { name: "x" }],
    ["a list of single values", "0801 1801 18ac02", { counts: [1n, 300n] }],
    ["a packed list", "0801 1a0301ac02", { counts: [1n, 300n] }],
    ["packed beside single", "0801 1805 1a0101 1806", { counts: [5n, 1n, 6n] }],
    ["a packed list of doubles", "0801 2208 000000000000f03f", { rates: [1] }],
    ["a packed list of nothing", "0801 1a00", {}],
    ["a map", "0801 2a05 0a01611001 2a05 0a01621002", { tags: [["a", 1n], ["b", 2n]] }], // prettier-ignore
    ["a key twice: the last entry counts", "0801 2a05 0a01611001 2a05 0a01611002", { tags: [["a", 2n]] }],
    ["an entry with its value first", "0801 2a05 1001 0a0161", { tags: [["a", 1n]] }],
    ["an entry without a key", "0801 2a021007", { tags: [["", 7n]] }],
    ["an entry without a value", "0801 2a030a0161", { tags: [["a", 0n]] }],
    ["an entry with more than key and value", "0801 2a07 0a0161 1001 1801", { tags: [["a", 1n]] }],
    ["a message", "0801 3a05 0805 120178", { inner: [5n, "x", []] }],
    ["a message in two parts", "0801 3a04 0805 1801 3a05 1801 120179", { inner: [5n, "y", [1n, 1n]] }],
    ["a message whose second part has what is needed", "0801 3a03 120178 3a02 0806", { inner: [6n, "x", []] }],
    ["a list of messages, which do not merge", "0801 4202 0801 4202 0802", { list: [[1n, null, []], [2n, null, []]] }], // prettier-ignore
    ["a map of messages", "0801 3206 0803 1202 0807", { places: [[3, [7n, null, []]]] }],
    ["a value of a map in two parts", "0801 320b 0803 1203 120178 1202 0807", { places: [[3, [7n, "x", []]]] }],
    ["a decimal key twice", "0801 4a08 0a03312e35 120161 4a08 0a03312e35 120162", { prices: [[150n, "b"]] }],
    [
      "fields that the descriptor does not have",
      "0801 a00601 aa0603616263 a50600000000 a1060000000000000000 120178",
      { name: "x" },
    ],
    ["a varint longer than it need be", "08818080808080808000", {}],
  ])("reads %s", (_, hex, want) => {
    expect(read(bytesOf(hex))).toEqual(Object.values({ ...empty, ...want }));
  });

  test.each<readonly [string, string, string, string | null, string]>([
    ["nothing, where a column is NOT NULL", "", "required", "id", "no value"],
    ["a message without a NOT NULL field", "0801 3a03 120178", "required", "inner.a", "no value"],
    ["an element without a NOT NULL field", "0801 4202 0801 4200", "required", "list.a", "no value"],
    ["a value of a map without a NOT NULL field", "0801 3202 0803", "required", "places.a", "no value"],
    ["an entry without a value, which is no JSON then", "0801 5203 0a0161", "json", "docs", "not JSON"],
    ["an entry without a key, which is no decimal then", "0801 4a03 120161", "decimal", "prices", "decimal"],
    [
      "decimal keys that are one number",
      "0801 4a08 0a03312e35 120161 4a09 0a04312e3530 120162",
      "duplicate_key",
      "prices",
      "twice",
    ],
    ["a value that is cut off", "08", "wire", "id", "at byte 1"],
    ["a tag that is cut off", "0801 92", "wire", null, "at byte 3"],
    ["text that is cut off", "0801 120561", "wire", "name", "at byte 4"],
    ["a message that is cut off", "0801 3a0508", "wire", "inner", "at byte 4"],
    ["a length past the end of the message around it", "0801 3a04 08011205", "wire", "inner.b", "at byte 8"],
    ["a packed list that ends inside an element", "0801 1a01ac 0801", "wire", "counts", "at byte 5"],
    ["text that is not UTF-8", "0801 1201ff", "utf8", "name", "at byte 4"],
    ["text with half a surrogate pair", "0801 1203eda080", "utf8", "name", "UTF-8"],
    ["a key that is not UTF-8", "0801 2a03 0a01ff", "utf8", "tags", "UTF-8"],
    ["a varint without an end", "08ffffffffffffffffffffff", "wire", "id", "10 bytes"],
    ["field number 0", "0801 0001", "wire", null, "field number 0"],
    ["a wire type that there is not", "0801 a606", "wire", null, "wire type 6"],
    ["the end of a group that is not open", "0801 a406", "wire", null, "group"],
    ["a group", "0801 a306 a406", "wire", null, "group"],
    ["a number where text is", "0801 1001", "wire", "name", "wire type 0"],
    ["a single double where a message is", "0801 39 0000000000000000", "wire", "inner", "wire type 1"],
    ["text where a map's number is", "0801 2a03 120161", "wire", "tags", "wire type 2"],
  ])("refuses %s", (_, hex, rule, path, text) => {
    const refusal = read(bytesOf(hex));
    expect(refusal).toMatchObject({ rule, column: path, message: expect.stringContaining(text) as unknown });
  });

  test("reads on after a refusal", () => {
    expect(isRefusal(read(bytesOf("0801 3a0508")))).toBe(true);
    expect(read(bytesOf("0801"))).toEqual(Object.values(empty));
  });

  test("reads records that are parts of a larger buffer", () => {
    const buffer = bytesOf("ffff 0801 120178 ffff");
    expect(read(buffer.subarray(2, 7))).toEqual(Object.values({ ...empty, name: "x" }));
  });

  test("takes 10,485,760 bytes and no more", () => {
    const blobs = table([column("blob", { kind: "binary" })]);
    const { read: readBlob } = reader(blobs, "protobuf", ownDescriptor(blobs));
    const record = new Uint8Array(10_485_761);
    record.set(bytesOf("0afbffff04"));
    expect(readBlob(record.subarray(0, 10_485_760))).toHaveLength(1);
    expect(readBlob(record)).toMatchObject({ rule: "too_large", column: null });
  });

  test("many entries of a map take no more than their share", () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => [`k${index % 50_000}`, index]);
    const { type, descriptor } = message(
      "required int64 id = 1; repeated E tags = 2; message E { optional string key = 1; optional int64 value = 2; }",
    );
    const bytes = type.encode({ id: 1, tags: entries.map(([key, value]) => ({ key, value })) }).finish();
    const keyed = table([column("id", long, { nullable: false }), column("tags", map(string, long))]);
    expect(descriptor.length).toBeGreaterThan(0);
    const row = reader(keyed, "protobuf", ownDescriptor(keyed)).read(bytes);
    expect(isRefusal(row) ? row : (row[1] as unknown[]).slice(0, 2)).toEqual([["k0", 50_000n], ["k1", 50_001n]]); // prettier-ignore
    expect(isRefusal(row) ? 0 : (row[1] as unknown[]).length).toBe(50_000);
  });
});

describe("warnings", () => {
  const timed = table([
    column("at", { kind: "timestamp" }),
    column("inner", struct({ local: { kind: "timestamp_ntz" } })),
    column("n", long),
  ]);

  function warned(reads: (read: RecordReader["read"], type: protobuf.Type) => void): readonly Refusal[] {
    const { type, descriptor } = message(
      "optional int64 at = 1; optional I inner = 2; optional int64 n = 3; message I { optional int64 local = 1; }",
    );
    const { read, warnings } = reader(timed, "protobuf", descriptor);
    reads(read, type);
    return warnings();
  }

  test.each<readonly [string, bigint, string | null]>([
    ["seconds of today", 1_700_000_000n, "seconds"],
    ["milliseconds of today", 1_700_000_000_000n, "milliseconds"],
    ["the first of them", 946_684_800n, "seconds"],
    ["the last of them", 4_102_444_799_999n, "milliseconds"],
    ["microseconds of today", 1_700_000_000_000_000n, null],
    ["before the first", 946_684_799n, null],
    ["after the last", 4_102_444_800_000n, null],
    ["between seconds and milliseconds", 4_102_444_800n, null],
    ["the epoch", 0n, null],
    ["before the epoch", -1_700_000_000_000n, null],
  ])("%s", (_, at, unit) => {
    const warnings = warned((read, type) => {
      expect(read(type.encode({ at: long64(at), n: long64(at) }).finish())).toEqual([at, null, at]);
    });
    expect(warnings.map(({ rule, column: path }) => `${rule} ${path}`)).toEqual(unit === null ? [] : ["unit at"]);
    if (unit !== null) expect(warnings[0]?.message).toContain(`as ${unit}`);
  });

  test("once for each column, with the first value", () => {
    const warnings = warned((read, type) => {
      for (const at of [1_700_000_000_001n, 1_700_000_000_002n])
        read(type.encode({ at: long64(at), inner: { local: long64(at) } }).finish());
    });
    expect(warnings.map(({ column: path }) => path)).toEqual(["at", "inner.local"]);
    expect(warnings[0]?.message).toContain("1700000000001");
    expect(warnings[0]?.message).not.toContain("1700000000002");
  });

  test("no more than a thousand numbers, which hide no unit", () => {
    const warnings = warned((read, type) => {
      for (let number = 100; number < 2_200; number++)
        read(Uint8Array.of(((number & 15) << 3) | 128, (number >>> 4) | 128, 0, 1));
      read(type.encode({ at: "1700000000" }).finish());
    });
    expect(warnings.length).toBe(1_001);
    expect(warnings.at(-1)?.rule).toBe("unit");
  });

  test("a number that the descriptor does not have, once", () => {
    const warnings = warned((read) => {
      read(bytesOf("a00601 a00601 a80601"));
      read(bytesOf("a00601"));
    });
    expect(warnings.map(({ rule, column: path, message: text }) => `${rule} ${path} ${/\d+/.exec(text)?.[0]}`)).toEqual(
      ["unknown_field null 100", "unknown_field null 101"],
    );
  });
});
