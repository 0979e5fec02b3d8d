import { types } from "node:util";

/** What an object is, for a text that holds it; all of it works for objects of other realms too. Any of it may throw. */

/** Milliseconds of a Date, NaN where it is invalid; null for other objects. */
export function dateTime(value: object): number | null {
  return types.isDate(value) ? Date.prototype.getTime.call(value) : null;
}

/** Entries of a Map; null for other objects. */
export function mapOf(value: object): Iterable<readonly [unknown, unknown]> | null {
  return types.isMap(value) ? Map.prototype.entries.call(value) : null;
}

/** `[object Set]` and the like. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** Typed arrays, whose elements are keys too, and other views. */
export function isArrayView(value: object): boolean {
  return ArrayBuffer.isView(value);
}

/** No instance of a class. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || isRoot(prototype);
}

/** Object.prototype, of whatever realm. */
function isRoot(value: unknown): boolean {
  return (
    value === Object.prototype ||
    (typeof value === "object" &&
      value !== null &&
      Object.getPrototypeOf(value) === null &&
      Object.hasOwn(value, "isPrototypeOf"))
  );
}

/** The keys under which a row's values are read: enumerable ones, inherited ones, and the getters of classes. */
export function readableKeys(value: object): readonly string[] {
  const own = Object.keys(value);
  if (isPlain(value)) return own;
  const keys = new Set(own);
  let level: unknown = value;
  while (typeof level === "object" && level !== null && !isRoot(level)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (property.enumerable === true || property.get !== undefined) keys.add(key);
    }
    level = Object.getPrototypeOf(level);
  }
  return [...keys];
}
