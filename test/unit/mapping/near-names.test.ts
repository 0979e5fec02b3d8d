import { expect, test } from "vitest";
import { nearNames } from "../../../src/mapping/near-names.js";

test.each<readonly [string, readonly string[], readonly string[]]>([
  ["addres", ["id", "address", "addressee"], ["address"]],
  ["ADDRESS", ["id", "address"], ["address"]],
  ["c1", ["c2", "c3", "id"], ["c2", "c3"]],
  ["x", ["id", "address"], []],
  ["nothing_of_the_kind", ["id", "address"], []],
  ["", ["id"], []],
  ["id", [], []],
  ["a", ["b", "c", "d", "e", "f", "g"], ["b", "c", "d", "e", "f"]],
])("%j in %j is near to %j", (wanted, names, want) => {
  expect(nearNames(wanted, names)).toEqual(want);
});
