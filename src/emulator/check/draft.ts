import { columnText, Refused } from "./refused.js";

/** A cell while its record is read: what comes later may still add to it. */
export type Draft = null | boolean | number | bigint | string | Uint8Array | Draft[];

/** The refusal of a record without a value for a column that is NOT NULL. */
export function missing(path: string): Refused {
  return new Refused("required", path, `${columnText(path)} is NOT NULL, and the record has no value for it.`);
}
