import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "../../../../src/source/schema-files/scan-json.js";

describe("scanJson finds the end of", () => {
  it.each([
    ["an object", '{"a": [1, {"b": null}], "c": "}"} {"d"', 33],
    ["an empty object and list", "{ } x", 3],
    ["a list of lists", "[[], [[]]]]", 10],
    ["text with every escape", String.raw`"\"\\\/\b\f\n\r\té🦀", `, 21],
    ["text with U+2028 and DEL", '"\u2028\u007f\u0085"', 5],
    ["a number", "-12.5e+3,", 8],
    ["a word", "true]", 4],
    ["a value after white space", " \t\r\n[1]", 7],
  ])("%s", (_, text, end) => {
    expect(scanJson(text, 0)).toEqual({ ok: true, end });
  });
});

describe("scanJson says where and why", () => {
  it.each([
    ["nothing is there", "  ", 2, "expected a value, found the end of the text"],
    ["a comma is missing", '{"a": 1 "b": 2}', 8, 'expected `,` or `}`, found `"`'],
    ["a comma is missing in a list", "[1 2]", 3, "expected `,` or `]`, found `2`"],
    ["a comma is one too many", '{"a": 1,\n}', 9, "the comma before `}` is one too many"],
    ["a comma is one too many in a list", "[1, ]", 4, "the comma before `]` is one too many"],
    ["a list begins with a comma", "[,]", 1, "expected a value, found `,`"],
    ["a name has no quotation marks", "{name: 1}", 1, "expected a name in quotation marks or `}`, found `name`"],
    ["a second name has none", '{"a":1, b: 1}', 8, "expected a name in quotation marks, found `b`"],
    ["a colon is missing", '{"a" 1}', 5, "expected `:`, found `1`"],
    ["a name has no value", '{"a":}', 5, "expected a value, found `}`"],
    ["a value is Python's", '{"a": True}', 6, "expected a value, found `True`"],
    ["text is in apostrophes", "{'a': 1}", 1, "expected a name in quotation marks or `}`, found `'`"],
    ["there is a comment", "[1, // one\n2]", 4, "expected a value, found `/`"],
    ["a number begins with zero", "[01]", 2, "expected `,` or `]`, found `1`"],
    ["a bracket does not fit", '{"a": [1}', 8, "expected `,` or `]`, found `}`"],
    ["the text is cut off", '{"a": [1,', 9, "expected a value, found the end of the text"],
    ["text is cut off", '{"a": "bc', 6, "the quotation mark is never closed"],
    ["text goes over a line", '["a\nb"]', 3, "a line break inside quotation marks is written `\\n`"],
    ["text has a tab", '["a\tb"]', 3, "a control character inside quotation marks is written as an escape"],
    ["an escape is none", String.raw`["\x41"]`, 2, "there is no such escape in JSON"],
    ["an escape is too short", String.raw`["\u12"]`, 2, "there is no such escape in JSON"],
    ["a space is not one of JSON's", "[\u00a01]", 1, "expected a value, found the character U+00A0"],
    ["an emoji stands there", "[🦀]", 1, "expected a value, found `🦀`"],
  ])("%s", (_, text, offset, problem) => {
    expect(scanJson(text, 0)).toEqual({ ok: false, offset, problem });
  });
});

describe("scanJson, for any text,", () => {
  it("takes what JSON.parse takes, and refuses what it refuses", () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", '"', "\\", "\n", "0", "e", "\u0001"), fc.nat(2))
      .map(([json, at, insert, cut]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + insert + json.slice(place + cut);
      });
    fc.assert(
      fc.property(fc.oneof(broken, fc.string(), fc.json()), (text) => {
        const scan = scanJson(text, 0);
        const isWhole = scan.ok && text.slice(scan.end).replace(/[ \t\n\r]/g, "") === "";
        expect(isWhole).toBe(isJson(text));
        if (!scan.ok) expect(scan.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not run out of stack", () => {
    expect(scanJson("[".repeat(1_000_000), 0)).toMatchObject({ ok: false, offset: 1_000_000 });
    expect(scanJson(`"${"\\n".repeat(1_000_000)}"`, 0)).toEqual({ ok: true, end: 2_000_002 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
