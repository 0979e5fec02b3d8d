import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, temporaryDirectory } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { broken, ddl } from "./support/tables.js";

/** A directory with generated files that are up to date. */
function upToDate(more: Readonly<Record<string, string>> = {}): string {
  const cwd = temporaryDirectory({ ...ddl, ...more });
  expect(cli(["--ddl", "tables", "--runtime", "import"], { cwd }).code).toBe(0);
  return cwd;
}

function check(cwd: string, ...more: string[]): ReturnType<typeof cli> {
  return cli(["check", "--ddl", "tables", "--runtime", "import", ...more], { cwd });
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("check", () => {
  it("is content with what generate wrote", () => {
    expect(check(upToDate())).toEqual({
      code: 0,
      stdout: "2 tables → 4 files in generated/ up to date, in N ms\n",
      stderr: "",
    });
  });

  it("is content with a copy that Git checked out with CRLF", () => {
    const cwd = upToDate();
    edit(join(cwd, "generated/main/shop/orders.ts"), (text) => text.replaceAll("\n", "\r\n"));
    expect(check(cwd).code).toBe(0);
  });

  it("does not take a column that an override leaves out for one that is gone", () => {
    const table = "CREATE TABLE main.s.t (id INT, address STRUCT<zip: STRING, note: STRING>, last STRING);\n";
    const cwd = temporaryDirectory({ "t.sql": table });
    expect(cli(["--ddl", "t.sql"], { cwd }).code).toBe(0);
    const config = { ddl: "t.sql", overrides: { t: { omit: ["last", "address.note"] } } };
    writeFileSync(join(cwd, "gen-producers.config.json"), JSON.stringify(config));
    const { code, stdout } = cli(["check"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("main.s.t: needs new code\n");
    expect(stdout.match(/^ {2}- \S+ +STRING +regenerate: left out of the row/gm)).toHaveLength(2);
    writeFileSync(join(cwd, "t.sql"), table.replace(", last STRING", ""));
    writeFileSync(join(cwd, "gen-producers.config.json"), JSON.stringify({ ddl: "t.sql" }));
    expect(cli(["check"], { cwd }).stdout).toMatch(/^ {2}- last +STRING +breaks: /m);
  });

  it("shows what differs, names the files, and changes nothing", () => {
    const cwd = upToDate({ "tables/air.sql": "CREATE TABLE main.iot.air (id INT);\n" });
    rmSync(join(cwd, "tables/air.sql"));
    rmSync(join(cwd, "generated/main/shop/items.ts"));
    edit(join(cwd, "tables/orders.sql"), (text) => text.replace("10,2", "12,2"));
    const before = readTree(cwd);
    const { code, stdout, stderr } = check(cwd);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(
      /^--- a\/generated\/main\/shop\/orders\.proto\n\+\+\+ b\/generated\/main\/shop\/orders\.proto\n@@ -/,
    );
    expect(stdout).toMatch(/^-.*DECIMAL\(10,2\)/m);
    expect(stdout).toMatch(/^\+.*DECIMAL\(12,2\)/m);
    expect(stdout).not.toContain("\x1b");
    expect(stdout.slice(stdout.indexOf("orphaned "))).toBe(
      "orphaned   generated/main/iot/air.proto\norphaned   generated/main/iot/air.ts\n" +
        "missing    generated/main/shop/items.ts\n" +
        "stale      generated/main/shop/orders.proto\nstale      generated/main/shop/orders.ts\n" +
        "2 tables → 4 files in generated/ (1 missing, 2 stale, 2 orphaned, 1 up to date) in N ms\n" +
        "To update the files, run gen-producers generate with the same options, with --prune to remove what is orphaned.\n",
    );
    expect(readTree(cwd)).toEqual(before);
  });

  it("prints the same twice", () => {
    const cwd = upToDate();
    edit(join(cwd, "tables/orders.sql"), (text) => text.replace("10,2", "12,2"));
    expect(check(cwd)).toEqual(check(cwd));
  });

  it("shows a difference that applies as a patch", () => {
    const cwd = upToDate();
    const path = join(cwd, "generated/main/shop/orders.ts");
    const wanted = readFileSync(path, "utf8");
    edit(path, (text) => text.replace("order", "other").replace(/\}\n/, "}\n// mine\n"));
    const patch = check(cwd).stdout.split("\nstale ")[0] ?? "";
    expect(applyPatch(readFileSync(path, "utf8"), patch)).toBe(wanted);
  });

  it("fails for a definition with an error, though the files are up to date", () => {
    const { code, stdout } = check(upToDateWithBroken());
    expect(code).toBe(1);
    expect(stdout).toMatch(/1 error\n$/);
  });

  it("fails for a file that is not ours", () => {
    const cwd = upToDate();
    writeFileSync(join(cwd, "generated/main/shop/orders.ts"), "mine\n");
    const { code, stdout, stderr } = check(cwd);
    expect(code).toBe(1);
    expect(stderr).toContain("error GP5010");
    expect(stdout).toMatch(/^in the way generated\/main\/shop\/orders\.ts\n/);
  });

  it("takes the options of generate, and writes nothing", () => {
    const cwd = temporaryDirectory(ddl);
    const { code } = check(cwd, "--force", "--prune");
    expect(code).toBe(1);
    expect(Object.keys(readTree(cwd))).toEqual(Object.keys(ddl).sort());
  });

  it("names the files alone with --quiet", () => {
    const cwd = upToDate();
    edit(join(cwd, "generated/main/shop/orders.ts"), (text) => `${text}// mine\n`);
    expect(check(cwd, "--quiet").stdout).toBe("stale      generated/main/shop/orders.ts\n");
  });

  it("ends with 3 where it cannot compare", () => {
    expect(check(temporaryDirectory({ ...ddl, generated: "" })).code).toBe(3);
  });
});

function upToDateWithBroken(): string {
  const cwd = upToDate();
  writeFileSync(join(cwd, "tables/broken.sql"), broken);
  return cwd;
}

/** Applies hunks line by line; a second opinion on the patch that does not come from the package that wrote it. */
function applyPatch(text: string, patch: string): string {
  const lines = text.split("\n");
  const result: string[] = [];
  let at = 0;
  for (const line of patch.split("\n").slice(2)) {
    const start = /^@@ -(\d+)/.exec(line)?.[1];
    if (start !== undefined) while (at < Number(start) - 1) result.push(lines[at++] ?? "");
    else if (line.startsWith("+")) result.push(line.slice(1));
    else if (line !== "") {
      expect(lines[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) result.push(line.slice(1));
      at++;
    }
  }
  return [...result, ...lines.slice(at)].join("\n");
}
