/** Bytes from anywhere: truncated, malformed, foreign, or written another way than ours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginRead, DecodeError, readTag } from "../../../src/runtime/index.js";
import { decodeEveryType, encodeEveryType, type EveryType } from "./support/every-type.js";
import { seed } from "./support/seed.js";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const decode = (hex: string): ReturnType<typeof decodeEveryType> => decodeEveryType(bytes(hex));

describe("bytes that are no row", () => {
  /** What, bytes, offset and reason. */
  const cases: [string, string, number, string][] = [
    ["nothing", "", 0, "required field id is missing"],
    ["another field only", "1001", 2, "required field id is missing"],
    ["a tag without value", "08", 1, "the bytes end inside a field"],
    ["half a tag", "88", 0, "the bytes end inside a field"],
    ["half a varint", "08ff", 1, "the bytes end inside a field"],
    ["a varint of 11 bytes", "08ffffffffffffffffffff01", 1, "a varint of more than 10 bytes"],
    ["an int of 11 bytes", "080128ffffffffffffffffffff01", 3, "a varint of more than 10 bytes"],
    ["a varint without end", "08ffffffffffffffffffffffffffffffffff", 1, "a varint of more than 10 bytes"],
    ["half a double", "080139000000", 3, "the bytes end inside a field"],
    ["half a float", "080135000000", 3, "the bytes end inside a field"],
    ["a text longer than the bytes", "08014a0561", 4, "a length reaches past the end of the bytes"],
    ["a text of 4 GB", "08014affffffff0f", 8, "a length reaches past the end of the bytes"],
    ["a length whose lower 32 bits are small", "08014a8180808010" + "61", 8, "a tag or length of more than 32 bits"],
    ["a length of six bytes", "08014a81808080800061", 9, "a tag or length of more than 32 bits"],
    ["a tag whose lower 32 bits are a field's", "8880808010" + "01", 5, "a tag or length of more than 32 bits"],
    ["field number 0", "0801000a", 3, "field number 0"],
    ["field number 0 in two bytes", "08018000", 4, "field number 0"],
    ["wire type 6", "080136", 3, "wire type 6"],
    ["wire type 7", "080137", 3, "wire type 7"],
    ["an end of group", "08010c", 3, "the end of a group that was not opened"],
    ["a group without end", "080193880a08", 6, "the bytes end inside a field"],
    ["an unknown fixed64 past the end", "0801b9bb0201", 5, "the bytes end inside a field"],
    ["text that is no UTF-8", "08014a01ff", 4, "text that is not UTF-8"],
    ["text that ends inside a character", "08014a0161" + "4a02e282", 7, "text that is not UTF-8"],
    ["an encoded surrogate", "08014a03eda080", 4, "text that is not UTF-8"],
    ["an overlong character", "08014a02c0af", 4, "text that is not UTF-8"],
    ["a message longer than the bytes", "08018201050a0161", 5, "a length reaches past the end of the bytes"],
    ["a field longer than its message", "08018201020a0561626364", 7, "a length reaches past the end of the bytes"],
    [
      "a field that ends outside its message",
      "08018201030a03616263",
      10,
      "a field reaches past the end of its message",
    ],
    ["a message without its required field", "080182010210" + "01", 7, "required field name is missing"],
    [
      "a packed list that ends inside an element",
      "08018a0102018" + "0" + "01",
      8,
      "a packed list ends inside an element",
    ],
  ];
  it.each(cases)("%s", (_, hex, offset, reason) => {
    let error: unknown;
    try {
      decode(hex);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ table: "main.test.every_type", name: "DecodeError" });
    expect((error as DecodeError).message).toBe(`main.test.every_type: byte ${String(offset)}: ${reason}`);
    expect((error as DecodeError).offset).toBe(offset);
  });

  it("refuses what is no Uint8Array", () => {
    for (const value of [null, undefined, "0801", [8, 1], new ArrayBuffer(2), new DataView(new ArrayBuffer(2)), {}]) {
      expect(() => decodeEveryType(value as Uint8Array)).toThrow(
        "main.test.every_type: byte 0: a Uint8Array is needed",
      );
    }
  });
});

describe("a row that another writer wrote", () => {
  it.each<[string, string, object]>([
    ["fields in any order", "4a01610801", { id: 1n, text: "a" }],
    ["a field again: the last one counts", "080108024a01614a0162", { id: 2n, text: "b" }],
    ["varints longer than needed", "0881808000" + "2881808080808080808000", { id: 1n, whole: 1 }],
    ["a bool of more than one byte", "0801108002", { flag: true }],
    ["a bool of zero in more than one byte", "0801108000", { flag: false }],
    ["an int of more than 32 bits: the lower ones count", "080128ffffffffffffffff7f", { whole: -1 }],
    ["an int32 of five bytes", "080128ffffffff0f", { whole: -1 }],
    ["a packed list", "08018a0105010203ac02", { longs: [1n, 2n, 3n, 300n] }],
    ["a list packed and not", "08018801018a01020203880104", { longs: [1n, 2n, 3n, 4n] }],
    ["an empty packed list", "08018a0100", { longs: [] }],
    ["an entry without key and value", "08019a0100", { reals: new Map([["", 0]]) }],
    [
      "an entry twice: the last one counts",
      "0801" + "9a010c0a016111000000000000f03f".repeat(2),
      { reals: new Map([["a", 1]]) },
    ],
    [
      "a message twice: the last one counts",
      "08018201030a016182010" + "5" + "0a016210" + "01",
      { place: { name: "b", zone: 1 } },
    ],
    ["an unknown varint", "0801b8bb0205", { id: 1n }],
    ["an unknown fixed64", "0801b9bb020000000000000000", { id: 1n }],
    ["an unknown fixed32", "0801bdbb0200000000", { id: 1n }],
    ["an unknown text", "0801babb0203616263", { id: 1n }],
    ["unknown groups in groups", "0801bbbb02c3bb020801c4bb02bcbb024a0161", { id: 1n, text: "a" }],
    ["a field of another wire type than the table's", "08014d00000000", { id: 1n, text: null }],
  ])("%s", (_, hex, row) => {
    expect(decode(hex)).toMatchObject(row);
  });

  it("is read inside its view only", () => {
    const whole = bytes("ffff08014a0261624a01ff");
    const row = decodeEveryType(whole.subarray(2, 8));
    expect(row).toMatchObject({ id: 1n, text: "ab" });
    expect(() => decodeEveryType(whole.subarray(2, 7))).toThrow(DecodeError);
  });

  it("may be a Buffer; BINARY is a plain Uint8Array on it", () => {
    const row = decodeEveryType(Buffer.from("08015a020102", "hex"));
    expect(row.blob).toStrictEqual(new Uint8Array([1, 2]));
    expect(Object.getPrototypeOf(row.blob)).toBe(Uint8Array.prototype);
  });

  it("may have field numbers up to the largest", () => {
    const end = beginRead(bytes("f8ffffff0f01"), "main.test.every_type");
    expect(readTag(end)).toBe((2 ** 29 - 1) * 8);
  });

  it("may hold groups of any depth", () => {
    const depth = 200_000;
    const start = Array.from({ length: depth }, () => 0x0b);
    const end = Array.from({ length: depth }, () => 0x0c);
    expect(decodeEveryType(Uint8Array.from([8, 1, ...start, ...end])).id).toBe(1n);
    expect(() => decodeEveryType(Uint8Array.from([8, 1, ...start]))).toThrow(DecodeError);
  });

  it("keeps U+FFFD that was written, and a byte order mark", () => {
    expect(decode("08014a03efbfbd").text).toBe("\ufffd");
    expect(decode("08014a06efbbbf616263").text).toBe("\ufeffabc");
    expect(decode(`08014a1e${"efbfbd".repeat(10)}`).text).toBe("\ufffd".repeat(10));
  });
});

const valid = encodeEveryType({
  id: 2n ** 60n,
  whole: -5,
  real: 1.5,
  text: "Größe ".repeat(5),
  blob: new Uint8Array(20),
  place: { name: "p", zone: 1 },
  longs: [1, 2, 3],
  places: [{ name: "a" }, { name: "b", zone: 2 }],
  reals: { a: 1, b: 2 },
  byDecimal: new Map([["1.5", { name: "x" }]]),
} as unknown as EveryType);

/** Decodes or refuses; what it decodes has no holes. */
function decodeOrRefuse(input: Uint8Array): void {
  let row: ReturnType<typeof decodeEveryType>;
  try {
    row = decodeEveryType(input);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return;
  }
  expect(Object.values(row)).not.toContain(undefined);
  expect([row.whole ?? 0, row.day ?? 0, ...row.places.map(({ zone }) => zone ?? 0)]).not.toContain(NaN);
}

describe("hostile bytes", () => {
  it("random ones decode or are refused", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), decodeOrRefuse), { numRuns: 2000, seed });
  });

  it("cut anywhere, with any byte changed, decode or are refused", () => {
    for (let end = 0; end < valid.length; end++) decodeOrRefuse(valid.subarray(0, end));
    for (let at = 0; at < valid.length; at++) {
      for (const change of [0, 1, 7, 8, 0x7f, 0x80, 0xff]) {
        const copy = valid.slice();
        copy[at] = change;
        decodeOrRefuse(copy);
      }
    }
  });
});
