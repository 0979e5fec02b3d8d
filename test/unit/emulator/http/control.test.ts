import { describe, expect, test } from "vitest";
import { type Answered, ask, basic, raw, serve, tokenOf } from "./support.js";

const json = { "content-type": "application/json" };

function post(url: string, body: unknown): Promise<Answered> {
  return ask(url, { method: "POST", headers: json, body: JSON.stringify(body) });
}

describe("the control API", () => {
  test("tells what the emulator does", async () => {
    const { origin, core } = await serve();
    const { status, json: stats, headers } = await ask(`${origin}/control/stats`);
    expect([status, stats]).toEqual([200, core.stats()]);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("describes the tables", async () => {
    const { origin } = await serve();
    expect((await ask(`${origin}/control/tables`)).json).toEqual({
      tables: [
        {
          name: "main.shop.orders",
          comment: null,
          columns: [
            { name: "id", type: "BIGINT", nullable: false, comment: "the key", fill: "writer" },
            { name: "note", type: "STRING", nullable: true, comment: null, fill: "writer" },
          ],
          example: '{ "id": 1, "note": "text" }',
        },
      ],
    });
  });

  test("gives the last rows of a table", async () => {
    const { origin, core } = await serve();
    await core.insertJson(
      "main.shop.orders",
      [1, 2, 3].map((id) => new TextEncoder().encode(JSON.stringify({ id }))),
    );
    const { json: result } = await ask(`${origin}/control/rows?table=main.shop.orders&limit=2`);
    expect(result["rows"]).toEqual([
      ["3", "null"],
      ["2", "null"],
    ]);
  });

  test("tells what was refused", async () => {
    const { origin, core } = await serve();
    await core.insertJson("main.shop.orders", [new TextEncoder().encode("{}")]);
    const { json: refused } = await ask(`${origin}/control/rejections`);
    expect(refused["rejections"]).toEqual(core.rejections());
    expect(core.rejections()).toHaveLength(1);
  });

  test("adds and removes faults", async () => {
    const { origin, core } = await serve();
    const first = await post(`${origin}/control/faults`, { kind: "delay_acks", ms: 5 });
    const second = await post(`${origin}/control/faults`, { kind: "withhold_acks", table: "main.shop.orders" });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await ask(`${origin}/control/faults`)).json["faults"]).toEqual(core.faults());
    expect(core.faults().map(({ id }) => id)).toEqual([first.json["id"], second.json["id"]]);
    const id = String(first.json["id"]);
    expect((await ask(`${origin}/control/faults/${id}`, { method: "DELETE" })).status).toBe(200);
    expect((await ask(`${origin}/control/faults/${id}`, { method: "DELETE" })).status).toBe(404);
    expect(core.faults().map(({ fault }) => fault.kind)).toEqual(["withhold_acks"]);
    expect((await ask(`${origin}/control/faults`, { method: "DELETE" })).status).toBe(200);
    expect(core.faults()).toEqual([]);
  });

  test("restarts the service", async () => {
    const { origin, core } = await serve();
    let restarts = 0;
    core.places = { ...core.places, restart: () => Promise.resolve(void (restarts += 1)) };
    expect((await post(`${origin}/control/restart`, {})).status).toBe(200);
    expect(restarts).toBe(1);
  });

  test("asks the store", async () => {
    const { origin } = await serve();
    const { status, json: result } = await post(`${origin}/control/query`, { sql: "select 1" });
    expect([status, result["rows"]]).toEqual([200, [["select 1"]]]);
  });

  test.each<[string, string, unknown, string]>([
    [
      "a fault that is none",
      "faults",
      { kind: "delay_acks" },
      "ms of delay_acks is milliseconds from 0 to 2147483647.",
    ],
    ["a list for a fault", "faults", [], "The body has to be an object in JSON."],
    ["a statement that writes", "query", { sql: "drop table x" }, "Only statements that read."],
    ["no statement", "query", { sql: " " }, 'Send {"sql": "select …"}.'],
    ["another key", "query", { sql: "select 1", limit: 1 }, 'The body has a key that is not known: "limit".'],
  ])("refuses %s", async (_, path, body, message) => {
    const { origin } = await serve();
    const answer = await post(`${origin}/control/${path}`, body);
    expect([answer.status, answer.json]).toEqual([400, { error_code: "INVALID_PARAMETER_VALUE", message }]);
  });

  test("refuses a body that is not JSON", async () => {
    const { origin } = await serve();
    const { status } = await ask(`${origin}/control/faults`, { method: "POST", headers: json, body: "{" });
    expect(status).toBe(400);
  });

  test.each([
    ["rows?table=main.shop.none", 404],
    ["rows", 404],
    ["rows?table=main.shop.orders&limit=x", 400],
    ["rows?table=main.shop.orders&limit=1001", 400],
    ["rows?table=main.shop.orders&limit=-1", 400],
    ["nothing", 404],
  ])("answers %s with %d", async (path, status) => {
    const { origin } = await serve();
    expect((await ask(`${origin}/control/${path}`)).status).toBe(status);
  });
});

describe("a web page of somebody else cannot drive it:", () => {
  const body = JSON.stringify({ kind: "withhold_acks" });

  test.each<[what: string, headers: Readonly<Record<string, string>>, status: number]>([
    ["a program may", {}, 201],
    ["our own page may", { origin: "ORIGIN", "sec-fetch-site": "same-origin" }, 201],
    ["by another name of this machine", { host: "localhost:PORT" }, 201],
    ["IPv6", { host: "[::1]:PORT" }, 201],
    ["a page of another site may not", { origin: "https://example.com", "sec-fetch-site": "cross-site" }, 403],
    ["nor one of another port", { origin: "http://127.0.0.1:3000" }, 403],
    ["nor one of a sandbox", { origin: "null" }, 403],
    ["nor one that hides where it is from", { "sec-fetch-site": "cross-site" }, 403],
    ["nor one of the same site", { "sec-fetch-site": "same-site" }, 403],
    ["nor one whose name leads here", { host: "evil.example:PORT", origin: "http://evil.example:PORT" }, 403],
    ["nor one of a name that only begins like ours", { host: "127.0.0.1.evil.example" }, 403],
    ["nor a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["nor text", { "content-type": "text/plain" }, 415],
    ["nor what only looks like JSON", { "content-type": "text/plain; application/json" }, 415],
  ])("%s", async (_, headers, status) => {
    const { origin, core } = await serve();
    const { port } = new URL(origin);
    const filled = Object.entries(headers).map(([key, value]) => [
      key,
      value.replace("ORIGIN", origin).replace("PORT", port),
    ]);
    const sent = { ...json, ...(Object.fromEntries(filled) as Record<string, string>) };
    const answer = await raw(origin, "/control/faults", { method: "POST", headers: sent, body });
    expect([answer.status, core.faults().length]).toEqual([status, status === 201 ? 1 : 0]);
    expect(Object.keys(answer.headers).filter((key) => key.startsWith("access-control"))).toEqual([]);
  });

  test("nor read from it, nor ask beforehand whether it may", async () => {
    const { origin } = await serve();
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await raw(origin, "/control/stats", { headers: foreign })).status).toBe(403);
    expect((await raw(origin, "/control/faults", { method: "OPTIONS" })).status).toBe(405);
    expect((await raw(origin, "/control/stats", { headers: { host: "evil.example" } })).status).toBe(403);
  });
});

describe("a web page of somebody else gets no token, and nothing by one:", () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: "https://example.com" },
    { origin: "http://evil.example", host: "evil.example" },
    { "sec-fetch-site": "cross-site" },
  ];

  test.each(foreign)("%j", async (headers) => {
    const { origin, core } = await serve();
    const form = { "content-type": "application/x-www-form-urlencoded", authorization: basic() };
    const body = "grant_type=client_credentials&scope=all-apis";
    const token = await raw(origin, "/oidc/v1/token", { method: "POST", headers: { ...form, ...headers }, body });
    const insert = await raw(origin, "/zerobus/v1/tables/main.shop.orders/insert", { method: "POST", headers });
    const list = await raw(origin, "/api/2.1/unity-catalog/catalogs", { headers });
    expect([token.status, insert.status, list.status, core.tokens.issued]).toEqual([403, 403, 403, 0]);
  });

  test("while a program may reach the emulator by any name", async () => {
    const { origin } = await serve();
    const headers = { authorization: `Bearer ${await tokenOf(origin)}`, host: "emulator:8080" };
    expect((await raw(origin, "/api/2.1/unity-catalog/catalogs", { headers })).status).toBe(200);
  });
});
