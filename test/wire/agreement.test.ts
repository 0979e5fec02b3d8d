import { beforeAll, describe, expect, test } from "vitest";
import type { TableOverride } from "../../src/mapping/table-override.js";
import { EncodeError, type Issue, type TableCodec } from "../../src/runtime/index.js";
import { corruptRow } from "./support/corrupt.js";
import { type Generated, loadGenerated } from "./support/generated.js";
import { withLongs } from "./support/longs.js";
import { type Random, seededRandom } from "./support/random.js";
import { randomRow } from "./support/rows.js";
import { randomTable } from "./support/schemas.js";

const schemas = seededRandom(7);
const tables = schemas.times(24, (index) => randomTable(schemas, `agreed_${index}`, 1 + schemas.below(8)));

/** A third of the tables each: BIGINT as it is by default, as numbers only, as bigints only. */
const choices = [null, "number", "bigint"] as const;
const choiceOf = (index: number) => choices[index % choices.length] ?? null;
const overrides = Object.fromEntries(
  tables.map(({ name }, index): [string, TableOverride] => {
    const int64 = choiceOf(index);
    return [name.table, int64 === null ? {} : { int64 }];
  }),
);

let generated: readonly Generated[] = [];
beforeAll(async () => {
  generated = await loadGenerated(tables, overrides);
});

function rowOf(random: Random, index: number): unknown {
  const table = tables[index]!;
  const { input } = randomRow(random, table);
  const choice = choiceOf(index);
  return choice === null ? input : withLongs(table, input, choice);
}

describe.each(tables.map((_, index) => index))("random table %d", (index) => {
  test("validate accepts exactly what encode accepts, and names the place where encode stops", () => {
    const { codec } = generated[index]!;
    const random = seededRandom(1000 + index);
    const outcomes = { accepted: 0, refused: 0 };
    for (let turn = 0; turn < 400; turn++) {
      const row = corruptRow(random, rowOf(random, index));
      const thrown = encodeProblem(codec, row);
      const issues = issuesOf(codec, row);
      const found = issues.map(({ code, path }) => JSON.stringify([code, path]));
      if (thrown === null) expect({ found, row }).toEqual({ found: [], row });
      else
        expect({ found, row }).toEqual({
          found: expect.arrayContaining([JSON.stringify([thrown.code, thrown.path])]) as unknown,
          row,
        });
      outcomes[thrown === null ? "accepted" : "refused"]++;
    }
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.accepted).toBeGreaterThan(0);
  });

  test("what is encoded can be decoded and encoded again", () => {
    const { codec } = generated[index]!;
    const random = seededRandom(2000 + index);
    for (let turn = 0; turn < 100; turn++) {
      const row = corruptRow(random, rowOf(random, index));
      if (encodeProblem(codec, row) !== null) continue;
      const bytes = codec.encode(row);
      expect(codec.decode(bytes)).toEqual(codec.decode(bytes.slice()));
    }
  });

  test("the JSON form is JSON, and refused only where the bytes are or JSON has no such number", () => {
    const { codec } = generated[index]!;
    const random = seededRandom(3000 + index);
    for (let turn = 0; turn < 100; turn++) {
      const input = rowOf(random, index);
      const problem = jsonProblem(codec, input);
      if (problem === null)
        expect(Object.keys(JSON.parse(codec.toJson(input)) as object).length).toBeGreaterThanOrEqual(0);
      else expect(problem.message).toMatch(/NaN|Infinity|finite/i);
    }
  });
});

/** Names that are no column are of interest to `validate` alone. */
function issuesOf(codec: TableCodec<unknown>, row: unknown): readonly Issue[] {
  const result = codec.validate(row);
  return result.ok ? [] : result.issues.filter(({ code }) => code !== "unknown_column");
}

function encodeProblem(codec: TableCodec<unknown>, row: unknown): EncodeError | null {
  return problemOf(() => codec.encode(row));
}

function jsonProblem(codec: TableCodec<unknown>, row: unknown): EncodeError | null {
  return problemOf(() => codec.toJson(row));
}

function problemOf(action: () => unknown): EncodeError | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof EncodeError) return error;
    throw error;
  }
}
