import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatSnapshot } from "../../../../src/catalog/json/snapshot.js";
import { fullName } from "../../../../src/catalog/table.js";
import {
  readSchemaFiles,
  type GivenNames,
  type ReadSchemaFiles,
} from "../../../../src/source/schema-files/read-schema-files.js";
import { column, long, table } from "../../../support/tables.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

type Files = Readonly<Record<string, string | Uint8Array>>;

const fixtures = join(dirname(fileURLToPath(import.meta.url)), "../delta/fixtures");
const both: GivenNames = { catalog: "c", schema: "s" };

const spark = JSON.stringify({
  type: "struct",
  fields: [{ name: "id", type: "long", nullable: false, metadata: {} }],
});

function unityCatalog(name: string): object {
  return {
    name,
    catalog_name: "main",
    schema_name: "shop",
    full_name: `main.shop.${name}`,
    table_type: "MANAGED",
    data_source_format: "DELTA",
    columns: [{ name: "id", type_text: "bigint", type_json: '"long"', type_name: "LONG", position: 0, nullable: true }],
  };
}

function description(name: string): object {
  return {
    table_name: name,
    catalog_name: "main",
    namespace: ["shop"],
    schema_name: "shop",
    columns: [{ name: "id", type: { name: "bigint" }, nullable: true }],
    type: "MANAGED",
    provider: "delta",
  };
}

async function read(
  files: Files,
  patterns: readonly string[],
  { names = both, input = "" }: { readonly names?: GivenNames; readonly input?: string } = {},
): Promise<ReadSchemaFiles> {
  const world = {
    cwd: temporaryDirectory(files),
    readStandardInput: () => Promise.resolve(Buffer.from(input)),
  };
  return readSchemaFiles(patterns, names, world);
}

function tableNames({ tables }: ReadSchemaFiles): readonly string[] {
  return tables.map(({ name }) => fullName(name));
}

async function names(files: Files, ...patterns: readonly string[]): Promise<readonly string[]> {
  const found = await read(files, patterns);
  expect(found.diagnostics).toEqual([]);
  return tableNames(found);
}

async function problems(files: Files, ...patterns: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = await read(files, patterns);
  return diagnostics.map(({ code, file = "-", message }) => `${code} ${file} ${message}`);
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const snapshot = formatSnapshot([table([column("id", long)])]);

describe("readSchemaFiles reads", () => {
  it.each([
    ["a snapshot", snapshot, ["main.shop.orders"]],
    ["a table of Unity Catalog", json(unityCatalog("a")), ["main.shop.a"]],
    ["a list answer", json({ tables: [unityCatalog("a"), unityCatalog("b")] }), ["main.shop.a", "main.shop.b"]],
    ["a bare list of tables", json([unityCatalog("a"), unityCatalog("b")]), ["main.shop.a", "main.shop.b"]],
    ["an empty list", "[]", []],
    ["an empty list answer", '{"tables": []}', []],
    ["a description", json(description("a")), ["main.shop.a"]],
    ["a row of the driver", json([{ json_metadata: json(description("a")) }]), ["main.shop.a"]],
    ["a row by itself", json({ json_metadata: json(description("a")) }), ["main.shop.a"]],
    ["a schema of Spark", spark, ["c.s.t"]],
    ["a schema in a JSON string", JSON.stringify(spark), ["c.s.t"]],
    [
      "a row in a list in a JSON string",
      JSON.stringify(json([{ json_metadata: json(description("a")) }])),
      ["main.shop.a"],
    ],
    [
      "one JSON a line, of any kind",
      [unityCatalog("a"), description("b"), [unityCatalog("d")]].map((each) => JSON.stringify(each)).join("\r\n"),
      ["main.shop.a", "main.shop.b", "main.shop.d"],
    ],
    [
      "one JSON after the other",
      `${json(unityCatalog("a"))}\n${json(unityCatalog("b"))}\n`,
      ["main.shop.a", "main.shop.b"],
    ],
    ["UTF-8 with a byte order mark", `\ufeff${spark}`, ["c.s.t"]],
    ["UTF-16 with a byte order mark", Buffer.from(`\ufeff${spark}`, "utf16le"), ["c.s.t"]],
    ["UTF-16 without one", Buffer.from(spark, "utf16le").swap16(), ["c.s.t"]],
  ])("%s", async (_, content, want) => {
    expect(await names({ "t.json": content }, "t.json")).toEqual(want);
  });

  it("columns as the file has them", async () => {
    const { tables } = await read({ "t.json": spark }, ["t.json"]);
    expect(tables).toMatchObject([{ columns: [{ name: "id", type: { kind: "long" }, nullable: false }] }]);
  });

  it("the standard input, also under two names", async () => {
    const world = { cwd: "/", readStandardInput: countingInput(spark) };
    const found = await readSchemaFiles(["a=-", "b=-", "-", "a=-"], both, world);
    expect(tableNames(found)).toEqual(["c.s.a", "c.s.b"]);
    expect(found.diagnostics).toMatchObject([{ code: "GP2205", file: "<stdin>" }]);
  });

  it("Delta tables and JSON files below a directory, in code-unit order, and nothing inside the tables", async () => {
    const cwd = temporaryDirectory({
      "w/b.json": spark,
      "w/B.JSON": spark,
      "w/notes.txt": "",
      "w/t/data.json": "no JSON",
      "w/deep/a.json": spark,
      "w/node_modules/x.json": "no JSON",
      "w/.git/x.json": "no JSON",
    });
    cpSync(join(fixtures, "evolved"), join(cwd, "w/t"), { recursive: true });
    cpSync(join(fixtures, "v2-json"), join(cwd, "w/deep/er/u"), { recursive: true });
    const world = { cwd, readStandardInput: countingInput("") };
    const found = await readSchemaFiles(["w"], both, world);
    expect(found.diagnostics).toEqual([]);
    expect(tableNames(found)).toEqual(["c.s.B", "c.s.b", "c.s.a", "c.s.u", "c.s.t"]);
  });

  it.each([
    ["its directory", ["w/t"]],
    ["its directory with a slash", ["w/t/"]],
    ["its log", ["w/t/_delta_log"]],
    ["a glob of directories", ["w/*"]],
    ["a glob that finds files inside it", ["w/**/*.{json,parquet}"]],
    ["several of these", ["w/t", "w/*", "./w/t"]],
  ])("a Delta table by %s", async (_, patterns) => {
    const cwd = temporaryDirectory({ "w/t/part-0.parquet": "" });
    cpSync(join(fixtures, "evolved"), join(cwd, "w/t"), { recursive: true });
    const found = await readSchemaFiles(patterns, both, { cwd, readStandardInput: countingInput("") });
    expect(found.diagnostics).toEqual([]);
    expect(found.tables).toMatchObject([
      { name: { catalog: "c", schema: "s", table: "t" }, comment: "Readings", partitionColumns: ["day"] },
    ]);
    const columns = ["id", "price", "seen", "local", "tags", "labels", "places", "day", "note"];
    expect(found.tables[0]?.columns.map(({ name }) => name)).toEqual(columns);
  });

  it("a Delta table behind a link, once where a loop leads back to it", async () => {
    const cwd = temporaryDirectory({ "w/x.json": spark });
    cpSync(join(fixtures, "evolved"), join(cwd, "real"), { recursive: true });
    symlinkSync("../real", join(cwd, "w/t"));
    symlinkSync("../w", join(cwd, "w/loop"));
    const found = await readSchemaFiles(["w"], both, { cwd, readStandardInput: countingInput("") });
    expect(tableNames(found)).toEqual(["c.s.t", "c.s.x"]);
  });
});

describe("readSchemaFiles names the table by", () => {
  it.each([
    ["the name of its file", { "a.json": spark }, ["a.json"], ["c.s.a"]],
    ["three parts of the name of its file", { "x/main.shop.a.json": spark }, ["x/*.json"], ["main.shop.a"]],
    ["two parts of the name of its file", { "shop.a.json": spark }, ["shop.a.json"], ["c.shop.a"]],
    ["the name before the path", { "a.json": spark }, ["main.shop.b=a.json"], ["main.shop.b"]],
    ["that also for a glob of one file", { "x/a.json": spark }, ["`b`=x/*.json"], ["c.s.b"]],
    ["that also for a directory of one file", { "x/a.json": spark }, ["shop.b=x"], ["c.shop.b"]],
    [
      "several names for one file",
      { "a.json": spark },
      ["b=a.json", "d=a.json", "a.json"],
      ["c.s.b", "c.s.d", "c.s.a"],
    ],
    [
      "the name before the path rather than in the JSON",
      { "a.json": json(unityCatalog("a")) },
      ["x.y.z=a.json"],
      ["x.y.z"],
    ],
    [
      "its parts that are written, and the rest in the JSON",
      { "a.json": json(unityCatalog("a")) },
      ["z=a.json"],
      ["main.shop.z"],
    ],
  ] satisfies [string, Files, string[], string[]][])("%s", async (_, files, patterns, want) => {
    expect(await names(files, ...patterns)).toEqual(want);
  });

  it("assumptions where nothing else tells, with a warning", async () => {
    const found = await read({ "x/a.json": spark }, ["x"], { names: { catalog: null, schema: null } });
    expect(tableNames(found)).toEqual(["main.default.a"]);
    expect(found.diagnostics).toMatchObject([{ code: "GP2003", file: "x/a.json", table: "main.default.a" }]);
  });

  it("the new name in diagnostics as well", async () => {
    const broken = {
      ...unityCatalog("a"),
      columns: [{ name: "id", type_text: "bigint", type_name: "LONG", position: 0 }],
    };
    const { diagnostics } = await read({ "a.json": json(broken) }, ["x.y.z=a.json"]);
    for (const each of diagnostics) expect(each.table).toBe("x.y.z");
  });
});

describe("readSchemaFiles reports", () => {
  const delta = {
    "3a0d65cd-4056-49b8-937b-95f9e3ee90e5/_delta_log/00000000000000000000.json": `{"metaData":{"schemaString":${JSON.stringify(spark)},"partitionColumns":[]}}`,
  };

  it.each([
    ["a missing file", {}, ["a.json"], ['GP5001 - There is no file or directory "a.json".']],
    ["a missing file with a name before it", {}, ["t=a.json"], ['GP5001 - There is no file or directory "a.json".']],
    ["a glob without a match", { "a.txt": "" }, ["*.json"], ['GP5002 - No file matches the pattern "*.json".']],
    [
      "a directory without definitions",
      { "x/a.sql": "", "x/b.jsonl": "" },
      ["x"],
      ['GP5002 - The directory "x" has no .json file and no Delta table in it or below it.'],
    ],
    [
      "what is not text",
      { "a.json": Uint8Array.of(0x7b, 0xff) },
      ["a.json"],
      ["GP5004 a.json The file is not UTF-8 text."],
    ],
    ["SQL", { "a.sql": "CREATE" }, ["a.sql"], ["GP2202 a.sql The file is SQL by its name, not schema JSON."]],
    [
      "invalid JSON",
      { "a.json": "{'a': 1}" },
      ["a.json"],
      ["GP2201 a.json The JSON is not valid: expected a name in quotation marks or `}`, found `'`."],
    ],
    [
      "an empty file",
      { "a.json": "" },
      ["a.json"],
      ["GP2201 a.json The JSON is not valid: expected a value, found the end of the text."],
    ],
    [
      "JSON that is no schema",
      { "a.json": '{"name": "a package"}' },
      ["a.json"],
      ["GP2202 a.json The JSON is no table schema."],
    ],
    [
      "scalars",
      { "a.json": '[1, "x", null]' },
      ["a.json"],
      ["GP2202 a.json 3 values in the JSON are no table schemas."],
    ],
    [
      "a URL, without what is secret in it",
      {},
      ["https://host/t?sig=secret", "main.a.b=dbfs:/mnt/t"],
      [
        'GP5001 - "https://host/t" is not a path of this machine.',
        'GP5001 - "dbfs:/mnt/t" is not a path of this machine.',
      ],
    ],
    [
      "one name for several files",
      { "x/a.json": spark, "x/b.json": spark },
      ["main.s.t=x"],
      ['GP2205 - The name `main.s.t` is given for 2 files: "x".'],
    ],
    [
      "one name for several tables",
      { "a.json": json([unityCatalog("a"), unityCatalog("b")]) },
      ["t=a.json"],
      ["GP2205 a.json The name `t` is given for a file of 2 tables."],
    ],
    [
      "several schemas without a name",
      { "a.json": `${spark}\n${spark}` },
      ["a.json"],
      ["GP2205 a.json The file holds 2 schemas that do not say of which table they are."],
    ],
    [
      "a name with too many parts",
      { "a.json": spark },
      ["a.b.c.d=a.json"],
      ["GP2014 a.json The name `a.b.c.d` has more than three parts."],
    ],
    [
      "a file name that is no name",
      { "orders (1).json": spark },
      ["*.json"],
      ["GP2205 orders (1).json The schema does not hold the name of its table, and its file is not called by one."],
    ],
    [
      "a Delta table called by its id",
      delta,
      ["*"],
      [
        "GP2205 3a0d65cd-4056-49b8-937b-95f9e3ee90e5 The schema does not hold the name of its table, and its file is not called by one.",
      ],
    ],
    [
      "a Delta table with a fault, by the name of the table",
      { "t/_delta_log/00000000000000000003.json": "{}" },
      ["t"],
      ["GP2206 t/_delta_log The Delta log lacks the commit of version 2, and no checkpoint makes up for it."],
    ],
  ] satisfies [string, Files, string[], string[]][])("%s", async (_, files, patterns, want) => {
    expect(await problems(files, ...patterns)).toEqual(want);
    expect((await read(files, patterns)).tables).toEqual([]);
  });

  it("what is wrong, and reads the rest", async () => {
    const found = await read({ "a.json": "{", "b.json": spark, "c.json": "{}" }, ["."]);
    expect(tableNames(found)).toEqual(["c.s.b"]);
    expect(found.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ["GP2201", "a.json"],
      ["GP2202", "c.json"],
    ]);
  });

  it("how to give a commit of a Delta log", async () => {
    const { diagnostics } = await read({ "0.json": '{"commitInfo":{}}\n{"add":{}}' }, ["0.json"]);
    const hint = "It looks like a commit of a Delta log: give the directory of the table instead.";
    expect(diagnostics).toMatchObject([{ code: "GP2202", hint }]);
  });

  it("the table whose Delta log has a fault", async () => {
    const { diagnostics } = await read({ "t/_delta_log/x": "" }, ["main.a.b=t"]);
    expect(diagnostics).toMatchObject([{ code: "GP2206", file: "t/_delta_log", table: "main.a.b" }]);
  });

  it("a path that cannot be read", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "x"));
    symlinkSync("nowhere", join(cwd, "x/a.json"));
    const found = await readSchemaFiles(["x"], both, { cwd, readStandardInput: countingInput("") });
    expect(found.diagnostics).toMatchObject([{ code: "GP5003", file: "x/a.json" }]);
  });

  it("a standard input that fails", async () => {
    const world = { cwd: "/", readStandardInput: () => Promise.reject(new Error("closed")) };
    expect((await readSchemaFiles(["a=-", "b=-"], both, world)).diagnostics).toMatchObject([
      { code: "GP5003", file: "<stdin>", message: "The file cannot be read: closed." },
      { code: "GP5003", file: "<stdin>" },
    ]);
  });
});

describe("readSchemaFiles, of hostile JSON,", () => {
  it.each([
    ["deep nesting", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    ["a long list", JSON.stringify(Array.from({ length: 200_000 }, () => ({})))],
    ["names of Object.prototype", '{"__proto__": {"type": "struct", "fields": []}, "constructor": 1, "toString": {}}'],
    ["JSON in JSON in JSON", nested(8)],
  ])("%s: reports and does not throw", async (_, content) => {
    const found = await read({ "t.json": content }, ["t.json"]);
    expect(found.tables).toEqual([]);
    expect(found.diagnostics).toMatchObject([{ code: "GP2202", file: "t.json" }]);
  });

  it("a long list of tables", async () => {
    const tables = Array.from({ length: 130_000 }, () => null);
    const found = await read({ "t.json": JSON.stringify({ tables }) }, ["t.json"]);
    expect(found.tables).toEqual([]);
    expect(found.diagnostics.every(({ severity }) => severity === "error")).toBe(true);
  });
});

function nested(depth: number): string {
  let text = spark;
  for (let level = 0; level < depth; level++) text = JSON.stringify([text]);
  return text;
}

function countingInput(text: string): () => Promise<Uint8Array> {
  let calls = 0;
  return () => (calls++ === 0 ? Promise.resolve(Buffer.from(text)) : Promise.reject(new Error("read twice")));
}
