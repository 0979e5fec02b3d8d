import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";
import { type Workspace, WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import { answering, fakeWorld, headersOf, issued, opened } from "./fake-world.js";

const host = "https://dbc-1.cloud.databricks.com";
const secret = "d+o s/e:%ü=";
const env = { DATABRICKS_HOST: host, DATABRICKS_CLIENT_ID: "an id:1", DATABRICKS_CLIENT_SECRET: secret };

async function problemOf(workspace: Workspace): Promise<Diagnostic> {
  const error: unknown = await headersOf(workspace).catch((thrown: unknown) => thrown);
  if (error instanceof WorkspaceError) return error.diagnostic;
  throw new Error("no WorkspaceError", { cause: error });
}

/** Pauses before the request that was answered with a token at last. */
async function pausesOf(...answers: readonly (() => Response)[]): Promise<readonly number[]> {
  const pauses: number[] = [];
  const sleep = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
  const workspace = await opened(fakeWorld(env, null, { fetch: answering(...answers).fetch, sleep }));
  await headersOf(workspace);
  return pauses;
}

function refusing(status: number, body: unknown): () => Response {
  return () => Response.json(body, { status });
}

function failing(cause: Error): () => Response {
  return () => {
    throw new TypeError("fetch failed", { cause });
  };
}

describe("an OAuth service principal", () => {
  it("asks the workspace for a token", async () => {
    const { fetch, sent } = answering(issued("t1"));
    const workspace = await opened(fakeWorld(env, null, { fetch }));
    expect(sent).toEqual([]);
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer t1" });
    const [request] = sent;
    expect(request?.url).toBe(`${host}/oidc/v1/token`);
    expect(request?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(request?.body ?? [])).toEqual({ grant_type: "client_credentials", scope: "all-apis" });
    expect(request?.redirect).toBe("manual");
    const basic = Buffer.from(request?.headers.get("authorization")?.slice("Basic ".length) ?? "", "base64").toString();
    expect(basic).toBe("an+id%3A1:d%2Bo+s%2Fe%3A%25%C3%BC%3D");
  });

  it("keeps the token until shortly before it expires, and lets it be refused once", async () => {
    const { fetch, sent } = answering(issued("t1"), issued("t2"), issued("t3"));
    let time = 0;
    const workspace = await opened(fakeWorld(env, null, { fetch, now: () => time }));
    time = 3_299_999;
    const same = [await headersOf(workspace), await headersOf(workspace)];
    expect(same).toEqual([{ Authorization: "Bearer t1" }, { Authorization: "Bearer t1" }]);
    time += 3_300_000;
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer t2" });
    expect(workspace.credentials.renew()).toBe(true);
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer t3" });
    expect(workspace.credentials.renew()).toBe(false);
    expect(sent).toHaveLength(3);
  });

  it("takes the seconds of a token as a number, as text, or as an hour", async () => {
    for (const [seconds, renewedAt] of [
      [600, 450_000],
      ["600", 450_000],
      ["soon", 3_300_000],
      [-1, 3_300_000],
    ] as const) {
      const { fetch, sent } = answering(issued("t", seconds));
      let time = 0;
      const workspace = await opened(fakeWorld(env, null, { fetch, now: () => time }));
      await headersOf(workspace);
      time = renewedAt - 1;
      await headersOf(workspace);
      expect(sent).toHaveLength(1);
      time = renewedAt;
      await headersOf(workspace);
      expect(sent).toHaveLength(2);
    }
  });

  it.each([
    ["HTTP 503", refusing(503, {})],
    ["HTTP 500 with an error", refusing(500, { error: "server_error" })],
    ["too many requests", refusing(429, {})],
    ["a connection that breaks off", failing(Object.assign(new Error("x"), { code: "ECONNRESET" }))],
    ["no answer", failing(new DOMException("late", "TimeoutError"))],
  ])("tries again after %s", async (_name, failure) => {
    expect(await pausesOf(failure, failure, issued("t"))).toEqual([750, 1_500]);
  });

  it.each<readonly [string, () => Response, code: string, message: string]>([
    ["HTTP 503", refusing(503, {}), "GP5108", `${host} keeps failing to issue a token (HTTP 503).`],
    [
      "a connection that is refused",
      failing(Object.assign(new Error("x"), { code: "ECONNREFUSED" })),
      "GP5106",
      `${host} cannot be reached: the connection is refused.`,
    ],
    ["no answer", failing(new DOMException("late", "TimeoutError")), "GP5107", `${host} does not answer in time.`],
  ])("gives up in the end: %s", async (_name, failure, code, message) => {
    const { fetch, sent } = answering(failure);
    const pauses: number[] = [];
    const sleep = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
    const workspace = await opened(fakeWorld(env, null, { fetch, sleep }));
    expect(await problemOf(workspace)).toMatchObject({ code, message });
    expect([sent.length, pauses]).toEqual([4, [750, 1_500, 3_000]]);
  });

  it.each([
    ["2", 2_000],
    ["3600", 30_000],
    ["0", 750],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 750],
  ])("waits as long as the server asks, within reason: %s", async (retryAfter, want) => {
    const busy = (): Response => new Response("", { status: 429, headers: { "retry-after": retryAfter } });
    expect(await pausesOf(busy, issued("t"))).toEqual([want]);
  });

  const from = "DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET";
  it.each<readonly [string, () => Response, code: string, message: string]>([
    [
      "an unknown client",
      refusing(401, { error: "invalid_client", error_description: "Client authentication failed" }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client, "Client authentication failed".`,
    ],
    [
      "a bad request",
      refusing(400, { error: "invalid_scope" }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_scope.`,
    ],
    [
      "a refusal without words",
      refusing(403, "no"),
      "GP5103",
      `The OAuth service principal from ${from} is refused: HTTP 403.`,
    ],
    [
      "an error that is no text",
      refusing(401, { error: { a: 1 }, error_description: ["x"] }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: HTTP 401.`,
    ],
    [
      "many lines",
      refusing(401, { error: "invalid_client", error_description: "One.\nTwo." }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client, "One".`,
    ],
    [
      "escape sequences",
      refusing(401, { error: "invalid_client", error_description: "a\u001b[31mb\u202ec" }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client, "a[31mbc".`,
    ],
    [
      "a long story",
      refusing(401, { error: "invalid_client", error_description: "x".repeat(1_000_000) }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client, "${"x".repeat(200)}…".`,
    ],
    [
      "the secret, said back",
      refusing(401, { error: "invalid_client", error_description: `No client with ${secret}.` }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client.`,
    ],
    [
      "the secret, with a control in it",
      refusing(401, { error: "invalid_client", error_description: `d+o\u0007 s/e:%ü=` }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client.`,
    ],
    [
      "the secret, encoded",
      refusing(401, { error: "invalid_client", error_description: "d%2Bo+s%2Fe%3A%25%C3%BC%3D" }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: invalid_client.`,
    ],
    [
      "the header, said back",
      refusing(401, { error: "YW4raWQlM0ExOmQlMkJvK3MlMkZlJTNBJTI1JUMzJUJDJTNE" }),
      "GP5103",
      `The OAuth service principal from ${from} is refused: HTTP 401.`,
    ],
    ["no such page", refusing(404, {}), "GP5109", `${host} does not answer like an OAuth token endpoint (HTTP 404).`],
    [
      "a way to elsewhere",
      () => new Response(null, { status: 302, headers: { location: "https://example.com" } }),
      "GP5109",
      `${host} does not answer like an OAuth token endpoint (HTTP 302).`,
    ],
    [
      "a login page",
      () => new Response("<html>"),
      "GP5109",
      `${host} does not answer like an OAuth token endpoint (HTTP 200).`,
    ],
    [
      "an answer without a token",
      () => Response.json({}),
      "GP5109",
      `${host} does not answer like an OAuth token endpoint (HTTP 200).`,
    ],
    [
      "a token that is none",
      () => Response.json({ access_token: "a\r\nb: c" }),
      "GP5109",
      `${host} does not answer like an OAuth token endpoint (HTTP 200).`,
    ],
    ["null", () => Response.json(null), "GP5109", `${host} does not answer like an OAuth token endpoint (HTTP 200).`],
    [
      "a certificate nobody knows",
      failing(Object.assign(new Error("x"), { code: "SELF_SIGNED_CERT_IN_CHAIN" })),
      "GP5106",
      `${host} cannot be trusted: no authority that Node knows vouches for its certificate.`,
    ],
  ])("is final: %s", async (_name, answer, code, message) => {
    const { fetch, sent } = answering(answer);
    const workspace = await opened(fakeWorld(env, null, { fetch }));
    const problem = await problemOf(workspace);
    expect(problem).toMatchObject({ code, message });
    expect(problem.hint).toMatch(/\w/);
    expect(sent).toHaveLength(1);
  });

  it("stops with the signal, also between two tries", async () => {
    const controller = new AbortController();
    const { fetch, sent } = answering(refusing(503, {}));
    const sleep = (): Promise<void> => {
      controller.abort(new Error("enough"));
      return new Promise(() => undefined);
    };
    const workspace = await opened(fakeWorld(env, null, { fetch, sleep }));
    await expect(workspace.credentials.headers(controller.signal)).rejects.toThrow("enough");
    expect(sent).toHaveLength(1);
  });
});

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;

async function tokenServer(handle: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      handle(request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an OAuth service principal at a real server", () => {
  it("gets its token, after a failure and in one request for all", async () => {
    const seen: string[] = [];
    const origin = await tokenServer((request, body, response) => {
      seen.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""} ${body}`);
      if (seen.length === 1) response.writeHead(503).end();
      else response.end(JSON.stringify({ access_token: "t1", expires_in: 3600 }));
    });
    const given = { DATABRICKS_HOST: origin, DATABRICKS_CLIENT_ID: "id", DATABRICKS_CLIENT_SECRET: "pass" };
    const workspace = await opened(fakeWorld(given, null, { fetch }));
    const headers = await Promise.all(Array.from({ length: 8 }, () => headersOf(workspace)));
    expect(new Set(headers.map((header) => header["Authorization"]))).toEqual(new Set(["Bearer t1"]));
    const want = "POST /oidc/v1/token Basic aWQ6cGFzcw== grant_type=client_credentials&scope=all-apis";
    expect(seen).toEqual([want, want]);
  });

  it("does not carry the secret to where a server points", async () => {
    let elsewhere = 0;
    const other = await tokenServer((_request, _body, response) => {
      elsewhere++;
      response.end();
    });
    const origin = await tokenServer((_request, _body, response) => {
      response.writeHead(307, { location: `${other}/token` }).end();
    });
    const given = { DATABRICKS_HOST: origin, DATABRICKS_CLIENT_ID: "id", DATABRICKS_CLIENT_SECRET: "pass" };
    const workspace = await opened(fakeWorld(given, null, { fetch }));
    expect(await problemOf(workspace)).toMatchObject({ code: "GP5109" });
    expect(elsewhere).toBe(0);
  });
});
