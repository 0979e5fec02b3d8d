import { hasOwn, isMap, isPlainObject } from "./check.js";
import type { MapInfo } from "./info.js";

/** Reading rows by their columns' descriptions, as the generated code reads them. */

/** A field's value. Where every object inherits something of that name, only the object's own counts. */
export function readField(row: object, name: string): unknown {
  return name in Object.prototype && !hasOwn(row, name) ? undefined : Reflect.get(row, name);
}

/** Keys and values of a MAP; `undefined` for what is none. Plain objects are maps with string keys. */
export function mapEntries(info: MapInfo, value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (isMap(value)) return value;
  return hasTextKeys(info) && isPlainObject(value) ? Object.entries(value) : undefined;
}

/** Whether a MAP's keys are text, so that a plain object can be one. */
export function hasTextKeys(info: MapInfo): boolean {
  return /^(string|varchar|char)/.test(info.keyType);
}
