import { describe, expect, it } from "vitest";
import { countsText, diagnosticsText, diagnosticText } from "../../../../src/cli/report/diagnostics-text.js";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";
import { colored, plain } from "../plain-style.js";

const error: Diagnostic = { code: "GP1001", severity: "error", message: "A comma is missing." };
const warning: Diagnostic = { code: "GP5014", severity: "warning", message: "It is old." };
const span = { start: 20, end: 25, line: 12, column: 17 };

describe("diagnosticText", () => {
  it.each([
    ["a message", error, "error GP1001: A comma is missing.\n"],
    ["a file", { ...error, file: "a.sql" }, "a.sql: error GP1001: A comma is missing.\n"],
    ["a place", { ...error, file: "t/a.sql", span }, "t/a.sql:12:17: error GP1001: A comma is missing.\n"],
    ["a table without a file", { ...warning, table: "a.b.c" }, "a.b.c: warning GP5014: It is old.\n"],
    ["a column", { ...error, table: "a.b.c", column: "d.e" }, "a.b.c.d.e: error GP1001: A comma is missing.\n"],
    [
      "a frame and a hint",
      { ...error, file: "a.sql", span, frame: "12 | a INT b INT\n   |       ^^^^^\n", hint: "Put one there." },
      "a.sql:12:17: error GP1001: A comma is missing.\n12 | a INT b INT\n   |       ^^^^^\n  hint: Put one there.\n",
    ],
    [
      "hostile text",
      { ...error, message: "\x1b]0;x\x07", file: "a\x1b.sql", frame: "1 | \x1b[2J\n", hint: "\u202e" },
      "a␛.sql: error GP1001: ␛]0;x␇\n1 | ␛[2J\n  hint: \ufffd\n",
    ],
    [
      "names that look like another finding, or have no end",
      { ...error, table: "a.b.c\n\td", column: "x".repeat(1000) },
      `a.b.c  d.${"x".repeat(290)}…: error GP1001: A comma is missing.\n`,
    ],
  ])("prints %s", (_, diagnostic, want) => {
    expect(diagnosticText(diagnostic, plain)).toBe(want);
  });

  it("paints the severity and the caret, and only them in their colour", () => {
    const text = diagnosticText({ ...error, frame: "  1 | x\n> 2 | a ^ b\n    |   ^" }, colored);
    expect(text).toBe(
      "\x1b[1m\x1b[31merror GP1001:\x1b[39m\x1b[22m A comma is missing.\n" +
        "\x1b[2m  1 | x\x1b[22m\n> 2 | a ^ b\n    |   \x1b[1m\x1b[31m^\x1b[39m\x1b[22m\n",
    );
  });
});

describe("diagnosticsText", () => {
  const many = [...Array.from({ length: 23 }, () => warning), ...Array.from({ length: 23 }, () => error)];

  it("folds many warnings of one kind, and never errors", () => {
    const lines = diagnosticsText(many, plain, "normal").trimEnd().split("\n");
    expect(lines).toHaveLength(20 + 23 + 1);
    expect(lines.at(-1)).toBe("… and 3 more GP5014 (--verbose shows them all)");
  });

  it("shows everything with --verbose, and errors alone with --quiet", () => {
    expect(diagnosticsText(many, plain, "verbose").trimEnd().split("\n")).toHaveLength(46);
    expect(diagnosticsText(many, plain, "quiet")).toBe("error GP1001: A comma is missing.\n".repeat(23));
  });
});

describe("countsText", () => {
  it.each([
    [[], ""],
    [[error], "1 error"],
    [[warning, error, error], "2 errors, 1 warning"],
    [[warning, warning], "2 warnings"],
  ])("counts %#", (diagnostics, want) => {
    expect(countsText(diagnostics)).toBe(want);
  });
});
