import { count } from "./describe.js";
import { type Problem, problem } from "./issue.js";

/** STRING: any text that UTF-8 can carry; a lone surrogate would land as U+FFFD. */
export function isString(value: unknown): value is string {
  return typeof value === "string" && isWellFormed(value);
}

/** CHAR(n), VARCHAR(n): at most `length` code points, as Spark counts characters. */
export function isVarchar(value: unknown, length: number): value is string {
  return isString(value) && (value.length <= length || countCodePoints(value) <= length);
}

/** BINARY. */
export function isBinary(value: unknown): value is Uint8Array {
  // A Proxy is an instance, but no view; a Uint8Array of another realm is a view, but no instance.
  return ArrayBuffer.isView(value) && (value instanceof Uint8Array || tagOf(value) === "[object Uint8Array]");
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** Why `isString` refused. */
export function stringProblem(value: unknown): Problem {
  if (typeof value !== "string") return problem("type", "a string", value);
  return { code: "format", expected: "well-formed Unicode text", received: "a text with a lone surrogate" };
}

/** Why `isVarchar` refused. */
export function varcharProblem(value: unknown, length: number): Problem {
  if (!isString(value)) return stringProblem(value);
  const received = count(countCodePoints(value), "character");
  return { code: "length", expected: `at most ${count(length, "character")}`, received };
}

/** Why `isBinary` refused. */
export function binaryProblem(value: unknown): Problem {
  return problem("type", "a Uint8Array", value);
}

interface StringMethods {
  readonly isWellFormed?: (this: string) => boolean;
  readonly charCodeAt: (at: number) => number;
}

function stringMethods(): StringMethods {
  return String.prototype;
}

/** Newer than the ES2022 library. Node 20 has it: one native pass, none for text that is Latin-1 in memory. */
const nativeIsWellFormed: StringMethods["isWellFormed"] = /* @__PURE__ */ stringMethods().isWellFormed;

/** Whether each surrogate in the text has its other half. */
export function isWellFormed(text: string): boolean {
  return nativeIsWellFormed === undefined ? !/\p{Surrogate}/u.test(text) : nativeIsWellFormed.call(text);
}

/** Characters of a well-formed text. */
function countCodePoints(text: string): number {
  let points = text.length;
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) points--;
  }
  return points;
}
