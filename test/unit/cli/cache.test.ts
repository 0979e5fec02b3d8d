import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, temporaryDirectory, writeFiles } from "../../support/temporary-directory.js";
import { run as runProgram } from "../../../src/cli/run.js";
import { ddl } from "../../cli/support/tables.js";
import { stream } from "./plain-style.js";

const orders = "generated/main/shop/orders.ts";
const odd = "CREATE TABLE main.shop.odd (\n  id BIGINT NOT NULL,\n  at INTERVAL DAY\n);\n";

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(args: readonly string[], { cwd }: { readonly cwd: string }): Promise<Result> {
  const text = { stdout: "", stderr: "" };
  const code = await runProgram(args, {
    stdout: stream({ write: (more) => void (text.stdout += more) }),
    stderr: stream({ write: (more) => void (text.stderr += more) }),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env: {},
    interrupted: () => Promise.resolve(),
    now: () => 0,
  });
  return { code, ...text };
}

function run(cwd: string, ...args: readonly string[]): Promise<Result> {
  return cli(["--ddl", "tables", "--cache", ".cache/run.json", ...args], { cwd });
}

/** A directory with an output and its record. */
async function generated(files: Readonly<Record<string, string>> = ddl, ...args: readonly string[]): Promise<string> {
  const cwd = temporaryDirectory(files);
  expect((await run(cwd, ...args)).code).toBe(0);
  return cwd;
}

/** Leaves a trace in the record that only a run shows that believes it. */
function mark(cwd: string, record = ".cache/run.json"): void {
  const path = join(cwd, record);
  const content = JSON.parse(readFileSync(path, "utf8")) as { diagnostics: object[] };
  content.diagnostics.push({ code: "GP3999", severity: "warning", message: "recalled" });
  writeFileSync(path, JSON.stringify(content));
}

function isRecalled({ code, stderr }: Result): boolean {
  expect(code).toBe(0);
  return stderr.includes("recalled");
}

describe("cache of a configuration", () => {
  it("is a path beside it, which a check takes no notice of", async () => {
    const config = {
      "config/gen-producers.config.json": '{"ddl":"../tables","out":"../generated","cache":"../.cache/run.json"}',
    };
    const cwd = temporaryDirectory({ ...ddl, ...config });
    const args = ["--config", "config/gen-producers.config.json"];
    expect((await cli(args, { cwd })).code).toBe(0);
    mark(cwd);
    expect(isRecalled(await cli(args, { cwd }))).toBe(true);
    expect(isRecalled(await cli(["check", ...args], { cwd }))).toBe(false);
  });
});

describe("--cache", () => {
  it("recalls a run where nothing changed, and reports the same", async () => {
    const cwd = await generated();
    const files = readTree(cwd);
    const plain = await cli(["--ddl", "tables", "--json"], { cwd });
    const recalled = await run(cwd, "--json");
    expect(recalled).toEqual(plain);
    mark(cwd);
    expect(isRecalled(await run(cwd))).toBe(true);
    expect({ ...readTree(cwd), ".cache/run.json": "" }).toEqual({ ...files, ".cache/run.json": "" });
  });

  it("repeats warnings", async () => {
    const args = ["--unsupported", "omit"];
    const cwd = await generated({ ...ddl, "tables/odd.sql": odd }, ...args);
    const { stderr } = await cli(["--ddl", "tables", ...args], { cwd });
    expect(stderr).toContain("warning");
    expect((await run(cwd, ...args)).stderr).toBe(stderr);
    mark(cwd);
    expect(isRecalled(await run(cwd, ...args))).toBe(true);
  });

  it("takes a checkout with other line ends for the same", async () => {
    const cwd = await generated();
    writeFiles(cwd, { [orders]: readFileSync(join(cwd, orders), "utf8").replaceAll("\n", "\r\n") });
    mark(cwd);
    expect(isRecalled(await run(cwd))).toBe(true);
  });

  it("reports and prunes what is left over", async () => {
    const cwd = await generated();
    const left = "generated/main/shop/gone.ts";
    writeFiles(cwd, { [left]: readFileSync(join(cwd, orders), "utf8").replace("shop.orders", "shop.gone") });
    mark(cwd);
    const kept = await run(cwd);
    expect(isRecalled(kept)).toBe(true);
    expect(kept.stderr).toContain("GP5014");
    expect(isRecalled(await run(cwd, "--prune"))).toBe(true);
    expect(existsSync(join(cwd, left))).toBe(false);
  });

  it.each<[string, (cwd: string) => void]>([
    [
      "an edited file",
      (cwd) => {
        writeFiles(cwd, { [orders]: `${readFileSync(join(cwd, orders), "utf8")}// mine\n` });
      },
    ],
    [
      "an edit of the same size and time",
      (cwd) => {
        editUnseen(join(cwd, orders));
      },
    ],
    [
      "a missing file",
      (cwd) => {
        rmSync(join(cwd, orders));
      },
    ],
    [
      "a missing file of the runtime",
      (cwd) => {
        rmSync(join(cwd, "generated/runtime.ts"));
      },
    ],
    [
      "no output at all",
      (cwd) => {
        rmSync(join(cwd, "generated"), { recursive: true });
      },
    ],
  ])("mends %s", async (_, change) => {
    const cwd = await generated();
    const before = readTree(join(cwd, "generated"));
    mark(cwd);
    change(cwd);
    expect(isRecalled(await run(cwd))).toBe(false);
    expect(readTree(join(cwd, "generated"))).toEqual(before);
    mark(cwd);
    expect(isRecalled(await run(cwd))).toBe(true);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["a definition", { "tables/items.sql": ddl["tables/items.sql"].replace("label", "box") }, []],
    ["another definition", { "tables/more.sql": "CREATE TABLE main.shop.more (id INT);" }, []],
    ["an option", {}, ["--no-producer"]],
    ["the choice of tables", {}, ["--table", "orders"]],
    ["an override", { "gen-producers.config.json": '{"overrides":{"main.shop.orders":{"rowName":"Order"}}}' }, []],
  ])("generates anew after a change of %s", async (_, files, args) => {
    const cwd = await generated();
    mark(cwd);
    writeFiles(cwd, files);
    const result = await run(cwd, ...args);
    expect(result.stderr).not.toContain("recalled");
    const plain = temporaryDirectory(
      Object.fromEntries(Object.entries(readTree(cwd)).filter(([path]) => !path.startsWith("generated/"))),
    );
    expect((await cli(["--ddl", "tables", ...args], { cwd: plain })).code).toBe(result.code);
    if (args.length === 0) expect(readTree(join(cwd, "generated"))).toEqual(readTree(join(plain, "generated")));
  });

  it.each(["", "{", "null", "{}", '{"key":1,"tables":[],"files":[],"diagnostics":[]}'])(
    "does without a record of %j",
    async (text) => {
      const cwd = await generated();
      writeFiles(cwd, { ".cache/run.json": text });
      expect((await run(cwd)).code).toBe(0);
      mark(cwd);
      expect(isRecalled(await run(cwd))).toBe(true);
    },
  );

  it("keeps no record of a run with errors, nor of one that writes nothing", async () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/bad.sql": "CREATE TABLE main.shop.bad (id DECIMAL(99,2));\n" });
    expect((await run(cwd)).code).toBe(1);
    rmSync(join(cwd, "tables/bad.sql"));
    expect((await run(cwd, "--dry-run")).code).toBe(0);
    expect(existsSync(join(cwd, ".cache"))).toBe(false);
  });

  it("is not believed by check and --verify", async () => {
    const cwd = await generated();
    mark(cwd);
    const { code, stderr } = await cli(["check", "--ddl", "tables", "--cache", ".cache/run.json"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("says where no record can be written", async () => {
    const cwd = temporaryDirectory({ ...ddl, file: "" });
    const { code, stderr } = await cli(["--ddl", "tables", "--cache", "file/run.json"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/file\/run\.json.*GP5013/);
    expect(existsSync(join(cwd, orders))).toBe(true);
  });
});

describe("without --cache", () => {
  const packaged = { ...ddl, "package.json": "{}", "node_modules/some/index.js": "" };

  /** Paths in the directory's caches. */
  function caches(cwd: string): readonly string[] {
    return Object.keys(readTree(cwd)).filter((path) => path.startsWith("node_modules/.cache/"));
  }

  it("remembers each output of a package among the caches in its node_modules", async () => {
    const cwd = temporaryDirectory(packaged);
    const below = join(cwd, "tables");
    expect((await cli(["--ddl", "tables"], { cwd })).code).toBe(0);
    expect(caches(cwd)).toHaveLength(1);
    mark(cwd, caches(cwd)[0]);
    expect(isRecalled(await cli(["--ddl", "tables"], { cwd }))).toBe(true);
    expect(isRecalled(await cli(["--ddl", "tables", "--out", "other"], { cwd }))).toBe(false);
    expect(caches(cwd)).toHaveLength(2);
    expect((await cli(["--ddl", ".", "--out", "../generated"], { cwd: below })).code).toBe(0);
    expect(caches(cwd)).toHaveLength(2);
  });

  it("remembers nothing where there are no node_modules, and with --no-cache", async () => {
    const alone = temporaryDirectory({ ...ddl, "package.json": "{}" });
    expect((await cli(["--ddl", "tables"], { cwd: alone })).code).toBe(0);
    expect(existsSync(join(alone, "node_modules"))).toBe(false);
    const cwd = temporaryDirectory(packaged);
    expect((await cli(["--ddl", "tables", "--no-cache"], { cwd })).code).toBe(0);
    const config = '{"ddl":"tables","cache":false}';
    writeFiles(cwd, { "gen-producers.config.json": config });
    expect((await cli([], { cwd })).code).toBe(0);
    expect(caches(cwd)).toEqual([]);
    writeFiles(cwd, { "gen-producers.config.json": config.replace("false", "true") });
    expect((await cli([], { cwd })).code).toBe(0);
    expect(caches(cwd)).toHaveLength(1);
  });

  it("says nothing where the record cannot be written", async () => {
    const cwd = temporaryDirectory({ ...packaged, "node_modules/.cache": "a file" });
    const { code, stderr } = await cli(["--ddl", "tables"], { cwd });
    expect(code).toBe(0);
    expect(stderr).not.toContain("GP");
    expect(existsSync(join(cwd, orders))).toBe(true);
  });
});

/** A change that neither the size nor the time of a file gives away. */
function editUnseen(path: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, readFileSync(path, "utf8").replace("interface", "Interface"));
  utimesSync(path, atime, mtime);
}
