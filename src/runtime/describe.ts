/** How values are named in messages. They may be secret, huge or hostile: kind and size are told, content hardly ever. */

const EXCERPT = 32;

/** `a string of 12 characters`, `the number 3.5`, `an array of 3`; never throws, whatever the value does when touched. */
export function describe(value: unknown): string {
  try {
    return typeof value === "object" && value !== null ? describeObject(value) : describeScalar(value);
  } catch {
    return "an object that cannot be read";
  }
}

function describeScalar(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `a string of ${count(value.length, "character")}`;
    case "bigint":
      // A bigint of a million digits takes seconds to print.
      return BigInt.asIntN(128, value) === value ? `the bigint ${String(value)}` : "a bigint of more than 38 digits";
    case "number":
      return `the number ${String(value)}`;
    case "function":
    case "symbol":
      return `a ${typeof value}`;
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${String(value.length)}`;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "an invalid Date" : `the Date ${value.toISOString()}`;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return /^[A-Z]\w{1,20}$/.test(tag) && tag !== "Object" ? `an instance of ${tag}` : "an object";
}

/** `1 digit`, `2 digits`. */
export function count(amount: number, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** The start of a text whose form matters, quoted; what could upset a terminal or a reader is escaped. */
export function excerpt(text: string): string {
  const quoted = JSON.stringify(text.slice(0, EXCERPT)).replace(/[^ -~\p{L}\p{N}]/gu, escape);
  return text.length > EXCERPT ? `${quoted}…` : quoted;
}

function escape(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
