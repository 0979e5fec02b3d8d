import { describe, expect, it } from "vitest";
import { type Invocation, parseCommandLine } from "../../../src/cli/command-line.js";
import { UsageError } from "../../../src/cli/usage-error.js";

function parse(line: string): Promise<Invocation> {
  return parseCommandLine(line === "" ? [] : line.split(" "), 80);
}

async function complaint(line: string): Promise<string> {
  try {
    return `accepted as ${(await parse(line)).kind}`;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error.message, ...(error.hint === null ? [] : [error.hint])].join("\n");
  }
}

const defaults = {
  source: { ddl: ["a.sql"], catalog: null, schema: null, vars: {} },
  report: { json: false, verbosity: "normal", color: null },
  tables: [],
  out: "generated",
  runtime: "bundle",
  importExtension: ".js",
  unsupported: "error",
  verify: false,
  force: false,
  prune: false,
  dryRun: false,
};

describe("parseCommandLine understands", () => {
  it.each([
    ["generate by default", "--ddl a.sql", {}],
    ["generate by name", "generate --ddl a.sql", {}],
    [
      "several values after one --ddl",
      "--ddl a.sql b c --ddl d",
      { source: { ...defaults.source, ddl: ["a.sql", "b", "c", "d"] } },
    ],
    ["the standard input", "--ddl -", { source: { ...defaults.source, ddl: ["-"] } }],
    ["the standard input among files", "--ddl a - --ddl b", { source: { ...defaults.source, ddl: ["a", "-", "b"] } }],
    ["the standard input alone", "-", { source: { ...defaults.source, ddl: ["-"] } }],
    [
      "--var with = in its value",
      "--ddl a.sql --var a=1=2 --var b=",
      { source: { ...defaults.source, vars: { a: "1=2", b: "" } } },
    ],
    [
      "names that look like numbers",
      "--ddl a.sql --table 1 2e3 --schema 007",
      {
        source: { ...defaults.source, schema: "007" },
        tables: ["1", "2e3"],
      },
    ],
    [
      "every option of the output",
      "--ddl a.sql --out x --runtime import --import-extension none --unsupported omit --verify --force --prune --dry-run",
      {
        out: "x",
        runtime: "import",
        importExtension: "",
        unsupported: "omit",
        verify: true,
        force: true,
        prune: true,
        dryRun: true,
      },
    ],
    ["--import-extension ts", "--ddl a.sql --import-extension ts", { importExtension: ".ts" }],
    [
      "--quiet --json --no-color",
      "--ddl a.sql --quiet --json --no-color",
      {
        report: { json: true, verbosity: "quiet", color: false },
      },
    ],
    [
      "--verbose --color",
      "--ddl a.sql --verbose --color",
      { report: { json: false, verbosity: "verbose", color: true } },
    ],
  ])("%s", async (_, line, want) => {
    expect(await parse(line)).toEqual({ kind: "generate", settings: { ...defaults, ...want } });
  });

  it("check, with the options of generate", async () => {
    const settings = { ...defaults, out: "x", prune: true };
    expect(await parse("check --ddl a.sql --out x --prune")).toEqual({ kind: "check", settings });
    expect(await parse("--ddl=a.sql --out=x check --prune")).toEqual({ kind: "check", settings });
  });

  it("inspect, with names", async () => {
    expect(await parse("inspect shop.orders main.* --ddl a.sql --json")).toEqual({
      kind: "inspect",
      settings: {
        source: defaults.source,
        report: { ...defaults.report, json: true },
        tables: ["shop.orders", "main.*"],
        unsupported: "error",
      },
    });
  });

  it("a variable called like a property of every object", async () => {
    const invocation = await parse("--ddl a.sql --var __proto__=x");
    expect(invocation.kind === "generate" && Object.entries(invocation.settings.source.vars)).toEqual([
      ["__proto__", "x"],
    ]);
  });
});

describe("parseCommandLine refuses", () => {
  it.each([
    [
      "",
      "Say where the table definitions are, with --ddl.\nFor example: gen-producers --ddl tables.sql. Everything else: gen-producers --help",
    ],
    [
      "check",
      "Say where the table definitions are, with --ddl.\nFor example: gen-producers --ddl tables.sql. Everything else: gen-producers --help",
    ],
    [
      "--table main.shop.orders",
      "Reading tables from a workspace is not available yet: say where their DDL is, with --ddl.\n" +
        "Save what SHOW CREATE TABLE prints to a file, and name it: gen-producers --ddl tables.sql",
    ],
    ["chek --ddl a", 'Unknown command "chek".\nDid you mean "check"?'],
    ["frobnicate", 'Unknown command "frobnicate".\ngen-producers --help lists the commands and options.'],
    ["tables/a.sql", 'Unexpected argument "tables/a.sql".\nDefinitions are named with an option: --ddl tables/a.sql'],
    ["check chek", 'Unexpected argument "chek".\ngen-producers --help lists the commands and options.'],
    ["--ddl a --dryrun", 'Unknown option --dryrun.\nDid you mean "--dry-run"?'],
    ["--dll=a", 'Unknown option --dll.\nDid you mean "--ddl"?'],
    ["--ddl a -q", "Unknown option -q.\ngen-producers --help lists the commands and options."],
    ["--ddl a --importExtension js", 'Unknown option --importExtension.\nDid you mean "--import-extension"?'],
    ["--ddl a --no-prune", 'Unknown option --no-prune.\nDid you mean "--prune"?'],
    ["--no-ddl", 'Unknown option --no-ddl.\nDid you mean "--ddl"?'],
    ["--ddl a --toString", "Unknown option --toString.\ngen-producers --help lists the commands and options."],
    ["--ddl", "--ddl needs a value."],
    ["--ddl --table x", "--ddl needs a value."],
    ["--ddl=", "--ddl needs a value."],
    ["--ddl a --table", "--table needs a value."],
    ["--ddl a --out", "--out needs a value.\ngen-producers --help lists the commands and options."],
    ["--ddl a --out --force", "--out needs a value.\ngen-producers --help lists the commands and options."],
    ["--ddl a --out=", "--out needs a value."],
    ["--ddl a --out x --out y", "--out was given more than once."],
    ["--ddl a --var", "--var needs a value.\ngen-producers --help lists the commands and options."],
    ["--ddl a --var x", '--var takes name=value, not "x".\nFor example: --var catalog=main'],
    ["--ddl a --var =x", '--var takes name=value, not "=x".\nFor example: --var catalog=main'],
    ["--ddl a --runtime bundel", '--runtime takes bundle or import, not "bundel".\nDid you mean "bundle"?'],
    ["--ddl a --import-extension mjs", '--import-extension takes js, ts or none, not "mjs".\nDid you mean "js"?'],
    ["--ddl a --quiet --verbose", "--quiet and --verbose exclude each other."],
    ["check --ddl a -- b", 'Unexpected argument "b".'],
    [
      "--ddl a.sql check",
      '"check" stands among the values of --ddl.\nPut the command first: gen-producers check --ddl …; a file of that name is ./check.',
    ],
    [
      "inspect --ddl a.sql main.shop.orders",
      "inspect needs the name of a table, before the options.\nFor example: gen-producers inspect main.shop.orders --ddl tables/",
    ],
    [
      "inspect orders",
      "Reading tables from a workspace is not available yet: say where their DDL is, with --ddl.\n" +
        "Save what SHOW CREATE TABLE prints to a file, and name it: gen-producers inspect orders --ddl tables.sql",
    ],
  ])("%s", async (line, want) => {
    expect(await complaint(line)).toBe(want);
  });
});

describe("parseCommandLine prints", () => {
  it.each(["--version", "check --version"])("the version for %s", async (line) => {
    expect(await parse(line)).toEqual({ kind: "text", text: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) as unknown });
  });

  it.each([
    ["--help", "Usage: gen-producers --ddl"],
    ["-h", "Usage: gen-producers --ddl"],
    ["help", "Usage: gen-producers --ddl"],
    ["generate --help", "Usage: gen-producers --ddl"],
    ["check --help", "Usage: gen-producers check"],
    ["inspect --help", "Usage: gen-producers inspect"],
    ["inspect orders --help", "Usage: gen-producers inspect"],
  ])("help for %s", async (line, start) => {
    const invocation = await parse(line);
    expect(invocation.kind === "text" && invocation.text.slice(0, start.length)).toBe(start);
  });

  it.each([20, 60, 80, 200])("help that fits a terminal of %i columns, where that can be read", async (columns) => {
    const invocation = await parseCommandLine(["--help"], columns);
    const lines = invocation.kind === "text" ? invocation.text.split("\n") : [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.min(110, Math.max(79, columns)));
  });
});
