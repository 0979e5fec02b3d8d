import { visibleText } from "../mapping/visible-text.js";

/**
 * The only way of text from a table into generated code. Each function makes one kind of text safe and gives it a type
 * of its own; plans hold these types, so text that did not pass here does not compile.
 */
declare const brand: unique symbol;
type Branded<Kind extends string> = string & { readonly [brand]: Kind };

/** A name that can be declared. */
export type Identifier = Branded<"identifier">;
/** A name after a dot, before a colon in a type or an object literal. */
export type PropertyName = Branded<"property">;
/** A string literal with its quotes. */
export type StringLiteral = Branded<"string">;
/** One line inside a comment, whichever its form. */
export type CommentLine = Branded<"comment">;
/** Code put together from the other kinds. */
export type Code = Branded<"code">;

const identifierPattern = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * @throws Error for text that is no ASCII identifier: a fault in the planning, never a matter of the input.
 */
export function identifier(name: string): Identifier {
  if (!identifierPattern.test(name)) throw new Error(`Not an identifier: ${visibleText(name)}`);
  return name as Identifier;
}

/**
 * @throws Error for text that is no ASCII identifier: column names were checked when they were mapped.
 */
export function propertyName(name: string): PropertyName {
  return identifier(name) as string as PropertyName;
}

/** The key of an object literal; `__proto__: x` would set the prototype. */
export function literalKey(name: string): Code {
  return name === "__proto__" ? code`[${stringLiteral(name)}]` : code`${propertyName(name)}`;
}

/** Printable ASCII without quotes and backslashes, which most names and comments are: nothing to escape. */
const plainText = /^[ !#-&(-[\]-~]*$/;
const hidden = String.raw`(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`;
const escapedInDoubles = new RegExp(String.raw`[\\"]|${hidden}`, "gu");
const escapedInSingles = new RegExp(String.raw`[\\']|${hidden}`, "gu");

/** In double quotes, or in single ones where that takes fewer escapes; hidden characters escaped. */
export function stringLiteral(text: string): StringLiteral {
  if (plainText.test(text)) return `"${text}"` as StringLiteral;
  const [doubles, singles] = [text.split('"').length, text.split("'").length];
  return doubles > singles
    ? (`'${text.replace(escapedInSingles, escapeInString)}'` as StringLiteral)
    : (`"${text.replace(escapedInDoubles, escapeInString)}"` as StringLiteral);
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["'", "\\'"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escapeInString(character: string): string {
  return shortEscapes.get(character) ?? unicodeEscape(character);
}

/** `\u202e`; two of them for a character outside the basic plane. */
function unicodeEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Printable ASCII without what opens a tag or closes a comment. */
const plainComment = /^[ -.0-?A-~]*$/;

/** Text of one line for any kind of comment. */
export function commentLine(text: string): CommentLine {
  if (plainComment.test(text)) return text as CommentLine;
  return withoutTags(visibleText(text).replaceAll("*/", "*\\/")) as CommentLine;
}

/** An `@` that starts a word would start a tag: a comment must not declare a property `@deprecated`. */
function withoutTags(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}_.+-])@/gu, "\\@");
}

const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const maxComment = 1_000;

/** The lines of a comment a person wrote, trimmed, without empty ones; cut after 1,000 characters. */
export function commentLines(text: string): readonly string[] {
  if (text.length <= maxComment && plainComment.test(text)) return [text.trim()].filter((line) => line !== "");
  const start = text.slice(0, maxComment).replace(/[\ud800-\udbff]$/, "");
  const cut = text.length > maxComment ? `${start.trimEnd()} …` : text;
  const lines = cut.split(lineBreak).map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

type Part = Identifier | PropertyName | StringLiteral | Code | number;

/** Puts safe parts together. */
export function code(texts: TemplateStringsArray, ...parts: readonly Part[]): Code {
  let joined = texts[0] ?? "";
  for (let index = 1; index < texts.length; index++) joined += `${parts[index - 1] ?? ""}${texts[index] ?? ""}`;
  return joined as Code;
}

/** Code that this product itself contains, such as the cells of the type table: never text from a table. */
export function ownCode(text: string): Code {
  return text as Code;
}

/** Arguments of a call behind those that its step names. */
export interface FurtherArguments {
  /** With a comma before each, or nothing. */
  readonly parameters: Code;
  readonly parameterLines: readonly Code[];
}

const noArguments: FurtherArguments = { parameters: ownCode(""), parameterLines: [] };

/** The two forms of further arguments. */
export function furtherArguments(parts: readonly Part[]): FurtherArguments {
  if (parts.length === 0) return noArguments;
  return {
    parameters: parts.map((part) => `, ${part}`).join("") as Code,
    parameterLines: parts.map((part) => code`${part}`),
  };
}
