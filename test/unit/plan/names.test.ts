import { expect, test } from "vitest";
import { moduleScope, objectPrototypeNames } from "../../../src/plan/names.js";

test.each([
  ["Orders", "Orders"],
  ["class", "class$"],
  ["await", "await$"],
  ["Date", "Date$"],
  ["Map", "Map$"],
  ["Record", "Record$"],
  ["Decoded", "Decoded$"],
  ["isLong", "isLong$"],
  ["constructor", "constructor$"],
  ["undefined", "undefined$"],
])("%s is declared as %s", (base, want) => {
  expect(moduleScope().claim(base)).toBe(want);
});

test("gives each name once", () => {
  const { claim } = moduleScope();
  expect(["a", "a", "a", "a$", "Date", "Date"].map(claim)).toEqual(["a", "a$", "a$1", "a$$", "Date$", "Date$1"]);
});

test("knows every name of Object.prototype", () => {
  expect([...objectPrototypeNames]).toEqual(Object.getOwnPropertyNames(Object.prototype).sort());
});
