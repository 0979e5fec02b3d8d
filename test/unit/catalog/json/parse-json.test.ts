import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../../../src/catalog/json/parse-json.js";

describe("integers beyond 2^53 are text, and nothing else is", () => {
  test.each<[text: string, want: unknown]>([
    ["9007199254740991", 9_007_199_254_740_991],
    ["9007199254740993", "9007199254740993"],
    ["-9223372036854775808", "-9223372036854775808"],
    ['{"a":[9223372036854775807,1]}', { a: ["9223372036854775807", 1] }],
    ["12345678901234567890.5", Number("12345678901234567890.5")],
    ["1e20", 1e20],
    ["1234567890123456789e2", Number("1234567890123456789e2")],
    ['"9223372036854775807"', "9223372036854775807"],
    [String.raw`"\"9223372036854775807\\"`, '"9223372036854775807\\'],
    ['{"9223372036854775807":9223372036854775807}', { "9223372036854775807": "9223372036854775807" }],
    [' [ 1 , "x" ] ', [1, "x"]],
  ])("%s", (text, want) => {
    expect(parseJson(text)).toEqual(want);
  });
});

test("what is not JSON is refused, also beside a long integer", () => {
  for (const text of ["", "{", "[9223372036854775807", "9223372036854775807 x", '"9223372036854775807']) {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});

test("any other JSON is what JSON.parse gives", () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (text, padding) => {
      fc.pre(!/\d{16}/.test(text));
      const value = { padding: `1234567890123456${padding}`, value: JSON.parse(text) as unknown };
      expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 200, seed: 5 },
  );
});

test("ten megabytes of backslashes and digits are read", () => {
  const text = `["${"\\\\".repeat(2_000_000)}", ${"9".repeat(3_000_000)}]`;
  expect(parseJson(text)).toEqual(["\\".repeat(2_000_000), "9".repeat(3_000_000)]);
});
