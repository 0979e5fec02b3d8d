import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../../src/diagnostics/suggest.js";

describe("nearest", () => {
  const names = ["ddl", "dry-run", "out", "prune", "quiet", "runtime"];

  it.each([
    ["a slip", "pruen", ["prune"]],
    ["a missing letter", "dryrun", ["dry-run"]],
    ["another case", "DDL", ["ddl"]],
    ["one letter of a short name", "dll", ["ddl"]],
    ["nothing alike", "workspace", []],
    ["nothing", "", []],
  ])("forgives %s", (_, given, want) => {
    expect(nearest(given, names)).toEqual(want);
  });

  it("gives the nearest first, then code-unit order, and three at most", () => {
    expect(nearest("order", ["ordes", "orders", "border", "Order", "older"])).toEqual(["Order", "border", "older"]);
  });
});

describe("didYouMean", () => {
  it.each([
    [[], null],
    [["a"], 'Did you mean "a"?'],
    [["a", "b"], 'Did you mean "a" or "b"?'],
  ])("words %j", (names, want) => {
    expect(didYouMean(names)).toBe(want);
  });
});
