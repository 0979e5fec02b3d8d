import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDdl } from "../../src/read-ddl.js";
import { readTree, temporaryDirectory } from "../support/temporary-directory.js";
import { catalogTable, type CatalogTable } from "../support/unity-catalog-json.js";
import { type CatalogServer, startUnityCatalog } from "../support/unity-catalog-server.js";
import { cli, cliAside } from "./support/cli.js";
import { ddl } from "./support/tables.js";

const token = "dapi-0123456789abcdef-secret";
const changed = "CREATE TABLE main.shop.orders (id STRING NOT NULL, price DECIMAL(10,2), note STRING);";

function tablesOf(...texts: readonly string[]): readonly CatalogTable[] {
  return texts.flatMap((text) => readDdl(text).tables).map((table) => catalogTable(table));
}

let server: CatalogServer;
let later: CatalogServer;

beforeAll(async () => {
  const tokens = new Set([token]);
  server = await startUnityCatalog({ tables: tablesOf(...Object.values(ddl)), tokens, pageSize: 1 });
  later = await startUnityCatalog({ tables: tablesOf(changed), tokens });
});

afterAll(async () => {
  await Promise.all([server.close(), later.close()]);
});

function env({ origin }: CatalogServer = server): Readonly<Record<string, string>> {
  return { DATABRICKS_HOST: origin, DATABRICKS_TOKEN: token };
}

function fromDdl(): Readonly<Record<string, string>> {
  const cwd = temporaryDirectory(ddl);
  expect(cli(["--ddl", "tables"], { cwd }).code).toBe(0);
  return readTree(join(cwd, "generated"));
}

describe("a live workspace", () => {
  it("gives the same files as the DDL of its tables", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await cliAside(["--schema", "main.shop"], { cwd, env: env() });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^2 tables → \d+ files in generated\/ /);
    expect(readTree(join(cwd, "generated"))).toEqual(fromDdl());
  });

  it("gives the tables asked for, and leaves the files of the others alone", async () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables"], { cwd });
    const args = ["--table", "orders", "--catalog", "main", "--schema", "shop", "--prune"];
    const { code, stdout } = await cliAside(args, { cwd, env: env() });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 table → \d+ files in generated\/ \(0 written, /)]);
    expect(existsSync(join(cwd, "generated/main/shop/items.ts"))).toBe(true);
  });

  it("finds files of tables that left a schema that was read as a whole", async () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables"], { cwd });
    const { code, stdout } = await cliAside(["check", "--schema", "main.shop"], { cwd, env: env(later) });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^orphaned {3}generated\/main\/shop\/items\.ts$/m);
  });

  it("is explained by inspect", async () => {
    const { code, stdout } = await cliAside(["inspect", "main.shop.orders"], { cwd: temporaryDirectory(), env: env() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^main\.shop\.orders \(schema [0-9a-f]{8}\)\nThe service accepts this table\.\n/);
  });

  it("has its changes explained by check, for people and for machines", async () => {
    const cwd = temporaryDirectory(ddl);
    cli(["--ddl", "tables", "--table", "orders"], { cwd });
    const args = ["check", "--table", "main.shop.orders"];
    const { code, stdout } = await cliAside(args, { cwd, env: env(later) });
    expect(code).toBe(1);
    expect(stdout).toContain("main.shop.orders: breaks running producers\n");
    expect(stdout).toMatch(/BIGINT → STRING/);
    const { stdout: json } = await cliAside([...args, "--json"], { cwd, env: env(later) });
    expect(JSON.parse(json)).toMatchObject({
      exitCode: 1,
      drift: [
        {
          table: "main.shop.orders",
          verdict: "breaks",
          columns: [
            { column: "id", change: { kind: "type", from: "BIGINT", to: "STRING" }, verdict: "breaks" },
            { column: "note", change: { kind: "added", type: "STRING", nullable: true }, verdict: "compatible" },
          ],
        },
      ],
    });
  });

  it.each<[string, string[], Readonly<Record<string, string>>, number, string]>([
    ["without credentials", ["--table", "a.b.c"], {}, 3, "GP5101"],
    ["with credentials that are refused", ["--table", "a.b.c"], { DATABRICKS_TOKEN: `${token}-old` }, 3, "GP5103"],
    ["with a profile that is not there", ["--table", "a.b.c", "--profile", "none"], {}, 3, "GP5102"],
    ["without the table", ["--table", "main.shop.ordrs"], { DATABRICKS_TOKEN: token }, 1, "GP5105"],
    ["without the schema", ["--schema", "main.shopp"], { DATABRICKS_TOKEN: token }, 1, "GP5105"],
    ["without a warehouse", ["--table", "a.b.c", "--via", "warehouse"], { DATABRICKS_TOKEN: token }, 3, "GP5110"],
  ])("%s says what to do, and no secret", async (_, args, variables, wanted, wantedCode) => {
    const cwd = temporaryDirectory();
    const host = "DATABRICKS_TOKEN" in variables ? { DATABRICKS_HOST: server.origin } : {};
    const result = await cliAside([...args, "--verbose"], { cwd, env: { HOME: cwd, ...host, ...variables } });
    expect(result.code).toBe(wanted);
    expect(result.stderr).toContain(`error ${wantedCode}: `);
    expect(result.stderr).toContain("hint: ");
    expect(result.stdout + result.stderr).not.toContain(token);
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });
});

describe("pull", () => {
  it("writes a snapshot from which the same files come, and changes nothing the second time", async () => {
    const cwd = temporaryDirectory();
    const args = ["pull", "--catalog", "main"];
    const first = await cliAside(args, { cwd, env: env() });
    expect(first).toEqual({
      code: 0,
      stdout:
        "added      main.shop.items\nadded      main.shop.orders\n" +
        "2 tables in gen-producers.snapshot.json (2 added), written in N ms\n",
      stderr: "",
    });
    const path = join(cwd, "gen-producers.snapshot.json");
    const before = statSync(path).mtimeMs;
    const second = await cliAside(args, { cwd, env: env() });
    expect(second.stdout).toBe("2 tables in gen-producers.snapshot.json (2 unchanged), up to date in N ms\n");
    expect(statSync(path).mtimeMs).toBe(before);
    expect(readFileSync(path, "utf8")).not.toContain(token);
    expect(cli(["--from", "gen-producers.snapshot.json"], { cwd }).code).toBe(0);
    expect(readTree(join(cwd, "generated"))).toEqual(fromDdl());
  });

  it("brings what was asked for up to date, and keeps the rest", async () => {
    const cwd = temporaryDirectory(ddl);
    expect(cli(["pull", "--ddl", "tables", "--snapshot", "s.json"], { cwd }).code).toBe(0);
    const args = ["pull", "--table", "main.shop.ord*", "--snapshot", "s.json"];
    const dry = await cliAside([...args, "--dry-run"], { cwd, env: env(later) });
    const before = readFileSync(join(cwd, "s.json"), "utf8");
    expect(dry.stdout).toBe(
      "changed    main.shop.orders\n2 tables in s.json (1 changed, 1 kept), would be written in N ms\n",
    );
    const { stdout } = await cliAside(args, { cwd, env: env(later) });
    expect(stdout).toBe("changed    main.shop.orders\n2 tables in s.json (1 changed, 1 kept), written in N ms\n");
    expect(readFileSync(join(cwd, "s.json"), "utf8")).not.toBe(before);
  });

  it("leaves the snapshot alone where a table cannot be read", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await cliAside(["pull", "--table", "main.shop.orders", "main.shop.gone"], {
      cwd,
      env: env(),
    });
    expect(code).toBe(1);
    expect(stdout).toBe("gen-producers.snapshot.json is left as it is, in N ms; 1 error\n");
    expect(stderr).toContain("GP5105");
    expect(existsSync(join(cwd, "gen-producers.snapshot.json"))).toBe(false);
  });

  it("does not take the place of a file that is no snapshot", async () => {
    const cwd = temporaryDirectory({ "gen-producers.snapshot.json": "mine\n" });
    const { code, stderr } = await cliAside(["pull", "--catalog", "main"], { cwd, env: env() });
    expect([code, readFileSync(join(cwd, "gen-producers.snapshot.json"), "utf8")]).toEqual([1, "mine\n"]);
    expect(stderr).toContain("GP5010");
  });
});

describe("a configuration", () => {
  const config = {
    tables: ["main.shop.*"],
    from: "tables.json",
    out: "src/gen",
    runtime: "import",
    overrides: { orders: { rowName: "Order" } },
  };

  it("carries a project from the workspace through a snapshot to a check without a network", async () => {
    const cwd = temporaryDirectory({ "gen-producers.config.json": JSON.stringify(config) });
    expect(await cliAside(["pull"], { cwd, env: env() })).toMatchObject({ code: 0, stderr: "" });
    expect(cli([], { cwd })).toMatchObject({ code: 0, stderr: "" });
    expect(cli(["check"], { cwd })).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(cwd, "src/gen/main/shop/orders.ts"), "utf8")).toContain("export interface Order {");
    const live = await cliAside(["check", "--live"], { cwd, env: env(later) });
    expect(live.code).toBe(1);
    expect(live.stdout).toContain("main.shop.orders: breaks running producers\n");
  });

  it("with an override that matches nothing is named as the place of the error", () => {
    const wrong = { ...config, from: undefined, ddl: "tables", overrides: { ordrs: {} } };
    const cwd = temporaryDirectory({ ...ddl, "gen-producers.config.json": JSON.stringify(wrong) });
    const { code, stderr } = cli([], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("gen-producers.config.json: error GP4203: ");
  });

  it("that is wrong ends the run", () => {
    const cwd = temporaryDirectory({ ...ddl });
    writeFileSync(join(cwd, "gen-producers.config.json"), '{ "ddl": "tables", "runtime": "bundel" }\n');
    const { code, stderr } = cli([], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("gen-producers.config.json:1:31: error GP4202: ");
  });
});
