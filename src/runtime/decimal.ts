import { count } from "./describe.js";
import { type Problem, problem } from "./issue.js";

/** How a text stands to DECIMAL(p,s); `plain` is a value of it, but not as it is written. */
export type DecimalForm = "canonical" | "plain" | "precision" | "format";

const nowhere: Uint8Array = /* @__PURE__ */ new Uint8Array(64);

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** DECIMAL(p,s): plain decimal text, a number by its shortest text, or a bigint. Nothing is rounded. */
export function isDecimal(value: unknown, precision: number, scale: number): value is string | number | bigint {
  const text = plainText(value);
  if (text === undefined) return false;
  const form = decimalForm(text, precision, scale);
  return form === "canonical" || form === "plain";
}

/** The text that is written: no leading zeros, no negative zero, fraction digits as given. `undefined` if refused. */
export function decimalText(value: unknown, precision: number, scale: number): string | undefined {
  const text = plainText(value);
  if (text === undefined) return undefined;
  const form = decimalForm(text, precision, scale);
  if (form === "canonical") return text;
  return form === "plain" ? canonical(text) : undefined;
}

/** Why `isDecimal` refused. */
export function decimalProblem(value: unknown, precision: number, scale: number): Problem {
  const text = plainText(value);
  if (text === undefined && typeof value !== "bigint") {
    const expected = 'decimal text such as "-12.5", a finite number or a bigint';
    return problem(typeof value === "number" ? "range" : "type", expected, value);
  }
  if (text !== undefined && decimalForm(text, precision, scale) === "format") {
    return problem("format", 'plain decimal text such as "-12.5"', value);
  }
  const expected = `at most ${count(precision - scale, "digit")} before the point and ${String(scale)} after it`;
  return problem("precision", expected, value);
}

/** One text per value, whatever the fraction's zeros: `"1.50"` and `1.5` are one MAP key. */
export function decimalKey(value: unknown): string {
  const text = canonical(plainText(value) ?? "");
  return canonical(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/**
 * The one definition of a decimal: `-?digits[.digits]`, at most `precision - scale` digits before the point, leading
 * zeros not counted, and `scale` after it. The characters that are looked at are put into `target`: nearly all texts
 * are written as they are, and reading them costs more than anything else.
 */
export function decimalForm(
  text: string,
  precision: number,
  scale: number,
  target: Uint8Array = nowhere,
  offset = 0,
): DecimalForm {
  const end = text.length;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let point = end;
  let first = end; // the first digit other than 0
  target[offset] = MINUS;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === POINT && point === end) point = at;
    else if (unit < ZERO || unit > NINE) return "format";
    else if (unit !== ZERO && first === end) first = at;
    target[offset + at] = unit;
  }
  if (point === start || point === end - 1) return "format";
  const significant = Math.min(first, point);
  if (point - significant > precision - scale || end - point - 1 > scale) return "precision";
  const zeros = significant - start;
  const negativeZero = start === 1 && first === end;
  return zeros === (significant === point ? 1 : 0) && !negativeZero ? "canonical" : "plain";
}

function canonical(text: string): string {
  const short = text.replace(/^(-?)0+(?=\d)/, "$1");
  return /[1-9]/.test(short) ? short : short.replace("-", "");
}

/** A value's decimal digits without exponent; `undefined` for what has none, and for a bigint past any DECIMAL. */
function plainText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
      // The longest DECIMAL has 38 digits; printing a bigint of a million takes seconds.
      return BigInt.asIntN(128, value) === value ? String(value) : undefined;
    case "number":
      return Number.isFinite(value) ? numberText(value) : undefined;
    default:
      return undefined;
  }
}

/** The shortest text of a finite number with its exponent spelled out: `1e-7` is `0.0000001`. */
function numberText(value: number): string {
  const [digits = "", exponent] = String(value).split("e");
  if (exponent === undefined) return digits;
  const shift = Number(exponent);
  const sign = value < 0 ? "-" : "";
  const [integer = "", fraction = ""] = digits.replace("-", "").split(".");
  return shift < 0
    ? `${sign}0.${"0".repeat(-shift - 1)}${integer}${fraction}`
    : `${sign}${integer}${fraction}${"0".repeat(shift - fraction.length)}`;
}
