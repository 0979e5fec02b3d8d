import { base64 } from "./base64.js";
import { decimalKey, decimalProblem, decimalText, isDecimal } from "./decimal.js";
import { type Problem, problem } from "./issue.js";
import {
  booleanProblem,
  byteProblem,
  doubleProblem,
  floatProblem,
  integerProblem,
  isBoolean,
  isByte,
  isDouble,
  isFloat,
  isInteger,
  isLong,
  isLongBigInt,
  isLongNumber,
  isShort,
  longBigIntProblem,
  longKey,
  longNumberProblem,
  longProblem,
  shortProblem,
} from "./number.js";
import { binaryProblem, isBinary, isString, isVarchar, stringProblem, varcharProblem } from "./text.js";
import {
  dateDays,
  dateKey,
  dateProblem,
  isDate,
  isTimestamp,
  isTimestampNtz,
  timestampKey,
  timestampMicros,
  timestampNtzKey,
  timestampNtzMicros,
  timestampNtzProblem,
  timestampProblem,
} from "./time.js";
import { isVariant, variantProblem, variantText } from "./variant.js";

/** What collecting issues and writing JSON need of a type that is not nested; encoding has the same functions inlined. */
export interface Rule {
  check(value: unknown): boolean;
  /** Why `check` refused. */
  problem(value: unknown): Problem;
  /** JSON text of a value that `check` takes, or why JSON cannot carry it. */
  json(value: unknown): string | Problem;
  /** Text that is equal for keys of a MAP that are one key when written; `undefined` where different keys stay so. */
  readonly key?: (value: unknown) => string;
}

/** The rule of a Spark type such as `"long"` or `"decimal(10,2)"`. Throws for a type that has no column here. */
export function ruleOf(type: string): Rule {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const rule = parametric(type) ?? rules[type];
  if (rule === undefined) throw new Error(`unknown type ${type}`);
  cache.set(type, rule);
  return rule;
}

const cache: Map<string, Rule> = /* @__PURE__ */ new Map<string, Rule>();

/** `decimal(10,2)`, `varchar(20)`, `char(3)`. */
function parametric(type: string): Rule | undefined {
  const parts = /^(decimal|varchar|char)\((\d+)(?:,(\d+))?\)$/.exec(type);
  if (parts === null) return undefined;
  const first = Number(parts[2]);
  return parts[1] === "decimal" ? decimalRule(first, Number(parts[3] ?? 0)) : varcharRule(first);
}

function decimalRule(precision: number, scale: number): Rule {
  return {
    check: (value) => isDecimal(value, precision, scale),
    problem: (value) => decimalProblem(value, precision, scale),
    json: (value) => quoted(decimalText(value, precision, scale)),
    key: decimalKey,
  };
}

function varcharRule(length: number): Rule {
  return {
    check: (value) => isVarchar(value, length),
    problem: (value) => varcharProblem(value, length),
    json: quoted,
  };
}

const rules: Readonly<Record<string, Rule>> = {
  boolean: { check: isBoolean, problem: booleanProblem, json: String },
  byte: { check: isByte, problem: byteProblem, json: integerJson },
  short: { check: isShort, problem: shortProblem, json: integerJson },
  integer: { check: isInteger, problem: integerProblem, json: integerJson },
  long: { check: isLong, problem: longProblem, json: longJson, key: longKey },
  "long(number)": { check: isLongNumber, problem: longNumberProblem, json: integerJson },
  "long(bigint)": { check: isLongBigInt, problem: longBigIntProblem, json: longJson },
  float: { check: isFloat, problem: floatProblem, json: floatJson },
  double: { check: isDouble, problem: doubleProblem, json: doubleJson },
  string: { check: isString, problem: stringProblem, json: quoted },
  binary: { check: isBinary, problem: binaryProblem, json: binaryJson },
  date: { check: isDate, problem: dateProblem, json: (value) => integerJson(dateDays(value)), key: dateKey },
  timestamp: {
    check: isTimestamp,
    problem: timestampProblem,
    json: (value) => String(timestampMicros(value)),
    key: timestampKey,
  },
  timestamp_ntz: {
    check: isTimestampNtz,
    problem: timestampNtzProblem,
    json: (value) => String(timestampNtzMicros(value)),
    key: timestampNtzKey,
  },
  variant: { check: isVariant, problem: variantProblem, json: variantJson },
};

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

/** No `-0`. */
function integerJson(value: unknown): string {
  return String(value);
}

/** Digits; past 2^53, where readers of JSON lose them, in quotes. */
function longJson(value: unknown): string {
  const digits = String(value);
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}

/** The value that the column holds: a reader that rounds the double's text once more would get another one. */
function floatJson(value: unknown): string | Problem {
  return doubleJson(typeof value === "number" ? Math.fround(value) : value);
}

/** Keeps the sign of zero, as the protobuf form does; `-0` would be read as an integer. */
function doubleJson(value: unknown): string | Problem {
  if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  return problem("range", "a finite number, for JSON has no others", value);
}

function binaryJson(value: unknown): string | Problem {
  return isBinary(value) ? `"${base64(value)}"` : binaryProblem(value);
}

/** The service takes a VARIANT as a string that holds JSON. */
function variantJson(value: unknown): string | Problem {
  const text = variantText(value);
  return typeof text === "string" ? JSON.stringify(text) : text;
}
