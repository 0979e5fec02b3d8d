import { describe, expect, it } from "vitest";
import {
  emptyReport,
  type FileReport,
  type FilesReport,
  filesExitCode,
  type FileState,
} from "../../../../src/cli/report/files-report.js";
import { filesText } from "../../../../src/cli/report/files-text.js";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";
import { colored, plain } from "../plain-style.js";

const error: Diagnostic = { code: "GP1001", severity: "error", message: "A comma is missing." };
const ioError: Diagnostic = { code: "GP5013", severity: "error", message: "The disk is full." };
const warning: Diagnostic = { code: "GP5014", severity: "warning", message: "It is old." };

function file(state: FileState, path: string, facts: Partial<FileReport> = {}): FileReport {
  return { path, table: "a.b.c", state, written: state === "created" || state === "changed", diff: null, ...facts };
}

function report(facts: Partial<FilesReport>): FilesReport {
  return {
    command: "generate",
    out: "generated",
    dryRun: false,
    tables: [{ name: "a.b.c", state: "generated" }],
    files: [],
    drift: [],
    diagnostics: [],
    ...facts,
  };
}

const mixed = [file("created", "a.ts"), file("changed", "b.ts"), file("unchanged", "c.ts"), file("orphaned", "d.ts")];

describe("filesText of generate", () => {
  it.each([
    ["sums up", { files: mixed }, "1 table → 3 files in generated/ (2 written, 1 unchanged, 1 orphaned) in 84 ms\n"],
    [
      "says what a dry run would do",
      { dryRun: true, files: mixed.map((one) => ({ ...one, written: false })) },
      "to create  generated/a.ts\nto change  generated/b.ts\norphaned   generated/d.ts\n" +
        "1 table → 3 files in generated/ (2 would be written, 1 unchanged, 1 orphaned) in 84 ms\n",
    ],
    [
      "says what a dry run would remove",
      { dryRun: true, files: [file("removed", "d.ts")] },
      "to remove  generated/d.ts\n1 table → 0 files in generated/ (0 would be written, 0 unchanged, 1 would be removed) in 84 ms\n",
    ],
    [
      "counts tables and problems",
      {
        tables: [
          { name: "a.b.c", state: "generated" },
          { name: "a.b.d", state: "failed" },
          { name: "a.b.e", state: "not_selected" },
        ],
        files: [file("unchanged", "a.ts")],
        diagnostics: [error, warning, warning],
      },
      "1 of 2 tables → 1 file in generated/ (0 written, 1 unchanged) in 84 ms; 1 error, 2 warnings\n",
    ],
    [
      "lists what was removed",
      { files: [file("removed", "d.ts"), file("created", "e.ts")] },
      "removed    generated/d.ts\n1 table → 1 file in generated/ (1 written, 0 unchanged, 1 removed) in 84 ms\n",
    ],
    [
      "says what was left undone",
      { files: [file("foreign", "a.ts"), file("created", "b.ts", { written: false })], diagnostics: [error] },
      "1 table → 2 files in generated/ (0 written, 1 not written, 0 unchanged, 1 in the way) in 84 ms; 1 error\n",
    ],
    ["says that there was nothing", { tables: [], diagnostics: [error] }, "Nothing to generate, in 84 ms; 1 error\n"],
  ] as const)("%s", (_, facts, want) => {
    expect(filesText(report(facts), plain, "normal", 83.7)).toBe(want);
  });

  it("lists every file with --verbose, and nothing with --quiet", () => {
    expect(filesText(report({ files: mixed, out: "src/gen/" }), plain, "verbose", 1)).toBe(
      "created    src/gen/a.ts\nchanged    src/gen/b.ts\nunchanged  src/gen/c.ts\norphaned   src/gen/d.ts\n" +
        "1 table → 3 files in src/gen/ (2 written, 1 unchanged, 1 orphaned) in 1 ms\n",
    );
    expect(filesText(report({ files: [...mixed, file("removed", "d.ts")] }), plain, "quiet", 1)).toBe("");
  });
});

describe("filesText of check", () => {
  const diff = "--- a/generated/b.ts\n+++ b/generated/b.ts\n@@ -1,1 +1,1 @@\n-old\n+new\n";
  const stale = report({
    command: "check",
    dryRun: true,
    files: [
      file("missing", "a.ts"),
      file("stale", "b.ts", { diff }),
      file("unchanged", "c.ts"),
      file("orphaned", "d.ts"),
    ],
  });

  it("says that all is well in one line", () => {
    expect(filesText(report({ command: "check", files: [file("unchanged", "c.ts")] }), plain, "normal", 1)).toBe(
      "1 table → 1 file in generated/ up to date, in 1 ms\n",
    );
  });

  it("shows the differences, then the files, then what to do", () => {
    expect(filesText(stale, plain, "normal", 1)).toBe(
      `${diff}\n` +
        "missing    generated/a.ts\nstale      generated/b.ts\norphaned   generated/d.ts\n" +
        "1 table → 3 files in generated/ (1 missing, 1 stale, 1 orphaned, 1 up to date) in 1 ms\n" +
        "To update the files, run gen-producers generate with the same options, with --prune to remove what is orphaned.\n",
    );
  });

  it("names the files alone with --quiet", () => {
    expect(filesText(stale, plain, "quiet", 1)).toBe(
      "missing    generated/a.ts\nstale      generated/b.ts\norphaned   generated/d.ts\n",
    );
  });

  it("paints the lines of a difference", () => {
    const text = filesText(
      report({ command: "check", files: [file("stale", "b.ts", { diff })] }),
      colored,
      "normal",
      1,
    );
    expect(text.split("\n").slice(0, 5)).toEqual([
      "\x1b[1m--- a/generated/b.ts\x1b[22m",
      "\x1b[1m+++ b/generated/b.ts\x1b[22m",
      "\x1b[36m@@ -1,1 +1,1 @@\x1b[39m",
      "\x1b[31m-old\x1b[39m",
      "\x1b[32m+new\x1b[39m",
    ]);
  });
});

describe("filesExitCode", () => {
  it.each([
    ["generate without findings", report({ files: mixed, diagnostics: [warning] }), 0],
    ["generate with an error", report({ diagnostics: [error] }), 1],
    ["generate with a failing disk", report({ diagnostics: [error, ioError] }), 3],
    ["check that finds nothing", report({ command: "check", files: [file("unchanged", "a.ts")] }), 0],
    ["check of a missing file", report({ command: "check", files: [file("missing", "a.ts")] }), 1],
    ["check of a stale file", report({ command: "check", files: [file("stale", "a.ts")] }), 1],
    ["check of an orphan", report({ command: "check", files: [file("orphaned", "a.ts")] }), 1],
    ["a run that ended early", emptyReport({ command: "check", out: "x", dryRun: true }, [ioError]), 3],
  ])("of %s", (_, given, want) => {
    expect(filesExitCode(given)).toBe(want);
  });
});
