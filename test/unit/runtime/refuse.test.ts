/** The list of issues, for inputs that were made to upset whoever reads them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../src/runtime/index.js";
import { encodeEveryType, type EveryType, validateEveryType } from "./support/every-type.js";
import { seed } from "./support/seed.js";

function issuesOf(input: unknown): readonly Issue[] {
  const result = validateEveryType(input);
  return result.ok ? [] : result.issues;
}

const told = (input: unknown): string[] => issuesOf(input).map(({ path, code }) => `${path.join(".")}: ${code}`);

describe("issues", () => {
  it("are all told, in the order of the columns, unknown keys last", () => {
    expect(
      told({
        extra: 1,
        tiny: 1000,
        longs: [1, null, "x"],
        places: [{ zone: "z", Name: 1 }],
        reals: { ok: 1, bad: "b" },
        price: "1.234",
      }),
    ).toEqual([
      "id: required",
      "tiny: range",
      "price: precision",
      "longs.1: null_element",
      "longs.2: type",
      "places.0.name: required",
      "places.0.zone: type",
      "places.0.Name: unknown_column",
      "reals.bad: type",
      "extra: unknown_column",
    ]);
  });

  it("name the column that was meant", () => {
    const [issue] = issuesOf({ id: 1, PRICE: "1" });
    expect(issue).toEqual({
      code: "unknown_column",
      path: ["PRICE"],
      message: 'expected the column as it is written, "price", received "PRICE"',
      expected: 'the column as it is written, "price"',
      received: '"PRICE"',
    });
    expect(issuesOf({ id: 1, cost: "1" })[0]?.message).toBe('expected a column of the table, received "cost"');
  });

  it.each([null, undefined, 1, "row", [], [{ id: 1 }], () => 1, Symbol("s")])("of %o are one", (input) => {
    expect(told(input)).toEqual([": type"]);
  });

  it("are the same in whatever order the keys come, and whichever are left out", () => {
    const values: readonly (readonly [key: string, value: unknown, issue?: string])[] = [
      ["id", 1],
      ["tiny", 1000, "tiny: range"],
      ["price", "1.5"],
      ["blob", 5, "blob: type"],
      ["longs", [1]],
      ["constructor", 5, "constructor: type"],
      ["Tiny", 1, "Tiny: unknown_column"],
      ["extra", null, "extra: unknown_column"],
    ];
    const isStranger = (issue: string): boolean => issue.endsWith("unknown_column");
    fc.assert(
      fc.property(fc.shuffledSubarray([...values]), (entries) => {
        const issues = entries.flatMap(([, , issue]) => issue ?? []);
        const found = told(Object.fromEntries(entries.map(([key, value]) => [key, value])));
        const missing = entries.some(([key]) => key === "id") ? [] : ["id: required"];
        expect([...found].sort()).toEqual([...missing, ...issues].sort());
        expect(found.filter(isStranger)).toEqual(issues.filter(isStranger));
      }),
      { seed, numRuns: 300 },
    );
  });

  it("stop at 1,000", () => {
    expect(issuesOf({ id: 1, longs: new Array(5000).fill(null) })).toHaveLength(1000);
    expect(issuesOf({ longs: new Array(2 ** 32 - 1), places: new Array(2 ** 32 - 1) })).toHaveLength(1000);
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${String(index)}`, null]));
    expect(issuesOf({ id: 1, reals: keys })).toHaveLength(1000);
    expect(issuesOf({ id: 1, ...keys })).toHaveLength(1000);
  });
});

describe("names that every object has", () => {
  it("are unknown columns when they are own keys, and nothing otherwise", () => {
    expect(told(JSON.parse('{"id":1,"__proto__":{"id":"x"}}'))).toEqual(["__proto__: unknown_column"]);
    expect(told({ id: 1, toString: 1 })).toEqual(["toString: unknown_column"]);
    expect(told({ id: 1 })).toEqual([]);
    expect(told(Object.assign(Object.create(null) as object, { id: 1 }))).toEqual([]);
  });

  it("are read as columns only from the row itself", () => {
    expect(told({ id: 1, constructor: "own" })).toEqual([]);
    expect(told({ id: 1, constructor: 5 })).toEqual(["constructor: type"]);
    expect(told({ id: 1, constructor: null })).toEqual([]);
  });
});

describe("rows of classes", () => {
  class Base {
    other = 1;
    get tiny(): number {
      return this.other;
    }
  }
  class Sensor extends Base {
    id = 5n;
  }

  it("have their getters read and inherited keys passed over", () => {
    expect(told(new Sensor())).toEqual(["other: unknown_column"]);
    const row = Object.create({ inherited: 1, tiny: 3 }, { id: { value: 1, enumerable: true } }) as EveryType;
    expect(told(row)).toEqual([]);
    expect(Buffer.from(encodeEveryType(row)).toString("hex")).toBe("08011803");
  });
});

describe("inputs that throw when they are touched", () => {
  const boom = (): never => {
    throw new Error("secret");
  };
  const throwing = new Proxy(
    {},
    { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom },
  );
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const getter = (name: string): object => Object.defineProperty({ id: 1 }, name, { get: boom, enumerable: true });

  it("are issues at the place that threw", () => {
    expect(told(getter("price"))).toEqual(["price: unreadable"]);
    expect(told({ id: 0.5, place: getter("name"), longs: [null] })).toEqual([
      "id: not_integer",
      "place.name: unreadable",
      "place.id: unknown_column",
      "longs.0: null_element",
    ]);
    expect(told({ id: 1, reals: getter("x") })).toEqual(["reals: unreadable"]);
    expect(told({ id: 1, payload: { deep: getter("x") } })).toEqual(["payload: unreadable"]);
    expect(told({ id: 1, payload: { toJSON: boom } })).toEqual(["payload: unreadable"]);
    expect(issuesOf(getter("price"))[0]).toEqual({
      code: "unreadable",
      path: ["price"],
      message: "expected a value that can be read, received a getter or proxy that throws",
      expected: "a value that can be read",
      received: "a getter or proxy that throws",
    });
  });

  it.each([() => throwing, () => revoked])("are never thrown on (%#)", (make) => {
    const hostile = make();
    expect(told(hostile).at(-1)).toBe(": unreadable");
    for (const column of [
      "id",
      "price",
      "blob",
      "day",
      "instant",
      "local",
      "payload",
      "place",
      "longs",
      "reals",
      "byLong",
    ]) {
      const issues = issuesOf({ id: 1, [column]: hostile });
      expect(issues.length, column).toBeGreaterThan(0);
      expect(JSON.stringify(issues)).not.toContain("secret");
    }
    expect(told({ id: 1, longs: [hostile], places: [hostile], reals: { a: hostile } })).toContain("longs.0: type");
  });

  it("are an issue also when they change their mind", () => {
    let reads = 0;
    const row = {
      get id(): number {
        return reads++ === 0 ? 0.5 : 1;
      },
    };
    expect(issuesOf(row)).toMatchObject([
      { code: "unreadable", path: [], received: "one that changes while it is read" },
    ]);
  });

  it("are thrown by encode as they are", () => {
    expect(() => encodeEveryType(getter("price") as EveryType)).toThrow(new Error("secret"));
  });
});
