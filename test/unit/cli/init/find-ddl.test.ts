import { describe, expect, it } from "vitest";
import { findDdl } from "../../../../src/cli/init/find-ddl.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const table = "-- a table\nCREATE OR REPLACE TABLE a (x INT);";

describe("findDdl", () => {
  it.each<[name: string, files: Record<string, string>, want: string[]]>([
    ["nothing", { "a.txt": table, "db/readme.md": table }, []],
    ["a directory", { "tables/a.sql": table }, ["tables/"]],
    [
      "directories in order, not those below them",
      { "b/a.ddl": table, "a/b/c.hql": table, "b/c/d.sql": table },
      ["b/", "a/b/"],
    ],
    ["files of the directory itself", { "a.sql": table, "x/a.sql": table }, ["*.sql", "x/"]],
    [
      "no file that creates no table",
      { "q/a.sql": "SELECT 1", "q/deep/a.sql": "create external table t (a int)" },
      ["q/deep/"],
    ],
    ["nothing deeper than three levels", { "a/b/c/t.sql": table, "d/e/f/g/t.sql": table }, ["a/b/c/"]],
    ["nothing that others made", { "node_modules/a/b.sql": table, ".git/b.sql": table, "dist/c.sql": table }, []],
  ])("finds %s", async (_, files, want) => {
    expect(await findDdl(temporaryDirectory(files))).toEqual(want);
  });

  it("finds nothing where there is nothing to read", async () => {
    expect(await findDdl("/gen-producers-nowhere")).toEqual([]);
  });
});
