/** Rows as a whole: what a failed, interrupted or huge row leaves behind, and what the bytes are. */
import { describe, expect, it } from "vitest";
import { EncodeError } from "../../../src/runtime/index.js";
import { decodeEveryType, encodeEveryType, type EveryType, everyType, toJsonEveryType } from "./support/every-type.js";

/** Rows without the column `constructor`: TypeScript sees a function in it that every object inherits. */
type Row = Omit<EveryType, "constructor">;
const encode = (row: Row): Uint8Array => encodeEveryType(row as EveryType);
const toJson = (row: Row): string => toJsonEveryType(row as EveryType);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("the wire format", () => {
  /** Row, bytes: tag and value of each field that is not NULL, in the columns' order. */
  const cases: [Row, string][] = [
    [{ id: 1 }, "0801"],
    [{ id: 0n, flag: false, tiny: 0, text: "", blob: new Uint8Array(0) }, "0800100018004a005a00"],
    [{ id: 127 }, "087f"],
    [{ id: 128 }, "088001"],
    [{ id: 2 ** 31 - 1 }, "08ffffffff07"],
    [{ id: 2 ** 31 }, "088080808008"],
    [{ id: 2 ** 32 }, "088080808010"],
    [{ id: 2 ** 35 - 1 }, "08ffffffff7f"],
    [{ id: 2 ** 35 }, "08808080808001"],
    [{ id: 2n ** 63n - 1n }, "08ffffffffffffffff7f"],
    [{ id: -1 }, "08ffffffffffffffffff01"],
    [{ id: -(2n ** 63n) }, "0880808080808080808001"],
    [{ id: -4294967296 }, "0880808080f0ffffffff01"],
    [{ id: 1, whole: -2 }, "080128feffffffffffffffff01"],
    [{ id: 1, single: 1.5, real: -2 }, "0801350000c03f3900000000000000c0"],
    [{ id: 1, text: "é" }, "08014a02c3a9"],
    [{ id: 1, text: "€" }, "08014a03e282ac"],
    [{ id: 1, place: { name: "a", zone: 3 } }, "08018201050a01611003"],
    [{ id: 1, longs: [1, 300] }, "08018801018801ac02"],
    [{ id: 1, reals: { a: 1 } }, "08019a010c0a016111000000000000f03f"],
    [{ id: 1, ["constructor"]: "c" } as Row, "08018280010163"],
  ];
  it.each(cases)("%o", (row, bytes) => {
    expect(hex(encode(row))).toBe(bytes);
  });

  it("writes lengths of one, two, three and four bytes, inside messages too", () => {
    for (const length of [127, 128, 129, 16_383, 16_384, 16_385, 2_097_151, 2_097_152]) {
      const name = "x".repeat(length);
      expect(decodeEveryType(encode({ id: 1, place: { name } })).place).toEqual({ name, zone: null });
      const wide = "é".repeat(length / 2);
      expect(decodeEveryType(encode({ id: 1, text: wide })).text).toBe(wide);
    }
  });
});

describe("rows that are the caller's", () => {
  it("stay as they were when more are encoded", () => {
    const rows = Array.from({ length: 5000 }, (_, id) => encode({ id, text: `row ${String(id)} `.repeat(9) }));
    const copies = rows.map(hex);
    for (let id = 0; id < 5000; id++) encode({ id: -id, text: "other" });
    expect(rows.map(hex)).toEqual(copies);
    expect(rows.map((row) => Number(decodeEveryType(row).id))).toEqual(rows.map((_, id) => id));
  });

  it("cross the end of a chunk whole", () => {
    for (let size = 1; size < 200_000; size = Math.ceil(size * 1.37)) {
      const places = Array.from({ length: 5 }, (_, zone) => ({ name: "n".repeat(size / 5), zone }));
      expect(decodeEveryType(encode({ id: size, places })).places).toEqual(places);
    }
  });

  it("are plain Uint8Arrays", () => {
    expect(Object.getPrototypeOf(encode({ id: 1 }))).toBe(Uint8Array.prototype);
    expect(Object.getPrototypeOf(encode({ id: 1, text: "x".repeat(300_000) }))).toBe(Uint8Array.prototype);
  });
});

describe("a row that fails", () => {
  const good: Row = { id: 7, place: { name: "p" }, longs: [1, 2] };
  const before = hex(encode(good));

  it("leaves nothing behind, wherever it stopped", () => {
    const bad: unknown[] = [
      null,
      { id: 1, place: { name: 1 } },
      { id: 1, longs: [1, "x"] },
      { id: 1, places: [{ name: "a" }, { name: 2 }] },
      { id: 1, reals: { a: 1, b: "x" } },
      { id: 1, byDecimal: new Map([["1", { name: 5 }]]) },
      { id: 1, text: "x".repeat(11_000_000) },
    ];
    for (const row of bad) {
      expect(() => encode(row as Row)).toThrow(EncodeError);
      expect(hex(encode(good))).toBe(before);
    }
  });

  it("names its own place after another row failed deeper", () => {
    expect(() => encode({ id: 1, places: [{ name: "a" }, { name: 2 }] } as never)).toThrow(/places\[1\]\.name/);
    expect(() => encode({ id: 1, flag: 1 } as never)).toThrow("main.test.every_type: flag: expected");
  });

  it("passes on what a getter throws", () => {
    const row = {
      id: 1,
      place: {
        get name(): string {
          throw new RangeError("mine");
        },
      },
    };
    expect(() => encode(row)).toThrow(new RangeError("mine"));
    expect(hex(encode(good))).toBe(before);
  });
});

describe("a getter that encodes another row", () => {
  const inner: Row = { id: 99, places: [{ name: "inner".repeat(60) }], reals: { a: 1 } };
  const innerBytes = hex(encode(inner));
  const results: Uint8Array[] = [];
  const encodeInner = (): string => {
    results.push(encode(inner));
    return "x";
  };
  /** Each encodes inside another construct, with much or little to be written after it. */
  const outer: Row[] = [
    {
      id: 1,
      get text() {
        return encodeInner();
      },
    },
    {
      id: 1,
      place: {
        get name() {
          return encodeInner();
        },
        zone: 5,
      },
      longs: [1, 2, 3],
    },
    {
      id: 1,
      text: "x".repeat(500),
      places: [
        { name: "y".repeat(300) },
        {
          get name() {
            return encodeInner() + "z".repeat(400);
          },
        },
        { name: "w".repeat(200) },
      ],
      reals: { a: 1 },
    },
  ];

  it.each(outer)("refuses the outer row and keeps the inner one whole (%#)", (row) => {
    results.length = 0;
    expect(() => encode(row)).toThrow(
      "main.test.every_type: expected no encoding of another row meanwhile, received a getter that encodes one",
    );
    const after = encode({ id: 5 });
    expect(new Set(results.map(hex))).toEqual(new Set([innerBytes]));
    expect(hex(after)).toBe("0805");
  });

  it("refuses it also when the inner row failed", () => {
    const row: Row = {
      id: 1,
      get text() {
        expect(() => encode({ id: 0.5 })).toThrow(EncodeError);
        return "x";
      },
    };
    expect(() => encode(row)).toThrow(/meanwhile/);
  });
});

describe("a row that is too large", () => {
  const limit = 10_485_760;

  it("is taken up to the limit, to the byte", () => {
    const text = "x".repeat(limit - 2 - 5);
    const row = encode({ id: 1, text });
    expect(row.length).toBe(limit);
    expect(row.buffer.byteLength).toBe(limit);
    expect(decodeEveryType(row).text).toBe(text);
    expect(() => encode({ id: 1, text: `${text}x` })).toThrow(
      "main.test.every_type: expected a row of at most 10485760 bytes, received 10485761 bytes or more",
    );
  });

  it("is refused before all of it is in memory", () => {
    const blob = new Uint8Array(limit / 2);
    const places = Array.from({ length: 1000 }, () => ({ name: "x".repeat(100_000) }));
    expect(() => encode({ id: 1, blob, places })).toThrow(/received [12]\d{7} bytes or more$/);
  });

  it("is refused as JSON by its UTF-8 bytes", () => {
    const fits = "é".repeat((limit - 18) / 2);
    expect(Buffer.byteLength(toJson({ id: 1, text: fits }))).toBe(limit);
    expect(() => toJson({ id: 1, text: `${fits}é` })).toThrow(
      "main.test.every_type: expected a row of at most 10485760 bytes, received 10485762 bytes",
    );
    expect(() => toJson({ id: 1, text: "🙂".repeat(limit / 4) })).toThrow(/at most 10485760 bytes/);
  });
});

describe("the codec", () => {
  it("carries the table and its functions", () => {
    expect(everyType.table).toEqual({
      catalog: "main",
      schema: "test",
      name: "every_type",
      fullName: "main.test.every_type",
    });
    expect(everyType.columns[0]).toEqual({ name: "id", type: "long", nullable: false, number: 1, comment: "The key." });
    const row = { id: 3 } as unknown as EveryType;
    expect(everyType.decode(everyType.encode(row)).id).toBe(3n);
    expect(everyType.toJson(row)).toBe('{"id":3}');
    expect(everyType.validate({ id: 3 })).toEqual({ ok: true, value: { id: 3 } });
  });

  it("is a Standard Schema", () => {
    const { version, vendor, validate } = everyType["~standard"];
    expect([version, vendor]).toEqual([1, "gen-producers"]);
    const row = { id: 3 };
    expect(validate(row)).toEqual({ value: row });
    expect(validate({ id: 3, longs: [null] })).toEqual({
      issues: [{ message: "expected no null in an ARRAY or MAP, received null", path: ["longs", 0] }],
    });
  });
});
