import { isMap, isStruct } from "../../runtime/check.js";
import type { SparkTypeInfo, StructInfo } from "../../runtime/info.js";
import { isTimestamp, isTimestampNtz } from "../../runtime/time.js";
import { rawJson } from "../../runtime/variant.js";
import { hasTextKeys, readField } from "../../runtime/walk.js";

/**
 * A row as `decode` gives it, made such that it can be encoded again: the text of a VARIANT is JSON, and microseconds of
 * early 1970 are what they say and no milliseconds by mistake. What is no row of the table stays as it is.
 */
export function encodableRow(info: StructInfo, row: unknown): unknown {
  if (!isStruct<Record<string, unknown>>(row)) return row;
  const encodable = { ...row };
  for (const { name, type } of info.fields) {
    const value = readField(row, name);
    if (value == null) continue;
    // A spread keeps `__proto__` as a field, an assignment would not.
    Object.defineProperty(encodable, name, {
      value: encodableValue(type, value),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return encodable;
}

function encodableValue(type: SparkTypeInfo, value: unknown): unknown {
  if (typeof type === "string") return encodableScalar(type, value);
  if (type.type === "struct") return encodableRow(type, value);
  if (type.type === "array") {
    return Array.isArray(value) ? value.map((item) => encodableValue(type.elementType, item)) : value;
  }
  if (isMap(value)) {
    const entries = [...value].map(([key, item]): [unknown, unknown] => [
      encodableScalar(type.keyType, key),
      encodableValue(type.valueType, item),
    ]);
    return new Map(entries);
  }
  if (!hasTextKeys(type) || !isStruct<Record<string, unknown>>(value)) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, encodableValue(type.valueType, item)]));
}

function encodableScalar(type: string, value: unknown): unknown {
  if (type === "variant" && typeof value === "string") return rawJson(value);
  if (typeof value !== "bigint") return value;
  if (type === "timestamp" && !isTimestamp(value)) return { epochNanoseconds: value * 1000n };
  return type === "timestamp_ntz" && !isTimestampNtz(value) ? (localText(value) ?? value) : value;
}

/** Local time of microseconds of 1970; null for others, which only a text of another form would hold. */
function localText(micros: bigint): string | null {
  if (micros < 0n || micros >= 31_536_000_000_000n) return null;
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, "0")}`;
}
