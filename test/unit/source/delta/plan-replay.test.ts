import { describe, expect, it } from "vitest";
import type { LogFiles } from "../../../../src/source/delta/log-files.js";
import { planReplay } from "../../../../src/source/delta/plan-replay.js";

interface LogFacts {
  readonly commits?: readonly number[];
  readonly checkpoints?: readonly number[];
  readonly compactions?: readonly (readonly [first: number, last: number])[];
}

function log({ commits = [], checkpoints = [], compactions = [] }: LogFacts): LogFiles {
  return {
    commits: new Map(commits.map((version) => [version, `c${version}`])),
    checkpoints: checkpoints.map((version) => ({ version, format: "parquet", files: [`p${version}`] })),
    compactions: compactions.map(([first, last]) => ({ first, last, file: `l${first}-${last}` })),
    incomplete: null,
  };
}

/** Each replay as the files it reads in order. */
function replays(facts: LogFacts): readonly string[] {
  return planReplay(log(facts)).replays.map(({ files, checkpoint }) =>
    [...files, ...(checkpoint?.files ?? [])].join(" "),
  );
}

describe("planReplay reads", () => {
  it.each([
    ["all commits where there is no checkpoint", { commits: [0, 1, 2] }, ["c2 c1 c0"]],
    ["the newest checkpoint and what comes after it", { commits: [2, 3, 4], checkpoints: [2] }, ["c4 c3 p2"]],
    ["a checkpoint that is the newest of all", { checkpoints: [5] }, ["p5"]],
    [
      "an older checkpoint, or everything, where the newest fails",
      { commits: [0, 1, 2, 3], checkpoints: [2, 1] },
      ["c3 p2", "c3 c2 p1", "c3 c2 c1 c0"],
    ],
    ["no checkpoint from before a gap", { commits: [0, 1, 3, 4], checkpoints: [2, 0] }, ["c4 c3 p2"]],
    ["a compaction in the place of missing commits", { commits: [0, 1, 5], compactions: [[2, 4]] }, ["c5 l2-4 c1 c0"]],
    ["no compaction where its commits are there", { commits: [0, 1, 2], compactions: [[0, 1]] }, ["c2 c1 c0"]],
    ["a compaction that ends the log", { commits: [0], compactions: [[1, 3]] }, ["l1-3 c0"]],
    [
      "the longest of several compactions",
      {
        commits: [0],
        compactions: [
          [2, 3],
          [1, 3],
        ],
      },
      ["l1-3 c0"],
    ],
    [
      "a compaction that reaches over commits that are there",
      { commits: [0, 4], compactions: [[1, 4]] },
      ["c4 l1-4 c0"],
    ],
    ["a compaction that begins below the checkpoint", { checkpoints: [3], compactions: [[1, 5]] }, ["l1-5 p3"]],
  ] satisfies [string, LogFacts, string[]][])("%s", (_, facts, want) => {
    expect(replays(facts)).toEqual(want);
    expect(planReplay(log(facts)).missing).toBeNull();
  });
});

describe("planReplay names the version that is missing", () => {
  it.each([
    ["between commits", { commits: [0, 1, 3] }, 2, 3],
    ["at the beginning", { commits: [3, 4] }, 2, 4],
    ["after the checkpoint", { commits: [4, 5], checkpoints: [2] }, 3, 5],
    ["under a compaction", { compactions: [[2, 3]] }, 1, 3],
  ] satisfies [string, LogFacts, number, number][])("%s", (_, facts, missing, newest) => {
    expect(planReplay(log(facts))).toEqual({ replays: [], missing, newest });
  });
});

describe("planReplay", () => {
  it("says that a log is empty", () => {
    expect(planReplay(log({})).newest).toBe(-1);
  });

  it("takes of a long log no more than its end", () => {
    const commits = Array.from({ length: 100_000 }, (_, version) => version);
    expect(planReplay(log({ commits, checkpoints: [99_990] })).replays[0]?.files).toHaveLength(9);
  });
});
