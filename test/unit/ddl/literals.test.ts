import { describe, expect, test } from "vitest";
import { decodeQuotedName, decodeString } from "../../../src/ddl/literals.js";

describe("decodeString", () => {
  test.each([
    ["plain", `'abc'`, "abc"],
    ["empty", `''`, ""],
    ["double quotes", `"a'b"`, "a'b"],
    ["doubled single quote", `'it''s'`, "it's"],
    ["doubled double quote", `"say ""hi"""`, 'say "hi"'],
    ["the other quote is nothing special", `'a""b'`, 'a""b'],
    ["escaped quotes", String.raw`'\'\"'`, `'"`],
    ["control escapes", String.raw`'\0\b\n\r\t\Z'`, "\0\b\n\r\t\u001a"],
    ["wildcards keep their backslash", String.raw`'\%\_'`, String.raw`\%\_`],
    ["unknown escapes lose it", String.raw`'\q\d\\'`, "qd\\"],
    ["unicode", String.raw`'\u0041\U0001F600'`, "A😀"],
    ["surrogates by halves", String.raw`'\uD83D\uDE00'`, "😀"],
    ["unicode with too few digits", String.raw`'\u41'`, "u41"],
    ["code point beyond Unicode", String.raw`'\U00110000'`, "U00110000"],
    ["octal", String.raw`'\101\177'`, "A\u007f"],
    ["no octal from 200 on", String.raw`'\200'`, "200"],
    ["line break", "'a\nb'", "a\nb"],
    ["raw", String.raw`r'\n''`, String.raw`\n'`.slice(0, -1) + "'"],
    ["raw in double quotes", String.raw`R"\t'"`, String.raw`\t'`],
  ])("%s", (_name, token, want) => {
    expect(decodeString(token)).toBe(want);
  });

  test("a backslash at the very end stays", () => {
    expect(decodeString("'a\\'")).toBe("a\\");
  });
});

test.each([
  ["`a b`", "a b"],
  ["`a``b`", "a`b"],
  ["````", "`"],
])("decodeQuotedName(%s)", (token, want) => {
  expect(decodeQuotedName(token)).toBe(want);
});
