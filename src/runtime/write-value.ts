import { decimalForm, decimalProblem, decimalText } from "./decimal.js";
import { output, refusal } from "./output.js";
import {
  dateDays,
  dateProblem,
  isEpochMicros,
  timestampMicros,
  timestampNtzMicros,
  timestampNtzProblem,
  timestampProblem,
} from "./time.js";
import type { DateInput, DecimalInput, PathKey, TimestampInput, TimestampNtzInput, VariantInput } from "./types.js";
import { variantText } from "./variant.js";
import { putTag, writeInteger, writeLong, writeSplitLong, writeString } from "./write.js";

/** DECIMAL(p,s). Text that is canonical already is checked and written in one pass: 30 ns instead of 50. */
export function writeDecimal(tag: number, value: DecimalInput, name: PathKey, precision: number, scale: number): void {
  if (typeof value === "string" && putCanonical(tag, value, precision, scale)) return;
  const text = decimalText(value, precision, scale);
  if (text === undefined) throw refusal(value, name, decimalProblem(value, precision, scale));
  writeString(tag, text, name);
}

function putCanonical(tag: number, text: string, precision: number, scale: number): boolean {
  const { length } = text;
  const at = putTag(tag, length);
  if (decimalForm(text, precision, scale, output.bytes, at + 1) !== "canonical") return false;
  output.bytes[at] = length; // at most 40: 38 digits, a sign and a point
  output.pos = at + 1 + length;
  return true;
}

/** DATE. */
export function writeDate(tag: number, value: DateInput, name: PathKey): void {
  const days = dateDays(value);
  if (Number.isNaN(days)) throw refusal(value, name, dateProblem(value));
  writeInteger(tag, days, name);
}

/** TIMESTAMP. */
export function writeTimestamp(tag: number, value: TimestampInput, name: PathKey): void {
  if (typeof value === "bigint" && isEpochMicros(value)) {
    writeSplitLong(tag);
    return;
  }
  const micros = timestampMicros(value);
  if (micros === undefined) throw refusal(value, name, timestampProblem(value));
  writeLong(tag, micros, name);
}

/** TIMESTAMP_NTZ. */
export function writeTimestampNtz(tag: number, value: TimestampNtzInput, name: PathKey): void {
  if (typeof value === "bigint" && isEpochMicros(value)) {
    writeSplitLong(tag);
    return;
  }
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
