import { describe, expect, it } from "vitest";
import type { PulledTable, PullReport } from "../../../../src/cli/report/pull-report.js";
import { pullText } from "../../../../src/cli/report/pull-text.js";
import type { Verbosity } from "../../../../src/cli/settings.js";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";
import { plain } from "../plain-style.js";

const tables: readonly PulledTable[] = [
  { name: "a.b.added", state: "added" },
  { name: "a.b.changed", state: "changed" },
  { name: "a.b.kept", state: "kept" },
  { name: "a.b.removed", state: "removed" },
  { name: "a.b.same", state: "unchanged" },
];

const failure: Diagnostic = { code: "GP5105", severity: "error", message: "There is no such table." };

function text(facts: Partial<PullReport>, verbosity: Verbosity = "normal"): string {
  const report = {
    command: "pull",
    snapshot: "s.json",
    dryRun: false,
    written: true,
    tables,
    diagnostics: [],
  } as const;
  return pullText({ ...report, ...facts }, plain, verbosity, 12.4);
}

describe("pullText", () => {
  it.each<[string, Partial<PullReport>, Verbosity, string]>([
    [
      "lists what changed, and counts the rest",
      {},
      "normal",
      "added      a.b.added\nchanged    a.b.changed\nremoved    a.b.removed\n" +
        "4 tables in s.json (1 added, 1 changed, 1 removed, 1 unchanged, 1 kept), written in 12 ms\n",
    ],
    [
      "lists everything where it is asked to",
      { tables: tables.slice(2) },
      "verbose",
      "kept       a.b.kept\nremoved    a.b.removed\nunchanged  a.b.same\n" +
        "2 tables in s.json (1 removed, 1 unchanged, 1 kept), written in 12 ms\n",
    ],
    ["says nothing where it is asked to", {}, "quiet", ""],
    [
      "says that nothing changed",
      { written: false, tables: [{ name: "a.b.c", state: "unchanged" }] },
      "normal",
      "1 table in s.json (1 unchanged), up to date in 12 ms\n",
    ],
    [
      "says what a dry run would do",
      { written: false, dryRun: true, tables: [{ name: "a.b.c", state: "added" }] },
      "normal",
      "added      a.b.c\n1 table in s.json (1 added), would be written in 12 ms\n",
    ],
    [
      "says that errors leave the file alone",
      { written: false, tables: [], diagnostics: [failure] },
      "normal",
      "s.json is left as it is, in 12 ms; 1 error\n",
    ],
    [
      "lists nothing as done where the file could not be written",
      { written: false, diagnostics: [failure] },
      "normal",
      "s.json is left as it is, in 12 ms; 1 error\n",
    ],
    [
      "shows hidden characters of names, on one line",
      { tables: [{ name: "a.b.\u001b\nadded c", state: "added" }] },
      "normal",
      "added      a.b.␛ added c\n1 table in s.json (1 added), written in 12 ms\n",
    ],
    [
      "shows hidden characters of names",
      { tables: [{ name: "a.b.\u001b[31m", state: "added" }] },
      "normal",
      "added      a.b.␛[31m\n1 table in s.json (1 added), written in 12 ms\n",
    ],
  ])("%s", (_, facts, verbosity, want) => {
    expect(text(facts, verbosity)).toBe(want);
  });
});
