import { describe, expect, it } from "vitest";
import { displayWidth, tableLines } from "../../../../src/cli/report/table-text.js";

describe("displayWidth", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["größe", 5],
    ["gro\u0308ße", 5],
    ["東京", 4],
    ["🦀x", 3],
    ["👩‍👩‍👧", 2],
    ["→", 1],
  ])("of %j is %i", (text, want) => {
    expect(displayWidth(text)).toBe(want);
  });
});

describe("tableLines", () => {
  const rows = [
    ["COLUMN", "TYPE", "NOTES"],
    ["id", "BIGINT", "the key of the row, which nobody changes"],
    ["東京", "INT", ""],
  ];

  it("aligns columns, and leaves no space at line ends", () => {
    expect(tableLines(rows, null)).toEqual([
      "COLUMN  TYPE    NOTES",
      "id      BIGINT  the key of the row, which nobody changes",
      "東京    INT",
    ]);
  });

  it("wraps the last column where a terminal is too narrow for it", () => {
    expect(tableLines(rows, 42)).toEqual([
      "COLUMN  TYPE    NOTES",
      "id      BIGINT  the key of the row, which",
      "                nobody changes",
      "東京    INT",
    ]);
  });

  it("wraps long types at their commas, brackets and spaces", () => {
    const type = "STRUCT<alpha: BIGINT, beta: ARRAY<STRING>, gamma: MAP<STRING, DOUBLE>>";
    expect(tableLines([["a", type, "note"]], 80)).toEqual([
      "a  STRUCT<alpha: BIGINT, beta: ARRAY<    note",
      "   STRING>, gamma: MAP<STRING, DOUBLE>>",
    ]);
  });

  it("lets a word run over that cannot be broken", () => {
    const word = "x".repeat(50);
    expect(tableLines([[word, "a b"]], 60)).toEqual([`${word}  a b`]);
  });

  it("does not wrap to a column too narrow to read", () => {
    expect(tableLines(rows, 30)).toEqual(tableLines(rows, null));
  });
});
