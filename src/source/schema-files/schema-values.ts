import { detectSchemaJson, type SchemaJsonKind, tablesOfList } from "../../catalog/json/detect.js";
import { isJsonList, isJsonObject, member } from "../../catalog/json/json-value.js";
import { parseJson } from "../../catalog/json/parse-json.js";

/** A definition inside the JSON of a file. */
export interface SchemaValue {
  readonly kind: Exclude<SchemaJsonKind, "unity-catalog-list">;
  readonly json: unknown;
}

export interface SchemaValues {
  readonly found: readonly SchemaValue[];
  /** Values where definitions were looked for that are none. */
  readonly others: readonly unknown[];
}

/** Wrappings looked into; a row of the SQL driver in a list inside a JSON string has four. */
const maxWrappings = 6;

/**
 * The definitions in JSON values, in their order: lists are opened, as are JSON inside a JSON string and the rows of
 * `DESCRIBE … AS JSON`, which have the one column `json_metadata`.
 */
export function schemaValues(values: readonly unknown[], wrappings = 0): SchemaValues {
  const found: SchemaValue[] = [];
  const others: unknown[] = [];
  for (const value of values) {
    const kind = detectSchemaJson(value);
    const inner = kind === null && wrappings < maxWrappings ? unwrap(value) : null;
    if (kind === "unity-catalog-list") {
      for (const json of tablesOfList(value)) found.push({ kind: "unity-catalog-table", json });
    } else if (kind !== null) found.push({ kind, json: value });
    else if (inner === null) others.push(value);
    else {
      const below = schemaValues(inner, wrappings + 1);
      for (const each of below.found) found.push(each);
      for (const each of below.others) others.push(each);
    }
  }
  return { found, others };
}

/** The values inside a list, a string or a row; null where a value wraps nothing. */
function unwrap(value: unknown): readonly unknown[] | null {
  if (isJsonList(value)) return value;
  const text = isJsonObject(value) ? member(value, "json_metadata") : value;
  if (typeof text !== "string") return null;
  try {
    return [parseJson(text)];
  } catch {
    return null;
  }
}
