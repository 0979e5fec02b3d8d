import { Buffer } from "node:buffer";
import { rawJson } from "../../runtime/variant.js";
import { maxDigits, rowTags } from "./row-tags.js";

/** Text that `rowText` does not write; `message` completes "the row …" for the person who edited it. */
export class RowFormError extends Error {
  override readonly name = "RowFormError";
}

/**
 * The value that `rowText` wrote, from its JSON. Instants of Temporal come as `{ epochNanoseconds }`.
 *
 * @throws RowFormError
 */
export function readRow(json: unknown): unknown {
  try {
    return read(json);
  } catch (error) {
    // The stack ends far beyond what is written.
    throw error instanceof RangeError ? new RowFormError("is nested too deeply") : error;
  }
}

function read(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return readList(json);
  const entries: [string, unknown][] = Object.entries(json);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && isTag(first[0])) return readTagged(first[0], first[1]);
  return readFields(entries);
}

function readList(json: readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  for (const item of json) items.push(read(item));
  return items;
}

function isTag(key: string): boolean {
  return key.startsWith("$") && !key.startsWith("$$");
}

function readFields(entries: readonly (readonly [string, unknown])[]): object {
  const row = {};
  for (const [key, item] of entries) {
    if (isTag(key))
      throw new RowFormError(`has the key ${shown(key)}: a key of its own that begins with $ is written with $$`);
    const value = read(item);
    // An assignment would not make a field of `__proto__`.
    Object.defineProperty(row, key.startsWith("$$") ? key.slice(1) : key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return row;
}

function readTagged(tag: string, json: unknown): unknown {
  switch (tag) {
    case rowTags.bigint:
      return bigintOf(tag, json);
    case rowTags.bytes:
      return bytesOf(json);
    case rowTags.date:
      return dateOf(json);
    case rowTags.epochNanoseconds:
      return { epochNanoseconds: bigintOf(tag, json) };
    case rowTags.map:
      return mapOf(json);
    case rowTags.number:
      if (json === "NaN" || json === "Infinity" || json === "-Infinity") return Number(json);
      throw wrong(tag, '"NaN", "Infinity" or "-Infinity"');
    case rowTags.rawJson:
      if (typeof json === "string") return rawJson(json);
      throw wrong(tag, "a string with JSON text");
    case rowTags.undefined:
      return undefined;
    default:
      throw new RowFormError(
        `has the unknown tag ${shown(tag)}: a key of its own that begins with $ is written with $$`,
      );
  }
}

function wrong(tag: string, expected: string): RowFormError {
  return new RowFormError(`has a ${tag} that is not ${expected}`);
}

const shownLength = 40;

function shown(key: string): string {
  return JSON.stringify(key.length > shownLength ? `${key.slice(0, shownLength)}…` : key);
}

function bigintOf(tag: string, json: unknown): bigint {
  if (typeof json === "string" && json.length <= maxDigits + 1 && /^-?\d+$/.test(json)) return BigInt(json);
  throw wrong(tag, "a string of digits");
}

function bytesOf(json: unknown): Uint8Array {
  if (typeof json === "string") {
    const bytes = Buffer.from(json, "base64");
    // Node passes over what is no base64.
    if (bytes.toString("base64") === json) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  throw wrong(rowTags.bytes, "a string of base64 with its padding");
}

const isoInstant = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

function dateOf(json: unknown): Date {
  if (json === null) return new Date(NaN);
  const time = typeof json === "string" && isoInstant.test(json) ? Date.parse(json) : NaN;
  if (!Number.isNaN(time)) return new Date(time);
  throw wrong(rowTags.date, 'an instant such as "2024-05-01T12:30:00.250Z"');
}

function mapOf(json: unknown): ReadonlyMap<unknown, unknown> {
  if (!Array.isArray(json)) throw wrong(rowTags.map, "a list of [key, value]");
  const pairs: readonly unknown[] = json;
  const map = new Map<unknown, unknown>();
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrong(rowTags.map, "a list of [key, value]");
    map.set(read(pair[0]), read(pair[1]));
  }
  // Two objects are never one key; two equal texts are.
  if (map.size !== pairs.length) throw new RowFormError(`has a ${rowTags.map} with a key twice`);
  return map;
}
