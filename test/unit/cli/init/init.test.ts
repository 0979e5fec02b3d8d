import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initCommand } from "../../../../src/cli/commands/init.js";
import { PromptCancelled, type Prompter } from "../../../../src/cli/init/prompter.js";
import { type InitReport, reportInit } from "../../../../src/cli/init/report.js";
import { initSettings } from "../../../../src/cli/init/settings.js";
import type { Arguments } from "../../../../src/cli/arguments.js";
import type { Io } from "../../../../src/cli/io.js";
import { loadConfig } from "../../../../src/config/load-config.js";
import { readTree, temporaryDirectory } from "../../../support/temporary-directory.js";
import { stream } from "../plain-style.js";

type Files = Readonly<Record<string, string>>;

const table = "CREATE TABLE a (x INT);";
const typescript = `{\n  "name": "x",\n  "devDependencies": { "typescript": "6", "gen-producers": "1" }\n}\n`;

function world(cwd: string, env: Io["env"] = {}): Io {
  return {
    stdout: stream(),
    stderr: stream(),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env,
    interrupted: () => Promise.resolve(),
    now: () => 0,
  };
}

/** Answers by the beginning of the question; takes what is proposed where there is no answer. */
function answering(answers: Readonly<Record<string, string | boolean>>, asked: string[] = []): Prompter {
  const answerOf = <Answer>(message: string, initial: Answer): Answer => {
    asked.push(message);
    const key = Object.keys(answers).find((start) => message.startsWith(start));
    if (key !== undefined && answers[key] === "cancel") throw new PromptCancelled();
    return key === undefined ? initial : (answers[key] as Answer);
  };
  return {
    start: () => undefined,
    select: ({ message, choices, initial }) =>
      attempt(() => {
        const answer = answerOf(message, initial);
        expect(choices.map(({ value }) => value)).toContain(answer);
        return answer;
      }),
    text: ({ message, initial, problemOf }) =>
      attempt(() => {
        const answer = answerOf(message, initial);
        expect(problemOf(answer)).toBeNull();
        return answer;
      }),
    confirm: ({ message, initial }) => attempt(() => answerOf(message, initial)),
  };
}

async function attempt<Result>(work: () => Result): Promise<Result> {
  return Promise.resolve().then(work);
}

interface Outcome {
  readonly report: InitReport;
  readonly directory: string;
  /** The configuration as it is loaded afterwards. */
  readonly config: unknown;
}

async function init(
  files: Files,
  args: Arguments,
  prompter: Prompter | null = null,
  env: Io["env"] = {},
): Promise<Outcome> {
  const directory = temporaryDirectory(files);
  const report = await initCommand(initSettings(args), world(directory, env), prompter);
  if (report.path === null) return { report, directory, config: null };
  const { config, diagnostics } = await loadConfig(directory, null);
  expect(diagnostics).toEqual([]);
  return { report, directory, config };
}

function messages({ diagnostics }: InitReport): string[] {
  return diagnostics.map(({ code, file, message }) => `${file ?? ""} ${code} ${message}`.trimStart());
}

describe("init, asking nobody,", () => {
  it.each<[name: string, files: Files, args: Arguments, path: string, config: unknown]>([
    ["proposes what is found", { "tables/a.sql": table }, {}, "gen-producers.config.json", { ddl: "tables/" }],
    [
      "writes TypeScript in a project of TypeScript",
      { "tsconfig.json": "{}", "t/a.sql": table },
      {},
      "gen-producers.config.ts",
      { ddl: "t/" },
    ],
    [
      "writes TypeScript where it is a dependency",
      { "package.json": typescript, "t/a.sql": table },
      {},
      "gen-producers.config.ts",
      { ddl: "t/" },
    ],
    [
      "writes JavaScript in another package",
      { "package.json": "{}" },
      { ddl: ["a", "b"] },
      "gen-producers.config.mjs",
      { ddl: ["a", "b"] },
    ],
    [
      "takes a snapshot first",
      { "gen-producers.snapshot.json": "{}", "t/a.sql": table },
      {},
      "gen-producers.config.json",
      { from: "gen-producers.snapshot.json" },
    ],
    [
      "takes everything the options say",
      { "t/a.sql": table },
      {
        from: ["s.json"],
        host: "adb-1.2.azuredatabricks.net/?o=3",
        profile: "p",
        warehouse: "w",
        catalog: "c",
        schema: "s",
        table: ["x", "y"],
        out: "src/gen",
        format: "mts",
      },
      "gen-producers.config.mts",
      {
        from: "s.json",
        workspace: { host: "https://adb-1.2.azuredatabricks.net", profile: "p", warehouse: "w" },
        catalog: "c",
        schema: "s",
        tables: ["x", "y"],
        out: "src/gen",
      },
    ],
    [
      "takes the tables of a schema",
      {},
      { profile: "p", schema: "main.shop" },
      "gen-producers.config.json",
      { workspace: { profile: "p" }, schema: "main.shop" },
    ],
  ])("%s", async (_, files, args, path, want) => {
    const { report, config, directory } = await init(files, args);
    expect(report).toMatchObject({ path, scripts: [], cancelled: false, diagnostics: [] });
    expect(config).toEqual(want);
    expect(Object.keys(readTree(directory)).sort()).toEqual([...Object.keys(files), path].sort());
  });

  it.each([
    ["the only profile", "[dev]\ntoken = dapi123\n", "dev"],
    ["the default among several", "[dev]\n[DEFAULT]\nhost = x\n[__settings__]\n", "DEFAULT"],
  ])("takes %s", async (_, text, profile) => {
    const home = temporaryDirectory({ ".databrickscfg": text });
    const { config } = await init({}, { table: ["main.shop.*"] }, null, { HOME: home });
    expect(config).toEqual({ workspace: { profile }, tables: "main.shop.*" });
  });

  it("reads profiles where the environment says", async () => {
    const home = temporaryDirectory({ cfg: "[ci]\n" });
    const { config } = await init({}, { table: ["main.shop.*"] }, null, { DATABRICKS_CONFIG_FILE: join(home, "cfg") });
    expect(config).toEqual({ workspace: { profile: "ci" }, tables: "main.shop.*" });
  });

  it.each<[name: string, args: Arguments, message: string]>([
    ["no source", {}, "Say where the table definitions are."],
    ["a workspace without tables", { profile: "p" }, "Say which tables, with --table, --schema or --catalog."],
    ["a table without its catalog", { host: "h", table: ["a.b"] }, '"a.b" leaves out its catalog.'],
  ])("refuses %s", async (_, args, message) => {
    await expect(init({}, args)).rejects.toThrow(message);
  });

  it("refuses an address with a password, without showing it", async () => {
    const { report } = await init({}, { host: "https://u:123456@adb.net", table: ["a.b.c"] });
    expect(messages(report)).toEqual([
      "GP4202 workspace.host: expected a host without a user name or password, received a string.",
    ]);
    expect(report.path).toBeNull();
  });

  it("asks nothing with --yes", async () => {
    const asked: string[] = [];
    await init({ "t/a.sql": table }, { yes: true }, answering({}, asked));
    expect(asked).toEqual([]);
  });
});

describe("init, asking,", () => {
  it("proposes what it found, and adds scripts", async () => {
    const asked: string[] = [];
    const files = { "package.json": typescript, "db/tables/a.sql": table, "more/b.sql": table };
    const { report, config, directory } = await init(files, {}, answering({}, asked));
    expect(asked).toEqual([
      "Where are the tables defined?",
      "DDL files, directories or globs, separated by commas",
      "Directory for the generated code",
      "Kind of the configuration file",
      "Add the scripts generate:producers and check:producers to package.json?",
    ]);
    expect(report).toMatchObject({
      path: "gen-producers.config.ts",
      scripts: ["generate:producers", "check:producers"],
    });
    expect(config).toEqual({ ddl: ["more/", "db/tables/"] });
    expect(readTree(directory)["package.json"]).toBe(
      typescript.replace(
        " }\n}",
        ` },\n  "scripts": {\n    "generate:producers": "gen-producers",\n    "check:producers": "gen-producers check"\n  }\n}`,
      ),
    );
  });

  it("asks for a profile and tables", async () => {
    const home = temporaryDirectory({ ".databrickscfg": "[a]\ntoken = dapi0123\n[b]\n" });
    const answers = {
      "Which workspace": "b",
      "SQL warehouse": " /sql/1.0/warehouses/w ",
      Tables: "main.{a,b}.*, main.c.d",
    };
    const { config } = await init({}, {}, answering(answers), { USERPROFILE: home });
    expect(config).toEqual({
      workspace: { profile: "b", warehouse: "/sql/1.0/warehouses/w" },
      tables: ["main.{a,b}.*", "main.c.d"],
    });
  });

  it("asks for an address where there is no profile", async () => {
    const answers = {
      Where: "workspace",
      Address: " adb-1.2.azuredatabricks.net/ ",
      Tables: "a.b.c",
      Directory: "lib/gen",
      Kind: "mjs",
    };
    const { config, report } = await init({}, {}, answering(answers));
    expect(config).toEqual({
      workspace: { host: "https://adb-1.2.azuredatabricks.net" },
      tables: "a.b.c",
      out: "lib/gen",
    });
    expect(report.path).toBe("gen-producers.config.mjs");
  });

  it("asks for schema files", async () => {
    const { config } = await init({}, {}, answering({ Where: "from", Schema: "a.json, b/*.json" }));
    expect(config).toEqual({ from: ["a.json", "b/*.json"] });
  });

  it("asks only for what the options leave out", async () => {
    const asked: string[] = [];
    const args = { ddl: ["t"], out: "o", format: "json", scripts: false };
    const { config } = await init({ "package.json": "{}" }, args, answering({}, asked));
    expect({ asked, config }).toEqual({ asked: [], config: { ddl: "t", out: "o" } });
  });

  it.each([
    ["Address", "x y", "An address such as https://adb-1.2.azuredatabricks.net."],
    ["Address", "https://u:p@x", "An address such as https://adb-1.2.azuredatabricks.net."],
    ["Address", "ftp://x", "An address such as https://adb-1.2.azuredatabricks.net."],
    ["Tables", " , ", "At least one is needed."],
    [
      "Tables",
      "a.b",
      '"a.b" leaves out its catalog. A table of a workspace is named main.sensors.air_quality, or completed with --schema main.sensors.',
    ],
    ["Directory", " ", "A directory is needed."],
    [
      "SQL warehouse",
      "main.shop.*",
      "An id, such as 1234567890abcdef, or a path, such as /sql/1.0/warehouses/1234567890abcdef.",
    ],
  ])("says what is wrong with %s %j", async (question, answer, want) => {
    const problems: (string | null)[] = [];
    const right = answering({ Where: "workspace", Address: "h", Tables: "a.b.c" });
    const prompter: Prompter = {
      ...right,
      text: (asked) => {
        if (asked.message.startsWith(question)) problems.push(asked.problemOf(answer));
        return right.text(asked);
      },
    };
    await init({}, {}, prompter);
    expect(problems).toEqual([want]);
  });

  it.each(["Where", "DDL", "Directory", "Kind", "Add"])(
    "writes nothing where the person leaves at %s",
    async (question) => {
      const files = { "package.json": "{}", "t/a.sql": table };
      const { report, directory } = await init(files, {}, answering({ [question]: "cancel" }));
      expect(report).toMatchObject({ path: null, cancelled: true, diagnostics: [] });
      expect(readTree(directory)).toEqual(files);
    },
  );
});

describe("init, where a configuration is there,", () => {
  it.each<[name: string, files: Files, args: Arguments, want: string[]]>([
    ["a file", { "gen-producers.config.ts": "1" }, {}, ["gen-producers.config.ts GP5010 The file is there already."]],
    [
      "a key",
      { "package.json": '{"gen-producers": {}}' },
      {},
      ['package.json GP5010 The key "gen-producers" is a configuration.'],
    ],
    [
      "a key, with --force",
      { "package.json": '{"gen-producers": {}}' },
      { force: true },
      ['package.json GP5010 The key "gen-producers" is another configuration.'],
    ],
    [
      "another file, with --force",
      { "gen-producers.config.ts": "1" },
      { force: true, format: "json" },
      ["gen-producers.config.ts GP5010 The file is another configuration."],
    ],
  ])("refuses %s", async (_, files, args, want) => {
    const { report, directory } = await init(files, { ddl: ["t"], ...args }, answering({}));
    expect(messages(report)).toEqual(want);
    expect(report.path).toBeNull();
    expect(readTree(directory)).toEqual(files);
  });

  it("replaces it with --force, and keeps its kind", async () => {
    const { report, config } = await init({ "gen-producers.config.mts": "broken(" }, { ddl: ["t"], force: true });
    expect([report.path, config]).toEqual(["gen-producers.config.mts", { ddl: "t" }]);
  });
});

describe("init, of package.json,", () => {
  it("says that there is none", async () => {
    const { report, directory } = await init({}, { ddl: ["t"], scripts: true });
    expect(messages(report)).toEqual(["package.json GP5001 There is no package.json to add scripts to."]);
    expect(readTree(directory)).toEqual({});
  });

  it("leaves one alone that it cannot understand", async () => {
    const { report, directory } = await init({ "package.json": "{," }, { ddl: ["t"], scripts: true });
    expect(messages(report)).toEqual([
      "package.json GP5003 Scripts cannot be added: the file is no package.json in valid JSON.",
    ]);
    expect(readTree(directory)).toEqual({ "package.json": "{," });
  });

  it("keeps the mode of the file", async () => {
    const directory = temporaryDirectory({ "package.json": "{}" });
    chmodSync(join(directory, "package.json"), 0o640);
    await initCommand(initSettings({ ddl: ["t"], scripts: true }), world(directory), null);
    expect(readFileSync(join(directory, "package.json"), "utf8")).toContain("check:producers");
    expect(statSync(join(directory, "package.json")).mode & 0o777).toBe(0o640);
  });
});

describe("init, where it cannot write,", () => {
  it("says so, and leaves nothing behind", async () => {
    const files = { "gen-producers.config.json/in-the-way": "" };
    const { report, directory } = await init(files, { ddl: ["t"] });
    expect(messages(report)).toEqual([
      "gen-producers.config.json GP5013 The file cannot be written: it is a directory.",
    ]);
    expect(report.path).toBeNull();
    expect(readTree(directory)).toEqual(files);
  });
});

describe("reportInit", () => {
  const report: InitReport = {
    command: "init",
    path: "gen-producers.config.ts",
    scripts: ["a", "b"],
    cancelled: false,
    next: [
      { command: "npm install x", purpose: "first" },
      { command: "npx y", purpose: "then" },
    ],
    diagnostics: [],
  };

  function shown(given: InitReport, args: Arguments): { code: number; stdout: string; stderr: string } {
    const text = { stdout: "", stderr: "" };
    const io: Io = {
      ...world("/nowhere"),
      stdout: stream({ write: (more) => void (text.stdout += more) }),
      stderr: stream({ write: (more) => void (text.stderr += more) }),
    };
    return { code: reportInit(given, initSettings(args).report, io), ...text };
  }

  it("says what was done, and what comes next", () => {
    expect(shown(report, {})).toEqual({
      code: 0,
      stdout: `Wrote gen-producers.config.ts.
Added a and b to package.json.

Next:
  npm install x  first
  npx y          then
`,
      stderr: "",
    });
  });

  it("says that nothing was written", () => {
    expect(shown({ ...report, path: null, cancelled: true }, {})).toEqual({
      code: 1,
      stdout: "",
      stderr: "Cancelled: nothing was written.\n",
    });
  });

  it("is quiet when asked to be", () => {
    expect(shown(report, { quiet: true })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("speaks JSON", () => {
    const { code, stdout } = shown(report, { json: true });
    expect({ code, report: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      report: { ok: true, exitCode: 0, ...report },
    });
  });
});

describe("the next steps", () => {
  it.each<[name: string, files: Files, args: Arguments, want: string[]]>([
    ["a dependency", { "package.json": typescript }, { ddl: ["t"] }, ["npx gen-producers", "npx gen-producers check"]],
    [
      "no dependency",
      { "package.json": "{}", "pnpm-lock.yaml": "" },
      { ddl: ["t"] },
      ["pnpm add gen-producers", "npx gen-producers", "npx gen-producers check"],
    ],
    [
      "yarn",
      { "package.json": "{}", "yarn.lock": "" },
      { ddl: ["t"] },
      ["yarn add gen-producers", "npx gen-producers", "npx gen-producers check"],
    ],
    [
      "scripts",
      { "package.json": "{}" },
      { ddl: ["t"], scripts: true },
      ["npm install gen-producers", "npm run generate:producers", "npm run check:producers"],
    ],
    [
      "a workspace by its address",
      { "package.json": typescript },
      { host: "a.net", table: ["a.b.c"] },
      ["databricks auth login --host https://a.net", "npx gen-producers", "npx gen-producers check"],
    ],
  ])("for %s", async (_, files, args, want) => {
    const { report } = await init(files, args);
    expect(report.next.map(({ command }) => command)).toEqual(want);
  });
});
