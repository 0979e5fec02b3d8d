import { Buffer } from "node:buffer";
import type { DuckDBMapEntry, DuckDBValue, DuckDBVector } from "@duckdb/node-api";
import type { DuckDBModule } from "./load-duckdb.js";
import { dateText, decimalText, jsonNumber, timestampText } from "./value-text.js";

/**
 * The value at a place of a result as JSON can carry it, without loss: integers of 64 bits and more, decimals and non-finite numbers as
 * text, dates and timestamps as ISO text, BLOB in base64; LIST as an array, STRUCT as an object by name, MAP as an object by the text of
 * its keys, or as a list of `{ key, value }` where keys are nested themselves.
 */
export function readVector(duckdb: DuckDBModule, vector: DuckDBVector, index: number): unknown {
  if (vector instanceof duckdb.DuckDBListVector) {
    const items = vector.getItemVector(index);
    if (items === null) return null;
    return Array.from({ length: items.itemCount }, (_, item) => readVector(duckdb, items, item));
  }
  // Entry by entry: DuckDB's own object of a struct loses a field called `__proto__`.
  if (vector instanceof duckdb.DuckDBStructVector) {
    if (!vector.isItemValid(index)) return null;
    const names = vector.type.entryNames;
    return plainObject(names.map((name, entry) => [name, readVector(duckdb, vector.entryVectorAt(entry), index)]));
  }
  return jsonValue(duckdb, vector.getItem(index));
}

function jsonValue(duckdb: DuckDBModule, value: DuckDBValue): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return jsonNumber(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof duckdb.DuckDBDecimalValue) return decimalText(value.value, value.scale);
  if (value instanceof duckdb.DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  return timeText(duckdb, value) ?? nestedValue(duckdb, value);
}

type ObjectValue = Exclude<DuckDBValue, null | boolean | number | bigint | string>;

function timeText(duckdb: DuckDBModule, value: ObjectValue): string | null {
  if (value instanceof duckdb.DuckDBTimestampTZValue) return timestampText(value.micros, "Z");
  if (value instanceof duckdb.DuckDBTimestampValue) return timestampText(value.micros, "");
  if (value instanceof duckdb.DuckDBDateValue) return dateText(value.days);
  return null;
}

/** Nested values; of what is left (UUID, INTERVAL, TIME, BIT, …), which no column of ours has, DuckDB's own text. */
function nestedValue(duckdb: DuckDBModule, value: ObjectValue): unknown {
  if (value instanceof duckdb.DuckDBListValue || value instanceof duckdb.DuckDBArrayValue) {
    return value.items.map((item) => jsonValue(duckdb, item));
  }
  if (value instanceof duckdb.DuckDBStructValue) {
    return plainObject(Object.entries(value.entries).map(([name, entry]) => [name, jsonValue(duckdb, entry)]));
  }
  if (value instanceof duckdb.DuckDBMapValue) return mapValue(duckdb, value.entries);
  if (value instanceof duckdb.DuckDBUnionValue) return jsonValue(duckdb, value.value);
  return value.toString();
}

function mapValue(duckdb: DuckDBModule, entries: readonly DuckDBMapEntry[]): unknown {
  const pairs = entries.map(({ key, value }) => [jsonValue(duckdb, key), jsonValue(duckdb, value)] as const);
  return plainMap(pairs);
}

/** A map as an object where every key is one text, number or truth value; else as a list of its entries. */
export function plainMap(pairs: readonly (readonly [key: unknown, value: unknown])[]): unknown {
  const isNested = pairs.some(([key]) => typeof key === "object");
  return isNested
    ? pairs.map(([key, value]) => ({ key, value }))
    : plainObject(pairs.map(([key, value]) => [String(key), value]));
}

/** An object of the entries, `__proto__` among them. */
export function plainObject(entries: readonly (readonly [name: string, value: unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}
