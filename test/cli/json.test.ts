import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { broken, ddl } from "./support/tables.js";

const imports = ["--runtime", "import", "--json"];

describe("--json", () => {
  it("reports what generate did", () => {
    const { code, stdout, stderr } = cli(["--ddl", "tables/orders.sql", ...imports], { cwd: temporaryDirectory(ddl) });
    expect([code, stderr]).toEqual([0, ""]);
    const file = { table: "main.shop.orders", state: "created", written: true, diff: null };
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      exitCode: 0,
      command: "generate",
      out: "generated",
      dryRun: false,
      tables: [{ name: "main.shop.orders", state: "generated" }],
      files: [
        { path: "main/shop/orders.proto", ...file },
        { path: "main/shop/orders.ts", ...file },
      ],
      drift: [],
      diagnostics: [],
    });
  });

  it("reports tables that failed or were not asked for, and diagnostics with their places", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/broken.sql": broken });
    const { code, stdout, stderr } = cli(["--ddl", "tables", "--table", "orders", "broken", ...imports], { cwd });
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      exitCode: 1,
      tables: expect.arrayContaining([
        { name: "main.shop.items", state: "not_selected" },
        { name: "main.shop.orders", state: "generated" },
      ]) as unknown,
      diagnostics: [{ severity: "error", file: "tables/broken.sql", span: { line: 3 } }],
    });
  });

  it("reports what check found, with the differences", () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables/orders.sql", ...imports], { cwd });
    writeFileSync(join(cwd, "tables/orders.sql"), ddl["tables/orders.sql"].replace("10,2", "12,2"));
    const { code, stdout } = cli(["check", "--ddl", "tables/orders.sql", ...imports], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      exitCode: 1,
      command: "check",
      files: ["proto", "ts"].map((ending) => ({
        path: `main/shop/orders.${ending}`,
        state: "stale",
        written: false,
        diff: expect.stringMatching(/^--- a\/generated.*\n\+\+\+ b\/generated.*\n@@ /) as unknown,
      })),
    });
  });

  it("reports what could not be read", () => {
    const { code, stdout, stderr } = cli(["--ddl", "nope.sql", "--json"], { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([3, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, exitCode: 3, files: [], diagnostics: [{ code: "GP5001" }] });
  });

  it("is the same bytes for the same input, without colours", () => {
    const cwd = temporaryDirectory(ddl);
    const run = (): string => cli(["check", "--ddl", "tables", "--color", ...imports], { cwd }).stdout;
    expect(run()).toBe(run());
    expect(run()).not.toContain("\x1b");
  });
});
