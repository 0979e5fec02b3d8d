import { describe, expect, it } from "vitest";
import { toWholes } from "../../../src/source/whole-directories.js";

/** Answers for the directories that are whole, below /w, and notes what is asked. */
function wholeAre(...whole: readonly string[]): { asked: string[]; isWhole: (absolute: string) => Promise<boolean> } {
  const asked: string[] = [];
  const isWhole = (absolute: string): Promise<boolean> => {
    asked.push(absolute);
    return Promise.resolve(whole.includes(absolute));
  };
  return { asked, isWhole };
}

describe("toWholes", () => {
  it.each([
    ["keeps files and drops directories", ["a/x.json", "a/", "b/c/"], ["a/x.json"]],
    ["keeps a directory that is whole, once", ["t/", "t/"], ["t"]],
    ["takes what is inside for the whole", ["a/x", "t/_delta_log/0.json", "t/p=1/d.parquet"], ["a/x", "t"]],
    ["takes the outermost of two", ["t/u/", "t/u/x"], ["t"]],
    ["knows paths above the current directory", ["../w/t/x", "../w/y"], ["../w/t", "../w/y"]],
    ["knows absolute paths", ["/w/t/x", "/w/y"], ["/w/t", "/w/y"]],
  ])("%s", async (_, matches, want) => {
    expect(await toWholes(matches, "/w", wholeAre("/w/t", "/w/t/u").isWhole)).toEqual(want);
  });

  it("asks about each directory once", async () => {
    const { asked, isWhole } = wholeAre();
    await toWholes(["a/b/x", "a/b/y", "a/b/", "a/z"], "/w", isWhole);
    expect(asked).toEqual(["/w/a", "/w/a/b"]);
  });
});
