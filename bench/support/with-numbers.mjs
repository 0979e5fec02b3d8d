import { shapesDdl, tablesOf } from "./build.mjs";
import { convert } from "./convert.mjs";

/** Makes rows of a shape with int64 as numbers, but for timestamps: there we refuse numbers. */
export function withNumbers(shape) {
  const { columns } = tablesOf(shapesDdl()).find(({ table }) => table === shape);
  const timestamps = columns.filter(({ type }) => type.kind === "timestamp").map(({ name }) => name);
  return (row) => {
    const numbers = convert(row, { long: Number });
    for (const name of timestamps) numbers[name] = row[name];
    return numbers;
  };
}
