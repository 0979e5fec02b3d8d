import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonValue, memberOf, parseJsonTree } from "../../../src/config/json-tree.js";

function read(text: string): unknown {
  const { root, problem } = parseJsonTree(text);
  return root === null ? problem : jsonValue(root);
}

describe("parseJsonTree", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text)).toEqual(JSON.parse(text));
      }),
      { seed: 7 },
    );
  });

  it("agrees with JSON.parse on what is not JSON", () => {
    const pieces = ["{", "}", "[", "]", ":", ",", '"a"', '"', "1", "-", "01", "1.5e3", "true", "nul", " ", "\\", "\n"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseJsonTree(text).problem === null).toBe(valid);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it.each([
    ["nothing", "", 0, "the text ends too early"],
    ["an object that is not closed", '{"a": 1', 7, "the text ends too early"],
    ["a comma too many", '{"a": 1, }', 9, '"}" follows a comma'],
    ["a comma too many in a list", "[1,]", 3, '"]" follows a comma'],
    ["a missing comma", '{"a": 1 "b": 2}', 8, 'expected "," or "}"'],
    ["a missing colon", '{"a" 1}', 5, 'expected ":" after the key'],
    ["single quotes", "{'a': 1}", 1, "expected a key in double quotes"],
    ["a bare word", "[yes]", 1, "expected a value"],
    ["a line break in a string", '["a\n"]', 1, "the string is not valid"],
    ["a comment", "{\n  // why\n}", 4, "there are no comments in JSON"],
    ["something after the end", "{} {}", 3, "something follows the end of the value"],
    ["a number with a leading zero", "[01]", 1, "expected a value"],
    ["too many levels", "[".repeat(300), 201, "values are nested too deeply"],
  ])("says where and why: %s", (_, text, offset, message) => {
    expect(parseJsonTree(text)).toEqual({ root: null, problem: { offset, message } });
  });

  it("keeps __proto__ as a key like any other", () => {
    expect(Object.keys(read('{"__proto__": {"a": 1}, "constructor": 2}') as object)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  it("reads a long string without running out of stack", () => {
    expect(read(JSON.stringify("x\\n\n".repeat(500_000)))).toBe("x\\n\n".repeat(500_000));
  });
});

describe("memberOf", () => {
  it("gives the last of two, and the places of its key and value", () => {
    const text = '{"a": 1, "a": [2]}';
    const { root } = parseJsonTree(text);
    const member = root === null ? null : memberOf(root, "a");
    const { keyRange, value } = member ?? { keyRange: { start: 0, end: 0 }, value: { start: 0, end: 0 } };
    expect([text.slice(keyRange.start, keyRange.end), text.slice(value.start, value.end)]).toEqual(['"a"', "[2]"]);
    expect(keyRange.start).toBe(9);
  });
});
