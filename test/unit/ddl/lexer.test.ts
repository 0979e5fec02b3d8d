import { describe, expect, test } from "vitest";
import { Lexer } from "../../../src/ddl/lexer.js";
import { SourceText } from "../../../src/ddl/source-text.js";
import { Token } from "../../../src/ddl/tokens.js";

const names = new Map<number, string>(Object.entries(Token).map(([name, kind]) => [kind, name]));

/** Tokens as `kind:text`, punctuation as itself. */
function tokens(text: string, vars: Record<string, string> = {}): string[] {
  const lexer = new Lexer(new SourceText(text, null, new Map(Object.entries(vars))));
  while (lexer.fill(1000) !== Token.end);
  return Array.from({ length: lexer.tokens.count - 1 }, (_, index) => {
    const name = names.get(lexer.tokens.kind(index));
    const written = lexer.tokens.text(text, index);
    return name === undefined ? written : `${name}:${written}`;
  });
}

describe("Lexer", () => {
  test.each<[string, string, string[]]>([
    ["nothing", "", []],
    ["words", "a _b c9", ["word:a", "word:_b", "word:c9"]],
    ["names that begin with digits", "1st 2_b 1x", ["word:1st", "word:2_b", "word:1x"]],
    [
      "numbers",
      "1 1L 2e5 3BD 1d 1.5 10S",
      ["number:1", "number:1L", "number:2e5", "number:3BD", "number:1d", "number:1.5", "number:10S"],
    ],
    ["a dot between names", "a.1b", ["word:a", ".", "word:1b"]],
    ["quoted names", "`a b` `c``d`", ["quoted:`a b`", "quoted:`c``d`"]],
    ["strings", `'a' "b" 'it''s' '\\''`, ["string:'a'", 'string:"b"', "string:'it''s'", "string:'\\''"]],
    ["raw strings", `r'\\' R"x" r 'y'`, ["string:r'\\'", 'string:R"x"', "word:r", "string:'y'"]],
    ["a string that holds comment marks", "'--' '/*'", ["string:'--'", "string:'/*'"]],
    ["line comments", "a -- b 'c\nd --\r\ne", ["word:a", "word:d", "word:e"]],
    ["a line comment continued by a backslash", "a -- b \\\n c\n d", ["word:a", "word:d"]],
    ["a carriage return ends a comment", "-- a\rb", ["word:b"]],
    ["bracketed comments nest", "a /* b /* c */ d */ e", ["word:a", "word:e"]],
    ["comments between tokens", "a/**/b", ["word:a", "word:b"]],
    ["a hint is a comment", "/*+ x */ a", ["word:a"]],
    ["wide white space", "a\u00a0b\u3000c\u2028d", ["word:a", "word:b", "word:c", "word:d"]],
    ["a byte order mark", "\ufeffa", ["word:a"]],
    ["nested closers", "<<>>>=", ["<", "<", ">", ">", ">", "="]],
    ["foreign letters", "é añb", ["foreign:é", "foreign:añb"]],
    ["control characters", "a\u0001", ["word:a", "foreign:\u0001"]],
    ["a body in dollars", "$$ a; 'b $$ c", ["body:$$ a; 'b $$", "word:c"]],
    ["a cell of a notebook", "a\n-- COMMAND ----------\nb", ["word:a", "semicolon:-- COMMAND ----------", "word:b"]],
    ["an unclosed string ends with its line", "'a;\nb;", ["broken:'a;", "word:b", "semicolon:;"]],
    ["an unclosed name ends with its line", "`a;\nb", ["broken:`a;", "word:b"]],
    ["an unclosed comment takes the rest", "a /* b /* */ c", ["word:a"]],
    [
      "holes without values",
      "${a} {{ b }} $(c) {d} x_${a}_y",
      ["hole:${a}", "hole:{{ b }}", "hole:$(c)", "hole:{d}", "hole:x_${a}_y"],
    ],
    ["a hole of GitHub", "${{ a }}", ["hole:${{ a }}"]],
    ["template tags", "{% if x %} {# note #}", ["hole:{% if x %}", "hole:{# note #}"]],
    [
      "what only looks like a hole",
      "{ $ ${ } ${\n} {a b}",
      ["{", "$", "$", "{", "}", "$", "{", "}", "{", "word:a", "word:b", "}"],
    ],
  ])("%s", (_name, text, want) => {
    expect(tokens(text)).toEqual(want);
  });

  test.each<[string, string, string[]]>([
    ["a whole name", "${a}", ["word:dev"]],
    ["a part of a name", "x_${a}_y", ["word:x_dev_y"]],
    ["two in a row", "${a}{{a}}", ["word:devdev"]],
    ["several parts", "${dotted}.t", ["word:main", ".", "word:shop", ".", "word:t"]],
    ["a list", "(${list})", ["(", "word:a", "word:INT", ",", "string:'x'", ")"]],
    ["nothing", "${empty}_t", ["word:_t"]],
    ["no hole inside a value", "${again}", ["hole:${a}"]],
  ])("fills %s", (_name, text, want) => {
    const vars = { a: "dev", dotted: "main.shop", list: "a INT, 'x'", empty: "", again: "${a}" };
    expect(tokens(text, vars)).toEqual(want);
  });

  test.each([
    ["'abc", "This string literal is not closed."],
    ['r"abc', "This string literal is not closed."],
    ["`abc", "This name in backticks is not closed."],
    ["$$abc", "This $$ body is not closed."],
    ["/* abc", "This comment is not closed; the rest of the text was not read."],
  ])("says what is not closed: %s", (text, message) => {
    const lexer = new Lexer(new SourceText(text));
    lexer.fill(10);
    expect(lexer.problems.map((problem) => [problem.message, problem.start])).toEqual([[message, 0]]);
  });

  test("filled tokens stand where their hole stands", () => {
    const lexer = new Lexer(new SourceText("a ${x} b", null, new Map([["x", "p.q"]])));
    lexer.fill(10);
    expect([1, 2, 3].map((index) => [lexer.tokens.start(index), lexer.tokens.end(index)])).toEqual([
      [2, 6],
      [2, 6],
      [2, 6],
    ]);
  });
});
