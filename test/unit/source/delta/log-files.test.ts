import { describe, expect, it } from "vitest";
import { sortLogFiles, stagedVersion } from "../../../../src/source/delta/log-files.js";

const uuid = "80a083e8-7026-4e79-81be-64bd76c43a11";
const v = (version: number): string => String(version).padStart(20, "0");
const part = (version: number, number: number, total: number): string =>
  `${v(version)}.checkpoint.${String(number).padStart(10, "0")}.${String(total).padStart(10, "0")}.parquet`;

describe("sortLogFiles", () => {
  it("knows every kind of file by its name, and nothing else", () => {
    const names = [
      `${v(3)}.json`,
      `${v(12)}.json`,
      `${v(3)}.crc`,
      "3.json",
      `${v(4)}.json.tmp`,
      `.${v(5)}.json.crc`,
      "_last_checkpoint",
      "_sidecars",
      "_staged_commits",
      `${v(2)}.checkpoint.parquet`,
      `${v(10)}.checkpoint.${uuid}.json`,
      `${v(9)}.checkpoint.${uuid}.parquet`,
      `${v(8)}.checkpoint.not-a-uuid.parquet`,
      `${v(4)}.${v(6)}.compacted.json`,
    ];
    expect(sortLogFiles(names)).toEqual({
      commits: new Map([
        [3, `${v(3)}.json`],
        [12, `${v(12)}.json`],
      ]),
      checkpoints: [
        { version: 10, format: "json", files: [`${v(10)}.checkpoint.${uuid}.json`] },
        { version: 9, format: "parquet", files: [`${v(9)}.checkpoint.${uuid}.parquet`] },
        { version: 2, format: "parquet", files: [`${v(2)}.checkpoint.parquet`] },
      ],
      compactions: [{ first: 4, last: 6, file: `${v(4)}.${v(6)}.compacted.json` }],
      incomplete: null,
    });
  });

  it("takes a multi-part checkpoint only with all its parts, in their order", () => {
    const names = [part(7, 3, 3), part(7, 1, 3), part(7, 2, 3), part(8, 1, 2), part(9, 2, 3), part(9, 3, 3)];
    const { checkpoints, incomplete } = sortLogFiles(names);
    expect(checkpoints).toEqual([
      { version: 7, format: "parquet", files: [part(7, 1, 3), part(7, 2, 3), part(7, 3, 3)] },
    ]);
    expect(incomplete).toEqual({ version: 9, parts: 3, present: 2 });
  });

  it("does not mix the parts of two checkpoints of one version", () => {
    const { checkpoints } = sortLogFiles([part(7, 1, 2), part(7, 2, 3), part(7, 3, 3)]);
    expect(checkpoints).toEqual([]);
  });
});

describe("stagedVersion", () => {
  it.each([
    [`${v(6)}.${uuid}.json`, 6],
    [`${v(6)}.json`, null],
    [`${v(6)}.checkpoint.${uuid}.json`, null],
  ])("%s", (name, want) => {
    expect(stagedVersion(name)).toBe(want);
  });
});
