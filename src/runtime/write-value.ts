import { decimalProblem, decimalText } from "./decimal.js";
import { refusal } from "./output.js";
import {
  dateDays,
  dateProblem,
  timestampMicros,
  timestampNtzMicros,
  timestampNtzProblem,
  timestampProblem,
} from "./time.js";
import type { DateInput, DecimalInput, PathKey, TimestampInput, TimestampNtzInput, VariantInput } from "./types.js";
import { variantText } from "./variant.js";
import { writeInteger, writeLong, writeString } from "./write.js";

/** DECIMAL(p,s). */
export function writeDecimal(tag: number, value: DecimalInput, name: PathKey, precision: number, scale: number): void {
  const text = decimalText(value, precision, scale);
  if (text === undefined) throw refusal(value, name, decimalProblem(value, precision, scale));
  writeString(tag, text, name);
}

/** DATE. */
export function writeDate(tag: number, value: DateInput, name: PathKey): void {
  const days = dateDays(value);
  if (Number.isNaN(days)) throw refusal(value, name, dateProblem(value));
  writeInteger(tag, days, name);
}

/** TIMESTAMP. */
export function writeTimestamp(tag: number, value: TimestampInput, name: PathKey): void {
  const micros = timestampMicros(value);
  if (micros === undefined) throw refusal(value, name, timestampProblem(value));
  writeLong(tag, micros, name);
}

/** TIMESTAMP_NTZ. */
export function writeTimestampNtz(tag: number, value: TimestampNtzInput, name: PathKey): void {
  const micros = timestampNtzMicros(value);
  if (micros === undefined) throw refusal(value, name, timestampNtzProblem(value));
  writeLong(tag, micros, name);
}

/** VARIANT. */
export function writeVariant(tag: number, value: VariantInput, name: PathKey): void {
  const text = variantText(value);
  if (typeof text !== "string") throw refusal(value, name, text);
  writeString(tag, text, name);
}
