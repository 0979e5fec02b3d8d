import { describe } from "./describe.js";
import { highWord, splitLong } from "./int64.js";
import { type Problem, problem } from "./issue.js";
import type { DateInput, TimestampInput, TimestampNtzInput } from "./types.js";

/** DATE, TIMESTAMP and TIMESTAMP_NTZ: what is taken and the number it becomes, 0001-01-01 to 9999-12-31 as in Spark. */
const DAY_MS = 86_400_000;
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;
const FIRST_MICROS = -62_135_596_800_000_000n;
const LAST_MICROS = 253_402_300_799_999_999n;

/** Seconds of 2000 to 2100. As microseconds, these and the milliseconds of the same years are January and February 1970. */
const PRESENT_FROM = 946_684_800;
const PRESENT_TO = 4_102_444_800;

/** Upper halves of microseconds: from here on past `PRESENT_TO` milliseconds, and to here before 9999-12-31. */
const PRESENT_HIGH = 1000;
const LAST_HIGH = 58_000_000;

const YEARS = "0001-01-01 to 9999-12-31";

/** DATE. */
export function isDate(value: unknown): value is DateInput {
  return !Number.isNaN(dateDays(value));
}

/** TIMESTAMP. */
export function isTimestamp(value: unknown): value is TimestampInput {
  return typeof value === "bigint" ? isEpochMicros(value) : timestampMicros(value) !== undefined;
}

/** TIMESTAMP_NTZ. */
export function isTimestampNtz(value: unknown): value is TimestampNtzInput {
  return timestampNtzMicros(value) !== undefined;
}

/** Days since 1970-01-01 of a DATE; NaN if refused. A Date counts by its UTC day. */
export function dateDays(value: unknown): number {
  let days = NaN;
  if (typeof value === "number") days = Number.isInteger(value) ? value : NaN;
  else if (typeof value === "string") days = parseDay(value);
  else if (typeof value === "object" && value !== null) days = Math.floor(timeOf(value) / DAY_MS);
  return days >= FIRST_DAY && days <= LAST_DAY ? days : NaN;
}

/** Microseconds since the epoch of a TIMESTAMP, as a number only where it is safe; `undefined` if refused. */
export function timestampMicros(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint") return isEpochMicros(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  return value instanceof Date ? dateMicros(value) : (nanosecondMicros(value) ?? dateMicros(value));
}

/** Microseconds of a TIMESTAMP_NTZ, its wall clock read as UTC; `undefined` if refused. */
export function timestampNtzMicros(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint") return isEpochMicros(value) ? value : undefined;
  if (typeof value === "string") return parseLocal(value);
  return typeof value === "object" && value !== null ? dateMicros(value) : undefined;
}

/**
 * Whether a bigint is in range and does not look like seconds or milliseconds. The upper half settles it for all but
 * the edges in 3 ns; comparing bigints takes 20. A bigint that is taken has been split.
 */
export function isEpochMicros(value: bigint): boolean {
  if (splitLong(value) && highWord() > PRESENT_HIGH && highWord() < LAST_HIGH) return true;
  return value >= FIRST_MICROS && value <= LAST_MICROS && suspectUnit(value) === undefined;
}

/** The unit in which a number or bigint is an instant of 2000 to 2100, if that is seconds or milliseconds. */
function suspectUnit(value: number | bigint): string | undefined {
  if (value < PRESENT_FROM || value >= PRESENT_TO * 1000) return undefined;
  if (value < PRESENT_TO) return "seconds";
  return value >= PRESENT_FROM * 1000 ? "milliseconds" : undefined;
}

/** Milliseconds of a Date of whatever realm; NaN for other objects and invalid Dates. */
function timeOf(value: object): number {
  try {
    return Date.prototype.getTime.call(value as Date);
  } catch {
    return NaN;
  }
}

/** Past the year 2255 microseconds are no safe number any more. */
function dateMicros(value: object): number | bigint | undefined {
  const ms = timeOf(value);
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) return undefined;
  const micros = ms * 1000;
  return Number.isSafeInteger(micros) ? micros : BigInt(ms) * 1000n;
}

/** Floored, as Spark floors; the instant was given with its unit, so none is suspect. */
function nanosecondMicros(value: object): bigint | undefined {
  if (!("epochNanoseconds" in value) || typeof value.epochNanoseconds !== "bigint") return undefined;
  const micros = floorThousandth(value.epochNanoseconds);
  return micros >= FIRST_MICROS && micros <= LAST_MICROS ? micros : undefined;
}

function floorThousandth(value: bigint): bigint {
  const quotient = value / 1000n;
  return value % 1000n < 0n ? quotient - 1n : quotient;
}

/** `YYYY-MM-DD` of the calendar; NaN for anything else. */
function parseDay(text: string): number {
  if (text.length !== 10 || text[4] !== "-" || text[7] !== "-") return NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; the calendar repeats after 400 years, which are 146,097 days.
  return Date.UTC(year + 400, month - 1, day) / DAY_MS - 146_097;
}

/** NaN unless all are ASCII digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const localTime = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?$/;

/** `YYYY-MM-DDTHH:MM[:SS[.ffffff]]`, with `T` or a space and without zone. */
function parseLocal(text: string): number | bigint | undefined {
  const parts = localTime.exec(text);
  if (parts === null) return undefined;
  const [, date = "", hour, minute, second = "0", fraction = ""] = parts;
  const days = dateDays(date);
  if (Number.isNaN(days) || fraction.length > 6) return undefined;
  const seconds = days * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const rest = Number(fraction.padEnd(6, "0"));
  const micros = seconds * 1_000_000 + rest;
  return Number.isSafeInteger(micros) ? micros : BigInt(seconds) * 1_000_000n + BigInt(rest);
}

/** Why `isDate` refused. */
export function dateProblem(value: unknown): Problem {
  if (typeof value === "string") return problem("format", 'a calendar date such as "2024-02-29"', value);
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? problem("range", `days ${String(FIRST_DAY)} to ${String(LAST_DAY)} since 1970-01-01`, value)
      : problem("not_integer", "whole days since 1970-01-01", value);
  }
  return isInstant(value)
    ? problem("range", YEARS, value)
    : problem("type", 'a Date, "YYYY-MM-DD" or a number of days', value);
}

/** Why `isTimestamp` refused. */
export function timestampProblem(value: unknown): Problem {
  return instantProblem(value, "a Date or { epochNanoseconds }");
}

/** Why `isTimestampNtz` refused. */
export function timestampNtzProblem(value: unknown): Problem {
  if (typeof value !== "string") return instantProblem(value, "a Date or local ISO text");
  return (localTime.exec(value)?.[5] ?? "").length > 6
    ? problem("precision", "at most 6 digits of a second", value)
    : problem("format", 'local time such as "2024-05-01T12:30:00.25", without zone', value);
}

/** `sure` is what tells its unit. */
function instantProblem(value: unknown, sure: string): Problem {
  const unit = typeof value === "bigint" || typeof value === "number" ? suspectUnit(value) : undefined;
  if (unit !== undefined) {
    const expected = `microseconds as a bigint, and an instant of early 1970 as ${sure}`;
    return { code: "unit_suspect", expected, received: `${describe(value)}, which looks like ${unit}` };
  }
  return typeof value === "bigint" || isInstant(value)
    ? problem("range", YEARS, value)
    : problem("type", `${sure}, or microseconds as a bigint`, value);
}

function isInstant(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Date || !Number.isNaN(timeOf(value)) || "epochNanoseconds" in value;
}

/** One text per DATE, whatever it was given as. */
export function dateKey(value: unknown): string {
  return String(dateDays(value));
}

/** One text per TIMESTAMP. */
export function timestampKey(value: unknown): string {
  return String(timestampMicros(value));
}

/** One text per TIMESTAMP_NTZ. */
export function timestampNtzKey(value: unknown): string {
  return String(timestampNtzMicros(value));
}
