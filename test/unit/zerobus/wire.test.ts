import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { WireError, WireReader, tagOf } from "../../../src/zerobus/wire.js";
import { anyInt64 } from "./arbitrary.js";
import { cutsOf, isRead } from "./hostile.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

type Write = (writer: protobuf.Writer) => protobuf.Writer;

const uint64 = (value: bigint) => BigInt.asUintN(64, value);

/** A value in the bytes that protobuf.js writes for it, and as our reader has it. */
interface Sample {
  readonly write: Write;
  readonly read: (reader: WireReader) => unknown;
  readonly value: unknown;
}

const anyInt32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const anyUint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const samples: Readonly<Record<string, fc.Arbitrary<Sample>>> = {
  int32: anyInt32.map((value) => ({ value, write: (w) => w.int32(value), read: (r) => r.int32() })),
  uint32: anyUint32.map((value) => ({ value, write: (w) => w.uint32(value), read: (r) => r.uint32() })),
  sint32: anyInt32.map((value) => ({ value, write: (w) => w.sint32(value), read: (r) => r.sint32() })),
  bool: fc.boolean().map((value) => ({ value, write: (w) => w.bool(value), read: (r) => r.bool() })),
  int64: anyInt64.map((value) => ({ value, write: (w) => w.int64(String(value)), read: (r) => r.int64() })),
  sint64: anyInt64.map((value) => ({ value, write: (w) => w.sint64(String(value)), read: (r) => r.sint64() })),
  uint64: anyInt64
    .map(uint64)
    .map((value) => ({ value, write: (w) => w.uint64(String(value)), read: (r) => r.uint64() })),
  fixed32: anyUint32.map((value) => ({ value, write: (w) => w.fixed32(value), read: (r) => r.fixed32() })),
  sfixed32: anyInt32.map((value) => ({ value, write: (w) => w.sfixed32(value), read: (r) => r.sfixed32() })),
  fixed64: anyInt64
    .map(uint64)
    .map((value) => ({ value, write: (w) => w.fixed64(String(value)), read: (r) => r.fixed64() })),
  sfixed64: anyInt64.map((value) => ({ value, write: (w) => w.sfixed64(String(value)), read: (r) => r.sfixed64() })),
  float: fc.float().map((value) => ({ value, write: (w) => w.float(value), read: (r) => r.float() })),
  double: fc.double().map((value) => ({ value, write: (w) => w.double(value), read: (r) => r.double() })),
  bytes: fc.uint8Array().map((value) => ({ value, write: (w) => w.bytes(value), read: (r) => r.bytes() })),
  string: fc
    .string({ unit: "binary", maxLength: 80 })
    .map((value) => ({ value, write: (w) => w.string(value), read: (r) => r.string() })),
};

describe("values that protobuf.js wrote", () => {
  test.each(Object.entries(samples))("%s", (_, anySample) => {
    fc.assert(
      fc.property(anySample, ({ write, read, value }) => {
        const written = Uint8Array.from(write(protobuf.Writer.create()).finish());
        const reader = new WireReader(written);
        expect(read(reader)).toEqual(value);
        expect(reader.isAtEnd).toBe(true);
        for (const cut of cutsOf(written)) expect(isRead(() => read(new WireReader(cut)), WireError)).toBe(false);
      }),
    );
  });

  test("many in a row, by one reader", () => {
    const reader = new WireReader(bytes());
    fc.assert(
      fc.property(fc.array(fc.oneof(...Object.values(samples))), (row) => {
        reader.open(
          Uint8Array.from(row.reduce((writer, { write }) => write(writer), protobuf.Writer.create()).finish()),
        );
        expect(row.map(({ read }) => read(reader))).toEqual(row.map(({ value }) => value));
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });
});

describe("varints", () => {
  test("an int32 of ten bytes", () => {
    const minusOne = bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    expect(new WireReader(minusOne).int32()).toBe(-1);
    expect(new WireReader(minusOne).uint32()).toBe(2 ** 32 - 1);
    expect(new WireReader(minusOne).int64()).toBe(-1n);
    expect(new WireReader(minusOne).uint64()).toBe(2n ** 64n - 1n);
    expect(new WireReader(minusOne).bool()).toBe(true);
  });

  test("a bool that is true in its upper half only", () => {
    expect(new WireReader(bytes(128, 128, 128, 128, 128, 1)).bool()).toBe(true);
    expect(new WireReader(bytes(128, 128, 128, 128, 128, 0)).bool()).toBe(false);
  });

  test("more bytes than needed", () => {
    expect(new WireReader(bytes(0x81, 0x80, 0)).int64()).toBe(1n);
  });

  test("eleven bytes are refused", () => {
    const eleven = bytes(128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0);
    expect(() => new WireReader(eleven).int64()).toThrow("a varint of more than 10 bytes");
  });
});

describe("tags", () => {
  test.each<[string, Uint8Array, number]>([
    ["field 1", bytes(8), 8],
    ["the largest field", bytes(0xfd, 0xff, 0xff, 0xff, 0x0f), tagOf(2 ** 29 - 1, 5)],
    ["the end", bytes(), 0],
  ])("%s", (_, wire, tag) => {
    expect(new WireReader(wire).tag()).toBe(tag);
  });

  test.each<[string, Uint8Array, string]>([
    ["field 0", bytes(2), "field number 0, at byte 1"],
    ["0", bytes(0), "field number 0, at byte 1"],
    ["33 bits", bytes(0x8a, 0x80, 0x80, 0x80, 0x10), "a tag of more than 32 bits, at byte 5"],
    ["cut off", bytes(0x8a), "a value that is cut off, at byte 1"],
  ])("refused: %s", (_, wire, message) => {
    expect(() => new WireReader(wire).tag()).toThrow(message);
  });
});

describe("lengths", () => {
  test.each<[string, Uint8Array, string]>([
    ["beyond the end", bytes(2, 0), "a length beyond the end, at byte 1"],
    ["4 GB", bytes(255, 255, 255, 255, 15), "a length beyond the end, at byte 5"],
    ["of 33 bits", bytes(0x81, 0x80, 0x80, 0x80, 0x10, 1), "a length of more than 32 bits, at byte 5"],
    ["negative", bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 1), "a length of more than 32 bits, at byte 10"],
  ])("refused: %s", (_, wire, message) => {
    expect(() => new WireReader(wire).bytes()).toThrow(message);
    expect(() => new WireReader(wire).string()).toThrow(message);
    expect(() => new WireReader(wire).enter()).toThrow(message);
  });
});

describe("text", () => {
  test("a byte order mark is text", () => {
    expect(new WireReader(bytes(3, 0xef, 0xbb, 0xbf)).string()).toBe("\ufeff");
  });

  test.each<[string, Uint8Array]>([
    ["a byte that starts nothing", bytes(1, 0x80)],
    ["half a character", bytes(1, 0xc3)],
    ["a surrogate", bytes(3, 0xed, 0xa0, 0x80)],
    ["an overlong one", bytes(2, 0xc0, 0x80)],
    ["long", bytes(40, ...new Uint8Array(39).fill(65), 0xff)],
  ])("refused: %s", (_, wire) => {
    expect(() => new WireReader(wire).string()).toThrow(new WireError("text that is not UTF-8, at byte 1", 1));
  });
});

describe("messages in messages", () => {
  test("the end of the inner one hides what follows", () => {
    const reader = new WireReader(bytes(2, 8, 128, 1));
    const outer = reader.enter();
    expect(reader.tag()).toBe(8);
    expect(() => reader.int32()).toThrow("a value that is cut off");
    reader.open(bytes(2, 8, 1, 16, 2));
    expect(outer).toBe(4);
    const whole = reader.enter();
    reader.leave(whole);
    expect(reader.tag()).toBe(16);
    expect(reader.position).toBe(4);
  });

  test("a packed list", () => {
    const reader = new WireReader(bytes(3, 1, 0x80, 1, 7));
    const outer = reader.enter();
    const values = [];
    while (!reader.isAtEnd) values.push(reader.int32());
    reader.leave(outer);
    expect([values, reader.int32(), reader.isAtEnd]).toEqual([[1, 128], 7, true]);
  });
});

describe("fields passed over", () => {
  test.each<[string, Uint8Array]>([
    ["varint", bytes(8, 0x80, 1)],
    ["64 bits", bytes(9, 1, 2, 3, 4, 5, 6, 7, 8)],
    ["bytes", bytes(10, 2, 8, 8)],
    ["32 bits", bytes(13, 1, 2, 3, 4)],
    ["empty group", bytes(11, 12)],
    ["groups in a group", bytes(11, 19, 8, 1, 20, 27, 26, 1, 12, 28, 12)],
  ])("%s", (_, wire) => {
    const reader = new WireReader(bytes(...wire, 16));
    reader.skip(reader.tag());
    expect(reader.tag()).toBe(16);
    for (const cut of cutsOf(wire).slice(1)) {
      const short = new WireReader(cut);
      expect(() => {
        short.skip(short.tag());
      }).toThrow(WireError);
    }
  });

  test.each<[string, Uint8Array, string]>([
    ["the end of no group", bytes(12), "the end of a group that is not open"],
    ["the end of another group", bytes(11, 20), "the end of a group that is not open"],
    ["wire type 6", bytes(14), "wire type 6"],
    ["wire type 7", bytes(15), "wire type 7"],
    ["too many groups", new Uint8Array(101).fill(11), "groups nested deeper than 100"],
  ])("refused: %s", (_, wire, message) => {
    const reader = new WireReader(wire);
    expect(() => {
      reader.skip(reader.tag());
    }).toThrow(message);
  });
});

test("nothing can be read after an error", () => {
  const reader = new WireReader(bytes(14, 8, 1));
  expect(() => {
    reader.skip(reader.tag());
  }).toThrow(WireError);
  expect(reader.tag()).toBe(0);
  expect(() => reader.int32()).toThrow(WireError);
});

test("bytes of a view within a larger buffer", () => {
  const reader = new WireReader(bytes(9, 9, 2, 5, 6, 7).subarray(2, 5));
  expect(reader.bytes()).toEqual(bytes(5, 6));
  expect(reader.isAtEnd).toBe(true);
});
