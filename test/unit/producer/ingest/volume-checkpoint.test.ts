import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Auth } from "../../../../src/producer/auth/auth.js";
import { openWorkspaceTokenSource } from "../../../../src/producer/auth/token-source.js";
import type { CheckpointStore } from "../../../../src/producer/checkpoint.js";
import { openVolumeCheckpoint, volumeCheckpoint } from "../../../../src/producer/ingest/volume-checkpoint.js";
import { VolumeFiles } from "../../../../src/producer/ingest/volume-files.js";

const table = "main.sensors.air_quality";
const path = "/Volumes/main/ops/state/{table}.json";
const place = `/Volumes/main/ops/state/${table}.json`;
const secret = "dose-0123456789abcdef";
const principal: Auth = { clientId: "client", clientSecret: secret };

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A workspace with files and tokens `token-1`, `token-2`, …; `answer` may take the place of the answer of a request. */
class Workspace {
  readonly files = new Map<string, string>();
  readonly seen: SeenRequest[] = [];
  tokens = 0;
  origin = "";
  answer: (request: SeenRequest) => Answer | "hang up" | null = () => null;

  static async start(): Promise<Workspace> {
    const workspace = new Workspace();
    const server = createServer((incoming, response) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (text: string) => (body += text));
      incoming.on("end", () => {
        const { method = "", url = "", headers } = incoming;
        const answer = workspace.handle({ method, url, headers, body });
        if (answer === "hang up") response.destroy();
        else response.writeHead(answer.status, { ...answer.headers }).end(answer.body ?? "");
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    workspace.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return workspace;
  }

  /** Requests but those for tokens. */
  get requests(): readonly string[] {
    return this.seen.filter(({ url }) => !url.startsWith("/oidc")).map(({ method, url }) => `${method} ${url}`);
  }

  private handle(request: SeenRequest): Answer | "hang up" {
    this.seen.push(request);
    if (request.url === "/oidc/v1/token") {
      return { status: 200, body: JSON.stringify({ access_token: `token-${++this.tokens}`, expires_in: 3600 }) };
    }
    const answer = this.answer(request);
    if (answer !== null) return answer;
    const file = decodeURIComponent(new URL(request.url, this.origin).pathname.slice("/api/2.0/fs/files".length));
    if (request.method === "PUT") {
      this.files.set(file, request.body);
      return { status: 204 };
    }
    const text = this.files.get(file);
    if (text === undefined) return notFound;
    return { status: 200, body: text };
  }
}

const notFound: Answer = {
  status: 404,
  body: '{"error_code":"NOT_FOUND","message":"The file being accessed is not found."}',
};

/** A store whose pauses are told and do not last. */
function quickStore(workspace: Workspace, auth: Auth, pauses: number[] = []): CheckpointStore {
  const { origin } = workspace;
  const tokens = openWorkspaceTokenSource(auth, { workspaceUrl: origin, headers: {} }, { fetch, now: Date.now });
  const sleep = (ms: number): Promise<void> => {
    pauses.push(ms);
    return Promise.resolve();
  };
  const files = new VolumeFiles(origin, { fetch, tokens, sleep, random: () => 0.5 });
  return openVolumeCheckpoint(path, () => Promise.resolve(files));
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: unknown) => error as Error,
  );
}

describe("volumeCheckpoint", () => {
  it("keeps the position of a table in a file of its own, with one token of a service principal", async () => {
    const workspace = await Workspace.start();
    const store = volumeCheckpoint(path, { workspaceUrl: `${workspace.origin}/`, auth: principal });
    expect(await store.load(table)).toBeNull();
    await store.save(table, { offset: 3 });
    expect(await store.load(table)).toEqual({ offset: 3 });
    const url = `/api/2.0/fs/files/Volumes/main/ops/state/${table}.json`;
    expect(workspace.requests).toEqual([`GET ${url}`, `PUT ${url}?overwrite=true`, `GET ${url}`]);
    expect(JSON.parse(workspace.files.get(place) ?? "")).toMatchObject({ version: 1, tables: { [table]: {} } });
    const [token, ...requests] = workspace.seen;
    expect([token?.url, token?.body]).toEqual(["/oidc/v1/token", "grant_type=client_credentials&scope=all-apis"]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill("Bearer token-1"));
    expect(requests[1]?.headers["content-type"]).toBe("application/octet-stream");
  });

  it("takes a token of one's own", async () => {
    const workspace = await Workspace.start();
    const auth = { token: () => Promise.resolve("mine") };
    await volumeCheckpoint(path, { workspaceUrl: workspace.origin, auth }).save(table, 1);
    expect(workspace.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer mine"]);
  });

  it("encodes what a path holds", async () => {
    const workspace = await Workspace.start();
    const odd = "/Volumes/main/ops/state/50 % ü?#&/{table}.json";
    await volumeCheckpoint(odd, { workspaceUrl: workspace.origin, auth: { token: "t" } }).save("main.a.$&", 1);
    expect([...workspace.files.keys()]).toEqual(["/Volumes/main/ops/state/50 % ü?#&/main.a.$&.json"]);
    expect(workspace.requests).toEqual([
      "PUT /api/2.0/fs/files/Volumes/main/ops/state/50%20%25%20%C3%BC%3F%23%26/main.a.%24%26.json?overwrite=true",
    ]);
  });

  it.each([
    "/Volumes/main/ops/state",
    "/Volumes/main/ops/state/",
    "Volumes/main/ops/state/file.json",
    "dbfs:/Volumes/main/ops/state/file.json",
    "/Workspace/main/ops/state/file.json",
    "/Volumes/main/ops/state//file.json",
    "/Volumes/main/ops/state/../file.json",
    "/Volumes/main/ops/state/./file.json",
  ])("refuses %s, which is no file in a volume", (wrong) => {
    const options = { workspaceUrl: "https://example.cloud.databricks.com", auth: { token: "t" } };
    expect(() => volumeCheckpoint(wrong, options)).toThrow(
      new TypeError(
        "The path of a file in a volume is /Volumes/catalog/schema/volume/file.json, with directories or without.",
      ),
    );
  });

  it.each(["http://example.com", "https://user:password@example.com", "example.com", ""])(
    "refuses %s as the URL of a workspace, and does not repeat it",
    (workspaceUrl) => {
      const open = (): CheckpointStore => volumeCheckpoint(path, { workspaceUrl, auth: { token: "t" } });
      expect(open).toThrow(TypeError);
      expect(open).not.toThrow(/user:|example/);
    },
  );

  it("refuses a second table where the path has no place for its name", async () => {
    const workspace = await Workspace.start();
    const fixed = "/Volumes/main/ops/state/file.json";
    const options = { workspaceUrl: workspace.origin, auth: { token: "t" } };
    const store = volumeCheckpoint(fixed, options);
    await store.save(table, 1);
    const expected = {
      name: "CheckpointError",
      place: fixed,
      message: `${fixed} holds the position of ${table}. Put {table} into the path, for a file for each table.`,
    };
    expect(await failureOf(store.load("main.shop.orders"))).toMatchObject(expected);
    expect(await failureOf(store.save("main.shop.orders", 1))).toMatchObject(expected);
    expect(await failureOf(volumeCheckpoint(fixed, options).load("main.shop.orders"))).toMatchObject(expected);
    expect(await volumeCheckpoint(fixed, options).load(table)).toBe(1);
  });

  it("does not take a damaged file for a missing one", async () => {
    const workspace = await Workspace.start();
    workspace.files.set(place, "<html>");
    expect((await failureOf(quickStore(workspace, principal).load(table))).message).toBe(
      `${place}: the saved positions cannot be read: it is damaged. ` +
        "Restore it from a copy, or delete it to send the source from its beginning.",
    );
  });

  it("saves in the order of the calls", async () => {
    const workspace = await Workspace.start();
    const store = quickStore(workspace, principal);
    await Promise.all([1, 2, 3, 4].map((position) => store.save(table, position)));
    expect(await store.load(table)).toBe(4);
    const saved = workspace.seen
      .filter(({ method }) => method === "PUT")
      .map(({ body }) => /"position": (\d)/.exec(body)?.[1]);
    expect(saved).toEqual(["1", "2", "3", "4"]);
  });
});

describe("a volume that answers otherwise", () => {
  it("takes a new token once where the old one is refused", async () => {
    const workspace = await Workspace.start();
    workspace.answer = ({ headers }) =>
      headers.authorization === "Bearer token-1" ? { status: 401, body: '{"error_code":"UNAUTHENTICATED"}' } : null;
    const store = quickStore(workspace, principal);
    expect(await store.load(table)).toBeNull();
    expect([workspace.tokens, workspace.requests.length]).toEqual([2, 2]);
  });

  it("gives up where the new token is refused too", async () => {
    const workspace = await Workspace.start();
    workspace.answer = ({ headers }) => ({ status: 401, body: `Credential ${headers.authorization ?? ""} is no good` });
    const failure = await failureOf(quickStore(workspace, principal).save(table, 1));
    expect(failure).toMatchObject({ name: "CheckpointError", place });
    expect(failure.message).toBe(`${place}: the position could not be saved: HTTP 401, Credential *** is no good`);
    expect(workspace.requests.length).toBe(2);
  });

  it.each([408, 409, 429, 500, 503])("tries again after HTTP %s, with growing pauses", async (status) => {
    const workspace = await Workspace.start();
    let failures = 3;
    workspace.answer = () => (failures-- > 0 ? { status } : null);
    const pauses: number[] = [];
    await quickStore(workspace, principal, pauses).save(table, 5);
    expect([pauses, workspace.files.size]).toEqual([[375, 750, 1500], 1]);
  });

  it("waits as long as it is asked to, within reason", async () => {
    const workspace = await Workspace.start();
    const waits = ["7", "86400"];
    workspace.answer = () => {
      const wait = waits.shift();
      return wait === undefined ? null : { status: 429, headers: { "retry-after": wait } };
    };
    const pauses: number[] = [];
    await quickStore(workspace, principal, pauses).save(table, 5);
    expect(pauses).toEqual([7_000, 30_000]);
  });

  it("gives up after four tries", async () => {
    const workspace = await Workspace.start();
    workspace.answer = () => ({
      status: 503,
      body: '{"error_code":"TEMPORARILY_UNAVAILABLE","message":"Try\\u001b[31m later"}',
    });
    expect((await failureOf(quickStore(workspace, principal).load(table))).message).toBe(
      `${place}: the position could not be loaded: HTTP 503, TEMPORARILY_UNAVAILABLE: Try [31m later`,
    );
    expect(workspace.requests.length).toBe(4);
  });

  it("tries again where the connection breaks off", async () => {
    const workspace = await Workspace.start();
    let failures = 2;
    workspace.answer = () => (failures-- > 0 ? "hang up" : null);
    const store = quickStore(workspace, principal);
    await store.save(table, 5);
    expect(await store.load(table)).toBe(5);
  });

  it("says where nothing listens", async () => {
    const workspace = await Workspace.start();
    workspace.answer = () => "hang up";
    expect((await failureOf(quickStore(workspace, { token: "t" }).load(table))).message).toBe(
      `${place}: the position could not be loaded: ${workspace.origin} cannot be reached: the connection breaks off`,
    );
  });

  it.each<[string, Answer, string]>([
    [
      "no grant",
      { status: 403, body: '{"error_code":"PERMISSION_DENIED","message":"No."}' },
      "HTTP 403, PERMISSION_DENIED: No. (Grant READ VOLUME and WRITE VOLUME on the volume, and USE CATALOG and USE SCHEMA on what it is in.)",
    ],
    [
      "no such volume",
      { status: 404, body: '{"error_code":"VOLUME_DOES_NOT_EXIST","message":"No volume."}' },
      "HTTP 404, VOLUME_DOES_NOT_EXIST: No volume. (Check the workspace, and that the volume exists.)",
    ],
    [
      "a page of something else",
      { status: 404, body: "<html>nginx</html>" },
      "HTTP 404, <html>nginx</html> (Check the workspace, and that the volume exists.)",
    ],
    ["a redirect", { status: 302, headers: { location: "https://login.example.com/" } }, "HTTP 302"],
    ["a long answer", { status: 400, body: "x".repeat(5_000) }, `HTTP 400, ${"x".repeat(499)}…`],
  ])("fails at once at %s", async (_name, answer, reason) => {
    const workspace = await Workspace.start();
    workspace.answer = () => answer;
    const store = quickStore(workspace, principal);
    expect((await failureOf(store.load(table))).message).toBe(`${place}: the position could not be loaded: ${reason}`);
    expect((await failureOf(store.save(table, 1))).message).toBe(
      `${place}: the position could not be saved: ${reason}`,
    );
    expect(workspace.requests.length).toBe(2);
  });

  it("fails where the file to be saved has no place to go", async () => {
    const workspace = await Workspace.start();
    workspace.answer = () => notFound;
    expect((await failureOf(quickStore(workspace, principal).save(table, 1))).message).toContain("HTTP 404, NOT_FOUND");
  });

  it("tells no secret where the token is refused", async () => {
    const workspace = await Workspace.start();
    const tokens = openWorkspaceTokenSource(
      principal,
      { workspaceUrl: workspace.origin, headers: {} },
      {
        fetch: () =>
          Promise.resolve(new Response(`{"error":"invalid_client","error_description":"${secret}"}`, { status: 401 })),
        now: Date.now,
      },
    );
    const files = new VolumeFiles(workspace.origin, { fetch, tokens, sleep: () => Promise.resolve(), random: () => 0 });
    const failure = await failureOf(files.read(place));
    expect(failure.message).toContain("invalid_client");
    expect(`${failure.message}${String(failure.cause)}`).not.toContain(secret);
    expect(workspace.seen).toEqual([]);
  });
});
