/** What can be measured, and the jobs each part consists of; a job has a process of its own. */
import { statements } from "./support/statements.mjs";

const perShape = ({ shapes, rounds, count }) => shapes.map((shape) => ({ shape, rounds, count }));

const parts = {
  encode: perShape,
  decode: perShape,
  validate: ({ shapes, rounds, count }) =>
    shapes.flatMap((shape) => [0, 0.1].map((invalid) => ({ shape, rounds, count, invalid }))),
  wide: ({ rounds }) =>
    ["encode", "decode", "validate"].flatMap((what) =>
      [100, 400, 800, 2000].map((columns) => ({ columns, what, rounds })),
    ),
  tables: ({ rounds }) => [1, 8, 32].map((tables) => ({ tables, rounds })),
  cold: ({ shapes, rounds }) => shapes.map((shape) => ({ shape, rounds })),
  rows: ({ shapes, rounds, count }) =>
    shapes.filter((shape) => shape === "orders").map((shape) => ({ shape, rounds, count })),
  "working-set": ({ shapes, rounds }) =>
    shapes
      .filter((shape) => shape !== "event_log")
      .flatMap((shape) => [1000, 16_000].map((count) => ({ shape, rounds, count }))),
  size: ({ shapes }) => shapes.map((shape) => ({ shape })),
  generate: ({ quick }) =>
    (quick ? [1, 100] : [1, 200, 1000]).map((tables) => ({ tables, rounds: quick ? 1 : tables > 100 ? 3 : 5 })),
  parse: ({ quick }) => [
    ...Object.keys(statements).map((statement) => ({ statement, megabytes: quick ? 1 : 4, rounds: 3 })),
    ...(quick ? [10] : [1, 10, 50]).map((megabytes) => ({ statement: "12 columns, nested", megabytes, rounds: 2 })),
  ],
};

export const partNames = Object.keys(parts);

export function jobsOf(part, options) {
  return parts[part](options);
}
