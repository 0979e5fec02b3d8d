import { describe, expect, test } from "vitest";
import { formatSparkType } from "../../../src/catalog/format-type.js";
import { readTypeText } from "../../../src/catalog/read-type-text.js";

describe("a type that stands alone", () => {
  test.each([
    ["bigint", "BIGINT"],
    ["  LONG  ", "BIGINT"],
    ["decimal( 10 , 2 )", "DECIMAL(10,2)"],
    ["array<float>", "ARRAY<FLOAT>"],
    ["map<string,array<struct<a:int,b:string>>>", "MAP<STRING, ARRAY<STRUCT<a: INT, b: STRING>>>"],
    ["STRUCT<a: INT NOT NULL COMMENT 'x, y: z', b: STRING>", "STRUCT<a: INT NOT NULL COMMENT 'x, y: z', b: STRING>"],
    ["interval day to second", "INTERVAL DAY TO SECOND"],
    ["struct<unit price:int,x:string>", "STRUCT<`unit price`: INT, x: STRING>"],
    ["struct<a-b:int,1d:string,é:date>", "STRUCT<`a-b`: INT, `1d`: STRING, `é`: DATE>"],
    [
      "array<struct<a b:struct<c d:int>, e`f:decimal(3,1)>>",
      "ARRAY<STRUCT<`a b`: STRUCT<`c d`: INT>, `e``f`: DECIMAL(3,1)>>",
    ],
    ["struct<`a b`:int,c d:int>", "STRUCT<`a b`: INT, `c d`: INT>"],
    ["struct<a int:string,not null:int>", "STRUCT<`a int`: STRING, `not null`: INT>"],
  ])("%s", (text, want) => {
    const { type, problem } = readTypeText(text);
    expect(problem).toBeNull();
    expect(type === null ? null : formatSparkType(type)).toBe(want);
  });
});

describe("a text that is no type", () => {
  test.each([
    ["", "GP1001", null],
    ["text", "GP2006", null],
    ["int string", "GP1001", null],
    ["int; int", "GP1001", null],
    ["decimal(99,1)", "GP2007", null],
    ["struct<a:int,A:int>", "GP2005", "A"],
    ["struct<a:struct<b:json>>", "GP2006", "a.b"],
    ["struct<a:b:int>", "GP1001", null],
    ["struct<{a}:int>", "GP1003", null],
    ["'int'", "GP1001", null],
    ["`int", "GP1002", null],
    ["int /* open", "GP1002", null],
    [`${"array<".repeat(10_000)}int${">".repeat(10_000)}`, "GP1008", null],
    ["struct<a:".repeat(10_000), "GP1008", null],
  ])("%.40s", (text, code, field) => {
    const { type, problem } = readTypeText(text);
    expect(type).toBeNull();
    expect([problem?.code, problem?.field]).toEqual([code, field]);
  });
});
