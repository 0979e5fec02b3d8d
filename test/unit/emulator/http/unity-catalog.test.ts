import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { fullName, type Table } from "../../../../src/catalog/table.js";
import { generate } from "../../../../src/generate.js";
import { readDdl } from "../../../../src/read-ddl.js";
import { readUnityCatalog } from "../../../../src/source/unity-catalog/read-unity-catalog.js";
import { openWorkspace } from "../../../../src/source/workspace/open-workspace.js";
import type { WorkspaceWorld } from "../../../../src/source/workspace/workspace.js";
import { column, long, table } from "../../../support/tables.js";
import { ask, orders, serve, tokenOf } from "./support.js";

const api = "/api/2.1/unity-catalog";

const samples: readonly Table[] = globSync("examples/ddl/**/*.sql")
  .sort()
  .flatMap((path) => readDdl(readFileSync(path, "utf8"), { vars: { catalog: "main" } }).tables);

function named(catalog: string, schema: string, name: string): Table {
  return table([column("id", long)], { name: { catalog, schema, table: name }, primaryKey: ["id"] });
}

async function get(
  origin: string,
  path: string,
  token: string | null = null,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const bearer = token ?? (await tokenOf(origin));
  const { status, json } = await ask(`${origin}${api}${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  return { status, json };
}

const names = (list: unknown): readonly unknown[] =>
  (list as readonly { readonly name: unknown }[]).map(({ name }) => name);

describe("our own reader, with a client id and a secret,", () => {
  const world: WorkspaceWorld = {
    env: { DATABRICKS_CLIENT_ID: "a b", DATABRICKS_CLIENT_SECRET: "100%" },
    homeDirectory: "/nowhere",
    fetch,
    now: Date.now,
    sleep: () => Promise.resolve(),
    random: () => 1,
  };

  test.each<[string, readonly string[]]>([
    ["named in full", samples.map(({ name }) => fullName(name))],
    ["by a pattern", ["main.*.*"]],
  ])("reads the samples %s, and the same code comes out", async (_, patterns) => {
    const { origin } = await serve({ tables: samples, clients: [{ id: "a b", secret: "100%" }] });
    const { workspace } = await openWorkspace({ host: origin, profile: null }, world);
    const request = { patterns, concurrency: 4, timeout: 10_000, onProgress: () => undefined };
    const found = await readUnityCatalog(workspace!, request, world);
    expect(found.diagnostics).toEqual([]);
    expect(found.tables.length).toBe(samples.length);
    const output = (tables: readonly Table[]): unknown =>
      generate({ tables, options: { runtime: "import" } })
        .files.map(({ path, content }) => `${path}\n${content}`)
        .sort();
    expect(output(found.tables)).toEqual(output(samples));
  });
});

describe("the Unity Catalog API", () => {
  const tables = [
    named("main", "shop", "b"),
    named("main", "shop", "a"),
    named("main", "lab", "x"),
    named("dev", "s", "t"),
  ];

  test("lists catalogs, schemas and tables by name", async () => {
    const { origin } = await serve({ tables });
    expect(names((await get(origin, "/catalogs")).json["catalogs"])).toEqual(["dev", "main"]);
    const schemas = (await get(origin, "/schemas?catalog_name=MAIN")).json["schemas"];
    expect(names(schemas)).toEqual(["information_schema", "lab", "shop"]);
    const found = (await get(origin, "/tables?catalog_name=main&schema_name=Shop")).json["tables"];
    expect(names(found)).toEqual(["a", "b"]);
  });

  test("gives a table with its constraints, a list without", async () => {
    const { origin } = await serve({ tables });
    const one = await get(origin, "/tables/MAIN.shop.a");
    expect(one.json).toMatchObject({
      full_name: "main.shop.a",
      table_type: "MANAGED",
      table_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/) as unknown,
      table_constraints: [{ primary_key_constraint: { name: "a_pk", child_columns: ["id"] } }],
    });
    const { json } = await get(origin, "/tables?catalog_name=main&schema_name=lab");
    expect(json["tables"]).toEqual([
      expect.objectContaining({ full_name: "main.lab.x", columns: [expect.objectContaining({ name: "id" })] }),
    ]);
    expect(JSON.stringify(json)).not.toContain("constraint");
    const short = await get(origin, "/tables?catalog_name=main&schema_name=lab&omit_columns=true&omit_properties=true");
    expect(Object.keys((short.json["tables"] as readonly object[])[0]!)).not.toEqual(
      expect.arrayContaining(["columns", "properties"]),
    );
  });

  test("gives a list page by page", async () => {
    const many = Array.from({ length: 120 }, (_, index) => named("main", "shop", `t${String(index).padStart(3, "0")}`));
    const { origin } = await serve({ tables: many });
    const token = await tokenOf(origin);
    const sizes: number[] = [];
    const seen: unknown[] = [];
    let next = "";
    do {
      const page = `&page_token=${next}`;
      const { json } = await get(origin, `/tables?catalog_name=main&schema_name=shop&max_results=0${page}`, token);
      seen.push(...names(json["tables"]));
      sizes.push((json["tables"] as readonly unknown[]).length);
      next = (json["next_page_token"] as string | undefined) ?? "";
    } while (next !== "");
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(many.map(({ name }) => name.table));
    const two = await get(origin, "/tables?catalog_name=main&schema_name=shop&max_results=2", token);
    expect(names(two.json["tables"])).toEqual(["t000", "t001"]);
  });

  test.each<[path: string, status: number, code: string]>([
    ["/schemas?catalog_name=none", 404, "CATALOG_DOES_NOT_EXIST"],
    ["/schemas", 404, "CATALOG_DOES_NOT_EXIST"],
    ["/tables?catalog_name=main&schema_name=none", 404, "SCHEMA_DOES_NOT_EXIST"],
    ["/tables/main.shop.none", 404, "TABLE_DOES_NOT_EXIST"],
    ["/tables/main.none.a", 404, "SCHEMA_DOES_NOT_EXIST"],
    ["/tables/none.shop.a", 404, "CATALOG_DOES_NOT_EXIST"],
    ["/tables/a", 400, "INVALID_PARAMETER_VALUE"],
    ["/tables/%ff", 404, "ENDPOINT_NOT_FOUND"],
    ["/tables/__proto__.constructor.toString", 404, "CATALOG_DOES_NOT_EXIST"],
    ["/catalogs?max_results=-1", 400, "INVALID_PARAMETER_VALUE"],
    ["/catalogs?page_token=xyz", 400, "INVALID_PARAMETER_VALUE"],
    [`/catalogs?page_token=${Buffer.from("tables:0").toString("base64url")}`, 400, "INVALID_PARAMETER_VALUE"],
    [`/catalogs?page_token=${Buffer.from("catalogs:9").toString("base64url")}`, 400, "INVALID_PARAMETER_VALUE"],
    ["/volumes", 404, "ENDPOINT_NOT_FOUND"],
  ])("%s is %d %s", async (path, status, code) => {
    const { origin } = await serve({ tables });
    const answer = await get(origin, path);
    expect([answer.status, answer.json["error_code"], typeof answer.json["message"]]).toEqual([status, code, "string"]);
  });

  test.each<[string, string | null, number, string]>([
    ["no token", null, 401, "UNAUTHENTICATED"],
    ["a token of others", "Bearer abc", 401, "UNAUTHENTICATED"],
    ["another scheme", "Basic YTpi", 401, "UNAUTHENTICATED"],
  ])("refuses %s", async (_, authorization, status, code) => {
    const { origin } = await serve({ tables });
    const headers = authorization === null ? {} : { authorization };
    const answer = await ask(`${origin}${api}/catalogs`, { headers });
    expect([answer.status, answer.json["error_code"]]).toEqual([status, code]);
  });

  test("refuses a token for direct writes, and one that is expired", async () => {
    const { origin, core } = await serve({ tables: [orders] });
    const ingest = await get(origin, "/catalogs", await tokenOf(origin, "main.shop.orders"));
    expect([ingest.status, ingest.json["error_code"]]).toEqual([403, "PERMISSION_DENIED"]);
    const token = await tokenOf(origin);
    core.injectFault({ kind: "expire_tokens" });
    const expired = await get(origin, "/catalogs", token);
    expect([expired.status, expired.json["message"]]).toEqual([401, "The token is expired."]);
  });

  test("takes no other method", async () => {
    const { origin } = await serve();
    const answer = await ask(`${origin}${api}/catalogs`, { method: "POST", body: "{}" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
  });

  test("has a table whatever its name is", async () => {
    const odd = named("main", "shop", "\ud800 a/b?c%é");
    const { origin } = await serve({ tables: [odd] });
    const { status, json } = await get(origin, "/tables?catalog_name=main&schema_name=shop");
    expect([status, names(json["tables"])]).toEqual([200, ["\ud800 a/b?c%é"]]);
    const fine = named("main", "shop", "a/b?c%é");
    const other = await serve({ tables: [fine] });
    expect((await get(other.origin, `/tables/main.shop.${encodeURIComponent("a/b?c%é")}`)).status).toBe(200);
  });
});
