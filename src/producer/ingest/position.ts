import type { Position } from "../checkpoint.js";

/** Deeper ones are cycles. */
const deepest = 100;

/**
 * The position as JSON with sorted keys: a copy, and the same text for equal positions.
 *
 * @throws TypeError that says what JSON does not carry as it is.
 */
export function positionText(position: unknown): string {
  if (position === null) throw new TypeError("null");
  return textOf(position, 0);
}

/** What `positionText` has written. */
export function positionOf(text: string): Position {
  const position: unknown = JSON.parse(text);
  // JSON that is not null is one.
  return position as Position;
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return JSON.stringify(value);
      throw new TypeError(String(value));
    case "object":
      return value === null ? "null" : structureText(value, depth);
    case "bigint":
      throw new TypeError("a bigint; write it as a string");
    default:
      throw new TypeError(value === undefined ? "undefined" : `a ${typeof value}`);
  }
}

function structureText(value: object, depth: number): string {
  if (depth === deepest) throw new TypeError("an object that holds itself");
  // By index: holes of an array are undefined, and `map` leaves them out.
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => textOf(item, depth + 1)).join(",")}]`;
  if (!isPlain(value)) throw new TypeError("an object with a class of its own");
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${textOf(item, depth + 1)}`).join(",")}}`;
}

/** Objects of another realm are plain too: their prototype has none either. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
