import { describe, expect, it } from "vitest";
import { readJsonValues } from "../../../../src/source/schema-files/json-values.js";

describe("readJsonValues reads", () => {
  it.each([
    ["one value", ' {"a": [1]}\n', [{ a: [1] }]],
    ["a value a line", '{"a":1}\n{"a":2}\r\n\n{"a":3}\n', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["values over several lines", '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', [{ a: 1 }, { a: 2 }]],
    ["values without white space between", '{"a":1}[2]"x"', [{ a: 1 }, [2], "x"]],
    ["integers that a double cannot hold", "[9007199254740993]", [["9007199254740993"]]],
  ])("%s", (_, text, values) => {
    expect(readJsonValues(text, "a.json")).toEqual({ values, diagnostics: [] });
  });
});

describe("readJsonValues reports", () => {
  it("the place of an error, with its lines", () => {
    expect(readJsonValues('{\n  "name": "orders",\n  "columns": [,]\n}\n', "a.json")).toEqual({
      values: [],
      diagnostics: [
        {
          code: "GP2201",
          severity: "error",
          message: "The JSON is not valid: expected a value, found `,`.",
          file: "a.json",
          span: { start: 36, end: 37, line: 3, column: 15 },
          frame: '  2 |   "name": "orders",\n> 3 |   "columns": [,]\n    |               ^',
        },
      ],
    });
  });

  it("an empty text, at its end", () => {
    expect(readJsonValues(" \n", "a.json").diagnostics).toMatchObject([
      { message: "The JSON is not valid: expected a value, found the end of the text.", span: { line: 2, column: 1 } },
    ]);
    expect(readJsonValues("", "a.json").diagnostics).toMatchObject([{ code: "GP2201", span: { line: 1, column: 1 } }]);
  });

  it("each broken line, and reads the others", () => {
    const { values, diagnostics } = readJsonValues('{"a":1}\n{"a":\n{"a":3}\n{"a" 4}\n{"a":5}', "a.json");
    expect(values).toEqual([{ a: 1 }, { a: 3 }, { a: 5 }]);
    expect(diagnostics.map(({ span }) => [span?.line, span?.column])).toEqual([
      [2, 6],
      [4, 6],
    ]);
  });

  it("a broken object among others over several lines, and reads the others", () => {
    const { values, diagnostics } = readJsonValues('{\n "a": 1\n}\n{\n "a" 2\n}\n{\n "a": 3\n}\n', "a.json");
    expect(values).toEqual([{ a: 1 }, { a: 3 }]);
    expect(diagnostics.map(({ span }) => [span?.line, span?.column])).toEqual([[5, 6]]);
  });

  it("one problem of a list with an object a line", () => {
    const { values, diagnostics } = readJsonValues('{"tables": [\n{"a":1},\n{"a" 2},\n{"a":3}\n]}', "a.json");
    expect(values).toEqual([]);
    expect(diagnostics.map(({ span }) => [span?.line, span?.column])).toEqual([[3, 6]]);
  });

  it("no end of problems", () => {
    expect(readJsonValues('{"a":1}\n' + '{"a" 4}\n'.repeat(1000), "a.json").diagnostics).toHaveLength(20);
  });
});
