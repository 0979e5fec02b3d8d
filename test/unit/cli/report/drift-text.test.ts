import { describe, expect, it } from "vitest";
import { driftText } from "../../../../src/cli/report/drift-text.js";
import { explainDrift } from "../../../../src/drift/explain-drift.js";
import type { ColumnChange, ColumnDrift, TableDrift, Verdict } from "../../../../src/drift/table-drift.js";
import { protoOf } from "../../drift/proto-of.js";
import { colored, plain } from "../plain-style.js";

function column(name: string | null, change: ColumnChange, verdict: Verdict, meaning = "why"): ColumnDrift {
  return { column: name, change, verdict, meaning };
}

const added: ColumnChange = { kind: "added", type: "INT", nullable: true };

function drift(table: string, verdict: Verdict, columns: readonly ColumnDrift[] = []): TableDrift {
  return { table, verdict, columns };
}

describe("driftText", () => {
  it("aligns the changes of a table, the worst first", () => {
    const before = "id BIGINT NOT NULL, temp INT, humidity BIGINT, place STRUCT<lat: DOUBLE>";
    const after = "id BIGINT NOT NULL, temp BIGINT, place STRUCT<lat: DOUBLE, lon: DOUBLE> COMMENT 'c', pm2_5 FLOAT";
    const found = explainDrift(protoOf(before), protoOf(after));
    expect(driftText(found === null ? [] : [found], plain, "normal")).toBe(
      [
        "main.s.t: breaks running producers",
        "  ~ temp       INT → BIGINT   breaks: int32 becomes int64, and streams of the checked-in code are refused",
        "  - humidity   BIGINT         breaks: the checked-in code still sends it, and its streams are refused",
        "  + place.lon  DOUBLE         regenerate: structs of the checked-in code hold NULL there, if the service takes them without the new field",
        "  ~ place      comment added  compatible: docs only",
        "  + pm2_5      FLOAT          compatible: rows of the checked-in code hold NULL there",
        "",
        "1 changed table: 1 breaks running producers",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["a column that comes", "c", added, "+ c  INT"],
    ["a column that must have a value", "c", { kind: "added", type: "INT", nullable: false }, "+ c  INT NOT NULL"],
    ["a column that goes", "c", { kind: "removed", type: "INT", nullable: false }, "- c  INT NOT NULL"],
    ["a name", "new", { kind: "renamed", from: "old", to: "new", type: "INT" }, "~ old → new  INT"],
    [
      "a name of a field",
      "a.element.n",
      { kind: "renamed", from: "o", to: "n", type: "INT" },
      "~ a.element.o → n  INT",
    ],
    ["a type", "c", { kind: "type", from: "INT", to: "ARRAY<INT>" }, "~ c  INT → ARRAY<INT>"],
    ["NOT NULL", "c", { kind: "required" }, "~ c  NOT NULL added"],
    ["no NOT NULL", "c", { kind: "optional" }, "~ c  NOT NULL dropped"],
    ["an identity", "c", { kind: "identity", from: false, to: true }, "~ c  IDENTITY added"],
    ["no identity", "c", { kind: "identity", from: true, to: false }, "~ c  IDENTITY dropped"],
    ["a place", "c", { kind: "moved", from: 3, to: 12 }, "~ c  moved from 3 to 12"],
    ["a number", "c", { kind: "renumbered", from: 3, to: 4 }, "~ c  number 3 → 4"],
    ["a default", "c", { kind: "default", from: null, to: "1" }, "~ c  DEFAULT added"],
    ["another default", "c", { kind: "default", from: "2", to: "1" }, "~ c  DEFAULT changed"],
    ["no default", "c", { kind: "default", from: "2", to: null }, "~ c  DEFAULT dropped"],
    ["a comment", "c", { kind: "comment", from: null, to: "x" }, "~ c  comment added"],
    ["another comment", "c", { kind: "comment", from: "x", to: "y" }, "~ c  comment changed"],
    ["the comment of the table", null, { kind: "comment", from: "x", to: null }, "~ (table)  comment dropped"],
  ] as const satisfies readonly (readonly [string, string | null, ColumnChange, string])[])(
    "shows %s",
    (_, name, change, want) => {
      const text = driftText([drift("a.b.c", "breaks", [column(name, change, "breaks")])], plain, "normal");
      expect(text.split("\n")[1]).toBe(`  ${want}  breaks: why`);
    },
  );

  it.each([
    ["breaks", "breaks running producers"],
    ["regenerate", "needs new code"],
    ["compatible", "running producers go on"],
  ] as const)("heads a table that %s with its verdict", (verdict, want) => {
    const text = driftText([drift("a.b.c", verdict, [column("x", added, verdict)])], plain, "normal");
    expect(text.split("\n")[0]).toBe(`a.b.c: ${want}`);
  });

  it("says that a table is the same where only text differs", () => {
    expect(driftText([drift("a.b.c", "compatible")], plain, "normal")).toBe(
      "a.b.c: running producers go on\n  Only the text of the file differs; the table is the same.\n\n" +
        "1 changed table: 1 compatible\n",
    );
  });

  it("puts the worst tables first, and counts", () => {
    const verdicts = ["compatible", "breaks", "regenerate", "breaks", "regenerate", "compatible"] as const;
    const drifts = verdicts.map((verdict, at) => drift(`a.b.t${String(at)}`, verdict, [column("x", added, verdict)]));
    const lines = driftText(drifts, plain, "normal").split("\n");
    expect(lines.filter((line) => line.startsWith("a.b.")).map((line) => line.slice(4, 6))).toEqual([
      "t1",
      "t3",
      "t2",
      "t4",
      "t0",
      "t5",
    ]);
    expect(lines.at(-2)).toBe("6 changed tables: 2 break running producers, 2 need new code, 2 compatible");
  });

  it("says nothing where nothing changed, and with --quiet", () => {
    expect(driftText([], plain, "normal")).toBe("");
    expect(driftText([drift("a.b.c", "breaks", [column("x", added, "breaks")])], plain, "quiet")).toBe("");
  });

  it("folds the least of many columns", () => {
    const verdictAt = (at: number): Verdict => (at % 40 === 0 ? "breaks" : at % 20 === 0 ? "regenerate" : "compatible");
    const columns = Array.from({ length: 200 }, (_, at) => column(`c${String(at)}`, added, verdictAt(at)));
    const lines = driftText([drift("a.b.c", "breaks", columns)], plain, "normal").split("\n");
    expect(lines).toHaveLength(1 + 20 + 1 + 3);
    expect(lines.filter((line) => line.includes("breaks: "))).toHaveLength(5);
    expect(lines[21]).toBe("  … and 180 more: 180 compatible (--verbose shows them all)");
    expect(driftText([drift("a.b.c", "breaks", columns)], plain, "verbose").split("\n")).toHaveLength(1 + 200 + 3);
  });

  it("folds the least of many tables", () => {
    const drifts = Array.from({ length: 50 }, (_, at) =>
      drift(`a.b.t${String(at)}`, at < 22 ? "breaks" : "compatible"),
    );
    const lines = driftText([...drifts].reverse(), plain, "normal").split("\n");
    expect(lines.filter((line) => line.startsWith("a.b."))).toHaveLength(20);
    expect(lines.at(-4)).toBe("… and 30 more tables: 2 breaks, 28 compatible (--verbose shows them all)");
    expect(lines.at(-2)).toBe("50 changed tables: 22 break running producers, 28 compatible");
    const verbose = driftText(drifts, plain, "verbose");
    expect(verbose.match(/^a\.b\./gm)).toHaveLength(50);
    expect(driftText(drifts.slice(0, 21), plain, "normal")).toContain("… and 1 more table: 1 breaks (");
  });

  it("does not let one long name move all others to the right", () => {
    const columns = [column("x".repeat(60), added, "breaks"), column("short", added, "breaks")];
    const lines = driftText([drift("a.b.c", "breaks", columns)], plain, "normal").split("\n");
    expect(lines[1]).toBe(`  + ${"x".repeat(60)}  INT  breaks: why`);
    expect(lines[2]).toBe("  + short  INT  breaks: why");
  });

  it("aligns by what a terminal shows", () => {
    const columns = [column("日本", added, "breaks"), column("abcde", added, "breaks")];
    const lines = driftText([drift("a.b.c", "breaks", columns)], plain, "normal").split("\n");
    expect(lines.slice(1, 3)).toEqual(["  + 日本   INT  breaks: why", "  + abcde  INT  breaks: why"]);
  });

  it("lets nothing of a table reach the terminal as it is", () => {
    const evil = "a\x1b[31m\nb\tc\u202e";
    const changes: readonly ColumnChange[] = [
      { kind: "added", type: evil, nullable: true },
      { kind: "type", from: evil, to: evil },
      { kind: "renamed", from: evil, to: evil, type: evil },
      { kind: "default", from: evil, to: evil },
      { kind: "comment", from: evil, to: evil },
    ];
    const columns = changes.map((change) => column(evil, change, "breaks", evil));
    const text = driftText([drift(evil, "breaks", columns)], plain, "normal");
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text.split("\n")).toHaveLength(1 + changes.length + 3);
  });

  it("paints marks and verdicts", () => {
    const columns = [
      column("a", { kind: "removed", type: "INT", nullable: true }, "breaks"),
      column("b", { kind: "required" }, "regenerate"),
      column("c", added, "compatible"),
    ];
    const text = driftText([drift("t", "breaks", columns)], colored, "normal");
    const { severity } = colored;
    expect(text.split("\n").slice(0, 4)).toEqual([
      `${colored.heading("t")}: ${severity.error("breaks running producers")}`,
      `  ${colored.removed("-")} a  INT             ${severity.error("breaks:")} why`,
      `  ~ b  NOT NULL added  ${severity.warning("regenerate:")} why`,
      `  ${colored.added("+")} c  INT             ${colored.added("compatible:")} why`,
    ]);
  });
});
