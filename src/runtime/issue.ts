import { describe, excerpt } from "./describe.js";

/**
 * What is wrong with a value.
 *
 * - `required`: a NOT NULL column or field has no value
 * - `type`: the value is of another JavaScript type than the column takes
 * - `range`: outside what the Spark type holds
 * - `not_integer`: a fraction, NaN or an infinity where an integer is stored
 * - `precision`: more digits than a DECIMAL or a timestamp keeps; nothing is rounded
 * - `length`: more characters than CHAR(n) or VARCHAR(n)
 * - `format`: text not in the form the type is written in, or not well-formed Unicode
 * - `not_json`: a VARIANT value that JSON cannot carry
 * - `null_element`: a null in an ARRAY or MAP, which the wire cannot carry
 * - `unknown_column`: a key that is no column (`validate` only)
 * - `unit_suspect`: a timestamp that looks like seconds or milliseconds, not microseconds
 * - `duplicate_key`: two MAP keys that are one key after conversion
 * - `too_large`: more than the service takes in one row (`encode` and `toJson` only)
 * - `unreadable`: reading the value threw, or it changed while it was read
 */
export type IssueCode =
  | "required"
  | "type"
  | "range"
  | "not_integer"
  | "precision"
  | "length"
  | "format"
  | "not_json"
  | "null_element"
  | "unknown_column"
  | "unit_suspect"
  | "duplicate_key"
  | "too_large"
  | "unreadable";

/** One problem of a row. */
export interface Issue {
  readonly code: IssueCode;
  /** Column, then fields, list indexes and map keys: `["items", 2, "id"]`. */
  readonly path: readonly (string | number)[];
  /** One sentence for the person who must act. */
  readonly message: string;
  readonly expected: string;
  /** A description: values are never shown whole, they may be secret or huge. */
  readonly received: string;
}

/** What a check found, before it is known where. `inside` leads on into a VARIANT. */
export interface Problem {
  readonly code: IssueCode;
  readonly expected: string;
  readonly received: string;
  readonly inside?: readonly (string | number)[];
}

/** A problem of a value. It is only described; of a text in a wrong form the beginning is shown. */
export function problem(code: IssueCode, expected: string, value: unknown): Problem {
  const showsText = typeof value === "string" && (code === "format" || code === "precision");
  return { code, expected, received: showsText ? excerpt(value) : describe(value) };
}

/** Thrown by `encode` and `toJson` instead of writing a row that the service would refuse or spoil. */
export class EncodeError extends Error {
  override readonly name: string = "EncodeError";
  /** `catalog.schema.table` */
  readonly table: string;
  readonly path: readonly (string | number)[];
  readonly code: IssueCode;
  readonly expected: string;
  readonly received: string;

  constructor(table: string, path: readonly unknown[], problem: Problem) {
    const at = issuePath(path, problem);
    super(`${table}: ${at.length === 0 ? "" : `${pathText(at)}: `}${problemText(problem)}`);
    this.table = table;
    this.path = at;
    this.code = problem.code;
    this.expected = problem.expected;
    this.received = problem.received;
  }
}

/** Thrown by `decode` for bytes that are no row of the table. */
export class DecodeError extends Error {
  override readonly name: string = "DecodeError";
  /** `catalog.schema.table` */
  readonly table: string;
  /** Offset in the bytes given to `decode`. */
  readonly offset: number;

  constructor(table: string, offset: number, reason: string) {
    super(`${table}: byte ${String(offset)}: ${reason}`);
    this.table = table;
    this.offset = offset;
  }
}

/** A problem with its place. */
export function issueAt(path: readonly unknown[], problem: Problem): Issue {
  const { code, expected, received } = problem;
  return { code, path: issuePath(path, problem), message: problemText(problem), expected, received };
}

/** The problem of a null or undefined where a value must be. A list's element is known by its index. */
export function missing(value: unknown, name: unknown): Problem {
  return typeof name === "number" ? nullElement(value) : problem("required", "a value (NOT NULL)", value);
}

/** A null in an ARRAY or MAP. */
export function nullElement(value: unknown): Problem {
  return problem("null_element", "no null in an ARRAY or MAP", value);
}

/** One sentence: what is taken, and what came. */
function problemText(problem: Problem): string {
  return `expected ${problem.expected}, received ${problem.received}`;
}

function issuePath(path: readonly unknown[], problem: Problem): (string | number)[] {
  const at = path.map((key) => (typeof key === "number" ? key : keyText(key)));
  return problem.inside === undefined ? at : at.concat(problem.inside);
}

/** A field's name, or a map's key as a path shows it; a wrong key can be anything. */
function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  return typeof key === "bigint" || typeof key === "boolean" ? String(key) : describe(key);
}

/** `items[2].id`, `attributes["a b"]`. */
function pathText(path: readonly (string | number)[]): string {
  const text = path.map(stepText).join("").replace(/^\./, "");
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}

function stepText(key: string | number): string {
  if (typeof key === "number") return `[${String(key)}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${excerpt(key)}]`;
}
