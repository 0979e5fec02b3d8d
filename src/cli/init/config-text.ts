import type { Config } from "../../config/config.js";

/** Endings of configuration files that can be written. */
export const configFormats = ["ts", "mts", "js", "mjs", "json"] as const;

export type ConfigFormat = (typeof configFormats)[number];

/** Lines are as wide as Prettier makes them where it is told nothing. */
const width = 80;

const head = `import { defineConfig } from "gen-producers/config";

export default defineConfig(`;

/** The text of a configuration file, laid out as Prettier does. Keys are written in the order of the object. */
export function configText(config: Config, format: ConfigFormat): string {
  const values = Object.fromEntries(Object.entries(config));
  if (format === "json") return `${objectText(values, jsonSyntax, 0)}\n`;
  return `${head}${objectText(values, codeSyntax, 0)});\n`;
}

/** Where JSON and code differ. */
interface Syntax {
  readonly key: (name: string) => string;
  readonly string: (value: string) => string;
  readonly trailingComma: string;
  /** Shortest key after which a string that is too long goes to a line of its own. */
  readonly shortestBroken: number;
}

const jsonSyntax: Syntax = {
  key: (name) => JSON.stringify(name),
  string: quoted,
  trailingComma: "",
  shortestBroken: Number.POSITIVE_INFINITY,
};

const codeSyntax: Syntax = {
  key: (name) => name,
  string: (value) => (count(value, '"') > count(value, "'") ? singleQuoted(value) : quoted(value)),
  trailingComma: ",",
  // After a shorter one nothing would be gained.
  shortestBroken: 5,
};

function objectText(value: Readonly<Record<string, unknown>>, syntax: Syntax, depth: number): string {
  const lines = Object.entries(value).map(([name, member]) => memberText(name, member, syntax, depth + 1));
  return ["{", lines.join(",\n") + syntax.trailingComma, `${indent(depth)}}`].join("\n");
}

function memberText(name: string, value: unknown, syntax: Syntax, depth: number): string {
  const start = `${indent(depth)}${syntax.key(name)}:`;
  if (Array.isArray(value)) return `${start} ${arrayText(value.map(String), syntax, start.length + 1, depth)}`;
  if (typeof value === "object" && value !== null) {
    return `${start} ${objectText(Object.fromEntries(Object.entries(value)), syntax, depth)}`;
  }
  const text = typeof value === "string" ? syntax.string(value) : JSON.stringify(value);
  const fits = start.length + 1 + text.length + syntax.trailingComma.length <= width;
  return fits || name.length < syntax.shortestBroken ? `${start} ${text}` : `${start}\n${indent(depth + 1)}${text}`;
}

function arrayText(values: readonly string[], syntax: Syntax, before: number, depth: number): string {
  const texts = values.map(syntax.string);
  const line = `[${texts.join(", ")}]`;
  if (before + line.length + 1 <= width) return line;
  const lines = texts.map((text) => `${indent(depth + 1)}${text}`);
  return ["[", lines.join(",\n") + syntax.trailingComma, `${indent(depth)}]`].join("\n");
}

/** Characters that nobody sees are written as what they are. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))]
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

function singleQuoted(value: string): string {
  return `'${quoted(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
