import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRow } from "../../../../src/producer/dead-letter/read-row.js";
import { rowText } from "../../../../src/producer/dead-letter/row-text.js";
import { rawJson } from "../../../../src/runtime/variant.js";

/** What is read from the text that is written. */
function again(row: unknown): unknown {
  return readRow(JSON.parse(rowText(row).text));
}

const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  // Halves of surrogate pairs too.
  fc.array(fc.integer({ min: 0xd700, max: 0xe000 })).map((units) => String.fromCharCode(...units)),
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 2 ** 53, 5e-324),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  // Invalid dates have a test of their own: isDeepStrictEqual takes none for equal to another.
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
  fc.string().map((text) => rawJson(JSON.stringify(text))),
);
const key = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "$bigint", "$$date", "$", "constructor", "toJSON", "0", ""),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    leaf,
    fc.array(tie("value")),
    fc.dictionary(key, tie("value"), { noNullPrototype: true }),
    fc.array(fc.tuple(tie("value"), tie("value"))).map((pairs) => new Map(pairs)),
  ),
}));

describe("rowText and readRow", () => {
  it("give back what was written, on one line of JSON", () => {
    fc.assert(
      fc.property(value, (row) => {
        const { text, lost } = rowText(row);
        expect(lost).toEqual([]);
        expect(text).not.toMatch(/[\r\n]/);
        expect(isDeepStrictEqual(readRow(JSON.parse(text)), row)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("give back invalid dates wherever they are", () => {
    const invalid = (): Date => new Date(NaN);
    const row = { at: invalid(), list: [invalid()], map: new Map([[invalid(), invalid()]]) };
    expect(rowText(row).lost).toEqual([]);
    const { at, list, map } = again(row) as typeof row;
    const dates = [at, ...list, ...map.keys(), ...map.values()];
    expect(dates.map((date) => [date instanceof Date, Number(date)])).toEqual(dates.map(() => [true, NaN]));
    expect(dates).toHaveLength(4);
  });

  it("read any JSON or say what is wrong with it", () => {
    const words = fc.oneof(key, fc.constantFrom("$date", "$map", "$bytes", "$number", "$rawJson", "$undefined"));
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(fc.jsonValue(), fc.array(tie("json")), fc.dictionary(words, tie("json"), { maxKeys: 2 })),
    }));
    fc.assert(
      fc.property(json, (given) => {
        try {
          readRow(given);
        } catch (error) {
          expect(error).toHaveProperty("name", "RowFormError");
        }
      }),
    );
  });
});

describe("rowText", () => {
  it("is JSON that people can read and edit", () => {
    const row = {
      id: 12n,
      at: new Date("2024-05-01T12:30:00.250Z"),
      bytes: Uint8Array.of(1, 2, 255),
      tags: new Map([["a", 1]]),
      reading: NaN,
      payload: rawJson('{"a":1}'),
      $price: "1.50",
      none: null,
      absent: undefined,
    };
    expect(rowText(row).text).toBe(
      '{"id":{"$bigint":"12"},"at":{"$date":"2024-05-01T12:30:00.250Z"},"bytes":{"$bytes":"AQL/"},' +
        '"tags":{"$map":[["a",1]]},"reading":{"$number":"NaN"},"payload":{"$rawJson":"{\\"a\\":1}"},"$$price":"1.50","none":null}',
    );
  });

  it("keeps undefined and holes in a list, where they have a place", () => {
    const items: unknown[] = [1, undefined];
    items[3] = 4;
    expect(again(items)).toStrictEqual([1, undefined, undefined, 4]);
    expect(again(undefined)).toBeUndefined();
  });

  it("keeps the instant of a Temporal value, and a column of that name as it is", () => {
    class Instant {
      readonly #nanoseconds = 1_714_566_600_000_000_001n;
      get epochNanoseconds(): bigint {
        return this.#nanoseconds;
      }
    }
    expect(rowText({ at: new Instant() }).text).toBe('{"at":{"$epochNanoseconds":"1714566600000000001"}}');
    expect(again({ at: new Instant() })).toStrictEqual({ at: { epochNanoseconds: 1_714_566_600_000_000_001n } });
    expect(again({ epochNanoseconds: 5n, other: 1 })).toStrictEqual({ epochNanoseconds: 5n, other: 1 });
  });

  it("keeps a view's own bytes only", () => {
    expect(again(Buffer.from("abc").subarray(1))).toStrictEqual(new Uint8Array([98, 99]));
  });

  it("keeps values of another realm", () => {
    const row: unknown = runInNewContext(
      "({ at: new Date(5), m: new Map([[1, 2]]), b: Uint8Array.of(7), o: { a: [1] } })",
    );
    expect(rowText(row)).toEqual({
      text: '{"at":{"$date":"1970-01-01T00:00:00.005Z"},"m":{"$map":[[1,2]]},"b":{"$bytes":"Bw=="},"o":{"a":[1]}}',
      lost: [],
    });
  });

  it("keeps what can be read of an instance: fields, getters, inherited values", () => {
    class Base {
      readonly id = 1;
      get double(): number {
        return 2 * this.id;
      }
      method(): number {
        return this.id;
      }
    }
    class Row extends Base {
      readonly name = "x";
    }
    expect(rowText(new Row())).toEqual({ text: '{"id":1,"name":"x","double":2}', lost: [] });
    expect(rowText(Object.create({ id: 1 }))).toEqual({ text: '{"id":1}', lost: [] });
  });

  it("takes the fields of the row itself, and what toJSON gives for a value in it, which it says", () => {
    const url = new URL("http://localhost/a");
    expect(rowText({ url })).toEqual({
      text: '{"url":"http://localhost/a"}',
      lost: [{ path: ["url"], was: "an object with toJSON, kept as what that gives" }],
    });
    const row = { a: 1, toJSON: () => ({ b: 2 }) };
    expect(rowText(row)).toEqual({ text: '{"a":1}', lost: [{ path: ["toJSON"], was: "a function" }] });
  });
});

describe("what cannot be kept", () => {
  const circular: { self?: object; list: unknown[] } = { list: [] };
  circular.self = circular;
  circular.list.push(circular);
  const throwing = {
    a: 1,
    get b(): never {
      throw new Error("secret");
    },
    c: 3,
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const itself = "an object that contains itself";

  it.each<[string, unknown, string, unknown[]]>([
    [
      "a cycle",
      circular,
      '{"list":[null],"self":null}',
      [
        [["list", 0], itself],
        [["self"], itself],
      ],
    ],
    ["a getter that throws", throwing, '{"a":1,"c":3}', [[["b"], "a getter or proxy that throws"]]],
    ["a revoked proxy", [revoked.proxy], "[null]", [[[0], "a value that throws when it is read"]]],
    [
      "a function",
      { f: () => 1, g: [() => 1] },
      '{"g":[null]}',
      [
        [["f"], "a function"],
        [["g", 0], "a function"],
      ],
    ],
    ["a symbol", { s: Symbol("x") }, "{}", [[["s"], "a symbol"]]],
    ["a Set", { s: new Set([1]) }, '{"s":null}', [[["s"], "an instance of Set"]]],
    ["a typed array", { s: Float32Array.of(1) }, '{"s":null}', [[["s"], "an instance of Float32Array"]]],
    ["an Error", new Error("secret"), "null", [[[], "an instance of Error"]]],
    ["a boxed number", [Object(1)], "[null]", [[[0], "an instance of Number"]]],
    [
      "rawJson of no text",
      [rawJson(1 as never)],
      "[null]",
      [[[0], "rawJson of something that is no text, or too long"]],
    ],
    ["a key in a Map", new Map([[() => 1, 1]]), '{"$map":[[null,1]]}', [[[0, 0], "a function"]]],
    ["an endless bigint", [1n << 100_000n], "[null]", [[[0], "a bigint of more than 38 digits"]]],
  ])("%s is listed, and the rest is there", (_, row, text, lost) => {
    expect(rowText(row)).toEqual({
      text,
      lost: lost.map((each) => ({ path: (each as unknown[])[0], was: (each as unknown[])[1] })),
    });
  });

  it("is not what stands in two places", () => {
    const shared = { a: [1] };
    expect(rowText([shared, shared])).toEqual({ text: '[{"a":[1]},{"a":[1]}]', lost: [] });
  });

  it("ends at a depth, far beyond the columns", () => {
    let row: unknown = 1;
    for (let level = 0; level < 100_000; level++) row = [row];
    const { text, lost } = rowText(row);
    expect(text).toBe(`${"[".repeat(1100)}null${"]".repeat(1100)}`);
    expect(lost).toMatchObject([{ was: "more than 1100 levels of nesting" }]);
    let variant: unknown = 1;
    for (let level = 0; level < 1000; level++) variant = { a: variant };
    expect(again({ v: variant })).toStrictEqual({ v: variant });
    let map: unknown = 1;
    for (let level = 0; level < 500; level++) map = new Map([[level, map]]);
    expect(isDeepStrictEqual(again({ map }), { map })).toBe(true);
  });

  it("ends at a depth for objects that never end", () => {
    const endless = (): object => ({
      get next(): object {
        return endless();
      },
    });
    expect(rowText(endless()).lost).toHaveLength(1);
  });

  it("ends at a length", () => {
    let row: unknown = "x".repeat(50);
    for (let level = 0; level < 60; level++) row = [row, row];
    const { text, lost } = rowText(row, 10_000);
    expect(text.length).toBeLessThan(20_000);
    expect(() => readRow(JSON.parse(text))).not.toThrow();
    expect(lost.length).toBeGreaterThan(0);
    expect(rowText({ a: "x".repeat(100), b: 1 }, 50)).toEqual({
      text: '{"a":null,"b":1}',
      lost: [{ path: ["a"], was: "a string of 100 characters" }],
    });
    const wide = rowText(new Map(Array.from({ length: 100 }, (_, at) => [at, { at }])), 100);
    expect(JSON.parse(wide.text)).toHaveProperty("$map");
    expect(wide.lost.at(-1)).toEqual({ path: [], was: "the rest of a Map, more than a dead letter holds" });
    const fields = rowText(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`c${at}`, at])), 100);
    expect(JSON.parse(fields.text)).toHaveProperty("c0", 0);
    expect(fields.lost).toHaveLength(101);
    expect(fields.lost.at(-1)?.was).toMatch(/^\d+ more values$/);
  });

  it("is nothing in a row of 10 MB", () => {
    const row = {
      text: "ü".repeat(4_000_000),
      numbers: Array.from({ length: 500_000 }, (_, at) => BigInt(at)),
      bytes: new Uint8Array(1_000_000).fill(255),
    };
    const { text, lost } = rowText(row);
    expect(lost).toEqual([]);
    const read = readRow(JSON.parse(text)) as typeof row;
    expect([read.text === row.text, read.numbers.length, read.numbers[499_999]]).toEqual([true, 500_000, 499_999n]);
    expect(Buffer.from(read.bytes).equals(Buffer.from(row.bytes))).toBe(true);
  });
});

describe("readRow", () => {
  it.each([
    [{ $bigint: "1.5" }, "has a $bigint that is not a string of digits"],
    [{ $bigint: 5 }, "has a $bigint that is not a string of digits"],
    [{ $date: "2024-05-01T12:30" }, 'has a $date that is not an instant such as "2024-05-01T12:30:00.250Z"'],
    [{ $date: "2024-05-01T12:30:00.123456Z" }, "has a $date that is not an instant"],
    [{ $date: 0 }, "has a $date that is not an instant"],
    [{ $date: "2024-13-01" }, "has a $date that is not an instant"],
    [{ $bytes: "AQL" }, "has a $bytes that is not a string of base64 with its padding"],
    [{ $map: { a: 1 } }, "has a $map that is not a list of [key, value]"],
    [{ $map: [["a"]] }, "has a $map that is not a list of [key, value]"],
    [
      {
        $map: [
          ["a", 1],
          ["a", 2],
        ],
      },
      "has a $map with a key twice",
    ],
    [{ $number: 5 }, 'has a $number that is not "NaN", "Infinity" or "-Infinity"'],
    [{ $rawJson: {} }, "has a $rawJson that is not a string with JSON text"],
    [{ $decimal: "1" }, 'has the unknown tag "$decimal"'],
    [{ $bigint: "1", other: 2 }, 'has the key "$bigint": a key of its own that begins with $ is written with $$'],
  ])("of %j says what is wrong", (json, message) => {
    expect(() => readRow([json])).toThrow(message);
  });

  it("refuses a bigint that would take seconds", () => {
    expect(() => readRow({ $bigint: "1".repeat(10_002) })).toThrow("has a $bigint that is not a string of digits");
  });

  it("refuses a nesting that would end the stack", () => {
    const text = "[".repeat(100_000) + "]".repeat(100_000);
    expect(() => readRow(JSON.parse(text))).toThrow("is nested too deeply");
  });

  it("makes a field of __proto__", () => {
    const row = readRow(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Object.keys(row as object)).toEqual(["__proto__"]);
  });
});
