/** How a text stands to DECIMAL(p,s). */
export type DecimalText =
  | { readonly kind: "value"; readonly unscaled: bigint }
  /** More digits than the type has, before or after the point. */
  | { readonly kind: "precision" }
  /** Not `-?digits[.digits]`. */
  | { readonly kind: "format" };

const minus = 45;
const point = 46;
const zero = 48;

/** Digits a number holds exactly, whichever they are. */
const exactDigits = 15;

const format: DecimalText = { kind: "format" };
const tooPrecise: DecimalText = { kind: "precision" };

/** The one grammar of the service's decimals: plain digits, no exponent, no plus, a digit on each side of the point. */
interface Parts {
  /** Where the digits start, after a minus. */
  readonly start: number;
  /** Where the point is; the length of the text where there is none. */
  readonly point: number;
}

/**
 * The unscaled value of DECIMAL(precision, scale) that a text has: `"-1.5"` is -150 for a scale of 2. Leading zeros do not
 * count; a digit more than the type has is never rounded away.
 */
export function decimalOf(text: string, precision: number, scale: number): DecimalText {
  return text.length <= exactDigits ? shortDecimal(text, precision, scale) : longDecimal(text, precision, scale);
}

/** Nearly all decimals: their digits fit into a number, which takes a third of the time of slices of text. */
function shortDecimal(text: string, precision: number, scale: number): DecimalText {
  const parts = partsOf(text);
  if (parts === null) return format;
  let digits = 0;
  for (let at = parts.start; at < text.length; at++) {
    if (at !== parts.point) digits = digits * 10 + text.charCodeAt(at) - zero;
  }
  const fraction = Math.max(0, text.length - parts.point - 1);
  if (fraction > scale || digits >= 10 ** (precision - scale + fraction)) return tooPrecise;
  const value = digits * 10 ** (scale - fraction);
  const unscaled = value < Number.MAX_SAFE_INTEGER ? BigInt(value) : BigInt(digits) * 10n ** BigInt(scale - fraction);
  return { kind: "value", unscaled: parts.start === 1 ? -unscaled : unscaled };
}

function longDecimal(text: string, precision: number, scale: number): DecimalText {
  const parts = partsOf(text);
  if (parts === null) return format;
  const fraction = Math.max(0, text.length - parts.point - 1);
  const first = firstSignificant(text, parts);
  if (parts.point - first > precision - scale || fraction > scale) return tooPrecise;
  const digits = text.slice(first, parts.point) + text.slice(parts.point + 1) + "0".repeat(scale - fraction);
  const value = BigInt(digits);
  return { kind: "value", unscaled: parts.start === 1 ? -value : value };
}

function partsOf(text: string): Parts | null {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  let at = text.length;
  for (let index = start; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === point && at === text.length) at = index;
    else if (unit < zero || unit > zero + 9) return null;
  }
  return at === start || at === text.length - 1 ? null : { start, point: at };
}

/** The first digit before the point that is not 0; the point where there is none. */
function firstSignificant(text: string, { start, point: end }: Parts): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === zero) at++;
  return at;
}
