import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { cli, cliAside } from "./support/cli.js";
import { ddl } from "./support/tables.js";

const bin = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const ports = ["--zerobus-port", "0", "--workspace-port", "0"];
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

interface Started {
  readonly child: ChildProcess;
  readonly workspaceUrl: string;
  readonly tables: readonly string[];
}

async function start(cwd: string, ...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [bin, "emulator", "--ddl", "tables", ...ports, "--json", ...args], { cwd });
  running.push(child);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, ...(JSON.parse(line) as { workspaceUrl: string; tables: string[] }) };
}

async function end({ child }: Started): Promise<unknown> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  return (await exit)[0];
}

/** Rows through the REST endpoint, with a token for the table. */
async function insert({ workspaceUrl }: Started, table: string, rows: readonly object[]): Promise<number> {
  const [catalog = "", schema = ""] = table.split(".");
  const privileges = (object_type: string, object_full_path: string, names: readonly string[]) => {
    return { type: "unity_catalog_privileges", object_type, object_full_path, privileges: names };
  };
  const details = [
    privileges("CATALOG", catalog, ["USE CATALOG"]),
    privileges("SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
    { ...privileges("TABLE", table, ["SELECT", "MODIFY"]), operations: ["zerobuswrite"] },
  ];
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope: "all-apis",
    resource: "api://databricks/workspaces/1/zerobusDirectWriteApi",
    authorization_details: JSON.stringify(details),
  });
  const basic = { authorization: `Basic ${Buffer.from("id:secret").toString("base64")}` };
  const granted = await fetch(`${workspaceUrl}/oidc/v1/token`, { method: "POST", body, headers: basic });
  const { access_token } = (await granted.json()) as { access_token: string };
  const answer = await fetch(`${workspaceUrl}/zerobus/v1/tables/${table}/insert`, {
    method: "POST",
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
    body: JSON.stringify(rows),
  });
  return answer.status;
}

describe("emulator", () => {
  it("takes rows, answers queries, exports at the end, and ends on SIGTERM", async () => {
    const cwd = temporaryDirectory(ddl);
    const emulator = await start(cwd, "--export", "csv");
    expect(emulator.tables).toEqual(["main.shop.items", "main.shop.orders"]);
    const rows = [{ id: 1, price: "2.50" }, { id: 2 }];
    expect(await insert(emulator, "main.shop.orders", rows)).toBe(200);
    expect(await insert(emulator, "main.shop.orders", [{ id: 3, price: "123456789.00" }])).toBe(400);
    const sql = "select * from main.shop.orders order by id";
    const query = await cliAside(["emulator", "query", sql, "--url", emulator.workspaceUrl], { cwd });
    expect(query).toEqual({ code: 0, stdout: "id  price\n1   2.50\n2   NULL\n", stderr: "" });
    expect(await end(emulator)).toBe(0);
    expect(readFileSync(join(cwd, "export/main.shop.orders.csv"), "utf8")).toBe("id,price\n1,2.50\n2,\n");
  });

  it("keeps the rows of a directory, which can be queried without it", async () => {
    const cwd = temporaryDirectory(ddl);
    const emulator = await start(cwd, "--data", "data");
    expect(await insert(emulator, "main.shop.items", [{ id: 7, name: "Käse" }])).toBe(200);
    expect(await end(emulator)).toBe(0);
    const args = ["emulator", "query", "select name from main.shop.items", "--data", "data", "--json"];
    const { code, stdout } = cli(args, { cwd });
    expect([code, JSON.parse(stdout)]).toEqual([0, { columns: [{ name: "name", type: "VARCHAR" }], rows: [["Käse"]] }]);
  });

  it.each([
    ["a fault that is none", ["--fault", '{"kind":"rain"}'], 2, "--fault"],
    ["a fault that is no JSON", ["--fault", "rain"], 2, "--fault takes JSON, not rain."],
    ["a wrong definition", ["--ddl", "nowhere.sql"], 3, "GP5001"],
  ])("refuses %s", (_, args, code, said) => {
    const result = cli(["emulator", "--ddl", "tables", ...ports, ...args], { cwd: temporaryDirectory(ddl) });
    expect([result.code, result.stdout]).toEqual([code, ""]);
    expect(result.stderr).toContain(said);
  });

  it("says that a port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const port = String((taken.address() as AddressInfo).port);
    const args = ["emulator", "--ddl", "tables", "--no-store", "--workspace-port", "0", "--zerobus-port", port];
    const result = await cliAside(args, { cwd: temporaryDirectory(ddl) });
    taken.close();
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain("error GP5201: The emulator cannot listen: ");
  });

  it.each([
    ["no emulator is there", ["select 1", "--url", "http://127.0.0.1:9"], "GP5201"],
    ["no directory is there", ["select 1", "--data", "nowhere"], "GP5202"],
  ])("query says that %s", (_, args, code) => {
    const result = cli(["emulator", "query", ...args], { cwd: temporaryDirectory(ddl) });
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain(`error ${code}: `);
  });
});
