import { type Problem, problem } from "./issue.js";
import { isWellFormed } from "./text.js";
import { type RawJson, type VariantInput, rawText } from "./types.js";

/** As deep as the JSON parsers on the way go, and far from the end of the stack. */
const MAX_DEPTH = 1000;

/** The service takes no row above 10 MB, so no text above it is worth building. */
const MAX_LENGTH = 10_485_760;

/** JSON text for a VARIANT that is written as it is. It is parsed when the row is checked, so a wrong text is refused. */
export function rawJson(text: string): RawJson {
  return { [rawText]: text };
}

/** VARIANT: what JSON can carry without loss. `toJSON` is honoured, as in `JSON.stringify`. */
export function isVariant(value: unknown): value is VariantInput {
  return typeof variantText(value) === "string";
}

/**
 * The JSON text of a value, or what in it is no JSON. Unlike `JSON.stringify` it drops and replaces nothing. A null is
 * no value at all, as for any other type; JSON's null is `rawJson("null")`.
 */
export function variantText(value: unknown): string | Problem {
  if (value === null) return notJson(value);
  if (typeof value === "object" && rawText in value) return checkedText(value[rawText]);
  return jsonText(value, "", 0);
}

/** Why `isVariant` refused. */
export function variantProblem(value: unknown): Problem {
  const text = variantText(value);
  return typeof text === "string" ? notJson(value) : text;
}

function checkedText(text: unknown): string | Problem {
  const expected = "rawJson of a text that JSON.parse takes";
  if (typeof text !== "string" || !isWellFormed(text)) return problem("type", expected, text);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return problem("format", expected, text);
  }
}

function jsonText(given: unknown, key: string, depth: number): string | Problem {
  const value = hasToJson(given) ? given.toJSON(key) : given;
  switch (typeof value) {
    case "string":
      return isWellFormed(value) ? JSON.stringify(value) : notJson(value, "text without lone surrogates");
    case "number":
      return Number.isFinite(value) ? String(value) : notJson(value, "a finite number");
    case "boolean":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (depth === MAX_DEPTH) return tooDeep();
      return Array.isArray(value) ? arrayText(value, depth) : objectText(value, depth);
    default:
      return notJson(value);
  }
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  return typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";
}

function arrayText(list: readonly unknown[], depth: number): string | Problem {
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    const item = jsonText(list[index], String(index), depth + 1);
    if (typeof item !== "string") return within(item, index);
    text += index === 0 ? item : `,${item}`;
    if (text.length > MAX_LENGTH) return tooLong();
  }
  return `${text}]`;
}

function objectText(value: object, depth: number): string | Problem {
  if (!isRecord(value)) return notJson(value, "a plain object, or one with toJSON");
  let text = "";
  for (const key of Object.keys(value)) {
    if (!isWellFormed(key)) return notJson(key, "keys without lone surrogates");
    const item = jsonText(value[key], key, depth + 1);
    if (typeof item !== "string") return within(item, key);
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${item}`;
    if (text.length > MAX_LENGTH) return tooLong();
  }
  return `{${text}}`;
}

/** Map, Set, Promise, typed arrays, boxed values: their content is not in their keys. */
function isRecord(value: object): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function notJson(value: unknown, expected = "a value that JSON can carry"): Problem {
  return problem("not_json", expected, value);
}

function tooDeep(): Problem {
  const expected = `at most ${String(MAX_DEPTH)} levels of nesting`;
  return { code: "not_json", expected, received: "a deeper value, or one that contains itself" };
}

function tooLong(): Problem {
  return { code: "too_large", expected: `JSON text of at most ${String(MAX_LENGTH)} characters`, received: "more" };
}

function within(problem: Problem, key: string | number): Problem {
  return { ...problem, inside: [key, ...(problem.inside ?? [])] };
}
