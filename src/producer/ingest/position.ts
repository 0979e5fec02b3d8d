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
  if (Array.isArray(value)) return arrayText(value, depth + 1);
  if (!isPlain(value)) throw new TypeError("an object with a class of its own");
  return objectText({ ...value }, depth + 1);
}

function arrayText(items: readonly unknown[], depth: number): string {
  let text = "";
  // By index: what runs over the items of an array may leave out holes, which are undefined.
  for (let index = 0; index < items.length; index++) {
    text += `${index === 0 ? "" : ","}${textOf(items[index], depth)}`;
  }
  return `[${text}]`;
}

function objectText(fields: Readonly<Record<string, unknown>>, depth: number): string {
  let text = "";
  for (const key of Object.keys(fields).sort()) {
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${textOf(fields[key], depth)}`;
  }
  return `{${text}}`;
}

/** Objects of another realm are plain too: their prototype has none either. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
