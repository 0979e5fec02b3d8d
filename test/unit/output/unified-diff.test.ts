import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../src/output/unified-diff.js";

describe("unifiedDiff", () => {
  it("is a patch from the disk to the definitions", async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${String(index)}\n`);
    const current = lines.join("");
    const diff = await unifiedDiff("generated/a.ts", current, current.replace("line 5\n", "line five\n"));
    expect(diff).toBe(
      [
        "--- a/generated/a.ts",
        "+++ b/generated/a.ts",
        "@@ -3,7 +3,7 @@",
        " line 2",
        " line 3",
        " line 4",
        "-line 5",
        "+line five",
        " line 6",
        " line 7",
        " line 8",
        "",
      ].join("\n"),
    );
  });

  it("gives up on texts that have next to nothing in common", async () => {
    const text = (word: string): string =>
      Array.from({ length: 4000 }, (_, index) => `${word} ${String(index)}\n`).join("");
    expect(await unifiedDiff("a.ts", text("old"), text("new"))).toBeNull();
  });
});
