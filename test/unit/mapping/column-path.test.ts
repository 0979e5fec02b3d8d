import { expect, test } from "vitest";
import { findField, pathKey, pathsOf } from "../../../src/mapping/column-path.js";
import { array, column, field, long, map, string, struct, table } from "../../support/tables.js";

const inner = struct({ zip: string, Zip: long, geo: struct({ lat: long }) });
const of = table([
  column("id", long),
  column("ID", string),
  column("name", string),
  column("address", inner),
  column("items", array(struct({ sku: string }))),
  column("by_day", map(string, struct({ total: long }))),
  column("a.b", long),
  column("a", struct({ b: string, c: struct({ d: long }), "c.e": long })),
  column("twice", array(array(struct({ x: long })))),
]);

test.each<readonly [string, readonly string[] | null]>([
  ["id", ["id"]],
  ["ID", ["ID"]],
  ["Id", null],
  ["NAME", ["name"]],
  ["address.zip", ["address", "zip"]],
  ["address.Zip", ["address", "Zip"]],
  ["address.ZIP", null],
  ["ADDRESS.GEO.LAT", ["address", "geo", "lat"]],
  ["items.sku", ["items", "sku"]],
  ["by_day.total", ["by_day", "total"]],
  ["a.b", ["a.b"]],
  ["a.c.d", ["a", "c", "d"]],
  ["a.c.e", ["a", "c.e"]],
  ["twice.x", ["twice", "x"]],
  ["name.x", null],
  ["address.", null],
  [".id", null],
  ["", null],
  ["constructor", null],
])("%j leads to %j", (path, want) => {
  expect(findField(of, path)?.path ?? null).toEqual(want);
});

test("tells the column and the field", () => {
  const found = findField(of, "address.geo.lat");
  expect([found?.column.name, found?.field]).toEqual(["address", field("lat", long)]);
});

test("knows every path of a table", () => {
  expect(pathsOf(table([column("id", long), column("p", struct({ x: long, q: array(struct({ y: long })) }))]))).toEqual(
    ["id", "p", "p.x", "p.q", "p.q.y"],
  );
});

test("keys of paths with dots in their names differ", () => {
  expect(pathKey(["a.b"])).not.toBe(pathKey(["a", "b"]));
});
