import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fullName, type Table } from "../../src/catalog/table.js";
import { generate } from "../../src/generate.js";
import { readDdl } from "../../src/read-ddl.js";
import { readUnityCatalog } from "../../src/source/unity-catalog/read-unity-catalog.js";
import { openWorkspace } from "../../src/source/workspace/open-workspace.js";
import type { WorkspaceTables, WorkspaceWorld } from "../../src/source/workspace/workspace.js";
import { catalogTable } from "../support/unity-catalog-json.js";
import { startUcServer, type UcServer } from "./uc-server.js";

/** Of its own, so that a server that others use too can be tested. */
const catalog = `conformance_${String(process.pid)}`;

const world: WorkspaceWorld = {
  env: {},
  homeDirectory: "/nowhere",
  fetch,
  now: Date.now,
  sleep: (ms) => sleep(ms),
  random: Math.random,
};

/** The sample tables, in a catalog of their own and as the external tables that the API can create. */
const tables: readonly Table[] = globSync("examples/ddl/**/*.sql")
  .sort()
  .flatMap((path) => readDdl(readFileSync(path, "utf8"), { vars: { catalog } }).tables)
  .map((table) => ({ ...table, kind: "external", name: { ...table.name, catalog }, origin: null }));

let server: UcServer;

beforeAll(async () => {
  server = await startUcServer();
  await server.post("catalogs", { name: catalog });
  for (const name of new Set(tables.map((table) => table.name.schema))) {
    await server.post("schemas", { name, catalog_name: catalog });
  }
  for (const table of tables) {
    const { schema, table: name } = table.name;
    const { properties: _, ...facts } = catalogTable(table);
    await server.post("tables", { ...facts, storage_location: `${server.storage}/${schema}/${name}` });
  }
});

afterAll(() => {
  server.stop();
});

async function read(...patterns: string[]): Promise<WorkspaceTables> {
  const { workspace, diagnostics } = await openWorkspace({ host: server.origin, profile: null }, world);
  if (workspace === null) return { tables: [], diagnostics };
  return readUnityCatalog(workspace, { patterns, concurrency: 4, timeout: 30_000, onProgress: () => undefined }, world);
}

function columnsOf(table: Table): unknown {
  return table.columns.map(({ origin: _, ...column }) => column);
}

function modulesOf(given: readonly Table[]): Readonly<Record<string, string>> {
  const { files } = generate({ tables: given, options: { runtime: "import" } });
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

describe("a Unity Catalog server of others", () => {
  it("has each table as its DDL says, and the same code comes out", async () => {
    const found = await read(...tables.map(({ name }) => fullName(name)));
    expect(found.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const byName = new Map(found.tables.map((table) => [fullName(table.name), table]));
    expect([...byName.keys()].sort()).toEqual(tables.map(({ name }) => fullName(name)).sort());
    for (const table of tables) expect(columnsOf(byName.get(fullName(table.name))!)).toEqual(columnsOf(table));
    expect(modulesOf(found.tables)).toEqual(modulesOf(tables));
  });

  it("has every table in the listing of its catalog, where external ones are passed over with a word", async () => {
    const found = await read(`${catalog}.*.*`);
    const passedOver = found.diagnostics.flatMap(({ code, table }) => (code === "GP5112" ? (table ?? []) : []));
    expect([found.tables, found.diagnostics.length]).toEqual([[], tables.length]);
    expect(passedOver.sort()).toEqual(tables.map(({ name }) => fullName(name)).sort());
  });

  it.each([
    ["table", `${catalog}.sensors.no_such_table`],
    ["schema", `${catalog}.no_such_schema.*`],
    ["catalog", "no_such_catalog.*.*"],
  ])("has no such %s, and says so", async (_kind, pattern) => {
    const found = await read(pattern);
    expect(found.tables).toEqual([]);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(["GP5105"]);
  });
});
