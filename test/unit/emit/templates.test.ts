import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileBlocks, compileNames, template } from "../../../src/emit/templates.js";

const root = join(import.meta.dirname, "../../..");
const names = readdirSync(join(root, "templates")).flatMap((file) => /^(.*)\.hbs$/.exec(file)?.[1] ?? []);
const sources = new Map(names.map((name) => [name, readFileSync(join(root, "templates", `${name}.hbs`), "utf8")]));

/** Data with every name a template has, each with a text that Handlebars would escape. */
function dataOf(source: string): Record<string, string> {
  const found = [...source.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "");
  return Object.fromEntries(found.map((name) => [name, `<${name}> & "x" {{y}}`]));
}

const plain = names.filter((name) => !sources.get(name)!.includes("{{#"));

test.each(plain)("%s gives what Handlebars gives", (name) => {
  const source = sources.get(name)!;
  const data = dataOf(source);
  expect(compileNames(source, name)(data)).toBe(compileBlocks(source)(data));
});

describe("a name that the data does not have is an error", () => {
  test.each([
    ["of names", () => compileNames("a {{b}}", "t")({})],
    ["with an inherited name", () => compileNames("{{missing}}", "t")(Object.create({ other: 1 }) as object)],
    ["with blocks", () => compileBlocks("{{#each b}}{{c}}{{/each}}")({ b: [{}] })],
    ["with a missing list", () => compileBlocks("{{#each b}}{{c}}{{/each}}")({})],
  ])("in a template %s", (_, fill) => {
    expect(fill).toThrow();
  });

  test("and so is one that is no text", () => {
    expect(() => compileNames("{{a}}", "t")({ a: {} })).toThrow(/Template t names a/);
  });
});

test("prints false and zero", () => {
  expect(compileNames("{{a}} {{b}}", "t")({ a: false, b: 0 })).toBe("false 0");
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
