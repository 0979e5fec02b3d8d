/** Rows in the forms that contestants take. */
import { mapKeys } from "./rows.mjs";

const asItIs = { long: (value) => value, none: null, binary: (bytes) => bytes, name: (key) => key, sparse: false };

/**
 * A row with other int64, other NULLs, other bytes and other names. Structs are made by literals: all peers read rows of
 * one hidden class, but where they are `sparse`.
 */
export function convert(value, choices) {
  const { long, none, binary, name, sparse } = { ...asItIs, ...choices };
  if (typeof value === "bigint") return long(value);
  if (value === null) return none;
  if (Array.isArray(value)) return value.map((item) => convert(item, choices));
  if (value instanceof Uint8Array) return binary(value);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, convert(item, choices)]);
  if (sparse || entries.every(([key]) => mapKeys.includes(key))) return Object.fromEntries(entries);
  return literal(entries.map(([key]) => name(key)))(entries.map(([, item]) => item));
}

const literals = new Map();

/** What makes an object of the values of the keys by a literal. */
export function literal(keys) {
  const id = keys.join();
  const known = literals.get(id);
  if (known !== undefined) return known;
  const members = keys.map((key, index) => `${key}: values[${index}]`);
  literals.set(id, new Function("values", `return { ${members.join(", ")} };`));
  return literals.get(id);
}
