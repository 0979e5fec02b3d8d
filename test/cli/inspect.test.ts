import { describe, expect, it } from "vitest";
import { readTree, temporaryDirectory } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { broken, ddl } from "./support/tables.js";

const hostile = "CREATE TABLE main.shop.evil (a STRING COMMENT '\x1b[31mred', ts TIMESTAMP NOT NULL);\n";

describe("inspect", () => {
  it("shows a table column by column, one line each in a pipe", () => {
    const cwd = temporaryDirectory(ddl);
    const { code, stdout, stderr } = cli(["inspect", "orders", "--ddl", "tables"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.replace(/schema [0-9a-f]+/, "schema #")).toBe(
      "main.shop.orders (schema #)\n" +
        "The service accepts this table.\n" +
        "\n" +
        "COLUMN  SPARK TYPE       PROTO FIELD                TYPESCRIPT           NOTES\n" +
        "id      BIGINT NOT NULL  required int64 id = 1      bigint | number\n" +
        "price   DECIMAL(10,2)    optional string price = 2  DecimalInput | null  sent as text\n",
    );
    expect(Object.keys(readTree(cwd))).toEqual(Object.keys(ddl).sort());
  });

  it("shows several tables", () => {
    const { stdout } = cli(["inspect", "main.shop.*", "--ddl", "tables"], { cwd: temporaryDirectory(ddl) });
    expect(stdout.match(/^main\.shop\.\w+/gm)).toEqual(["main.shop.items", "main.shop.orders"]);
  });

  it("says why the service would not accept a table", () => {
    const cwd = temporaryDirectory({ "v.sql": "CREATE TABLE main.shop.v (id INT) USING iceberg;\n" });
    const { code, stdout } = cli(["inspect", "v", "--ddl", "v.sql"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^main\.shop\.v.*\nThe service does not accept this table:\n {2}- .+\n/);
  });

  it("says why a table could not be read", () => {
    const cwd = temporaryDirectory({ ...ddl, "tables/broken.sql": broken });
    const { code, stderr } = cli(["inspect", "broken", "--ddl", "tables"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tables\/broken\.sql:3:\d+: error GP/);
    expect(stderr).not.toContain("No table matches");
  });

  it("suggests the name of a table", () => {
    const { code, stdout, stderr } = cli(["inspect", "shop.ordrs", "--ddl", "tables"], {
      cwd: temporaryDirectory(ddl),
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error GP4104: .*shop\.ordrs.*\n {2}hint: Did you mean main\.shop\.orders\?\n$/);
  });

  it("reports with --json", () => {
    const { code, stdout, stderr } = cli(["inspect", "orders", "--ddl", "tables", "--json"], {
      cwd: temporaryDirectory(ddl),
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      exitCode: 0,
      command: "inspect",
      tables: [
        {
          table: "main.shop.orders",
          schemaHash: expect.stringMatching(/^[0-9a-f]+$/) as unknown,
          accepted: true,
          refusals: [],
          columns: [
            expect.objectContaining({ name: "id", sparkType: "BIGINT", nullable: false, number: 1 }) as unknown,
            expect.objectContaining({
              name: "price",
              sparkType: "DECIMAL(10,2)",
              nullable: true,
              number: 2,
            }) as unknown,
          ],
          diagnostics: [],
        },
      ],
      diagnostics: [],
    });
  });

  it("lets no control character of a definition reach the terminal", () => {
    const { stdout, stderr } = cli(["inspect", "evil", "--ddl", "-"], { cwd: temporaryDirectory(), input: hostile });
    expect(stdout + stderr).not.toContain("\x1b");
    expect(stdout).toContain("main.shop.evil");
  });

  it("ends with 3 where a file is missing, and says so where there is no table", () => {
    const cwd = temporaryDirectory();
    expect(cli(["inspect", "x", "--ddl", "nope.sql"], { cwd }).code).toBe(3);
    const empty = cli(["inspect", "x", "--ddl", "-"], { cwd, input: "SELECT 1;" });
    expect([empty.code, empty.stderr.split("\n")[0]]).toEqual([1, "error GP5005: The definitions hold no table."]);
  });
});
