import { expect, test } from "vitest";
import { visibleText } from "../../../src/mapping/visible-text.js";

test.each([
  ["plain text", "plain text"],
  ["größe 表 café", "größe 表 café"],
  ["a\nb\r\tc\u0000", "a\\u{a}b\\u{d}\\u{9}c\\u{0}"],
  ["a\u2028b\u2029c\u0085", "a\\u{2028}b\\u{2029}c\\u{85}"],
  ["\u202eabc\u2066\u200f\ufeff", "\\u{202e}abc\\u{2066}\\u{200f}\\u{feff}"],
  ["\u{e0041}", "\\u{e0041}"],
  ["\ud800x\udc00", "\\u{d800}x\\u{dc00}"],
  ["👩‍👩‍👧", "👩‍👩‍👧"],
])("%j is shown as %s", (text, want) => {
  expect(visibleText(text)).toBe(want);
});
