import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, temporaryDirectory, writeFiles } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { broken, ddl, itemsFiles, ordersFiles } from "./support/tables.js";

function generated(cwd: string, out = "generated"): string[] {
  return Object.keys(readTree(join(cwd, out))).filter((path) => path !== "runtime.ts");
}

/** How many files the runtime has, which is not what these tests are about. */
function withoutCounts(text: string): string {
  return text.replace(/\d+ (files?|written|unchanged|would be written)/g, "# $1");
}

describe("generate", () => {
  it("writes a module and a .proto for every table, and the runtime, and sums up", () => {
    const cwd = temporaryDirectory(ddl);
    const { code, stdout, stderr } = cli(["--ddl", "tables"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(withoutCounts(stdout)).toBe(
      "2 tables → # files in generated/ (# written, # unchanged) in N ms\n" +
        "For their producers, the modules need the package: npm install gen-producers (--no-producer leaves producers out).\n",
    );
    expect(generated(cwd)).toEqual([...itemsFiles, ...ordersFiles]);
    expect(existsSync(join(cwd, "generated/runtime.ts"))).toBe(true);
    expect(readdirSync(join(cwd, "generated/main/shop"))).toHaveLength(4);
  });

  it("writes nothing the second time", () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables"], { cwd });
    const before = statSync(join(cwd, "generated/main/shop/orders.ts")).mtimeMs;
    const { code, stdout } = cli(["generate", "--ddl", "tables"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 tables → \d+ files in generated\/ \(0 written, \d+ unchanged\) in N ms\n$/);
    expect(statSync(join(cwd, "generated/main/shop/orders.ts")).mtimeMs).toBe(before);
  });

  it("selects tables, and does not take the others for gone", () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables"], { cwd });
    rmSync(join(cwd, "generated/main/shop/orders.ts"));
    const { code, stdout, stderr } = cli(["--ddl", "tables", "--table", "shop.ord*", "--prune"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^1 table → /);
    expect(generated(cwd)).toEqual([...itemsFiles, ...ordersFiles]);
  });

  it("suggests the name of a table", () => {
    const { code, stderr } = cli(["--ddl", "tables", "--table", "ordrs"], { cwd: temporaryDirectory(ddl) });
    expect(code).toBe(1);
    expect(stderr).toContain("ordrs");
    expect(stderr).toContain("main.shop.orders");
  });

  it.each([
    ["the standard input", ["--ddl", "-"]],
    ["the standard input among files", ["--ddl", "tables/items.sql", "-"]],
  ])("reads %s", (_, args) => {
    const cwd = temporaryDirectory(ddl);
    const { code, stderr } = cli(args, { cwd, input: ddl["tables/orders.sql"] });
    expect([code, stderr]).toEqual([0, ""]);
    expect(generated(cwd)).toEqual(expect.arrayContaining(ordersFiles));
  });

  it("reads UTF-16", () => {
    const text = Buffer.from(`\ufeff${ddl["tables/orders.sql"]}`, "utf16le");
    const cwd = temporaryDirectory({ "orders.sql": text });
    expect(cli(["--ddl", "orders.sql"], { cwd }).code).toBe(0);
    expect(generated(cwd)).toEqual(ordersFiles);
  });

  it("fills in variables, a catalog and a schema", () => {
    const cwd = temporaryDirectory({ "t.sql": "CREATE TABLE ${env}_x (id INT);\n" });
    const args = [
      "--ddl",
      "t.sql",
      "--var",
      "env=prod",
      "--catalog",
      "main",
      "--schema",
      "shop",
      "--runtime",
      "import",
    ];
    const { code, stderr } = cli(args, { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(Object.keys(readTree(join(cwd, "generated")))).toEqual(["main/shop/prod_x.proto", "main/shop/prod_x.ts"]);
  });

  it("writes where --out says, through a link too", () => {
    const cwd = temporaryDirectory(ddl);
    mkdirSync(join(cwd, "real"));
    symlinkSync("real", join(cwd, "out"));
    expect(cli(["--ddl", "tables", "--out", "./out/"], { cwd }).stdout).toMatch(/ files in out\/ \(/);
    expect(generated(cwd, "real")).toEqual([...itemsFiles, ...ordersFiles]);
    const absolute = join(cwd, "elsewhere");
    expect(cli(["--ddl", "tables", "--out", absolute], { cwd }).stdout).toContain(` files in ${absolute}/ (`);
  });

  it("checks its output with --verify", () => {
    const { code, stderr } = cli(["--ddl", "tables", "--verify"], { cwd: temporaryDirectory(ddl) });
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("producers of generated modules", () => {
  const opening = /import\("gen-producers\/producer"\)/;
  const moduleIn = (cwd: string): string => readTree(join(cwd, "generated"))["main/shop/orders.ts"]!;

  it("are left out with --no-producer, and by the configuration", () => {
    const cwd = temporaryDirectory(ddl);
    const { stdout } = cli(["--ddl", "tables"], { cwd });
    expect(stdout).toContain("npm install gen-producers");
    expect(moduleIn(cwd)).toMatch(opening);
    const without = cli(["--ddl", "tables", "--no-producer"], { cwd });
    expect(withoutCounts(without.stdout)).toBe("2 tables → # files in generated/ (# written, # unchanged) in N ms\n");
    expect(moduleIn(cwd)).not.toMatch(opening);
    writeFiles(cwd, { "gen-producers.config.json": '{ "producer": false }' });
    expect(cli(["check", "--ddl", "tables"], { cwd }).code).toBe(0);
    expect(cli(["check", "--ddl", "tables", "--producer"], { cwd }).code).toBe(1);
  });

  it("are no matter of a report for machines", () => {
    const cwd = temporaryDirectory(ddl);
    const { stdout, stderr } = cli(["--ddl", "tables", "--json"], { cwd });
    expect(`${stderr}${stdout}`).not.toContain("npm install");
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    rmSync(join(cwd, "generated"), { recursive: true });
    expect(cli(["--ddl", "tables", "--quiet"], { cwd })).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("generate with errors in definitions", () => {
  it("says where, and writes the other tables", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/broken.sql": broken });
    const { code, stdout, stderr } = cli(["--ddl", "tables"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tables\/broken\.sql:3:\d+: error GP\d{4}: .*\n(.*\n)*.*\^/);
    expect(stderr).not.toContain("\x1b");
    expect(withoutCounts(stdout)).toMatch(/# files in generated\/ \(# written, # unchanged\) in N ms; 1 error\n/);
    expect(generated(cwd)).toEqual([...itemsFiles, ...ordersFiles]);
  });

  it("keeps the files of a table that had none before", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/broken.sql": broken.replace("99", "10") });
    expect(cli(["--ddl", "tables"], { cwd }).code).toBe(0);
    const before = readTree(join(cwd, "generated"));
    writeFiles(cwd, { "tables/broken.sql": broken });
    const { code, stderr } = cli(["--ddl", "tables", "--prune"], { cwd });
    expect(code).toBe(1);
    expect(stderr).not.toContain("GP5014");
    expect(readTree(join(cwd, "generated"))).toEqual(before);
  });

  it("reads the other files where one is not text", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/latin.sql": Buffer.from("-- Größe\n", "latin1") });
    const { code, stderr } = cli(["--ddl", "tables"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "tables/latin.sql:1:6: error GP5004: The file is not UTF-8 text.\n" +
        "  hint: Save the file as UTF-8 (or as UTF-16 with a byte order mark).\n",
    );
    expect(generated(cwd)).toEqual([...itemsFiles, ...ordersFiles]);
  });

  it("prints the errors alone with --quiet", () => {
    const cwd = temporaryDirectory({ "t.sql": "CREATE TABLE a (id INT);\n", "tables/broken.sql": broken });
    const { stdout, stderr } = cli(["--ddl", "t.sql", "tables", "--quiet"], { cwd });
    expect(stdout).toBe("");
    expect(stderr).toContain("error GP");
    expect(stderr).not.toContain("warning GP");
  });

  it("says so where there is no table at all", () => {
    const { code, stderr } = cli(["--ddl", "-"], { cwd: temporaryDirectory(), input: "SELECT 1;\n" });
    expect(code).toBe(1);
    expect(stderr).toContain("error GP5005: The definitions hold no table.\n");
  });
});

describe("generate and what is on disk", () => {
  it("leaves everything as it is where a file is not ours, until --force", () => {
    const cwd = temporaryDirectory({ ...ddl, "generated/main/shop/orders.ts": "mine\n" });
    const refused = cli(["--ddl", "tables"], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      "generated/main/shop/orders.ts: error GP5010: The file in this place was not generated by gen-producers and is left as it is; nothing is written.\n" +
        "  hint: Move it away, choose another --out, or overwrite it with --force.\n",
    );
    expect(refused.stdout).toMatch(/\(0 written, \d+ not written, 0 unchanged, 1 in the way\) in N ms; 1 error\n$/);
    expect(readTree(join(cwd, "generated"))).toEqual({ "main/shop/orders.ts": "mine\n" });
    expect(cli(["--ddl", "tables", "--force"], { cwd }).code).toBe(0);
    expect(generated(cwd)).toEqual([...itemsFiles, ...ordersFiles]);
  });

  it("reports files of tables that are gone, and removes them with --prune only", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/air.sql": "CREATE TABLE main.iot.air (id INT);\n" });
    cli(["--ddl", "tables"], { cwd });
    writeFiles(cwd, { "generated/main/shop/mine.ts": "mine\n" });
    rmSync(join(cwd, "tables/air.sql"));
    const kept = cli(["--ddl", "tables"], { cwd });
    expect(kept.code).toBe(0);
    expect(kept.stderr).toBe(
      ["proto", "ts"]
        .map(
          (ending) =>
            `generated/main/iot/air.${ending}: warning GP5014: The file was generated for main.iot.air and is no longer part of the output.\n` +
            "  hint: Remove it with --prune.\n",
        )
        .join(""),
    );
    const planned = cli(["--ddl", "tables", "--prune", "--dry-run"], { cwd });
    expect(planned.stdout).toMatch(
      /^to remove {2}generated\/main\/iot\/air\.proto\nto remove {2}generated\/main\/iot\/air\.ts\n/,
    );
    expect(existsSync(join(cwd, "generated/main/iot/air.ts"))).toBe(true);
    const removed = cli(["--ddl", "tables", "--prune"], { cwd });
    expect([removed.code, removed.stderr]).toEqual([0, ""]);
    expect(removed.stdout).toMatch(
      /^removed {4}generated\/main\/iot\/air\.proto\nremoved {4}generated\/main\/iot\/air\.ts\n.*, 2 removed\) in N ms\n$/,
    );
    expect(existsSync(join(cwd, "generated/main/iot"))).toBe(false);
    expect(existsSync(join(cwd, "generated/main/shop/mine.ts"))).toBe(true);
  });

  it("knows the files of a table again whose name needs escapes in a comment", () => {
    const names = ["x @b", "größe", "@deprecated"];
    const statements = names.map((name) => `CREATE TABLE main.shop.\`${name}\` (id INT);\n`).join("");
    const cwd = temporaryDirectory({ ...ddl, "tables/odd.sql": statements });
    const all = cli(["--ddl", "tables"], { cwd });
    const before = readTree(join(cwd, "generated"));
    const { stderr } = cli(["--ddl", "tables", "--table", "orders", "--prune"], { cwd });
    expect(stderr).toBe("");
    expect(readTree(join(cwd, "generated"))).toEqual(before);
    expect(all.stdout).toMatch(/^5 tables/);
  });

  it("keeps the files of a table that cannot be read, though it was not asked for", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/broken.sql": broken.replace("99", "10") });
    cli(["--ddl", "tables"], { cwd });
    const before = readTree(join(cwd, "generated"));
    writeFiles(cwd, { "tables/broken.sql": broken });
    const { code, stderr } = cli(["--ddl", "tables", "--table", "orders", "--prune"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(readTree(join(cwd, "generated"))).toEqual(before);
  });

  it("removes nothing while a definition has errors", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/air.sql": "CREATE TABLE main.iot.air (id INT);\n" });
    cli(["--ddl", "tables"], { cwd });
    rmSync(join(cwd, "tables/air.sql"));
    writeFiles(cwd, { "tables/broken.sql": broken });
    expect(cli(["--ddl", "tables", "--prune"], { cwd }).code).toBe(1);
    expect(existsSync(join(cwd, "generated/main/iot/air.ts"))).toBe(true);
  });

  it("removes the runtime of its own where it is imported now", () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables"], { cwd });
    expect(cli(["--ddl", "tables", "--runtime", "import", "--prune"], { cwd }).code).toBe(0);
    expect(existsSync(join(cwd, "generated/runtime"))).toBe(false);
  });

  it("says what it would do with --dry-run, and does nothing", () => {
    const cwd = temporaryDirectory(ddl);
    const { code, stdout } = cli(["--ddl", "tables", "--dry-run", "--runtime", "import"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [...itemsFiles, ...ordersFiles].map((path) => `to create  generated/${path}\n`).join("") +
        "2 tables → 4 files in generated/ (4 would be written, 0 unchanged) in N ms\n",
    );
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });

  it("lists every file with --verbose", () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables", "--runtime", "import", "--no-producer"], { cwd });
    rmSync(join(cwd, "generated/main/shop/orders.ts"));
    expect(cli(["--ddl", "tables", "--runtime", "import", "--no-producer", "--verbose"], { cwd }).stdout).toBe(
      "unchanged  generated/main/shop/items.proto\nunchanged  generated/main/shop/items.ts\n" +
        "unchanged  generated/main/shop/orders.proto\ncreated    generated/main/shop/orders.ts\n" +
        "2 tables → 4 files in generated/ (1 written, 3 unchanged) in N ms\n",
    );
  });
});

describe("generate and the outside world", () => {
  it.each([
    ["a missing file", ["--ddl", "nope.sql"], 'error GP5001: There is no file or directory "nope.sql".'],
    ["a glob without a match", ["--ddl", "nope/*.sql"], 'error GP5002: No file matches the pattern "nope/*.sql".'],
    [
      "an output directory that is a file",
      ["--ddl", "tables", "--out", "file"],
      'error GP5012: The output directory "file" is a file.',
    ],
    [
      "a file in the place of a directory",
      ["--ddl", "tables", "--out", "blocked"],
      "error GP5013: The file cannot be compared: a part of the path is a file, not a directory.",
    ],
  ])("ends with 3 for %s", (_, args, message) => {
    const cwd = temporaryDirectory({ ...ddl, file: "", "blocked/main": "" });
    const { code, stderr } = cli(args, { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("writes nothing where one of several inputs is missing", () => {
    const cwd = temporaryDirectory(ddl);
    expect(cli(["--ddl", "tables", "nope.sql"], { cwd }).code).toBe(3);
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });

  it("refuses to write through a link that leaves the output directory", () => {
    const cwd = temporaryDirectory({ ...ddl, "generated/x": "", "elsewhere/x": "" });
    symlinkSync("../elsewhere", join(cwd, "generated/main"));
    const { code, stderr } = cli(["--ddl", "tables"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("error GP5011");
    expect(readTree(join(cwd, "elsewhere"))).toEqual({ x: "" });
  });
});

describe("colours", () => {
  it.each([
    ["are off in a pipe", [], {}, false],
    ["are on with --color", ["--color"], {}, true],
    ["are on with FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["are off with --no-color", ["--no-color"], { FORCE_COLOR: "1" }, false],
    ["are off with NO_COLOR", [], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("%s", (_, args, env, want) => {
    const { stderr } = cli(["--ddl", "nope.sql", ...args], { cwd: temporaryDirectory(), env });
    expect(stderr.includes("\x1b[")).toBe(want);
  });
});
