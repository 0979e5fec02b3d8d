import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exampleRow } from "../../../../src/emulator/http/example-row.js";
import { startWorkspace } from "../../../../src/emulator/http/start-workspace.js";
import { array, column, decimal, long, string, struct, table } from "../../../support/tables.js";
import { ask, orders, raw, serve } from "./support.js";

const templates = join(import.meta.dirname, "../../../../templates/emulator");

describe("the status page", () => {
  test("is one document that nothing else can get into", async () => {
    const { origin } = await serve();
    const response = await fetch(`${origin}/`);
    const page = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const [style, script] = ["style", "script"].map(
      (tag) => new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(page)?.[1],
    );
    const hash = (text: string): string => createHash("sha256").update(text).digest("base64");
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'none'; script-src 'sha256-${hash(script!)}'; style-src 'sha256-${hash(style!)}'; connect-src 'self'; ` +
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(page).not.toMatch(/\{\{|^(?:import|export) |<(?:link|img|iframe)[^>]*(?:src|href)="(?!data:)/m);
  });

  test("holds every piece there is, and its script is sound", async () => {
    const { origin } = await serve();
    const page = await (await fetch(`${origin}/`)).text();
    const script = /<script type="module">([^]*?)<\/script>/.exec(page)?.[1] ?? "";
    // Top-level await stands in modules and in async functions alike.
    expect(() => new Function(`return async () => {${script}}`) as unknown).not.toThrow();
    const pieces = readdirSync(templates).filter((name) => name.endsWith(".js"));
    expect(pieces.length).toBeGreaterThan(5);
    for (const exported of ["find", "ask", "resultTable", "showTables", "showStreams", "showFaults"]) {
      expect(script).toContain(`function ${exported}(`);
    }
  });

  test("answers HEAD without a body, and other methods with 405", async () => {
    const { origin } = await serve();
    const head = await raw(origin, "/", { method: "HEAD" });
    expect([head.status, head.body]).toEqual([200, ""]);
    expect((await raw(origin, "/", { method: "POST" })).status).toBe(405);
  });
});

describe("the example of a row", () => {
  test.each<[string, Parameters<typeof table>[0], string]>([
    ["nested types", [column("a", array(struct({ x: long, y: decimal(10, 2) })))], '{ "a": [{ "x": 1, "y": "0" }] }'],
    [
      "a map",
      [column("m", { kind: "map", key: long, value: string, valueContainsNull: true })],
      '{ "m": { "1": "text" } }',
    ],
    [
      "what others fill",
      [column("id", long, { fill: { kind: "generated", expression: "1" } }), column("b", string)],
      '{ "b": "text" }',
    ],
    ["what the service does not take", [column("v", { kind: "void" }), column("b", string)], '{ "b": "text" }'],
  ])("of a table with %s", (_, columns, wanted) => {
    expect(exampleRow(table(columns))).toBe(wanted);
  });

  test("of a wide table is short, and has what has to be there", () => {
    const columns = Array.from({ length: 30 }, (_, index) =>
      column(`c${String(index)}`, long, { nullable: index !== 29 }),
    );
    expect(Object.keys(JSON.parse(exampleRow(table(columns))) as object)).toEqual([
      "c0",
      "c1",
      "c2",
      "c3",
      "c4",
      "c5",
      "c29",
    ]);
  });

  test("is one that the emulator takes", async () => {
    const { core } = await serve();
    const outcome = await core.insertJson("main.shop.orders", [new TextEncoder().encode(exampleRow(orders))]);
    expect(outcome).toEqual({ kind: "accepted", rows: 1 });
  });
});

/** What a server answers to bytes, once it closes the connection. */
async function exchange(origin: string, ...sent: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  for (const text of sent) socket.write(text);
  return readAll(socket);
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined);
  await once(socket, "close");
  return Buffer.concat(chunks).toString("latin1");
}

describe("the server", () => {
  test.each([
    ["rubbish", "\x00\x01\x02\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a head without an end", `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}`, /^HTTP\/1\.1 431 /],
    ["a whole address", "GET http://x/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "a path up the tree",
      "GET /../../etc/passwd HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
      /^HTTP\/1\.1 404 /,
    ],
    ["half an escape", "GET /control/%e0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", /^HTTP\/1\.1 404 /],
    ["a query of no form", "GET /?%zz&&== HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", /^HTTP\/1\.1 200 /],
  ])("answers %s", async (_, sent, wanted) => {
    const { origin } = await serve();
    expect(await exchange(origin, sent)).toMatch(wanted);
    expect((await ask(`${origin}/control/stats`)).status).toBe(200);
  });

  test("survives a client that goes away in the middle", async () => {
    const { origin } = await serve();
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write("POST /oidc/v1/token HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc");
    socket.destroy();
    expect((await ask(`${origin}/control/stats`)).status).toBe(200);
  });

  test("closes with clients that are idle, and with one that does not end its request", async () => {
    const { origin, server } = await serve();
    await ask(`${origin}/control/stats`);
    const { hostname, port } = new URL(origin);
    const slow = connect(Number(port), hostname);
    await once(slow, "connect");
    slow.write("POST /oidc/v1/token HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc");
    const gone = readAll(slow);
    await server.close();
    await gone;
    await server.close();
    await expect(fetch(`${origin}/`)).rejects.toThrow();
  });

  test("says so where its port is taken", async () => {
    const { origin, core } = await serve();
    const options = { host: "127.0.0.1", port: Number(new URL(origin).port) };
    await expect(startWorkspace(core, options)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("names an address that one can connect to", async () => {
    const { core } = await serve();
    const every = await startWorkspace(core, { host: "0.0.0.0", port: 0 });
    expect(every.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await every.close();
  });

  test("says what failed inside", async () => {
    const { origin, core } = await serve();
    core.places = { ...core.places, restart: () => Promise.reject(new Error("no port")) };
    const headers = { "content-type": "application/json" };
    const answer = await ask(`${origin}/control/restart`, { method: "POST", headers, body: "{}" });
    expect([answer.status, answer.json]).toEqual([
      500,
      { error_code: "INTERNAL_ERROR", message: "The emulator failed: no port" },
    ]);
  });
});
