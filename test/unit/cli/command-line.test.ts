import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../../src/cli/command-line.js";
import { emulatorSettings, querySettings } from "../../../src/cli/emulator/settings.js";
import { replaySettings } from "../../../src/cli/replay/settings.js";
import { generateSettings, inspectSettings, pullSettings } from "../../../src/cli/settings.js";
import type { Given } from "../../../src/cli/source-settings.js";
import { UsageError } from "../../../src/cli/usage-error.js";
import type { Config } from "../../../src/config/config.js";

const settingsOf = {
  generate: generateSettings,
  check: generateSettings,
  inspect: inspectSettings,
  pull: pullSettings,
  emulator: emulatorSettings,
  query: querySettings,
  replay: (given: Given) => replaySettings(given, {}),
};

/** What a command is carried out with, in the directory `/home/me` with a configuration in `/home/me` or elsewhere. */
async function parse(line: string, config: Config | null = null, directory = "/home/me") {
  const invocation = await parseCommandLine(line === "" ? [] : line.split(" "), 80);
  if (invocation.kind === "text" || invocation.kind === "init") return invocation;
  const loaded = { config, path: null, directory, diagnostics: [] };
  const given: Given = { args: invocation.args, config: loaded, cwd: "/home/me" };
  return { kind: invocation.kind, settings: settingsOf[invocation.kind](given) };
}

async function complaint(line: string, config: Config | null = null): Promise<string> {
  try {
    return `accepted as ${(await parse(line, config)).kind}`;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error.message, ...(error.hint === null ? [] : [error.hint])].join("\n");
  }
}

const files = { kind: "files", ddl: ["a.sql"], from: [] };

const live = {
  kind: "workspace",
  host: null,
  profile: null,
  warehouse: null,
  via: null,
  timeout: 60_000,
  concurrency: 8,
  patterns: ["main.shop.orders"],
};

const source = { definitions: files, catalog: null, schema: null, vars: {} };

const defaults = {
  source,
  report: { json: false, verbosity: "normal", color: null },
  tables: [],
  isWhole: true,
  out: "generated",
  runtime: "bundle",
  importExtension: ".js",
  producer: true,
  unsupported: "error",
  overrides: {},
  configFile: null,
  verify: false,
  force: false,
  prune: false,
  dryRun: false,
  cache: true,
};

function ofFiles(ddl: readonly string[], from: readonly string[] = []) {
  return { ...source, definitions: { ...files, ddl, from } };
}

describe("parseCommandLine understands", () => {
  it.each([
    ["generate by default", "--ddl a.sql", {}],
    ["generate by name", "generate --ddl a.sql", {}],
    ["several values after one --ddl", "--ddl a.sql b c --ddl d", { source: ofFiles(["a.sql", "b", "c", "d"]) }],
    ["the standard input", "--ddl -", { source: ofFiles(["-"]) }],
    ["the standard input among files", "--ddl a - --ddl b", { source: ofFiles(["a", "-", "b"]) }],
    ["the standard input alone", "-", { source: ofFiles(["-"]) }],
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
      "--ddl a.sql --out x --runtime import --import-extension none --no-producer --unsupported omit --verify --force --prune --dry-run",
      {
        out: "x",
        runtime: "import",
        importExtension: "",
        producer: false,
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
        source,
        report: { ...defaults.report, json: true },
        tables: ["shop.orders", "main.*"],
        unsupported: "error",
        overrides: {},
      },
    });
  });

  it.each([
    ["a full name", "--table main.shop.orders", {}],
    ["names completed by a schema with its catalog", "--table orders --schema main.shop", {}],
    ["names completed by both", "--table orders --catalog main --schema shop", {}],
    ["a schema", "--schema main.shop", { patterns: ["main.shop.*"] }],
    ["a catalog", "--catalog main", { patterns: ["main.*.*"] }],
    [
      "a workspace",
      "--table main.shop.orders --host h --profile p --warehouse w --via api --timeout 1.5 --concurrency 2",
      { host: "h", profile: "p", warehouse: "w", via: "api", timeout: 1500, concurrency: 2 },
    ],
  ])("%s of a workspace", async (_, line, want) => {
    expect(await parse(line)).toMatchObject({
      settings: { isWhole: false, source: { definitions: { ...live, ...want } } },
    });
  });

  it("pull, which reads the workspace and never the configured files, unless told to", async () => {
    const config: Config = { from: "tables.json", ddl: "a.sql", tables: ["main.shop.orders"] };
    const settings = { source: { ...source, definitions: live }, report: defaults.report, tables: config.tables };
    expect(await parse("pull", config)).toEqual({
      kind: "pull",
      settings: { ...settings, snapshot: "tables.json", dryRun: false },
    });
    expect(await parse("pull --ddl a.sql --snapshot s.json --dry-run", config)).toEqual({
      kind: "pull",
      settings: { ...settings, source: ofFiles(["a.sql"]), snapshot: "s.json", dryRun: true },
    });
  });

  it.each<[string, Config["from"], string]>([
    ["no file", undefined, "gen-producers.snapshot.json"],
    ["two files", ["a.json", "b.json"], "gen-producers.snapshot.json"],
    ["a glob", "a/*.json", "gen-producers.snapshot.json"],
    ["a directory", "tables", "gen-producers.snapshot.json"],
    ["a named file", "a.b.c=x.json", "gen-producers.snapshot.json"],
    ["one file", ["x/y.json"], "x/y.json"],
  ])("the snapshot of pull, with %s in the configuration", async (_, from, want) => {
    const parsed = await parse("pull --catalog main", from === undefined ? {} : { from });
    expect(parsed).toMatchObject({ settings: { snapshot: want } });
  });

  it("the emulator, with its own defaults", async () => {
    const settings = {
      source,
      report: defaults.report,
      tables: [],
      host: "127.0.0.1",
      zerobusPort: 7071,
      workspacePort: 7070,
      tokenSeconds: 3600,
      faults: [],
      seed: 1,
      store: { kind: "memory" },
      export: null,
    };
    expect(await parse("emulator --ddl a.sql")).toEqual({ kind: "emulator", settings });
    const line = "--zerobus-port 0 --workspace-port 1 --bind ::1 --token-seconds 5 --fault {} --seed 7 --no-store";
    expect(await parse(`emulator --ddl a.sql ${line}`)).toEqual({
      kind: "emulator",
      settings: {
        ...settings,
        zerobusPort: 0,
        workspacePort: 1,
        host: "::1",
        tokenSeconds: 5,
        faults: ["{}"],
        seed: 7,
        store: { kind: "none" },
      },
    });
    expect(await parse("emulator --ddl a.sql --data d --export csv --export-to x")).toMatchObject({
      settings: { export: { format: "csv", directory: "x" }, store: { kind: "directory", path: "d" } },
    });
  });

  it.each([
    ["emulator query select", { data: null, url: "http://127.0.0.1:7070" }],
    ["emulator query select --data d", { data: "d" }],
    ["emulator query select --url http://h", { data: null, url: "http://h" }],
  ])("%s", async (line, want) => {
    expect(await parse(line)).toMatchObject({ kind: "query", settings: { sql: "select", ...want } });
  });

  it("a variable called like a property of every object", async () => {
    const invocation = await parse("--ddl a.sql --var __proto__=x");
    expect(
      "settings" in invocation && "source" in invocation.settings && Object.entries(invocation.settings.source.vars),
    ).toEqual([["__proto__", "x"]]);
  });
});

const nowhere =
  "Say where the table definitions are.\n" +
  "For example: --ddl tables.sql, or --table main.sensors.air_quality for a workspace. A configuration file: gen-producers init";
const whichTables = "For example: --table main.sensors.air_quality, --schema main.sensors, --catalog main";
const fullNames = "A table of a workspace is named main.sensors.air_quality, or completed with --schema main.sensors.";

describe("parseCommandLine refuses", () => {
  it.each([
    ["", nowhere],
    ["check", nowhere],
    ["pull", "Say which tables, with --table, --schema or --catalog.\n" + whichTables],
    ["--host h", "Say which tables, with --table, --schema or --catalog.\n" + whichTables],
    ["--schema shop", "Say the catalog of the schema.\n" + whichTables],
    ["--table shop.orders", '"shop.orders" leaves out its catalog.\n' + fullNames],
    ["--table orders", '"orders" leaves out its catalog and schema.\n' + fullNames],
    ["--table orders --catalog main", '"orders" leaves out its catalog and schema.\n' + fullNames],
    ["inspect orders", '"orders" leaves out its catalog and schema.\n' + fullNames],
    ["--table a.b.c.d", '"a.b.c.d" is no name of a table.\nA full name is catalog.schema.table.'],
    ["--table a..c", '"a..c" is no name of a table.\nA full name is catalog.schema.table.'],
    ["--schema a.b.c", '--schema takes schema or catalog.schema, not "a.b.c".'],
    ["--schema a.b --catalog c", "--catalog c and --schema a.b name two catalogs."],
    ["--ddl a --host h", "--ddl and --host name two sources."],
    ["--from a --live", "--from and --live name two sources."],
    ["--table a.b.c --timeout 0", '--timeout takes a number from 1 to 3600, not "0".'],
    ["--table a.b.c --timeout 1e3", '--timeout takes a number from 1 to 3600, not "1e3".'],
    ["--table a.b.c --concurrency x", '--concurrency takes a number from 1 to 64, not "x".'],
    ["--table a.b.c --via apo", '--via takes api or warehouse, not "apo".\nDid you mean "api"?'],
    ["emulator --ddl a --export-to d", "--export-to needs --export, such as --export parquet."],
    ["emulator --ddl a --export csv --no-store", "--export and --no-store exclude each other."],
    ["emulator --ddl a --data d --no-store", "--data and --no-store exclude each other."],
    ["emulator query x --data d --url u", "--data and --url exclude each other."],
    ["emulator --ddl a --zerobus-port 70000", '--zerobus-port takes a number from 0 to 65535, not "70000".'],
    ["pull --ddl a --out x", "This command has no option --out.\ngen-producers --help lists the commands and options."],
    ["chek --ddl a", 'Unknown command "chek".\nDid you mean "check"?'],
    ["frobnicate", 'Unknown command "frobnicate".\ngen-producers --help lists the commands and options.'],
    ["tables/a.sql", 'Unexpected argument "tables/a.sql".\nDefinitions are named with an option: --ddl tables/a.sql'],
    ["check chek", 'Unexpected argument "chek".\ngen-producers --help lists the commands and options.'],
    ["--ddl a --dryrun", 'Unknown option --dryrun.\nDid you mean "--dry-run"?'],
    ["--dll=a", 'Unknown option --dll.\nDid you mean "--ddl"?'],
    ["--ddl a -q", "Unknown option -q.\ngen-producers --help lists the commands and options."],
    ["--ddl a --importExtension js", 'Unknown option --importExtension.\nDid you mean "--import-extension"?'],
    ["--ddl a --no-producers", 'Unknown option --no-producers.\nDid you mean "--producer"?'],
    [
      "pull --no-producer",
      "This command has no option --no-producer.\ngen-producers --help lists the commands and options.",
    ],
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
  ])("%s", async (line, want) => {
    expect(await complaint(line)).toBe(want);
  });
});

describe("parseCommandLine prints", () => {
  it.each(["--version", "check --version"])("the version for %s", async (line) => {
    expect(await parse(line)).toEqual({ kind: "text", text: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) as unknown });
  });

  it.each([
    ["--help", "Usage: gen-producers [--table"],
    ["-h", "Usage: gen-producers [--table"],
    ["help", "Usage: gen-producers [--table"],
    ["generate --help", "Usage: gen-producers [--table"],
    ["check --help", "Usage: gen-producers check"],
    ["inspect --help", "Usage: gen-producers inspect"],
    ["pull --help", "Usage: gen-producers pull"],
    ["init --help", "Usage: gen-producers init"],
    ["emulator --help", "Usage: gen-producers emulator"],
    ["emulator query --help", "Usage: gen-producers emulator query"],
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

describe("the configuration", () => {
  const config: Config = {
    ddl: ["tables", "more/*.sql"],
    from: "snapshot.json",
    workspace: { host: "h", warehouse: "w", via: "api", timeout: 5, concurrency: 3 },
    catalog: "main",
    schema: "shop",
    vars: { a: "1", b: "2" },
    tables: "orders",
    out: "src/out",
    runtime: "import",
    importExtension: "none",
    producer: false,
    unsupported: "omit",
    verify: true,
    prune: true,
    overrides: { orders: { rowName: "Order" } },
  };

  it("says everything where the command line says nothing", async () => {
    expect(await parse("", config)).toEqual({
      kind: "generate",
      settings: {
        ...defaults,
        source: {
          ...ofFiles(["tables", "more/*.sql"], ["snapshot.json"]),
          catalog: "main",
          schema: "shop",
          vars: config.vars,
        },
        tables: ["orders"],
        out: "src/out",
        runtime: "import",
        importExtension: "",
        producer: false,
        unsupported: "omit",
        overrides: config.overrides,
        verify: true,
        prune: true,
      },
    });
  });

  it("loses against the command line", async () => {
    const line =
      "--ddl x.sql --catalog c --schema s --var b=3 --table t --out o --runtime bundle --import-extension ts --producer --unsupported error";
    expect(await parse(line, config)).toMatchObject({
      settings: {
        source: { definitions: { ddl: ["x.sql"], from: [] }, catalog: "c", schema: "s", vars: { a: "1", b: "3" } },
        tables: ["t"],
        out: "o",
        runtime: "bundle",
        importExtension: ".ts",
        producer: true,
        unsupported: "error",
      },
    });
  });

  it.each([
    ["--live", { host: "h", warehouse: "w", via: "api", timeout: 5000, concurrency: 3 }],
    ["--profile p --via warehouse --timeout 7", { host: "h", profile: "p", via: "warehouse", timeout: 7000 }],
  ])("has its files passed over for its workspace by %s", async (line, want) => {
    const parsed = await parse(line, config);
    expect(parsed).toMatchObject({
      settings: {
        isWhole: true,
        source: { definitions: { kind: "workspace", patterns: ["main.shop.orders"], ...want } },
      },
    });
  });

  it("is whole only where all its tables are asked for", async () => {
    expect(await parse("--live --table items", config)).toMatchObject({ settings: { isWhole: false } });
  });

  it("has paths of its own directory", async () => {
    const paths: Config = { ddl: "tables", from: ["a.b.c=x.json", "/abs.json"], out: "out" };
    expect(await parse("--out o", paths, "/home/me/etc")).toMatchObject({
      settings: {
        out: "o",
        source: { definitions: { ddl: ["etc/tables"], from: ["a.b.c=etc/x.json", "/abs.json"] } },
      },
    });
    expect(await parse("", paths, "/home")).toMatchObject({
      settings: { out: "../out", source: { definitions: { ddl: ["../tables"] } } },
    });
  });
});
