import { expect, test } from "vitest";
import type { SparkType } from "../../../src/catalog/spark-type.js";
import { sparkTypeName, typeText } from "../../../src/mapping/type-text.js";
import { array, decimal, map, string, struct } from "../../support/tables.js";

const cases: readonly (readonly [SparkType, string])[] = [
  [{ kind: "byte" }, "TINYINT"],
  [{ kind: "timestamp_ntz" }, "TIMESTAMP_NTZ"],
  [{ kind: "string", collation: "UTF8_LCASE" }, "STRING"],
  [decimal(10, 2), "DECIMAL(10,2)"],
  [{ kind: "varchar", length: 20 }, "VARCHAR(20)"],
  [{ kind: "time", precision: 6 }, "TIME(6)"],
  [{ kind: "interval", unit: "interval" }, "INTERVAL"],
  [{ kind: "interval", unit: "day to second" }, "INTERVAL DAY TO SECOND"],
  [{ kind: "geography", crs: "4326" }, "GEOGRAPHY(4326)"],
  [array(struct({ a: string })), "ARRAY<STRUCT>"],
  [map(string, array(decimal(5, 1))), "MAP<STRING, ARRAY<DECIMAL(5,1)>>"],
];

test.each(cases)("%j is %s", (type, want) => {
  expect(typeText(type)).toBe(want);
});

test("cuts deep nesting", () => {
  let type: SparkType = string;
  for (let level = 0; level < 100_000; level++) type = array(type);
  expect(typeText(type)).toBe("ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<…>>>>>");
});

test("names scalar types as Spark's schema JSON does", () => {
  expect(sparkTypeName({ kind: "long" })).toBe("long");
  expect(sparkTypeName({ kind: "long(number)" })).toBe("long(number)");
  expect(sparkTypeName({ kind: "decimal", precision: 10, scale: 2 })).toBe("decimal(10,2)");
  expect(sparkTypeName({ kind: "char", length: 3 })).toBe("char(3)");
});
