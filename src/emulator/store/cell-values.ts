import type { DuckDBValue } from "@duckdb/node-api";
import type { SparkType } from "../../catalog/spark-type.js";
import type { Cell } from "../row.js";
import type { DuckDBModule } from "./load-duckdb.js";
import { StoreError } from "./store-error.js";

/** A cell as the value DuckDB's vectors take. */
export type ToValue = (cell: Cell) => DuckDBValue;

/** Makes, once per column, what turns its cells into values. */
export function valueWriter(duckdb: DuckDBModule, type: SparkType): ToValue {
  switch (type.kind) {
    case "boolean":
    case "byte":
    case "short":
    case "integer":
    case "float":
    case "double":
      return scalar;
    case "long":
      return ofBigint((value) => value);
    case "timestamp":
      return ofBigint((micros) => new duckdb.DuckDBTimestampTZValue(micros));
    case "timestamp_ntz":
      return ofBigint((micros) => new duckdb.DuckDBTimestampValue(micros));
    case "decimal":
      return ofBigint((unscaled) => new duckdb.DuckDBDecimalValue(unscaled, type.precision, type.scale));
    case "date":
      return (cell) => (typeof cell === "number" ? new duckdb.DuckDBDateValue(cell) : nothing(cell, "number"));
    case "binary":
      return (cell) => (cell instanceof Uint8Array ? new duckdb.DuckDBBlobValue(cell) : nothing(cell, "Uint8Array"));
    case "array":
      return listWriter(duckdb, type.element);
    case "map":
      return mapWriter(duckdb, type.key, type.value);
    case "struct":
      return structWriter(duckdb, type.fields);
    default:
      return (cell) => (typeof cell === "string" ? cell : nothing(cell, "string"));
  }
}

function scalar(cell: Cell): DuckDBValue {
  return typeof cell === "number" || typeof cell === "boolean" ? cell : nothing(cell, "number or boolean");
}

function ofBigint(convert: (value: bigint) => DuckDBValue): ToValue {
  return (cell) => (typeof cell === "bigint" ? convert(cell) : nothing(cell, "bigint"));
}

function listWriter(duckdb: DuckDBModule, element: SparkType): ToValue {
  const convert = valueWriter(duckdb, element);
  return (cell) => (isList(cell) ? new duckdb.DuckDBListValue(cell.map(convert)) : nothing(cell, "array"));
}

function mapWriter(duckdb: DuckDBModule, keyType: SparkType, valueType: SparkType): ToValue {
  const toKey = valueWriter(duckdb, keyType);
  const toValue = valueWriter(duckdb, valueType);
  const toEntry = (pair: Cell) => {
    const [key, value] = isList(pair) ? pair : [];
    return { key: toKey(key ?? null), value: toValue(value ?? null) };
  };
  return (cell) => (isList(cell) ? new duckdb.DuckDBMapValue(cell.map(toEntry)) : nothing(cell, "array"));
}

function structWriter(duckdb: DuckDBModule, fields: Extract<SparkType, { kind: "struct" }>["fields"]): ToValue {
  if (fields.length === 0) return (cell) => (isList(cell) ? "{}" : nothing(cell, "array"));
  const writers = fields.map(({ name, type }) => ({ name, convert: valueWriter(duckdb, type) }));
  return (cell) => {
    if (!isList(cell)) return nothing(cell, "array");
    // Without a prototype, so that a field called `__proto__` is one like the others.
    const entries: Record<string, DuckDBValue> = { __proto__: null };
    for (const [index, { name, convert }] of writers.entries()) entries[name] = convert(cell[index] ?? null);
    return new duckdb.DuckDBStructValue(entries);
  };
}

function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell);
}

/** NULL for no value; a cell of another kind than its column's is a mistake of the emulator, and must not be stored as something else. */
function nothing(cell: Cell | undefined, wanted: string): null {
  if (cell === null) return null;
  throw new StoreError("storage", `A cell is ${typeof cell} where its column takes ${wanted}.`);
}
