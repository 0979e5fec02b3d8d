import { excerpt } from "./describe.js";
import type { StructInfo } from "./info.js";
import { type Problem, problem } from "./issue.js";
import { isString } from "./text.js";

/** Whether the object itself has the property. `Object.hasOwn` takes 2.6 times as long on Node 20. */
export function hasOwn(value: object, key: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(value, key);
}

/** A column whose name every object inherits something under, such as `constructor`: undefined unless it is the row's own. */
export function ownValue<Row extends object, Key extends keyof Row>(row: Row, name: Key): Row[Key] {
  return hasOwn(row, name) ? row[name] : absent;
}

/** Typed as the column's value: a writer that needs one refuses undefined. */
const absent: never = undefined as never;

/** No value: NULL for a column, nothing that a list or map can hold. */
export function isNull(value: unknown): value is null | undefined {
  return value == null;
}

/** The keys of a row, with nothing known of the values yet. */
export type Unchecked<Row> = object & { readonly [Key in keyof Row]?: unknown };

/** STRUCT and rows: any object that is not an array. */
export function isStruct<Row>(value: unknown): value is Unchecked<Row> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Map, whatever is in it. */
export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map;
}

/** What is read as a MAP by its keys: no class instance, no array. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Object.prototype of another realm is known by having no prototype itself.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** ARRAY, whatever is in it. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** ARRAY: every element present and taken; holes count as undefined, as they do when the list is encoded. */
export function isListOf(value: unknown, check: (item: unknown) => boolean): boolean {
  if (!isList(value)) return false;
  for (const item of value) {
    if (!check(item)) return false;
  }
  return true;
}

/** MAP with string keys: a Map, or a plain object by its own enumerable keys. */
export function isStringMapOf(
  value: unknown,
  check: (value: unknown) => boolean,
  checkKey?: (key: unknown) => boolean,
): boolean {
  // First what is cheap to see: an object of this realm that is no Map.
  if (!isPlainObject(value)) return isMapOf(value, checkKey ?? isString, check);
  for (const key in value) {
    if (!hasOwn(value, key)) continue;
    if (!isString(key) || !check(value[key]) || (checkKey !== undefined && !checkKey(key))) return false;
  }
  return true;
}

/** MAP: a Map whose keys and values are taken, and whose keys stay different when they are written. */
export function isMapOf(
  value: unknown,
  checkKey: (key: unknown) => boolean,
  check: (value: unknown) => boolean,
  canonicalKey?: (key: unknown) => string,
): boolean {
  if (!isMap(value)) return false;
  for (const [key, item] of value) {
    if (!checkKey(key) || !check(item)) return false;
  }
  return canonicalKey === undefined || new Set(Array.from(value.keys(), canonicalKey)).size === value.size;
}

/** Whether each key is a column. Keys mostly come in the table's order, where a comparison or two are enough. */
export function hasOnly(value: object, info: StructInfo): boolean {
  const { names } = info;
  let next = 0;
  for (const key in value) {
    if (key === names[next] || key === names[++next]) next++;
    else {
      const place = info.places.get(key);
      if (place !== undefined) next = place + 1;
      else if (hasOwn(value, key)) return false;
    }
  }
  return true;
}

/** Why `isStruct` refused. */
export function structProblem(value: unknown): Problem {
  return problem("type", "an object", value);
}

/** Why a value is no list. */
export function listProblem(value: unknown): Problem {
  return problem("type", "an array", value);
}

/** Why a value is no MAP. */
export function mapProblem(value: unknown): Problem {
  return problem("type", "a Map", value);
}

/** Why a value is no MAP with string keys. */
export function stringMapProblem(value: unknown): Problem {
  return problem("type", "a Map or a plain object", value);
}

/** Two keys of a Map that would be written as one. */
export function duplicateKey(text: string): Problem {
  return { code: "duplicate_key", expected: "keys that differ as they are stored", received: `${excerpt(text)} twice` };
}
