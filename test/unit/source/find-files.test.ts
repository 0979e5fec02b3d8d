import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findFiles } from "../../../src/source/find-files.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";

const tree = {
  "tables/b.sql": "",
  "tables/B.SQL": "",
  "tables/a.ddl": "",
  "tables/deep/er/c.hql": "",
  "tables/deep-er/d.sql": "",
  "tables/readme.md": "",
  "tables/node_modules/p/x.sql": "",
  "tables/.git/x.sql": "",
  "tables/.hidden/h.sql": "",
  "other.txt": "",
  "odd[1].sql": "",
};

async function paths(cwd: string, ...patterns: string[]): Promise<string[]> {
  const found = await findFiles(patterns, cwd);
  expect(found.diagnostics).toEqual([]);
  return found.files.map((file) => file.path);
}

async function problems(cwd: string, ...patterns: string[]): Promise<string[]> {
  const found = await findFiles(patterns, cwd);
  return found.diagnostics.map(({ code, file, message }) =>
    [code, ...(file === undefined ? [] : [file]), message].join(" "),
  );
}

const wholeTree = [
  "tables/.hidden/h.sql",
  "tables/B.SQL",
  "tables/a.ddl",
  "tables/b.sql",
  "tables/deep-er/d.sql",
  "tables/deep/er/c.hql",
];

describe("findFiles finds", () => {
  it.each([
    ["every definition file below a directory, in code-unit order", ["tables"], wholeTree],
    ["the same for a path with ./ and a slash at its end", ["./tables/"], wholeTree],
    ["a file that is named, whatever its ending", ["other.txt"], ["other.txt"]],
    ["files of a glob, in code-unit order", ["tables/*.{sql,ddl}"], ["tables/a.ddl", "tables/b.sql"]],
    [
      "files at any depth, without those of dependencies",
      ["**/[cdx].*ql"],
      ["tables/deep-er/d.sql", "tables/deep/er/c.hql"],
    ],
    [
      "files of dependencies where the glob names them",
      ["tables/node_modules/**/*.sql"],
      ["tables/node_modules/p/x.sql"],
    ],
    ["a file whose name looks like a glob", ["odd[1].sql"], ["odd[1].sql"]],
    ["the patterns in their order", ["tables/b.sql", "tables/a.ddl"], ["tables/b.sql", "tables/a.ddl"]],
    ["each file once, where it is named first", ["tables/b.sql", "tables/*.sql", "./tables/b.sql"], ["tables/b.sql"]],
    ["the standard input once", ["-", "other.txt", "-"], ["<stdin>", "other.txt"]],
  ])("%s", async (_, patterns, want) => {
    expect(await paths(temporaryDirectory(tree), ...patterns)).toEqual(want);
  });

  it("absolute paths and globs, under absolute names", async () => {
    const cwd = temporaryDirectory(tree);
    const elsewhere = temporaryDirectory();
    expect(await paths(elsewhere, join(cwd, "tables/b.sql"))).toEqual([join(cwd, "tables/b.sql")]);
    expect(await paths(elsewhere, join(cwd, "tables/*.ddl"))).toEqual([join(cwd, "tables/a.ddl")]);
    expect(await paths(elsewhere, join(cwd, "tables/deep"))).toEqual([join(cwd, "tables/deep/er/c.hql")]);
  });

  it("paths above the current directory", async () => {
    const cwd = join(temporaryDirectory(tree), "tables/deep");
    expect(await paths(cwd, "../b.sql", "../*.ddl")).toEqual(["../b.sql", "../a.ddl"]);
  });

  it("files behind links, and comes back from a loop of links", async () => {
    const cwd = temporaryDirectory({ "real/x.sql": "" });
    mkdirSync(join(cwd, "tables"));
    symlinkSync("../real", join(cwd, "tables/linked"));
    symlinkSync("../tables", join(cwd, "tables/loop"));
    symlinkSync("../real/x.sql", join(cwd, "tables/y.sql"));
    expect(await paths(cwd, "tables")).toEqual(["tables/linked/x.sql", "tables/y.sql"]);
  });

  it("a broken link among the definitions, so that reading it says what is wrong", async () => {
    const cwd = temporaryDirectory({ "tables/a.sql": "" });
    symlinkSync("nowhere.sql", join(cwd, "tables/b.sql"));
    expect(await paths(cwd, "tables")).toEqual(["tables/a.sql", "tables/b.sql"]);
  });
});

describe("findFiles reports", () => {
  it.each([
    ["a missing file", "nope.sql", 'GP5001 There is no file or directory "nope.sql".'],
    ["a path through a file", "other.txt/nope.sql", 'GP5001 There is no file or directory "other.txt/nope.sql".'],
    ["a glob without a match", "tables/*.nope", 'GP5002 No file matches the pattern "tables/*.nope".'],
    [
      "a directory without definitions",
      "empty",
      'GP5002 The directory "empty" has no .sql, .ddl or .hql file in it or below it.',
    ],
    [
      "a name that cannot be",
      "x".repeat(300),
      `GP5003 ${"x".repeat(300)} The file cannot be read: the name is too long for the file system.`,
    ],
  ])("%s", async (_, pattern, want) => {
    const cwd = temporaryDirectory({ ...tree, "empty/readme.md": "" });
    expect(await problems(cwd, pattern)).toEqual([want]);
  });

  it("what is wrong, and finds the rest", async () => {
    const found = await findFiles(["nope.sql", "other.txt"], temporaryDirectory(tree));
    expect(found.files.map((file) => file.path)).toEqual(["other.txt"]);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(["GP5001"]);
  });
});
