import { describe, expect, test } from "vitest";
import { docComment, fits, indented, outdented, wrapWords } from "../../../src/emit/layout.js";

test.each([
  ["x".repeat(120), 0, true],
  ["x".repeat(121), 0, false],
  ["x".repeat(119), 2, false],
  [`${"x".repeat(100)}\n${"x".repeat(120)}`, 20, true],
  [`${"x".repeat(100)}\n${"x".repeat(120)}`, 21, false],
  [`short\n${"x".repeat(121)}\nshort`, 0, false],
  ["", 0, true],
])("%j fits behind %d characters: %s", (text, indent, want) => {
  expect(fits(text, indent)).toBe(want);
});

test.each([
  ["a b c", 3, ["a b", "c"]],
  ["abcdef gh", 3, ["abcdef", "gh"]],
  ["a  b", 1, ["a", "b"]],
  ["abc", 3, ["abc"]],
])("%j in lines of %d is %j", (text, width, want) => {
  expect(wrapWords(text, width)).toEqual(want);
});

describe("docComment", () => {
  test("is one line where it fits", () => {
    expect(docComment(["BIGINT."], "  ")).toBe("  /** BIGINT. */");
  });

  test("is a block for long text and for several paragraphs", () => {
    const long = "word ".repeat(40).trim();
    expect(
      docComment([long], "")
        .split("\n")
        .map((line) => line.length),
    ).toEqual([3, 117, 87, 3]);
    expect(docComment(["a", "b"], "")).toBe("/**\n * a\n * b\n */");
  });
});

test("indents lines that have text, and back", () => {
  expect(indented("a\n\n  b")).toBe("  a\n\n    b");
  expect(outdented("  a\n\n    b")).toBe("a\n\n  b");
});
