import { expect, test } from "vitest";
import { SourceText } from "../../../src/ddl/source-text.js";

test("spanOf counts lines and columns from 1, in any order of questions", () => {
  const text = "a\nbc\r\n\nd" + "\n".repeat(40) + "end";
  const source = new SourceText(text);
  const offsets = [0, 2, 3, 6, 7, text.length - 3, 2, text.length, 0];
  expect(offsets.map((at) => source.spanOf(at, at + 1)).map(({ line, column }) => [line, column])).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 1],
    [4, 1],
    [44, 1],
    [2, 1],
    [44, 4],
    [1, 1],
  ]);
});

test("a byte order mark takes no column", () => {
  const source = new SourceText("\ufeffabc");
  expect(source.firstOffset).toBe(1);
  expect(source.spanOf(1, 4)).toEqual({ start: 1, end: 4, line: 1, column: 1 });
});
