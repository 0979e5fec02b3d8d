/** What can be measured, and the jobs each part consists of; a job has a process of its own. */
import { codecPeerNames } from "./peers/codecs.mjs";
import { cppName } from "./peers/cpp.mjs";
import { validatorNames } from "./peers/validators.mjs";
import { statements } from "./support/statements.mjs";

/** A job for each contestant that is not our main one. */
const duels = (names, { shapes, rounds, count }) =>
  shapes.flatMap((shape) => names.map((peer) => ({ shape, rounds, count, peer })));

const parts = {
  encode: (options) =>
    duels(["gen-producers, batch", "gen-producers, int64 as number", ...codecPeerNames, cppName], options),
  decode: (options) => duels([...codecPeerNames, cppName], options),
  validate: (options) =>
    duels(["gen-producers, int64 as number", ...validatorNames], options).flatMap((job) =>
      [0, 0.1].map((invalid) => ({ ...job, invalid })),
    ),
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
