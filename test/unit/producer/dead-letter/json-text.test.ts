import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inexactNumber, memberText } from "../../../../src/producer/dead-letter/json-text.js";

describe("memberText", () => {
  it.each([
    ['{"row":{"a":[1,{"b":"}]\\"\\\\"}]}}', '{"a":[1,{"b":"}]\\"\\\\"}]}'],
    [' { "a" : "row" , "r\\u006fw" : 12345678901234567890 , "z":1}', "12345678901234567890"],
    ['{"row":1,"row":[ 2 ] }', "[ 2 ]"],
    ['{"a":{"row":1}}', null],
    ["{}", null],
    ['{"row":""}', '""'],
  ])("of %s", (text, found) => {
    expect(memberText(text, "row")).toBe(found);
  });

  it("is what was put in, whatever stands around it", () => {
    const space = fc.constantFrom("", " ", "\t ");
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), space, (value, others, gap) => {
        const { row: _, ...before } = others;
        const members = [...Object.entries(before), ["row", value] as const];
        const texts = members.map(
          ([key, item]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${JSON.stringify(item)}${gap}`,
        );
        expect(memberText(`{${texts.join(",")}}`, "row")).toBe(JSON.stringify(value));
        expect(memberText(`{${texts.reverse().join(",")}}`, "row")).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe("inexactNumber", () => {
  it.each([
    ["9007199254740993", "9007199254740993"],
    ['{"a":[1,-12345678901234567890]}', "-12345678901234567890"],
    ["0.1234567890123456789", "0.1234567890123456789"],
    ["1e4000000000000000", "1e4000000000000000"],
    ['"9007199254740993"', null],
    ["9007199254740992", null],
    ["0.30000000000000004", null],
    ["1000000000000000000000000", null],
    ["1.50000000000000000000", null],
    ["0.00000000000000000000", null],
    ["123456789.000000000001", "123456789.000000000001"],
  ])("of %s is %s", (text, found) => {
    expect(inexactNumber(text)).toBe(found);
  });

  it("is none in what is written here", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
        expect(inexactNumber(JSON.stringify(numbers))).toBeNull();
      }),
    );
  });
});
