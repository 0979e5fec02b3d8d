import { shapesDdl, tablesOf } from "./build.mjs";
import { convert, literal } from "./convert.mjs";

/** Makes rows of a shape with int64 as numbers, but for timestamps: there we refuse numbers. */
export function withNumbers(shape) {
  const { columns } = tablesOf(shapesDdl()).find(({ table }) => table === shape);
  const timestamps = new Set(columns.filter(({ type }) => type.kind === "timestamp").map(({ name }) => name));
  // A literal: a property that is set to a value of another kind later gives rows a slower shape.
  return (row) => {
    const keys = Object.keys(row);
    return literal(keys)(keys.map((key) => (timestamps.has(key) ? row[key] : convert(row[key], { long: Number }))));
  };
}
