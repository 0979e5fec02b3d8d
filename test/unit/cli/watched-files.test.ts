import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { watchedFiles } from "../../../src/cli/commands/watched-files.js";
import { generateSettings } from "../../../src/cli/settings.js";

const cwd = resolve("/project");

function watched(ddl: readonly string[], more: Readonly<Record<string, unknown>> = {}) {
  const config = { config: null, path: null, directory: cwd, diagnostics: [] };
  return watchedFiles(generateSettings({ args: { ddl, ...more }, config, cwd }), resolve(cwd, "config.ts"), cwd);
}

describe("watchedFiles", () => {
  it.each([
    ["a file", "tables/a.txt", "tables/a.txt"],
    ["a directory", "./tables/", "tables"],
    ["the directory of a glob", "tables/**/*.txt", "tables"],
    ["the current directory", "*.sql", "."],
    ["a directory beside", "../shared/*.sql", "../shared"],
  ])("are %s, and the configuration", (_name, pattern, want) => {
    expect(watched([pattern]).paths).toEqual([resolve(cwd, want), resolve(cwd, "config.ts")]);
  });

  it("are schema files by their paths, without the names given to them", () => {
    expect(watched([], { ddl: undefined, from: ["main.s.t=delta/t"] }).paths).toContain(resolve(cwd, "delta/t"));
  });

  it.each([
    [["tables"], "tables/a.SQL", true],
    [["tables"], "tables/deep/b.json", true],
    [["tables"], "tables/notes.txt", false],
    [["tables"], "tables2/a.sql", false],
    [["tables/*.txt"], "tables/a.txt", true],
    [["./tables/*.txt"], "tables/a.txt", true],
    [["../shared/*.txt"], "../shared/a.txt", true],
    [["tables/a.txt"], "tables/a.txt", true],
    [["tables"], "config.ts", true],
  ])("with %j: a change of %s counts: %s", (ddl, path, want) => {
    expect(watched(ddl).isDefinition(resolve(cwd, path))).toBe(want);
  });

  it.each([
    [["."], "generated", true],
    [["."], "node_modules/x.sql", true],
    [["."], ".", false],
    [["generated"], "generated", false],
  ])("with %j: %s is passed over: %s", (ddl, path, want) => {
    expect(watched(ddl).isIgnored(resolve(cwd, path))).toBe(want);
  });
});
