import { Buffer } from "node:buffer";
import type { SparkType } from "../../catalog/spark-type.js";
import type { Cell } from "../row.js";
import { plainMap, plainObject } from "./result-values.js";
import { dateText, decimalText, jsonNumber, timestampText } from "./value-text.js";

/** A cell as a result has it that was read from DuckDB; see `readVector`. */
export function plainCell(type: SparkType, cell: Cell): unknown {
  if (typeof cell === "bigint") return bigintText(type, cell);
  if (typeof cell === "number") return type.kind === "date" ? dateText(cell) : jsonNumber(cell);
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString("base64");
  return isList(cell) ? nestedCell(type, cell) : cell;
}

function bigintText(type: SparkType, value: bigint): string {
  if (type.kind === "timestamp") return timestampText(value, "Z");
  if (type.kind === "timestamp_ntz") return timestampText(value, "");
  return type.kind === "decimal" ? decimalText(value, type.scale) : String(value);
}

function nestedCell(type: SparkType, cells: readonly Cell[]): unknown {
  if (type.kind === "array") return cells.map((cell) => plainCell(type.element, cell));
  if (type.kind === "struct") {
    return plainObject(type.fields.map((field, index) => [field.name, plainCell(field.type, cells[index] ?? null)]));
  }
  if (type.kind !== "map") return null;
  return plainMap(
    cells.map((pair) => {
      const [key = null, value = null] = isList(pair) ? pair : [];
      return [plainCell(type.key, key), plainCell(type.value, value)];
    }),
  );
}

function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell);
}
