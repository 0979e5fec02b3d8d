const microsOfDay = 86_400_000_000n;
const largest = 2n ** 63n - 1n;

/** Days since 1970-01-01 as `YYYY-MM-DD`; a year outside 0000 to 9999 has a sign and six digits, as ISO 8601 expands it. */
export function dateText(days: number): string {
  // Counted from 0000-03-01, so that the leap day is the last of its year; 146,097 days are 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/**
 * Microseconds since the epoch as ISO text with six digits, and `Z` where it is an instant. The two ends of 64 bits are
 * `infinity` and `-infinity`, as DuckDB takes them.
 */
export function timestampText(micros: bigint, zone: "Z" | ""): string {
  if (micros === largest || micros === -largest) return micros > 0n ? "infinity" : "-infinity";
  const ofDay = ((micros % microsOfDay) + microsOfDay) % microsOfDay;
  const days = Number((micros - ofDay) / microsOfDay);
  return `${dateText(days)}T${timeText(Number(ofDay))}${zone}`;
}

function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(":");
  return `${clock}.${String(micros % 1_000_000).padStart(6, "0")}`;
}

/** The decimal that stands for `unscaled / 10^scale`, with all digits of its scale. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A number as JSON can hold it: `NaN`, `Infinity` and `-Infinity` become text. */
export function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9_999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
