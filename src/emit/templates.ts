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
  const compiled = isPlain(source) ? compilePlain(source, name) : compileBlocks(source);
  templates.set(name, compiled);
  return compiled;
}

/** A name in double braces and nothing else there. */
const nameTag = /\{\{(\w+)\}\}/;

/** A list of texts: the name, and what stands for each of them, the marks of the list on lines of their own. */
const listBlock = /^\{\{#each (\w+)\}\}\n((?:(?!\{\{[#/])[^])*\n)\{\{\/each\}\}(?:\n|$)/m;

/** Whether a template is of text, names and lists of texts only. */
function isPlain(source: string): boolean {
  const [, ...parts] = source.split(listBlock);
  const bodies = parts.filter((_, index) => index % 3 === 1);
  const isList = (body: string) => !body.replaceAll("{{this}}", "").includes("{{");
  return bodies.every(isList) && !source.replaceAll(new RegExp(listBlock, "gm"), "").includes("{{#");
}

/**
 * A template of text, names and lists of texts. Handlebars gives the same text eight times slower (its strict mode makes
 * three objects for every name), and these templates are filled in some ten times for every column; nor does it have to
 * be loaded, for 20 ms.
 *
 * @internal exported for its tests
 */
export function compilePlain(source: string, template: string): Template {
  const [first = "", ...parts] = source.split(listBlock);
  const fills = [compileNames(first, template)];
  for (let index = 0; index < parts.length; index += 3) {
    fills.push(compileList(parts[index] ?? "", parts[index + 1] ?? "", template));
    fills.push(compileNames(parts[index + 2] ?? "", template));
  }
  const [only, ...others] = fills;
  if (only !== undefined && others.length === 0) return only;
  return (data) => {
    let text = "";
    for (const fill of fills) text += fill(data);
    return text;
  };
}

function compileNames(source: string, template: string): Template {
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

function compileList(name: string, body: string, template: string): Template {
  const pieces = body.split("{{this}}");
  return (data) => {
    const items: unknown = Reflect.get(data, name);
    if (!Array.isArray(items)) throw missing(name, "a list", template);
    return items.map((item) => pieces.join(printable(item, name, template))).join("");
  };
}

function printable(value: unknown, name: string, template: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw missing(name, "text", template);
}

function missing(name: string, kind: string, template: string): Error {
  return new Error(`Template ${template} names ${name}, which its data does not have as ${kind}`);
}

/**
 * Any template: with conditions, and lists of other things than texts.
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
