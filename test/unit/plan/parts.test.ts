import { expect, test } from "vitest";
import { inParts } from "../../../src/plan/parts.js";

test.each([
  [0, [0]],
  [1, [1]],
  [4, [4]],
  [5, [3, 2]],
  [8, [4, 4]],
  [9, [3, 3, 3]],
  [10, [4, 4, 2]],
])("%d items in parts of at most four: %j", (count, sizes) => {
  const items = Array.from({ length: count }, (_, index) => index);
  const parts = inParts(items, 4);
  expect(parts.map((part) => part.length)).toEqual(sizes);
  expect(parts.flat()).toEqual(items);
});
