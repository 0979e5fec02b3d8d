import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainDrift, explainFiles } from "../../../src/drift/explain-drift.js";
import type { ColumnDrift, TableDrift } from "../../../src/drift/table-drift.js";
import { column, table } from "../../support/tables.js";
import { protoOf, protoOfTable } from "./proto-of.js";

/** `column: kind, verdict` */
function short({ column, change, verdict }: ColumnDrift): string {
  return `${column ?? "(table)"}: ${change.kind}, ${verdict}`;
}

function explained(before: string, after: string): TableDrift | null {
  return explainDrift(protoOf(before), protoOf(after));
}

describe("explainDrift", () => {
  it.each([
    ["nothing", "a INT, b STRING", "a INT, b STRING", []],
    ["a collation, which no producer sees", "a STRING", "a STRING COLLATE UTF8_LCASE", []],
    ["only spaces of a comment", "a INT COMMENT 'x y'", "a INT COMMENT 'x  y'", []],
    // Columns that come
    ["a nullable column at the end", "a INT", "a INT, b INT", ["b: added, compatible"]],
    ["several at the end", "a INT", "a INT, b INT, c INT", ["b: added, compatible", "c: added, compatible"]],
    ["a nullable column among others", "a INT, c INT", "a INT, b INT, c INT", ["b: added, regenerate"]],
    ["a nullable column at the start", "b INT", "a INT, b INT", ["a: added, regenerate"]],
    ["a NOT NULL column", "a INT", "a INT, b INT NOT NULL", ["b: added, breaks"]],
    ["a NOT NULL list", "a INT", "a INT, b ARRAY<INT> NOT NULL", ["b: added, breaks"]],
    // Columns that go
    ["the last column", "a INT, b INT", "a INT", ["b: removed, breaks"]],
    ["a column among others", "a INT, b INT, c INT", "a INT, c INT", ["b: removed, breaks"]],
    ["the first columns", "a INT, b INT, c INT", "c INT", ["a: removed, breaks", "b: removed, breaks"]],
    [
      "a column that the table now computes",
      "a INT, b INT, c INT",
      "a INT, b INT GENERATED ALWAYS AS (a + 1), c INT",
      ["b: removed, regenerate"],
    ],
    [
      "a computed column that is now written",
      "a INT, b INT GENERATED ALWAYS AS (a + 1), c INT",
      "a INT, b INT, c INT",
      ["b: added, regenerate"],
    ],
    // Names
    ["a new name", "a INT, b INT, c INT", "a INT, x INT, c INT", ["x: renamed, breaks"]],
    ["a new name of the last column", "a INT, b INT", "a INT, x INT", ["x: renamed, breaks"]],
    ["two new names in a row", "a INT, b INT", "x INT, y INT", ["x: renamed, breaks", "y: renamed, breaks"]],
    [
      "two new names of two types, turned around",
      "a INT, b STRING, z INT",
      "y STRING, x INT, z INT",
      ["a: removed, breaks", "y: renamed, breaks", "x: added, regenerate"],
    ],
    ["a new name and another type", "a INT, b INT", "a INT, x STRING", ["b: removed, breaks", "x: added, compatible"]],
    [
      "a new name in another place",
      "a INT, b INT",
      "x INT, b INT, y STRING",
      ["x: renamed, breaks", "y: added, compatible"],
    ],
    [
      "one that goes and one that comes elsewhere",
      "a INT, b INT, c INT",
      "a INT, c INT, x INT",
      ["b: removed, breaks", "x: added, compatible"],
    ],
    [
      "a new name where others shift",
      "a INT, b INT, c INT",
      "n INT, a INT, x INT, c INT",
      ["n: added, regenerate", "x: renamed, breaks"],
    ],
    ["another case of the name", "a INT, b INT", "a INT, B INT", ["B: renamed, regenerate"]],
    ["another case and another type", "a INT", "A BIGINT", ["A: renamed, regenerate", "A: type, breaks"]],
    ["a new name, and NULL allowed", "a INT NOT NULL", "b INT", ["a: removed, breaks", "b: added, compatible"]],
    [
      "another column in the place of one",
      "a INT, b INT, c INT",
      "a INT, x STRING, c INT",
      ["b: removed, breaks", "x: added, regenerate"],
    ],
    ["a struct that becomes a list of others", "a STRUCT<x: INT>", "a ARRAY<STRUCT<y: INT>>", ["a: type, breaks"]],
    // Order and numbers
    ["two columns that change places", "a INT, b STRING, c INT", "b STRING, a INT, c INT", ["b: moved, breaks"]],
    ["a column that moves to the end", "a INT, b INT, c INT", "b INT, c INT, a INT", ["a: moved, breaks"]],
    ["a column that moves to the start", "a INT, b INT, c INT", "c INT, a INT, b INT", ["c: moved, breaks"]],
    [
      "a computed column before others",
      "a INT, b INT, c INT",
      "a INT, g INT GENERATED ALWAYS AS (a), b INT, c INT",
      ["b: renumbered, regenerate"],
    ],
    [
      "a computed column that goes",
      "g INT GENERATED ALWAYS AS (1), a INT, b INT",
      "a INT, b INT",
      ["a: renumbered, regenerate"],
    ],
    [
      "a computed column and another one",
      "a INT, b INT",
      "a INT, x INT, g INT GENERATED ALWAYS AS (a), b INT",
      ["x: added, regenerate", "b: renumbered, regenerate"],
    ],
    // NULL
    ["NOT NULL added", "a INT", "a INT NOT NULL", ["a: required, breaks"]],
    ["NOT NULL dropped", "a INT NOT NULL", "a INT", ["a: optional, regenerate"]],
    ["NOT NULL added to a list", "a ARRAY<INT>", "a ARRAY<INT> NOT NULL", ["a: required, regenerate"]],
    ["NOT NULL added to a map", "a MAP<INT, INT>", "a MAP<INT, INT> NOT NULL", ["a: required, regenerate"]],
    ["NOT NULL added to a struct", "a STRUCT<x: INT>", "a STRUCT<x: INT> NOT NULL", ["a: required, breaks"]],
    ["NOT NULL dropped from a list", "a ARRAY<INT> NOT NULL", "a ARRAY<INT>", ["a: optional, regenerate"]],
    // What fills a column
    ["a DEFAULT", "a INT", "a INT DEFAULT 5", ["a: default, compatible"]],
    ["another DEFAULT", "a INT NOT NULL DEFAULT 4", "a INT NOT NULL DEFAULT 5", ["a: default, compatible"]],
    ["an identity", "a BIGINT", "a BIGINT GENERATED BY DEFAULT AS IDENTITY", ["a: identity, regenerate"]],
    ["no identity", "a BIGINT GENERATED BY DEFAULT AS IDENTITY", "a BIGINT", ["a: identity, regenerate"]],
    // Comments
    ["a comment", "a INT", "a INT COMMENT 'new'", ["a: comment, compatible"]],
    ["no comment", "a INT COMMENT 'old'", "a INT", ["a: comment, compatible"]],
    [
      "a DEFAULT before the same comment",
      "a INT COMMENT 'c'",
      "a INT DEFAULT 1 COMMENT 'c'",
      ["a: default, compatible"],
    ],
    // Structs
    ["a field of a struct", "a STRUCT<x: INT>", "a STRUCT<x: INT, y: INT>", ["a.y: added, regenerate"]],
    ["a NOT NULL field", "a STRUCT<x: INT>", "a STRUCT<x: INT, y: INT NOT NULL>", ["a.y: added, breaks"]],
    ["a field that goes", "a STRUCT<x: INT, y: INT>", "a STRUCT<x: INT>", ["a.y: removed, breaks"]],
    ["a new name of a field", "a STRUCT<x: INT>", "a STRUCT<y: INT>", ["a.y: renamed, breaks"]],
    ["fields turned around", "a STRUCT<x: INT, y: STRING>", "a STRUCT<y: STRING, x: INT>", ["a.y: moved, breaks"]],
    ["a field deep inside", "a STRUCT<b: STRUCT<c: INT>>", "a STRUCT<b: STRUCT<c: BIGINT>>", ["a.b.c: type, breaks"]],
    ["a field in a list", "a ARRAY<STRUCT<x: INT>>", "a ARRAY<STRUCT<x: BIGINT>>", ["a.element.x: type, breaks"]],
    ["a field in a map", "a MAP<INT, STRUCT<x: INT>>", "a MAP<INT, STRUCT<x: BIGINT>>", ["a.value.x: type, breaks"]],
    [
      "the key of a map and a field in it",
      "a MAP<INT, STRUCT<x: INT>>",
      "a MAP<BIGINT, STRUCT<x: INT COMMENT 'c'>>",
      ["a: type, breaks", "a.value.x: comment, compatible"],
    ],
    ["a new name of a struct", "a STRUCT<x: INT>", "b STRUCT<x: INT>", ["b: renamed, breaks"]],
    [
      "a struct with another field, and another name",
      "a STRUCT<x: INT>",
      "b STRUCT<x: INT, y: INT>",
      ["a: removed, breaks", "b: added, compatible"],
    ],
    ["a new name with a comment", "a INT", "b INT COMMENT 'c'", ["b: renamed, breaks", "b: comment, compatible"]],
    // Several at once
    [
      "several things about one column",
      "a INT NOT NULL COMMENT 'x', b INT",
      "b INT, a BIGINT",
      ["b: moved, breaks", "a: type, breaks", "a: optional, regenerate", "a: comment, compatible"],
    ],
  ] as const)("finds %s", (_, before, after, want) => {
    const found = explained(before, after);
    expect(found?.columns.map(short)).toEqual(want);
    const verdicts = ["breaks", "regenerate", "compatible"] as const;
    const worst = verdicts.find((verdict) => want.some((line) => line.endsWith(verdict))) ?? "compatible";
    expect(found?.verdict).toBe(worst);
  });
});

describe("explainDrift judges the change of a type", () => {
  const fits = "and every value of the checked-in code fits; others need new code";
  const narrow = "but the first value of the checked-in code that no longer fits ends the stream";
  const silent = "but with another meaning: no error tells that values of the checked-in code are now stored wrong";
  const loud = "but with another meaning: the first value of the checked-in code that is none ends the stream";
  const refused = "and streams of the checked-in code are refused";
  const asText = "still sent as string; the checked-in code goes on writing the old form as text";

  it.each([
    ["INT", "BIGINT", "breaks", `int32 becomes int64, ${refused}`],
    ["BIGINT", "INT", "breaks", `int64 becomes int32, ${refused}`],
    ["FLOAT", "DOUBLE", "breaks", `float becomes double, ${refused}`],
    ["BIGINT", "STRING", "breaks", `int64 becomes string, ${refused}`],
    ["STRING", "BINARY", "breaks", `string becomes bytes, ${refused}`],
    ["BOOLEAN", "INT", "breaks", `bool becomes int32, ${refused}`],
    ["DATE", "TIMESTAMP_NTZ", "breaks", `int32 becomes int64, ${refused}`],
    ["TINYINT", "SMALLINT", "regenerate", `still sent as int32, ${fits}`],
    ["TINYINT", "INT", "regenerate", `still sent as int32, ${fits}`],
    ["SMALLINT", "INT", "regenerate", `still sent as int32, ${fits}`],
    ["INT", "SMALLINT", "breaks", `still sent as int32, ${narrow}`],
    ["SMALLINT", "TINYINT", "breaks", `still sent as int32, ${narrow}`],
    ["INT", "DATE", "breaks", `still sent as int32, ${silent}`],
    ["DATE", "INT", "breaks", `still sent as int32, ${silent}`],
    ["TIMESTAMP", "TIMESTAMP_NTZ", "breaks", `still sent as int64, ${silent}`],
    ["TIMESTAMP_NTZ", "TIMESTAMP", "breaks", `still sent as int64, ${silent}`],
    ["BIGINT", "TIMESTAMP", "breaks", `still sent as int64, ${silent}`],
    ["VARCHAR(10)", "VARCHAR(20)", "regenerate", `still sent as string, ${fits}`],
    ["VARCHAR(10)", "STRING", "regenerate", `still sent as string, ${fits}`],
    ["CHAR(3)", "VARCHAR(3)", "regenerate", `still sent as string, ${fits}`],
    ["VARCHAR(20)", "VARCHAR(10)", "breaks", `still sent as string, ${narrow}`],
    ["STRING", "VARCHAR(10)", "breaks", `still sent as string, ${narrow}`],
    ["STRING", "CHAR(10)", "breaks", `still sent as string, ${narrow}`],
    ["DECIMAL(10,2)", "DECIMAL(12,2)", "regenerate", `still sent as string, ${fits}`],
    ["DECIMAL(10,2)", "DECIMAL(12,4)", "regenerate", `still sent as string, ${fits}`],
    ["DECIMAL(10,2)", "DECIMAL(10,4)", "breaks", `still sent as string, ${narrow}`],
    ["DECIMAL(10,2)", "DECIMAL(12,1)", "breaks", `still sent as string, ${narrow}`],
    ["DECIMAL(10,2)", "DECIMAL(9,2)", "breaks", `still sent as string, ${narrow}`],
    ["DECIMAL(10,2)", "STRING", "regenerate", asText],
    ["VARIANT", "STRING", "regenerate", asText],
    ["DECIMAL(10,2)", "VARCHAR(99)", "breaks", `still sent as string, ${loud}`],
    ["STRING", "DECIMAL(10,2)", "breaks", `still sent as string, ${loud}`],
    ["STRING", "VARIANT", "breaks", `still sent as string, ${loud}`],
    ["ARRAY<INT>", "INT", "breaks", `repeated int32 becomes int32, ${refused}`],
    ["INT", "ARRAY<INT>", "breaks", `int32 becomes repeated int32, ${refused}`],
    ["ARRAY<INT>", "ARRAY<BIGINT>", "breaks", `int32 becomes int64, ${refused}`],
    ["ARRAY<VARCHAR(3)>", "ARRAY<STRING>", "regenerate", `still sent as string, ${fits}`],
    ["ARRAY<STRUCT<x: INT>>", "ARRAY<INT>", "breaks", `repeated message becomes repeated int32, ${refused}`],
    ["STRUCT<x: INT>", "ARRAY<STRUCT<x: INT>>", "breaks", `message becomes repeated message, ${refused}`],
    ["STRUCT<x: INT>", "VARIANT", "breaks", `message becomes string, ${refused}`],
    ["STRUCT<x: INT>", "MAP<STRING, INT>", "breaks", `message becomes map<string, int32>, ${refused}`],
    ["MAP<STRING, INT>", "MAP<STRING, BIGINT>", "breaks", `int32 becomes int64, ${refused}`],
    ["MAP<VARCHAR(3), INT>", "MAP<STRING, INT>", "regenerate", `still sent as string, ${fits}`],
    ["MAP<VARCHAR(3), INT>", "MAP<STRING, BIGINT>", "breaks", `int32 becomes int64, ${refused}`],
    ["MAP<INT, VARCHAR(3)>", "MAP<BIGINT, STRING>", "breaks", `int32 becomes int64, ${refused}`],
    [
      "MAP<INT, STRUCT<x: INT>>",
      "MAP<INT, INT>",
      "breaks",
      `map<int32, message> becomes map<int32, int32>, ${refused}`,
    ],
  ] as const)("%s to %s", (from, to, verdict, meaning) => {
    const words = (type: string): string => type.replaceAll(/STRUCT<x: INT>/g, "STRUCT");
    const change = { kind: "type", from: words(from), to: words(to) };
    expect(explained(`a ${from}`, `a ${to}`)?.columns).toEqual([{ column: "a", change, verdict, meaning }]);
  });
});

describe("explainDrift", () => {
  it("gives plain data", () => {
    const found = explainDrift(
      protoOf("a INT, b STRING, c INT COMMENT 'old'", "COMMENT 'all'"),
      protoOf("a INT, x STRING, c INT DEFAULT 7, d ARRAY<STRUCT<y: INT>> NOT NULL"),
    );
    expect(found).toEqual(JSON.parse(JSON.stringify(found)));
    expect(found?.columns.map(({ column, change }) => [column, change])).toEqual([
      [null, { kind: "comment", from: "all", to: null }],
      ["x", { kind: "renamed", from: "b", to: "x", type: "STRING" }],
      ["c", { kind: "default", from: null, to: "7" }],
      ["c", { kind: "comment", from: "old", to: null }],
      ["d", { kind: "added", type: "ARRAY<STRUCT>", nullable: false }],
    ]);
  });

  it.each([
    ["a new comment of the table", "COMMENT 'a'", "COMMENT 'b'", ["(table): comment, compatible"]],
    ["a comment that says what we say without one", "", "COMMENT 'Row of main.s.t.'", []],
    ["the same lines, broken elsewhere", "COMMENT 'a\\nb'", "COMMENT 'a b'", []],
  ])("finds %s", (_, before, after, want) => {
    expect(explainDrift(protoOf("x INT", before), protoOf("x INT", after))?.columns.map(short)).toEqual(want);
  });

  const good = protoOf("a INT");

  it.each([
    ["that was edited", good.replace("optional", "required"), good],
    ["of no version of ours", "message T {\n}\n", good],
    ["of today that nobody can read", good, ""],
    ["of another table", protoOfTable(table([column("a", { kind: "integer" })])) ?? "", good],
  ])("gives up on a file %s", (_, before, after) => {
    expect(explainDrift(before, after)).toBeNull();
  });

  it.each([
    ["a column at the end", "a INT, last STRING", "a INT", ["last"], "last: removed, regenerate"],
    [
      "the only field left",
      "a INT, s STRUCT<x: INT, y: INT>",
      "a INT, s STRUCT<x: INT>",
      ["s", "y"],
      "s.y: removed, regenerate",
    ],
    [
      "a field of what a list holds",
      "a ARRAY<STRUCT<x: INT, y: INT>>",
      "a ARRAY<STRUCT<x: INT>>",
      ["a", "y"],
      "a.element.y: removed, regenerate",
    ],
    ["nothing that is gone", "a INT, last STRING", "a INT", ["other"], "last: removed, breaks"],
  ])("tells what the row leaves out from what is gone: %s", (_, before, after, present, want) => {
    const isInTable = (names: readonly string[]): boolean => names.join() === present.join();
    expect(explainDrift(protoOf(before), protoOf(after), isInTable)?.columns.map(short)).toEqual([want]);
  });

  it("is quick for the widest table", () => {
    const names = Array.from({ length: 2000 }, (_, at) => `c${String(at)}`);
    const columns = (given: readonly string[]): string => given.map((name) => `${name} INT`).join(", ");
    const found = explained(columns(names), columns([...names].reverse()));
    expect(found?.columns).toHaveLength(1999);
    expect(found?.verdict).toBe("breaks");
  });
});

describe("explainFiles", () => {
  const [before, after] = [protoOf("a INT"), protoOf("a INT, b INT")];
  const proto = { path: "main/s/t.proto", table: "main.s.t", current: before, content: after };

  it.each([
    ["a proto file that changed", proto, ["main.s.t"]],
    ["no file that is as it was", { ...proto, current: after }, []],
    ["no file that is missing", { ...proto, current: null }, []],
    ["no module", { ...proto, path: "main/s/t.ts" }, []],
    ["no file of the runtime", { ...proto, table: null }, []],
    ["no file that somebody edited", { ...proto, current: before.replace("INT", "BIGINT") }, []],
  ])("explains %s", (_, file, want) => {
    expect(explainFiles([file]).map((drift) => drift.table)).toEqual(want);
  });

  it("asks for columns by the table they are of", () => {
    const file = { ...proto, current: after, content: before };
    const verdicts = ["main.s.t", "main.s.u"].map(
      (present) => explainFiles([file], (name) => name === present)[0]?.verdict,
    );
    expect(verdicts).toEqual(["regenerate", "breaks"]);
  });

  it("keeps the order of the files", () => {
    const other = (names: readonly string[]): string =>
      protoOfTable(table(names.map((name) => column(name, { kind: "integer" })))) ?? "";
    const second = { ...proto, current: other(["a"]), content: other(["a", "b"]) };
    const drifts = explainFiles([second, proto, second]);
    expect(drifts.map((drift) => drift.table)).toEqual(["main.shop.orders", "main.s.t", "main.shop.orders"]);
  });
});

describe("the files of the repository", () => {
  const root = join(import.meta.dirname, "../../..");
  const files = ["test/golden", "generated"].flatMap((directory) => {
    const paths = readdirSync(join(root, directory), { recursive: true, encoding: "utf8" });
    return paths.filter((path) => path.endsWith(".proto")).map((path) => join(root, directory, path));
  });

  it("have no drift to themselves", () => {
    expect(files.length).toBeGreaterThan(30);
    for (const path of files) {
      const text = readFileSync(path, "utf8");
      expect(explainDrift(text, text), path).toMatchObject({ verdict: "compatible", columns: [] });
    }
  });
});
