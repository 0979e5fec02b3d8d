import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Handlebars from "handlebars";

/** The folder of templates, seen from both src/emit and dist/emit. */
const directory = new URL("../../templates/", import.meta.url);

/** Fills in a template. A name that the data does not have is an error, never an empty text. */
export type Template = (data: object) => string;

const templates = new Map<string, Template>();

/** A template by the name of its file, read and compiled at its first use in the process. */
export function template(name: string): Template {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const source = readFileSync(new URL(`${name}.hbs`, directory), "utf8").replace(/\n$/, "");
  const compiled = source.includes("{{#") ? compileBlocks(source) : compileNames(source, name);
  templates.set(name, compiled);
  return compiled;
}

/** A name in double braces and nothing else there. */
const nameTag = /\{\{(\w+)\}\}/;

/**
 * A template of text and names only. Handlebars gives the same text eight times slower (and its strict mode makes three
 * objects for every name), and these templates are filled in some ten times for every column.
 *
 * @internal exported for its tests
 */
export function compileNames(source: string, template: string): Template {
  const pieces = source.split(nameTag);
  return (data) => {
    const values = data as Readonly<Record<string, unknown>>;
    let text = pieces[0] ?? "";
    for (let index = 1; index < pieces.length; index += 2) {
      const name = pieces[index] ?? "";
      text += printable(values[name], name, template) + (pieces[index + 1] ?? "");
    }
    return text;
  };
}

function printable(value: unknown, name: string, template: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`Template ${template} names ${name}, which its data does not have as text`);
}

/**
 * Any template.
 *
 * @internal exported for its tests
 */
export function compileBlocks(source: string): Template {
  handlebars ??= loadHandlebars();
  const options = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true };
  const compiled = handlebars.compile<object>(source, options);
  const lists = [...source.matchAll(/\{\{#each (\w+)\}\}/g)].map((match) => match[1] ?? "");
  return (data) => {
    for (const list of lists) checkList(data, list);
    return compiled(data);
  };
}

/** Strict mode does not look at what a block is about: no list would be an empty list. */
function checkList(data: object, name: string): void {
  if (!Array.isArray(Reflect.get(data, name)))
    throw new Error(`A template names the list ${name}, which its data does not have`);
}

let handlebars: typeof Handlebars | null = null;

/** As one file: a quarter of the time the main module of the package takes to load. */
function loadHandlebars(): typeof Handlebars {
  return createRequire(import.meta.url)("handlebars/dist/handlebars.min.js") as typeof Handlebars;
}
