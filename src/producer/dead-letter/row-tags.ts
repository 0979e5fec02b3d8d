/**
 * How a dead letter writes what JSON does not have: an object whose only key is one of these. A key of a row that begins
 * with `$` gets another one in front.
 */
export const rowTags = {
  bigint: "$bigint",
  bytes: "$bytes",
  date: "$date",
  epochNanoseconds: "$epochNanoseconds",
  map: "$map",
  number: "$number",
  rawJson: "$rawJson",
  undefined: "$undefined",
} as const;

/** Deeper values are not kept; a VARIANT takes 1,000 levels. */
export const maxDepth = 1100;

/** Digits of the longest bigint that is kept; far more than any column takes, and quick to print and to parse. */
export const maxDigits = 10_000;
