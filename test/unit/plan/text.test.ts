import { runInThisContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  code,
  commentLine,
  commentLines,
  furtherArguments,
  identifier,
  literalKey,
  propertyName,
  stringLiteral,
} from "../../../src/plan/text.js";

/** Text made of what has a meaning somewhere: in comments, literals, templates, tags, terminals. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "*/",
        "/*",
        "//",
        "\n",
        "\r\n",
        "\u2028",
        "\u2029",
        "`",
        "${",
        "}",
        '"',
        "'",
        "\\",
        "@",
        "{{",
        "\u202e",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** Evaluates an expression of generated code, as a script that may hold any text must be. */
function evaluate(text: string): unknown {
  return runInThisContext(`(${text})`);
}

describe("stringLiteral", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "x"', "'say \"x\"'"],
    ["it's", '"it\'s"'],
    [`'"`, `"'\\""`],
    ["a\nb\\c", '"a\\nb\\\\c"'],
    ["\u2028\u202e\u0000", '"\\u2028\\u202e\\u0000"'],
    ["\ud800", '"\\ud800"'],
    ["${x} `y` {{z}} */", '"${x} `y` {{z}} */"'],
    ["größe 👩‍👧", '"größe 👩‍👧"'],
  ])("%j is %s", (text, want) => {
    expect(stringLiteral(text)).toBe(want);
  });

  test("stands for the text it was made of, on one line, with nothing hidden", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const literal = stringLiteral(text);
        expect(evaluate(literal)).toBe(text);
        expect(literal).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe("commentLine", () => {
  test.each([
    ["plain, with user@example.com", "plain, with user@example.com"],
    ["ends */ here", "ends *\\/ here"],
    ["@deprecated", "\\@deprecated"],
    ["use {@link x} or (@y)", "use {\\@link x} or (\\@y)"],
    ["a\u202eb\u0007", "a\\u{202e}b\\u{7}"],
  ])("%j is %s", (text, want) => {
    expect(commentLine(text)).toBe(want);
  });

  test("never ends a comment, starts a line or opens a tag", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = commentLine(text);
        expect(line).not.toContain("*/");
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(line).not.toMatch(/(^|[\s*{([])@/);
        expect(evaluate(`/** ${line} */ 1`)).toBe(1);
        expect(evaluate(`1 // ${line}\n`)).toBe(1);
      }),
    );
  });
});

describe("commentLines", () => {
  test.each([
    ["one", ["one"]],
    [" a \r\n\r\n b\u2028c ", ["a", "b", "c"]],
    [" \n ", []],
  ])("%j has the lines %j", (text, want) => {
    expect(commentLines(text)).toEqual(want);
  });

  test("cuts a very long comment", () => {
    const [line, ...others] = commentLines("x".repeat(1_000_000));
    expect([line?.length, line?.endsWith(" …"), others]).toEqual([1_002, true, []]);
  });
});

test("a name that is no identifier never gets into code", () => {
  for (const name of ["a b", "1a", "", "a-b", "größe", "a\n"]) {
    expect(() => identifier(name)).toThrow(/^Not an identifier/);
    expect(() => propertyName(name)).toThrow(/^Not an identifier/);
  }
});

test("a key of an object literal is always an own property", () => {
  const text = code`{ ${literalKey("__proto__")}: 1, ${literalKey("constructor")}: 2 }`;
  expect(text).toBe('{ ["__proto__"]: 1, constructor: 2 }');
  expect(Object.entries(evaluate(text) as object)).toEqual([
    ["__proto__", 1],
    ["constructor", 2],
  ]);
});

test("further arguments have a comma before each", () => {
  expect(furtherArguments([10, 2])).toEqual({ parameters: ", 10, 2", parameterLines: ["10", "2"] });
  expect(furtherArguments([])).toEqual({ parameters: "", parameterLines: [] });
});
