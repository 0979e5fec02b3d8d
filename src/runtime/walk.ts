import { hasOwn, isMap, isPlainObject } from "./check.js";
import type { MapInfo } from "./info.js";

/** Reading rows by their columns' descriptions, as the generated code reads them. */

/** A row or struct with nothing known of its fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field's value. Where every object inherits something of that name, only the object's own counts. */
export function readField(row: Fields, name: string): unknown {
  const value = row[name];
  const mayBeInherited = typeof value === "function" || name === "__proto__";
  return mayBeInherited && name in Object.prototype && !hasOwn(row, name) ? undefined : value;
}

/** Keys and values of a MAP; `undefined` for what is none. Plain objects are maps with string keys. */
export function mapEntries(info: MapInfo, value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (isMap(value)) return value;
  return hasTextKeys(info) && isPlainObject(value) ? Object.entries(value) : undefined;
}

/** Whether a MAP's keys are text, so that a plain object can be one. */
export function hasTextKeys(info: MapInfo): boolean {
  const { keyType } = info;
  return keyType === "string" || keyType.startsWith("varchar") || keyType.startsWith("char");
}
