import { describe, expect, test } from "vitest";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import { diagnostic } from "../../../../src/diagnostics/create-diagnostic.js";
import type { Fault } from "../../../support/unity-catalog-faults.js";
import { catalogFetch, type CatalogServer } from "../../../support/unity-catalog-server.js";
import { read, serve, served, tokens } from "./reader.js";

const orders = served("main.shop.orders");

/** A server whose first answers are spoilt, one fault after the other; then always by the last where `forEver` is set. */
async function faulty(faults: readonly Fault[], forEver = false): Promise<CatalogServer> {
  let index = 0;
  const fault = () => faults[forEver ? Math.min(index++, faults.length - 1) : index++] ?? null;
  return await serve({ tables: [orders], fault });
}

function status(code: number, headers: Readonly<Record<string, string>> = {}, body: unknown = {}): Fault {
  return { kind: "status", status: code, headers, body };
}

describe("a failure that may pass", () => {
  test.each<readonly [string, Fault]>([
    ["408", status(408)],
    ["429", status(429)],
    ["500", status(500)],
    ["502", status(502, {}, "<html>bad gateway</html>")],
    ["503", status(503)],
    ["504", status(504)],
    ["a reset", { kind: "reset" }],
    ["an answer cut short", { kind: "cut", isChunked: false }],
    ["a chunked answer cut short", { kind: "cut", isChunked: true }],
    ["a page of a proxy", { kind: "body", text: "<html>Please wait</html>" }],
    ["half of a JSON text", { kind: "body", text: '{"name":' }],
    ["a list", { kind: "body", text: "[]" }],
    ["null", { kind: "body", text: "null" }],
    ["an object without a name", { kind: "body", text: "{}" }],
  ])("%s: the request is sent again", async (_, fault) => {
    const server = await faulty([fault]);
    const { names, codes, progress } = await read(server.origin, ["main.shop.orders"]);
    expect(names).toEqual(["main.shop.orders"]);
    expect(codes).toEqual([]);
    expect(server.requests).toHaveLength(2);
    expect(progress.filter(({ kind }) => kind === "retry")).toMatchObject([{ pause: 500 }]);
  });

  test.each<readonly [string, Fault, number, string, string]>([
    [
      "500",
      status(500, {}, { error_code: "INTERNAL_ERROR", message: "Oops." }),
      6,
      "GP5108",
      "the workspace fails with HTTP 500 INTERNAL_ERROR: Oops",
    ],
    ["429", status(429), 6, "GP5108", "the workspace asks to slow down (HTTP 429)"],
    ["503", status(503, {}, "<title>Down</title>"), 6, "GP5108", "the workspace fails with HTTP 503: Down"],
    [
      "a page",
      { kind: "body", text: "<html>" },
      3,
      "GP5109",
      "ORIGIN answers with a page for people; a proxy or a login seems to stand in between",
    ],
    ["no JSON", { kind: "body", text: "oops" }, 3, "GP5109", "the answer is not what the Unity Catalog API answers"],
    ["a reset", { kind: "reset" }, 6, "GP5106", "ORIGIN cannot be reached: the connection breaks off"],
  ])("but does not is an error: %s", async (_, fault, tries, code, reason) => {
    const server = await faulty([fault], true);
    const { diagnostics } = await read(server.origin, ["main.shop.orders"]);
    const message = `Table \`main.shop.orders\` cannot be read: ${reason.replace("ORIGIN", server.origin)}.`;
    expect(diagnostics).toMatchObject([{ code, table: "main.shop.orders", message }]);
    expect(server.requests).toHaveLength(tries);
  });

  test("is waited for longer and longer, by chance", async () => {
    const server = await faulty([status(500)], true);
    const { pauses } = await read(server.origin, ["main.shop.orders"]);
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000]);
    const other = await faulty([status(500)], true);
    const half = await read(other.origin, ["main.shop.orders"], { world: { random: () => 0.5 } });
    expect(half.pauses).toEqual([250, 500, 1000, 2000, 4000]);
  });

  test("stands for all once one request after the other is given up", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `main.schema_${index}.orders`);
    const server = await serve({ tables: [], fault: () => status(503) });
    const { codes } = await read(server.origin, names, { concurrency: 2 });
    expect(codes).toEqual(names.map((name) => `GP5108 ${name}`).sort());
    expect(server.requests.length).toBeLessThan(40 * 2);
  });
});

describe("Retry-After", () => {
  test.each<readonly [string, number]>([
    ["7", 7000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:09 GMT", 9000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["soon", 500],
    ["", 500],
    ["-3", 500],
  ])("of %j is a pause of %i ms", async (value, pause) => {
    for (const code of [429, 503]) {
      const server = await faulty([status(code, { "retry-after": value })]);
      const { pauses, names } = await read(server.origin, ["main.shop.orders"]);
      expect(pauses).toEqual([pause]);
      expect(names).toHaveLength(1);
    }
  });

  test("that is too long is an error that says so", async () => {
    const server = await faulty([status(429, { "retry-after": "3600" })]);
    const { diagnostics, pauses } = await read(server.origin, ["main.shop.orders"]);
    expect(diagnostics).toMatchObject([
      {
        code: "GP5108",
        table: "main.shop.orders",
        message:
          "Table `main.shop.orders` cannot be read: the workspace asks to slow down (HTTP 429), and asks to wait 3600 seconds.",
      },
    ]);
    expect(pauses).toEqual([]);
  });

  test("again and again is borne for two minutes", async () => {
    const server = await faulty([status(503, { "retry-after": "50" })], true);
    const { codes, pauses } = await read(server.origin, ["main.shop.orders"]);
    expect(codes).toEqual(["GP5108 main.shop.orders"]);
    expect(pauses).toEqual([50_000, 50_000]);
  });

  test("holds for all requests", async () => {
    const waiting: (() => void)[] = [];
    const sleep = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
    const tables = Array.from({ length: 20 }, (_, index) => served(`main.schema_${index}.orders`));
    let asked = 0;
    const fault = () => (asked++ === 0 ? status(429, { "retry-after": "5" }) : null);
    const world = { sleep, fetch: catalogFetch({ tables, fault }) };
    const names = tables.map(({ schema_name }) => `main.${schema_name}.orders`);
    const reading = read("http://catalog.example", names, { concurrency: 2, world });
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    // What was under way is answered; nothing is sent after it.
    expect([asked, waiting.length]).toEqual([2, 1]);
    waiting[0]?.();
    expect((await reading).names).toHaveLength(20);
  });
});

test("an answer that takes too long is asked for again, then an error", async () => {
  const server = await serve({ tables: [orders], fault: () => ({ kind: "slow", ms: 10_000 }) });
  const { codes } = await read(server.origin, ["main.shop.orders"], { timeout: 30 });
  expect(codes).toEqual(["GP5107 main.shop.orders"]);
  expect(server.requests).toHaveLength(3);
});

test("a host that cannot be reached is an error of every table", async () => {
  const refused = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) }));
  const { codes, pauses } = await read("https://nowhere.example", ["a.b.c", "a.b.d"], { world: { fetch: refused } });
  expect(codes).toEqual(["GP5106 a.b.c", "GP5106 a.b.d"]);
  expect(pauses).toEqual([]);
});

describe("credentials", () => {
  const many = Array.from({ length: 12 }, (_, index) => served(`main.shop.table_${index}`));

  test("that expire between pages are renewed once for all", async () => {
    const valid = new Set(["first"]);
    let asked = 0;
    const server = await serve({
      tables: many,
      pageSize: 3,
      tokens: valid,
      fault: () => {
        if (asked++ === 1) valid.delete("first");
        valid.add("second");
        return asked === 2 ? status(401, {}, { error_code: "UNAUTHENTICATED", message: "Token is expired" }) : null;
      },
    });
    const { names, codes } = await read(server.origin, ["main.shop.*"], { credentials: tokens("first", "second") });
    expect(names).toHaveLength(12);
    expect(codes).toEqual([]);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      ["first", "first", "second", "second", "second"].map((token) => `Bearer ${token}`),
    );
  });

  test("that many requests find refused at once are given up once", async () => {
    const spread = Array.from({ length: 12 }, (_, index) => served(`main.schema_${index}.only`));
    const server = await serve({ tables: spread, tokens: new Set(["second"]) });
    const names = spread.map((each) => `main.${each.schema_name}.only`);
    const got = await read(server.origin, names, { credentials: tokens("first", "second", "third"), concurrency: 6 });
    expect(got.codes).toEqual([]);
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer first", "Bearer second"]),
    );
  });

  test.each<readonly [string, Fault]>([
    ["401", status(401, {}, { error_code: "UNAUTHENTICATED", message: "no" })],
    ["403 of a personal access token", status(403, {}, { error_code: 403, message: "Invalid access token." })],
    ["403 in HTML", status(403, {}, "<html><title>Error 403 Invalid access token.</title></html>")],
    ["400 of a token that has run out", status(400, {}, "io.jsonwebtoken.ExpiredJwtException: JWT expired")],
    ["403 of another workspace", status(403, {}, { error_code: 403, message: "Invalid access to Org: 12" })],
  ])("that stay refused are an error: %s", async (_, fault) => {
    const server = await faulty([fault], true);
    const { diagnostics } = await read(server.origin, ["main.shop.orders"], { credentials: tokens("first", "second") });
    expect(diagnostics).toMatchObject([{ code: "GP5103", table: "main.shop.orders" }]);
    expect(diagnostics[0]?.message).toMatch(
      /^Table `main.shop.orders` cannot be read: the workspace refuses the token of the test \(HTTP 4\d\d/,
    );
    expect(server.requests).toHaveLength(2);
  });

  test("that were never good are not tried for every table", async () => {
    const server = await faulty([status(401)], true);
    const names = Array.from({ length: 30 }, (_, index) => `main.schema_${index}.orders`);
    const { codes } = await read(server.origin, names, { credentials: tokens("only"), concurrency: 2 });
    expect(codes).toEqual(names.map((name) => `GP5103 ${name}`).sort());
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test("that cannot be had are an error with their own words", async () => {
    const headers = () =>
      Promise.reject(new WorkspaceError(diagnostic("GP5102", "The profile has no token.", { hint: "Add one." })));
    const credentials = { ...tokens("x"), headers };
    const { diagnostics } = await read("http://127.0.0.1:1", ["a.b.c", "a.*.*"], { credentials });
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint ?? ""}`)).toEqual([
      "Catalog `a` cannot be read: The profile has no token. Add one.",
      "Table `a.b.c` cannot be read: The profile has no token. Add one.",
    ]);
  });

  test("never reach a message, not even where the server sends them back", async () => {
    const secret = "dapi0123456789abcdef";
    const bodies = [
      { error_code: "X", message: `no access for Bearer ${secret}` },
      { error_code: secret, message: `${"x".repeat(290)}${secret}` },
      `<title>${secret}</title>`,
    ];
    for (const body of bodies) {
      for (const code of [400, 401, 403, 404, 418, 500]) {
        const server = await faulty([status(code, {}, body)], true);
        const got = await read(server.origin, ["main.shop.orders", "main.shop.*"], { credentials: tokens(secret) });
        expect(got.diagnostics.length).toBeGreaterThan(0);
        expect(JSON.stringify([got.diagnostics, got.progress])).not.toContain("dapi0123");
      }
    }
  });
});

describe("a grant that is missing", () => {
  const toWhom = "TO `<user, group or service principal>`";

  test.each<readonly [string, string]>([
    [
      "User does not have USE SCHEMA on Schema 'main.shop'.",
      `Whoever manages it can say: GRANT USE SCHEMA ON SCHEMA main.shop ${toWhom}.`,
    ],
    [
      "User does not have USE CATALOG on Catalog 'my-cat'.",
      `Whoever manages it can say: GRANT USE CATALOG ON CATALOG \`my-cat\` ${toWhom}.`,
    ],
    [
      "User does not have SELECT on Table 'main.shop.orders'.",
      `Whoever manages it can say: GRANT SELECT ON TABLE main.shop.orders ${toWhom}.`,
    ],
    [
      "PERMISSION_DENIED",
      `Reading needs these grants (BROWSE on the catalog may stand for SELECT): GRANT USE CATALOG ON CATALOG main ${toWhom}; GRANT USE SCHEMA ON SCHEMA main.shop ${toWhom}; GRANT SELECT ON TABLE main.shop.orders ${toWhom}.`,
    ],
    ["User does not have X on Planet 'y'.", expect.stringMatching(/^Reading needs these grants/) as string],
  ])("%s", async (message, hint) => {
    const server = await faulty([status(403, {}, { error_code: "PERMISSION_DENIED", message })], true);
    const { diagnostics } = await read(server.origin, ["main.shop.orders"]);
    const text = `Table \`main.shop.orders\` cannot be read: ${message.replace(/\.$/, "")}.`;
    expect(diagnostics).toEqual([
      { code: "GP5104", severity: "error", table: "main.shop.orders", message: text, hint },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  test("for a schema names the schema and stops no other", async () => {
    const tables = [served("main.shop.orders"), served("main.lab.samples")];
    const server = await serve({
      tables,
      fault: ({ query }) =>
        query["schema_name"] === "shop" ? status(403, {}, { error_code: "PERMISSION_DENIED", message: "No." }) : null,
    });
    const { names, codes } = await read(server.origin, ["main.*.*"]);
    expect(names).toEqual(["main.lab.samples"]);
    expect(codes).toEqual(["GP5104 Schema `main.shop` cannot be read: No."]);
  });
});

describe("answers that say this is the wrong place", () => {
  test.each<readonly [string, Fault, string, string]>([
    [
      "a redirect to a login",
      status(302, { location: "/login.html?next=%2Fapi" }),
      "GP5106",
      "ORIGIN redirects to /login.html instead of answering; it seems not to be the API of a workspace",
    ],
    [
      "a redirect to another host",
      status(307, { location: "https://login.example/?token=abc" }),
      "GP5106",
      "ORIGIN redirects to https://login.example instead of answering; it seems not to be the API of a workspace",
    ],
    ["404 in HTML", status(404, {}, "<html>not found</html>"), "GP5106", "ORIGIN has no Unity Catalog API"],
    [
      "404 of an API without Unity Catalog",
      status(404, {}, { error_code: "ENDPOINT_NOT_FOUND", message: "No API" }),
      "GP5106",
      "ORIGIN has no Unity Catalog API",
    ],
    [
      "no metastore",
      status(
        404,
        {},
        { error_code: "METASTORE_DOES_NOT_EXIST", message: "No metastore assigned for the current workspace." },
      ),
      "GP5105",
      "No metastore assigned for the current workspace",
    ],
    [
      "an address that is not let in",
      status(
        403,
        {},
        { error_code: 403, message: "Source IP address: 1.2.3.4 is blocked by Databricks IP ACL for workspace: 1" },
      ),
      "GP5106",
      "the workspace does not take requests from this address (HTTP 403: Source IP address: 1.2.3.4 is blocked by Databricks IP ACL for workspace: 1)",
    ],
    [
      "400",
      status(400, {}, { error_code: "INVALID_PARAMETER_VALUE", message: "'x' is not a valid name." }),
      "GP5105",
      "the workspace refuses the request with HTTP 400 INVALID_PARAMETER_VALUE: 'x' is not a valid name",
    ],
    ["418", status(418), "GP5108", "the workspace refuses the request with HTTP 418"],
  ])("%s", async (_, fault, code, reason) => {
    const server = await faulty([fault], true);
    const { diagnostics } = await read(server.origin, ["main.shop.orders"]);
    const message = `Table \`main.shop.orders\` cannot be read: ${reason.replace("ORIGIN", server.origin)}.`;
    expect(diagnostics).toMatchObject([{ code, message }]);
    expect(server.requests).toHaveLength(1);
  });
});

test("what a server says is shown on one line, cut and harmless", async () => {
  const message = `a\n\u001b[31mred\u202e${"x".repeat(5_000_000)}`;
  const server = await faulty([status(500, {}, { error_code: ["no"], message })], true);
  const { diagnostics } = await read(server.origin, ["main.shop.orders"]);
  expect(diagnostics[0]?.message).toMatch(
    /^Table `main.shop.orders` cannot be read: the workspace fails with HTTP 500: a \[31mred x+….$/,
  );
  expect(diagnostics[0]?.message.length).toBeLessThan(400);
});

describe("names that are not there", () => {
  const tables = ["main.shop.orders", "main.shop.refunds", "main.lab.samples"].map((name) => served(name));

  test.each(["databricks", "open-source"] as const)("get those near them, on %s", async (dialect) => {
    const server = await serve({ tables, dialect });
    const patterns = ["main.shop.ordres", "main.shpo.orders", "mian.shop.orders", "main.shop.zebra_crossing"];
    const { diagnostics } = await read(server.origin, [...patterns, "main.shpo.*", "mian.*.*"]);
    const none = "cannot be read: there is no";
    expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      ["GP5105", `Catalog \`mian\` ${none} such catalog.`, 'Did you mean "main"?'],
      ["GP5105", `Schema \`main.shpo\` ${none} such schema.`, 'Did you mean "main.shop"?'],
      ["GP5105", `Table \`main.shop.ordres\` ${none} such table.`, 'Did you mean "main.shop.orders"?'],
      ["GP5105", `Table \`main.shop.zebra_crossing\` ${none} such table.`, "Schema main.shop has: orders, refunds."],
      ["GP5105", `Table \`main.shpo.orders\` ${none} schema \`main.shpo\`.`, 'Did you mean "main.shop"?'],
      ["GP5105", `Table \`mian.shop.orders\` ${none} catalog \`mian\`.`, 'Did you mean "main"?'],
    ]);
  });

  test.each<readonly [string, string]>([
    ["main.shop.ordres_*", 'Did you mean "main.shop.orders"?'],
    ["main.shop.zebra_crossing_*", "Tables there: main.shop.orders, main.shop.refunds."],
    ["main.shpo*.*", 'Did you mean "main.shop"?'],
    ["x*.*.*", "Catalogs there: main."],
  ])("as globs: %s", async (pattern, hint) => {
    const server = await serve({ tables });
    const { diagnostics } = await read(server.origin, [pattern]);
    const message = `No table of the workspace matches \`${pattern}\`.`;
    expect(diagnostics).toEqual([{ code: "GP5105", severity: "error", message, hint }]);
  });

  test("of an empty schema may be names one may not see", async () => {
    const server = await serve({ tables, empty: ["main.void"] });
    const { diagnostics } = await read(server.origin, ["main.void.*"]);
    expect(diagnostics[0]?.hint).toMatch(/^What the credentials may not see is not found either/);
  });

  test("get one request for all their hints, and no more where that fails", async () => {
    const server = await serve({ tables, fault: ({ path }) => (path === "/tables" ? status(500) : null) });
    const { codes } = await read(
      server.origin,
      ["a", "b", "c"].map((name) => `main.shop.${name}`),
    );
    expect(codes).toEqual(["GP5105 main.shop.a", "GP5105 main.shop.b", "GP5105 main.shop.c"]);
    expect(server.requests.filter(({ path }) => path === "/tables")).toHaveLength(1);
  });
});
