import { splitLong } from "./int64.js";
import { type Problem, problem } from "./issue.js";

/** BOOLEAN. */
export function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** TINYINT. */
export function isByte(value: unknown): value is number {
  return typeof value === "number" && (value << 24) >> 24 === value;
}

/** SMALLINT. */
export function isShort(value: unknown): value is number {
  return typeof value === "number" && (value << 16) >> 16 === value;
}

/** INT. */
export function isInteger(value: unknown): value is number {
  return typeof value === "number" && (value | 0) === value;
}

/** BIGINT: a bigint of 64 bits, or a number that is surely the integer that was meant. */
export function isLong(value: unknown): value is bigint | number {
  return typeof value === "bigint" ? splitLong(value) : Number.isSafeInteger(value);
}

/** BIGINT as a number only. */
export function isLongNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** BIGINT as a bigint only. */
export function isLongBigInt(value: unknown): value is bigint {
  return typeof value === "bigint" && splitLong(value);
}

/** FLOAT: a finite double that would become an infinity is refused, loss of digits is what the type is for. */
export function isFloat(value: unknown): value is number {
  return typeof value === "number" && (Number.isFinite(Math.fround(value)) || !Number.isFinite(value));
}

/** DOUBLE. */
export function isDouble(value: unknown): value is number {
  return typeof value === "number";
}

/** Why `isBoolean` refused. */
export function booleanProblem(value: unknown): Problem {
  return problem("type", "a boolean", value);
}

/** Why `isByte` refused. */
export function byteProblem(value: unknown): Problem {
  return integerRangeProblem(value, "-128 to 127 (TINYINT)");
}

/** Why `isShort` refused. */
export function shortProblem(value: unknown): Problem {
  return integerRangeProblem(value, "-32768 to 32767 (SMALLINT)");
}

/** Why `isInteger` refused. */
export function integerProblem(value: unknown): Problem {
  return integerRangeProblem(value, "-2147483648 to 2147483647 (INT)");
}

/** Why `isLong` refused. */
export function longProblem(value: unknown): Problem {
  if (typeof value === "bigint") {
    return problem("range", "-2^63 to 2^63-1 (BIGINT)", value);
  }
  if (typeof value !== "number") {
    return problem("type", "a bigint or an integer number", value);
  }
  return Number.isInteger(value)
    ? problem("range", "a bigint past 2^53, where numbers lose digits", value)
    : notInteger(value);
}

/** Why `isLongNumber` refused. */
export function longNumberProblem(value: unknown): Problem {
  return integerRangeProblem(value, "-9007199254740991 to 9007199254740991, where numbers are exact (BIGINT)");
}

/** Why `isLongBigInt` refused. */
export function longBigIntProblem(value: unknown): Problem {
  return typeof value === "bigint" ? longProblem(value) : problem("type", "a bigint", value);
}

/** Why `isFloat` refused. */
export function floatProblem(value: unknown): Problem {
  return typeof value === "number"
    ? problem("range", "-3.4028235e38 to 3.4028235e38 (FLOAT)", value)
    : doubleProblem(value);
}

/** Why `isDouble` refused. */
export function doubleProblem(value: unknown): Problem {
  return problem("type", "a number", value);
}

function integerRangeProblem(value: unknown, range: string): Problem {
  if (typeof value !== "number") return problem("type", "an integer number", value);
  return Number.isInteger(value) ? problem("range", range, value) : notInteger(value);
}

function notInteger(value: number): Problem {
  return problem("not_integer", "an integer", value);
}

/** One text per BIGINT, whether it was given as a number or a bigint. */
export function longKey(value: unknown): string {
  return String(value);
}
