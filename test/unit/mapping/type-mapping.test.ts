import { describe, expect, test } from "vitest";
import { chosenLongMappings } from "../../../src/mapping/long-mapping.js";
import { runtimeFunctions, runtimeTypes } from "../../../src/mapping/runtime-names.js";
import { typeDocs } from "../../../src/mapping/type-docs.js";
import { typeMappings } from "../../../src/mapping/type-mapping.js";
import type { TypeMapping } from "../../../src/mapping/type-row.js";
import * as runtime from "../../../src/runtime/index.js";

const rows: readonly (readonly [string, TypeMapping])[] = Object.entries({ ...typeMappings, ...chosenLongMappings });

test("every type has a line in the documentation", () => {
  const { mapped, refused } = typeDocs();
  expect(mapped.length + refused.length).toBe(rows.length);
  expect(mapped.find(({ sql }) => sql.startsWith("DATE"))).toEqual({
    sql: "DATE",
    proto: "int32",
    accepts: 'Date (its UTC day) | "YYYY-MM-DD" | number of days',
    returns: "number",
    json: "number",
    checked: "a day of the calendar, 0001-01-01 … 9999-12-31",
  });
  const bigints = mapped.map(({ sql }) => sql).filter((sql) => sql.startsWith("BIGINT"));
  expect(bigints).toEqual(["BIGINT (LONG)", 'BIGINT with `int64: "bigint"`', 'BIGINT with `int64: "number"`']);
  expect(refused[0]?.instead).toMatch(/\.$/);
});

describe("the names of the runtime", () => {
  test("are functions or values that it exports", () => {
    expect(runtimeFunctions.filter((name) => !(name in runtime))).toEqual([]);
  });

  test("are sorted and named once", () => {
    for (const names of [runtimeFunctions, runtimeTypes]) expect([...new Set(names)].sort()).toEqual(names);
  });
});

test.each(rows)("the row of %s names a writer, a check and a reader that belong together", (_, row) => {
  if (row.shape !== "scalar") return;
  expect(row.writer.replace("write", "")).toBe(row.check.replace("is", ""));
  if (row.reader === "readLongNumber") {
    expect([row.check, row.input]).toEqual(["isLongNumber", "number"]);
    return;
  }
  const readers = { bool: "readBoolean", int32: "readInteger", int64: "readLong", float: "readFloat" };
  const others = { double: "readDouble", string: "readString", bytes: "readBinary" };
  expect(row.reader).toBe({ ...readers, ...others }[row.proto]);
});
