import { expect, test } from "vitest";
import { SourceText } from "../../../src/ddl/source-text.js";
import { codeFrame } from "../../../src/diagnostics/code-frame.js";

function frame(text: string, piece: string): string[] {
  const start = text.indexOf(piece);
  return codeFrame(text, new SourceText(text).spanOf(start, start + piece.length)).split("\n");
}

test("shows the line, the one before it and a caret below", () => {
  expect(frame("one\ntwo TEXT,\nthree", "TEXT")).toEqual(["  1 | one", "> 2 | two TEXT,", "    |     ^^^^"]);
});

test("the first line stands alone, and so does one behind a blank line", () => {
  expect(frame("one two", "one")).toEqual(["> 1 | one two", "    | ^^^"]);
  expect(frame("a\n \nb", "b")).toEqual(["> 3 | b", "    | ^"]);
});

test("numbers of lines are aligned", () => {
  expect(frame(`${"x\n".repeat(9)}y`, "y")).toEqual(["   9 | x", "> 10 | y", "     | ^"]);
});

test("tabs before the place stay tabs", () => {
  expect(frame("\t\ta b", "b")).toEqual(["> 1 | \t\ta b", "    | \t\t  ^"]);
});

test("carets end with the line; an empty place has one", () => {
  expect(frame("a bcd\r\nef", "cd\r\ne")).toEqual(["> 1 | a bcd", "    |    ^^"]);
  expect(codeFrame("abc", { start: 3, end: 3, line: 1, column: 4 })).toBe("> 1 | abc\n    |    ^");
});

test("long lines are cut around the place", () => {
  const [line = "", caret = ""] = frame(`${"a".repeat(5000)}HERE${"b".repeat(5000)}`, "HERE");
  expect(line.length).toBeLessThan(140);
  expect(line.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("HERE");
});

test("what would act on a terminal or hide is shown as dots, one for each code unit", () => {
  expect(frame("a\u001b[31m\u202e\ud800 X", "X")).toEqual(["> 1 | a·[31m·· X", "    |          ^"]);
});

test("a byte order mark is not shown", () => {
  expect(codeFrame("\ufeffab", { start: 2, end: 3, line: 1, column: 2 })).toBe("> 1 | ab\n    |  ^");
});
