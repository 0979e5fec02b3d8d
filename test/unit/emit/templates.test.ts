import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileBlocks, compilePlain, template } from "../../../src/emit/templates.js";

const root = join(import.meta.dirname, "../../..");
const names = readdirSync(join(root, "templates")).flatMap((file) => /^(.*)\.hbs$/.exec(file)?.[1] ?? []);
const sources = new Map(names.map((name) => [name, readFileSync(join(root, "templates", `${name}.hbs`), "utf8")]));

/** Data with every name and list a template has, each with texts that Handlebars would escape. */
function dataOf(source: string, items: number): object {
  const found = [...source.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "");
  const lists = [...source.matchAll(/\{\{#each (\w+)\}\}/g)].map((match) => match[1] ?? "");
  const text = (name: string) => `<${name}> & "x" $& {{y}}\n  z`;
  return {
    ...Object.fromEntries(found.map((name) => [name, text(name)])),
    ...Object.fromEntries(
      lists.map((name) => [name, Array.from({ length: items }, (_, at) => text(name + String(at)))]),
    ),
  };
}

describe.each(names)("%s", (name) => {
  test.each([0, 1, 3])("gives what Handlebars gives with lists of %i", (items) => {
    const source = sources.get(name)!.replace(/\n$/, "");
    const data = dataOf(source, items);
    expect(template(name)(data)).toBe(compileBlocks(source)(data));
  });
});

test.each([
  "{{#each a}}\n{{this}}\n{{/each}}\n",
  "{{#each a}}\n{{this}}\n{{/each}}",
  "x\n{{#each a}}\n  {{this}}, {{this}}\n\n{{/each}}\n{{#each b}}\n{{this}}\n{{/each}}\n\ny {{c}}\n",
])("lists as Handlebars reads them: %j", (source) => {
  const data = { a: ["$1", 2, true], b: ["\n"], c: "z" };
  expect(compilePlain(source, "t")(data)).toBe(compileBlocks(source)(data));
});

describe("a name that the data does not have is an error", () => {
  test.each([
    ["of names", () => compilePlain("a {{b}}", "t")({})],
    ["with an inherited name", () => compilePlain("{{missing}}", "t")(Object.create({ other: 1 }) as object)],
    ["with blocks", () => compileBlocks("{{#each b}}{{c}}{{/each}}")({ b: [{}] })],
    ["with a list of something else", () => compilePlain("{{#each b}}\n{{this}}\n{{/each}}\n", "t")({ b: [{}] })],
    ["without a list", () => compilePlain("{{#each b}}\n{{this}}\n{{/each}}\n", "t")({ b: "b" })],
    ["with a missing list", () => compileBlocks("{{#each b}}{{c}}{{/each}}")({})],
  ])("in a template %s", (_, fill) => {
    expect(fill).toThrow();
  });

  test("and so is one that is no text", () => {
    expect(() => compilePlain("{{a}}", "t")({ a: {} })).toThrow(/Template t names a/);
  });
});

test("prints false and zero", () => {
  expect(compilePlain("{{a}} {{b}}", "t")({ a: false, b: 0 })).toBe("false 0");
});

test("there is no template without a use", () => {
  const code = ["print-module.ts", "print-proto.ts"].map((file) => readFileSync(join(root, "src/emit", file), "utf8"));
  const plans = readdirSync(join(root, "src/plan")).map((file) => readFileSync(join(root, "src/plan", file), "utf8"));
  const text = [...code, ...plans].join("\n");
  const unused = names.filter(
    (name) => !text.includes(`"${name}"`) && !text.includes(`"${name.replace(/\.(wrapped|broken)$/, "")}"`),
  );
  expect(unused).toEqual([]);
});

test("there is no use without a template", () => {
  expect(() => template("no-such-template")).toThrow();
});
