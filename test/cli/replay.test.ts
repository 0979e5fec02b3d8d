import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Emulator, EmulatorOptions } from "../../src/emulator/index.js";
import { until, values, withEmulator } from "../emulator/support/run-emulator.js";
import { ddlTables } from "../emulator/support/tables.js";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { cli, cliAside } from "./support/cli.js";

const sql = `CREATE TABLE main.shop.orders (id BIGINT NOT NULL, price DECIMAL(10,2), note VARIANT, seen TIMESTAMP);
CREATE TABLE main.shop.items (id BIGINT NOT NULL, tags MAP<STRING, INT>);
`;
const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const secret = "s3cret-of-the-principal";

function line(row: string, more = '"kind":"invalid","issues":[]', table = "main.shop.orders"): string {
  return `{"table":"${table}","at":"2026-05-01T00:00:00.000Z",${more},"row":${row}}\n`;
}

const decoded = '"kind":"refused","error":{"status":"INVALID_ARGUMENT","code":null,"message":"no"},"form":"decoded"';
const json = decoded.replace("decoded", "json");

function environment({ zerobusEndpoint, workspaceUrl }: Emulator) {
  return {
    ZEROBUS_ENDPOINT: zerobusEndpoint,
    DATABRICKS_HOST: workspaceUrl,
    DATABRICKS_CLIENT_ID: "principal",
    DATABRICKS_CLIENT_SECRET: secret,
  };
}

async function withService(work: (emulator: Emulator) => Promise<void>, options: Partial<EmulatorOptions> = {}) {
  await withEmulator({ tables: ddlTables(sql), ...options }, work);
}

const removal = "Remove r.ndjson: another replay of it would send its rows again.\n";

const args = ["replay", "r.ndjson", "--ddl", "t.sql"];

/** The line that the progress file says to go on with. */
function savedLine(cwd: string): number {
  const path = join(cwd, "r.ndjson.progress.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { line: number }).line : 0;
}

describe("replay", () => {
  it("sends rows of every form to their tables", async () => {
    const lines = [
      line(
        '{"id":{"$bigint":"9007199254740993"},"price":"1.50","note":{"a":[1,"x"]},"seen":{"$date":"2024-05-01T12:30:00.250Z"}}',
      ),
      line('{"id":{"$bigint":"2"},"price":null,"note":"{\\"a\\":2}","seen":{"$bigint":"1714566600123"}}', decoded),
      line('{"id":3, "price":"3.00", "note":"[3]"}', json),
      line('{"id":4,"tags":{"$map":[["a",1]]}}', '"kind":"invalid"', "main.shop.items"),
    ];
    const cwd = temporaryDirectory({ "r.ndjson": lines.join(""), "t.sql": sql });
    await withService(async (emulator) => {
      const result = await cliAside(args, { cwd, env: environment(emulator) });
      expect(result).toEqual({
        code: 0,
        stdout:
          "main.shop.items  1 row sent\nmain.shop.orders  3 rows sent\nr.ndjson: 4 rows sent, in N ms\n" + removal,
        stderr: "",
      });
      const { rows } = await emulator.query(
        "select id, price, note, epoch_us(seen) from main.shop.orders order by id desc",
      );
      expect(rows).toEqual([
        ["9007199254740993", "1.50", '{"a":[1,"x"]}', "1714566600250000"],
        ["3", "3.00", "[3]", null],
        ["2", null, '{"a":2}', "1714566600123"],
      ]);
      expect(await values(emulator, "select tags from main.shop.items")).toEqual([{ a: 1 }]);
    });
    expect(existsSync(join(cwd, "r.ndjson.progress.json"))).toBe(false);
    expect(existsSync(join(cwd, "r.ndjson.rejected.ndjson"))).toBe(false);
  });

  it("keeps what is invalid and what the service refuses, and sends the rest", async () => {
    const good = Array.from({ length: 500 }, (_, at) => line(`{"id":${at + 10}}`));
    const lines = [
      line('{"id":"x"}'),
      ...good.slice(0, 250),
      line('{"id":"1","price":"12345678901.00"}', json),
      ...good.slice(250),
      "torn",
    ];
    const cwd = temporaryDirectory({ "r.ndjson": lines.join(""), "t.sql": sql });
    await withService(async (emulator) => {
      const result = await cliAside([...args, "--json"], { cwd, env: environment(emulator) });
      const report = JSON.parse(result.stdout) as object;
      expect([result.code, result.stderr]).toEqual([1, ""]);
      expect(report).toMatchObject({
        ok: false,
        exitCode: 1,
        command: "replay",
        tables: [{ name: "main.shop.orders", sent: 500, rejected: 2 }],
        unreadable: 1,
        out: "r.ndjson.rejected.ndjson",
        diagnostics: [
          { code: "GP5304", span: { line: 1 } },
          { code: "GP5304", span: { line: 252 } },
          { code: "GP5302", span: { line: 503 } },
        ],
      });
      expect(await values(emulator, "select count(*) from main.shop.orders")).toEqual(["500"]);
    });
    const kept = readFileSync(join(cwd, "r.ndjson.rejected.ndjson"), "utf8");
    expect(kept.split("\n").slice(0, -1)).toHaveLength(3);
    expect(kept).toContain('"form":"json","row":{"id":"1","price":"12345678901.00"}}\n');
  });

  it.each([
    ["interrupted", "SIGINT", 1],
    ["killed", "SIGKILL", null],
  ] as const)("goes on where it was %s", async (_, signal, code) => {
    const count = 25_000;
    const lines = Array.from({ length: count }, (_, at) => line(`{"id":${at}}`));
    const cwd = temporaryDirectory({ "r.ndjson": lines.join(""), "t.sql": sql });
    await withService(async (emulator) => {
      emulator.inject({ kind: "throttle", over: "delay", recordsPerSecond: 15_000 });
      const env = { PATH: process.env["PATH"], ...environment(emulator) };
      const child = spawn(process.execPath, [bin, ...args], { cwd, env });
      const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
      await until(() => savedLine(cwd) > 1);
      child.kill(signal);
      const stdout = await text(child.stdout);
      expect(await closed).toBe(code);
      if (signal === "SIGINT") expect(stdout).toContain("Interrupted; run the command again to go on.");
      emulator.clearFaults();
      const from = savedLine(cwd);
      expect(from).toBeLessThan(count);
      const result = await cliAside(args, { cwd, env: environment(emulator) });
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(result.stdout).toBe(`r.ndjson: ${count + 1 - from} rows sent, from line ${from} on, in N ms\n${removal}`);
      const query = `select count(*) filter (id < ${from - 1}), count(*), count(distinct id) from main.shop.orders`;
      const [[before, all, distinct] = []] = (await emulator.query(query)).rows;
      expect([before, distinct]).toEqual([String(from - 1), String(count)]);
      // Nobody had told a killed replay of the last ones.
      if (signal === "SIGINT") expect(all).toBe(String(count));
    });
    expect(existsSync(join(cwd, "r.ndjson.progress.json"))).toBe(false);
  });

  it("says what stands in the way, and shows no secret", async () => {
    const cwd = temporaryDirectory({ "r.ndjson": line('{"id":1}'), "t.sql": sql });
    await withService(
      async (emulator) => {
        const result = await cliAside(args, { cwd, env: environment(emulator) });
        expect(result.code).toBe(3);
        expect(result.stderr).toContain("error GP5305: Not all rows could be sent: ");
        expect(`${result.stdout}${result.stderr}`).not.toContain(secret);
        expect(readFileSync(join(cwd, "r.ndjson.progress.json"), "utf8")).not.toContain(secret);
      },
      { deniedTables: ["main.shop.orders"] },
    );
  });

  it("reads the definitions of a workspace, of the tables that there are rows of", async () => {
    const cwd = temporaryDirectory({ "r.ndjson": line('{"id":1}') });
    await withService(async (emulator) => {
      const { DATABRICKS_HOST, ...env } = environment(emulator);
      const result = await cliAside(["replay", "r.ndjson", "--host", DATABRICKS_HOST], { cwd, env });
      expect(result).toEqual({ code: 0, stdout: `r.ndjson: 1 row sent, in N ms\n${removal}`, stderr: "" });
      expect(await values(emulator, "select id from main.shop.orders")).toEqual(["1"]);
    });
  });

  it.each([
    ["no file", ["replay", "--ddl", "t.sql"], "replay needs the name of a file, before the options."],
    ["no endpoint", args, "Rows are sent to no service: the endpoint is not given."],
    ["an unknown option", [...args, "--client-secret", "x"], "Unknown option --client-secret."],
  ])("refuses a command line with %s", (_, words, said) => {
    const result = cli(words, { cwd: temporaryDirectory({ "r.ndjson": line('{"id":1}'), "t.sql": sql }) });
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain(said);
  });

  it("says in a dry run what would be sent", () => {
    const cwd = temporaryDirectory({ "r.ndjson": `${line('{"id":1}')}${line("{}")}`, "t.sql": sql });
    expect(cli([...args, "--dry-run"], { cwd })).toEqual({
      code: 1,
      stdout: "r.ndjson: 1 row would be sent, 1 would be rejected, in N ms\n",
      stderr: "r.ndjson:2:1: error GP5304: The row is invalid: id: expected a value (NOT NULL), received undefined.\n",
    });
  });
});
