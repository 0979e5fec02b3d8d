import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/config/load-config.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { temporaryDirectory, writeFiles } from "../../support/temporary-directory.js";

type Files = Readonly<Record<string, string>>;

/** Diagnostics in the order and with the parts that people see. */
function texts(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, file, span, message }) => {
    const place = span === undefined ? (file ?? "") : `${file ?? ""}:${String(span.line)}:${String(span.column)}`;
    return `${place} ${code} ${message}`.trimStart();
  });
}

async function findings(files: Files, path: string | null = null): Promise<string[]> {
  const { config, diagnostics } = await loadConfig(temporaryDirectory(files), path);
  expect(config).toBeNull();
  return texts(diagnostics);
}

const withHelper = `import { defineConfig } from "gen-producers/config";
import { tables } from "./config/tables.js";

export default defineConfig({ ddl: "tables/", tables });
`;
const helper = `export const tables = ["main.shop.*"];\n`;
const wanted = { ddl: "tables/", tables: ["main.shop.*"] };

describe.each(["module", "commonjs"])("loadConfig in a package of type %s", (type) => {
  const packageJson = JSON.stringify({ name: "x", type });
  const typed = withHelper.replace("{ ddl:", "{ ddl: <string>").replace("./config/tables.js", "./config/tables");

  it.each<[name: string, files: Files]>([
    [
      "ts",
      { "gen-producers.config.ts": withHelper, "config/tables.ts": "export const tables: string[] = ['main.shop.*'];" },
    ],
    ["ts with types that must go", { "gen-producers.config.ts": typed, "config/tables.ts": helper }],
    ["mts", { "gen-producers.config.mts": withHelper.replace(".js", ".mjs"), "config/tables.mts": helper }],
    ["js", { "gen-producers.config.js": withHelper, "config/tables.js": helper }],
    ["mjs", { "gen-producers.config.mjs": withHelper.replace(".js", ".mjs"), "config/tables.mjs": helper }],
    ["cjs", { "gen-producers.config.cjs": `module.exports = ${JSON.stringify(wanted)};` }],
    ["cts", { "gen-producers.config.cts": `const c: object = ${JSON.stringify(wanted)}; module.exports = c;` }],
    ["json", { "gen-producers.config.json": JSON.stringify(wanted) }],
    ["a promise", { "gen-producers.config.js": `export default Promise.resolve(${JSON.stringify(wanted)});` }],
    [
      "top-level await",
      { "gen-producers.config.ts": `const c = await Promise.resolve(${JSON.stringify(wanted)});\nexport default c;` },
    ],
    [
      "JSON that is imported",
      {
        "gen-producers.config.ts": `import data from "./data.json";\nexport default data;`,
        "data.json": JSON.stringify(wanted),
      },
    ],
    [
      "import.meta",
      {
        "gen-producers.config.mjs": `export default { ddl: new URL("x", import.meta.url).protocol === "file:" ? "tables/" : "", tables: ["main.shop.*"] };`,
      },
    ],
  ])("reads %s", async (_, files) => {
    const directory = temporaryDirectory({ "package.json": packageJson, ...files });
    const { config, path, diagnostics, ...rest } = await loadConfig(directory, null);
    expect(texts(diagnostics)).toEqual([]);
    expect({ config, path, rest }).toEqual({
      config: wanted,
      path: join(directory, Object.keys(files)[0] ?? ""),
      rest: { directory },
    });
  });

  it("reads CommonJS in a .js file", async () => {
    const source = `const { tables } = require("./tables.cjs");\nmodule.exports = { ddl: "tables/", tables };`;
    const files = { "gen-producers.config.js": source, "tables.cjs": `exports.tables = ["main.shop.*"];` };
    const { config } = await loadConfig(temporaryDirectory({ "package.json": packageJson, ...files }), null);
    expect(config).toEqual(wanted);
  });
});

describe("loadConfig", () => {
  it("is content without a file", async () => {
    const directory = temporaryDirectory({ "package.json": "{}", "gen-producers.config.yaml": "" });
    expect(await loadConfig(directory, null)).toEqual({ config: null, path: null, directory, diagnostics: [] });
  });

  it("reads the key of package.json", async () => {
    const directory = temporaryDirectory({ "package.json": `\ufeff{"name": "x", "gen-producers": {"ddl": "t/"}}` });
    expect(await loadConfig(directory, null)).toEqual({
      config: { ddl: "t/" },
      path: join(directory, "package.json"),
      directory,
      diagnostics: [],
    });
  });

  it("passes over a package.json that only depends on us", async () => {
    const files = { "package.json": `{"devDependencies": {"gen-producers": "1"}}`, "gen-producers.config.json": "{}" };
    expect((await loadConfig(temporaryDirectory(files), null)).config).toEqual({});
  });

  it("reads exactly the file that is named, and starts paths from its directory", async () => {
    const directory = temporaryDirectory({ "ci/tables.json": `{"out": "a"}`, "gen-producers.config.json": "broken" });
    expect(await loadConfig(directory, "ci/tables.json")).toEqual({
      config: { out: "a" },
      path: join(directory, "ci", "tables.json"),
      directory: join(directory, "ci"),
      diagnostics: [],
    });
  });

  it("reads a changed file, and a changed helper, anew", async () => {
    const directory = temporaryDirectory({ "gen-producers.config.ts": withHelper, "config/tables.ts": helper });
    await loadConfig(directory, null);
    writeFiles(directory, { "config/tables.ts": helper.replace("shop", "other") });
    expect((await loadConfig(directory, null)).config).toEqual({ ddl: "tables/", tables: ["main.other.*"] });
    writeFiles(directory, { "gen-producers.config.ts": "export default { out: 'b' };" });
    expect((await loadConfig(directory, null)).config).toEqual({ out: "b" });
  });

  it("runs a configuration once", async () => {
    const count = "globalThis.genProducersRuns = (globalThis.genProducersRuns ?? 0) + 1;\n";
    const source = `import "./counted.js";\nimport "./other.js";\n${count}throw new Error(String(globalThis.genProducersRuns));`;
    const other = `import "./counted.js";`;
    expect(
      await findings({
        "package.json": `{"type":"commonjs"}`,
        "gen-producers.config.js": source,
        "counted.js": count,
        "other.js": other,
      }),
    ).toEqual(["gen-producers.config.js:4:1 GP4201 The configuration fails: 2."]);
  });
});

describe("loadConfig refuses", () => {
  it.each<[name: string, files: Files, path: string | null, want: string[]]>([
    [
      "two files",
      { "gen-producers.config.ts": "", "gen-producers.config.json": "{}" },
      null,
      ["GP4201 There is more than one configuration: gen-producers.config.json and gen-producers.config.ts."],
    ],
    [
      "a file and a key",
      { "package.json": `{"gen-producers": {}}`, "gen-producers.config.json": "{}" },
      null,
      [
        'GP4201 There is more than one configuration: gen-producers.config.json and the key "gen-producers" of package.json.',
      ],
    ],
    [
      "three",
      { "package.json": `{"gen-producers": {}}`, "gen-producers.config.mjs": "", "gen-producers.config.js": "" },
      null,
      [
        'GP4201 There is more than one configuration: gen-producers.config.js, gen-producers.config.mjs and the key "gen-producers" of package.json.',
      ],
    ],
    [
      "a named file that is missing",
      {},
      "nope.json",
      ["nope.json GP4201 The configuration file cannot be read: it does not exist."],
    ],
    [
      "a named module that is missing",
      {},
      "nope.ts",
      ["nope.ts GP4201 The configuration file cannot be read: it does not exist."],
    ],
    [
      "an ending it cannot read",
      { "x.yaml": "" },
      "x.yaml",
      ["x.yaml GP4201 The ending of a configuration file is .ts, .mts, .cts, .js, .mjs, .cjs or .json."],
    ],
    [
      "a named package.json without the key",
      { "package.json": "{}" },
      "package.json",
      ['package.json GP4201 The file has no key "gen-producers".'],
    ],
    [
      "a package.json that cannot be understood",
      { "package.json": `{\n  "gen-producers": {},\n}` },
      null,
      ['package.json:3:1 GP4201 The file is not valid JSON: "}" follows a comma.'],
    ],
    [
      "JSON with a comment",
      { "gen-producers.config.json": '{\n  // all\n  "ddl": "a"\n}' },
      null,
      ["gen-producers.config.json:2:3 GP4201 The file is not valid JSON: there are no comments in JSON."],
    ],
    [
      "an empty file of JSON",
      { "gen-producers.config.json": "" },
      null,
      ["gen-producers.config.json:1:1 GP4201 The file is not valid JSON: the text ends too early."],
    ],
    [
      "every wrong value of JSON, with its place",
      {
        "gen-producers.config.json": `{\n  "out": 1,\n  "dll": "x",\n  "tables": [\n    "a", 2\n  ],\n  "out": ""\n}`,
      },
      null,
      [
        "gen-producers.config.json:3:3 GP4202 dll: unknown key.",
        "gen-producers.config.json:5:10 GP4202 tables[1]: expected a string, received 2.",
        "gen-producers.config.json:7:3 GP4202 out: the key is given twice.",
        "gen-producers.config.json:7:10 GP4202 out: expected a string that is not empty, received an empty string.",
      ],
    ],
    [
      "a wrong value of package.json, with its place",
      {
        "package.json": `{\n  "ddl": 1,\n  "gen-producers": { "ddl": 1 }\n}`,
      },
      null,
      ["package.json:3:29 GP4202 ddl: expected a string or an array of strings, received 1."],
    ],
    [
      "a key __proto__",
      { "gen-producers.config.json": `{"__proto__": {"ddl": "x"}}` },
      null,
      ["gen-producers.config.json:1:2 GP4202 __proto__: unknown key."],
    ],
    [
      "a wrong value of code",
      {
        "gen-producers.config.ts": `export default { overrides: { "main.shop.orders": { int64: "string" } } };`,
      },
      null,
      [
        'gen-producers.config.ts GP4202 overrides["main.shop.orders"].int64: expected "bigint" or "number", received "string".',
      ],
    ],
    [
      "a function",
      { "gen-producers.config.ts": "export default () => ({});" },
      null,
      ["gen-producers.config.ts GP4202 The configuration: expected an object, received a function."],
    ],
    [
      "code without a default export",
      { "gen-producers.config.ts": "export const config = {};" },
      null,
      ["gen-producers.config.ts GP4201 The configuration file has no default export."],
    ],
    [
      "an empty file of code",
      { "gen-producers.config.js": "" },
      null,
      ["gen-producers.config.js GP4201 The configuration file has no default export."],
    ],
    [
      "code that is wrong",
      { "gen-producers.config.ts": "const a = 1;\n\n  export defalt a;\n" },
      null,
      ['gen-producers.config.ts:3:3 GP4201 Syntax error: Unexpected token, expected "{".'],
    ],
    [
      "a helper that is wrong",
      { "gen-producers.config.ts": 'import "./a";', "a.ts": "let a: = 1;" },
      null,
      ["a.ts:1:1 GP4201 Syntax error: Unexpected token."],
    ],
    [
      "code that throws",
      {
        "gen-producers.config.ts":
          "interface A {}\n\nfunction fail(): A {\n    throw new Error('no\\ntables');\n}\nexport default fail();",
      },
      null,
      ["gen-producers.config.ts:4:5 GP4201 The configuration fails: no."],
    ],
    [
      "a helper that throws",
      {
        "gen-producers.config.ts": 'import { a } from "./lib/a.js";\nexport default a();',
        "lib/a.ts": "export function a(): never {\n  throw new TypeError('bad env.');\n}",
      },
      null,
      ["lib/a.ts:2:3 GP4201 The configuration fails: bad env."],
    ],
    [
      "a promise that is refused",
      { "gen-producers.config.mjs": "export default Promise.reject('later');" },
      null,
      ["gen-producers.config.mjs GP4201 The configuration fails: later."],
    ],
    [
      "nothing that is thrown",
      { "gen-producers.config.mjs": "throw null;" },
      null,
      ["gen-producers.config.mjs GP4201 The configuration fails: null."],
    ],
    [
      "a trap that is thrown",
      {
        "gen-producers.config.mjs": "throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });",
      },
      null,
      ["gen-producers.config.mjs GP4201 The configuration fails: no reason is given."],
    ],
    [
      "a module that is missing",
      { "gen-producers.config.ts": '\nimport a from "./nope.js";\nexport default a;' },
      null,
      ["gen-producers.config.ts:2:1 GP4201 The configuration fails: Cannot find module './nope.js'."],
    ],
  ])("%s", async (_, files, path, want) => {
    expect(await findings(files, path)).toEqual(want);
  });

  it("code of a directory that is a link, by the name of the link", async () => {
    const files = {
      "real/gen-producers.config.ts": 'import { a } from "./lib/a.js";\nexport default a();',
      "real/lib/a.ts": "export function a(): never {\n  throw new TypeError('bad');\n}",
    };
    const link = join(temporaryDirectory(files), "link");
    symlinkSync("real", link);
    expect(texts((await loadConfig(link, null)).diagnostics)).toEqual([
      "lib/a.ts:2:3 GP4201 The configuration fails: bad.",
    ]);
  });

  it.each([
    ["that is long", "x".repeat(100_000)],
    ["of places that are none", "    at file:///%zz/a.ts:1:1\n    at file://[/a.ts:1:1\n    at async:::1:1"],
  ])("a stack %s", async (_, stack) => {
    const source = `throw Object.assign(new Error("bad"), { stack: ${JSON.stringify(stack)} });`;
    expect(await findings({ "gen-producers.config.mjs": source })).toEqual([
      "gen-producers.config.mjs GP4201 The configuration fails: bad.",
    ]);
  });

  it("a directory in place of a file", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "gen-producers.config.json"));
    expect((await loadConfig(directory, null)).path).toBeNull();
    expect(texts((await loadConfig(directory, "gen-producers.config.json")).diagnostics)).toEqual([
      "gen-producers.config.json GP4201 The configuration file cannot be read: it is a directory.",
    ]);
  });

  it("text that is not UTF-8", async () => {
    const directory = temporaryDirectory({ "c.json": new Uint8Array([0x22, 0xff, 0x22]) });
    expect(texts((await loadConfig(directory, "c.json")).diagnostics)).toEqual([
      "c.json GP4201 The configuration file is not text in UTF-8.",
    ]);
  });

  it("a directory that is gone", async () => {
    const { diagnostics } = await loadConfig("/gen-producers-nowhere", null);
    expect(texts(diagnostics)).toEqual([
      'GP4201 The directory "/gen-producers-nowhere" cannot be searched for a configuration: it does not exist.',
    ]);
  });
});

describe("loadConfig shows", () => {
  const frameOf = async (file: string, text: string): Promise<string | undefined> => {
    const { diagnostics } = await loadConfig(temporaryDirectory({ [file]: text }), file);
    expect(diagnostics).toHaveLength(1);
    return diagnostics[0]?.frame;
  };

  it("the line of JSON", async () => {
    const frame = ["  1 | {", '> 2 |   "verify": "yes"', "    |             ^^^^^"].join("\n");
    expect(await frameOf("a.json", '{\n  "verify": "yes"\n}')).toBe(frame);
  });

  it("the line of code that throws", async () => {
    const frame = ["  1 | const x = 1;", '> 2 |   throw new Error("a" + x);', "    |   ^^^^^^^^^^^^^^^^^^^^^^^^^"].join(
      "\n",
    );
    expect(await frameOf("a.ts", 'const x = 1;\n  throw new Error("a" + x);\n')).toBe(frame);
  });

  it.each([
    ["a secret of its own line", "a.json", '{\n  "token": "123456"\n}'],
    ["a secret of the line before", "a.json", '{\n  "vars": {"password": "123456"},\n  "out": 1\n}'],
    ["a secret in broken JSON", "a.json", '{"clientSecret": "123456" "x": 1}'],
    ["a secret in code", "a.mjs", 'const token = "123456"; throw new Error("x");'],
  ])("no line that may hold %s", async (_, file, text) => {
    expect(await frameOf(file, text)).toBeUndefined();
  });
});
