import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leavesRoot, once, resolveInside } from "../../../src/output/paths.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";

describe("resolveInside", () => {
  it("resolves a path below the directory", () => {
    expect(resolveInside("/out", "main/shop/orders.ts")).toBe("/out/main/shop/orders.ts");
    expect(resolveInside("/out", "a..b/..c/d...ts")).toBe("/out/a..b/..c/d...ts");
  });

  it.each(["../x", "a/../../x", "a/..", "/etc/passwd", "", "a//b", "a/./b", "a/", "a\\..\\b", "C:/x", "a:b", "a\0b"])(
    "refuses %j",
    (path) => {
      expect(resolveInside("/out", path)).toBeNull();
    },
  );

  it("never leaves the directory", () => {
    const path = fc.array(fc.constantFrom("a", "..", ".", "/", "\\", "C:", "b.ts", ""), { maxLength: 8 });
    fc.assert(
      fc.property(path, (parts) => {
        const resolved = resolveInside("/out/dir", parts.join("/"));
        if (resolved !== null) expect(resolved).toMatch(/^\/out\/dir\/./);
      }),
    );
  });
});

describe("leavesRoot", () => {
  it("follows links below the directory, and lets the directory itself be one", () => {
    const base = temporaryDirectory({ "real/inside/x": "", "elsewhere/x": "" });
    symlinkSync("real", join(base, "out"));
    symlinkSync("../elsewhere", join(base, "real/leaving"));
    symlinkSync("inside", join(base, "real/staying"));
    mkdirSync(join(base, "real-too"));
    symlinkSync("../real-too", join(base, "real/sibling"));
    const out = join(base, "out");
    const leaves = (path: string): boolean => leavesRoot(out, join(out, path));
    expect(leaves("")).toBe(false);
    expect(leaves("inside")).toBe(false);
    expect(leaves("not/yet/there")).toBe(false);
    expect(leaves("staying/new")).toBe(false);
    expect(leaves("leaving")).toBe(true);
    expect(leaves("leaving/new/dir")).toBe(true);
    // A name that only starts like the directory's is not inside it.
    expect(leaves("sibling")).toBe(true);
  });

  it("cannot leave a directory that is not there yet", () => {
    const out = join(temporaryDirectory(), "out");
    expect(leavesRoot(out, join(out, "a"))).toBe(false);
  });
});

describe("once", () => {
  it("does the work once for each path, though it is asked for again before it is done", async () => {
    const asked: string[] = [];
    const lengthOf = once((path) => {
      asked.push(path);
      return Promise.resolve(path.length);
    });
    expect(await Promise.all(["a", "bc", "a"].map(lengthOf))).toEqual([1, 2, 1]);
    expect(asked).toEqual(["a", "bc"]);
  });
});
