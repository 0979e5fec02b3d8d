import { afterEach, describe, expect, it, vi } from "vitest";
import type { Auth } from "../../../../src/producer/auth/auth.js";
import {
  openTokenSource,
  openWorkspaceTokenSource,
  type TokenPlace,
} from "../../../../src/producer/auth/token-source.js";
import { failureOf, held, issues, never, place, refuses, type Reply, TokenEndpoint } from "./token-endpoint.js";

const minute = 60_000;
const principal: Auth = { clientId: "some-id", clientSecret: "s3cret" };

function sourceOf(world: TokenEndpoint, auth: Auth = principal, more: Partial<TokenPlace> = {}) {
  return openTokenSource(auth, { ...place, ...more }, world);
}

/** Throws what is no error. */
function thrown(value: unknown): string {
  AbortSignal.abort(value).throwIfAborted();
  return "";
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a token for a table", () => {
  it("is asked for as the service's clients do", async () => {
    const world = new TokenEndpoint(issues("t1"));
    const headers = { "X-Team": "smart-city", Authorization: "Bearer other", "Content-Type": "text/plain" };
    expect(await sourceOf(world, principal, { headers }).authorization(never)).toBe("Bearer t1");
    const [call] = world.calls;
    expect(call!.url).toBe("https://dbc-1.cloud.databricks.com/oidc/v1/token");
    expect(call!.redirect).toBe("manual");
    expect(Object.fromEntries(call!.headers)).toEqual({
      accept: "application/json",
      authorization: `Basic ${btoa("some-id:s3cret")}`,
      "content-type": "application/x-www-form-urlencoded",
      "x-team": "smart-city",
    });
    const { authorization_details: details, ...form } = Object.fromEntries(call!.form);
    expect(form).toEqual({
      grant_type: "client_credentials",
      scope: "all-apis",
      resource: "api://databricks/workspaces/1234567890123456/zerobusDirectWriteApi",
    });
    expect(JSON.parse(details!)).toEqual([
      {
        type: "unity_catalog_privileges",
        privileges: ["USE CATALOG"],
        object_type: "CATALOG",
        object_full_path: "main",
      },
      {
        type: "unity_catalog_privileges",
        privileges: ["USE SCHEMA"],
        object_type: "SCHEMA",
        object_full_path: "main.sensors",
      },
      {
        type: "unity_catalog_privileges",
        privileges: ["SELECT", "MODIFY"],
        object_type: "TABLE",
        object_full_path: "main.sensors.air_quality",
        operations: ["zerobuswrite"],
      },
    ]);
  });

  it("names the table as it is, whatever its characters", async () => {
    const world = new TokenEndpoint(issues("t1"));
    const table = 'main.`s"é.a & b';
    await sourceOf(world, principal, { table }).authorization(never);
    const details = JSON.parse(world.calls[0]!.form.get("authorization_details")!) as { object_full_path: string }[];
    expect(details.map((detail) => detail.object_full_path)).toEqual(["main", 'main.`s"é', table]);
  });

  it("form-encodes id and secret, as RFC 6749 has it", async () => {
    const world = new TokenEndpoint(issues("t1"));
    await sourceOf(world, { clientId: "a:b", clientSecret: "c d%" }).authorization(never);
    expect(atob(world.calls[0]!.headers.get("authorization")!.slice("Basic ".length))).toBe("a%3Ab:c+d%25");
  });

  it("for the workspace is asked for without a table", async () => {
    const world = new TokenEndpoint(issues("t1"));
    expect(await openWorkspaceTokenSource(principal, place, world).authorization(never)).toBe("Bearer t1");
    expect(Object.fromEntries(world.calls[0]!.form)).toEqual({ grant_type: "client_credentials", scope: "all-apis" });
  });
});

describe("the cache", () => {
  it.each([
    ["an hour", 3_600, 55 * minute],
    ["ten minutes", 600, 8 * minute],
    ["ten seconds", 10, 8_000],
    ["a time that is not told", undefined, 55 * minute],
    ["a time in a string", "3600", 55 * minute],
  ])("renews a token that lives %s early", async (_name, seconds, renewAfter) => {
    const world = new TokenEndpoint(issues("t1", seconds), issues("t2"));
    const source = sourceOf(world);
    const start = world.time;
    expect(await source.authorization(never)).toBe("Bearer t1");
    world.time = start + renewAfter - 1;
    expect(await source.authorization(never)).toBe("Bearer t1");
    world.time = start + renewAfter;
    expect(await source.authorization(never)).toBe("Bearer t2");
    expect(world.calls).toHaveLength(2);
  });

  it("forgets a token that was refused", async () => {
    const world = new TokenEndpoint(issues("t1"), issues("t2"));
    const source = sourceOf(world);
    source.discard();
    expect(await source.authorization(never)).toBe("Bearer t1");
    source.discard();
    source.discard();
    expect(await source.authorization(never)).toBe("Bearer t2");
    expect(await source.authorization(never)).toBe("Bearer t2");
  });

  it("asks once for all streams that want a token at the same time", async () => {
    const first = held(issues("t1"));
    const world = new TokenEndpoint(first.reply, issues("t2"));
    const source = sourceOf(world);
    const asked = Array.from({ length: 20 }, () => source.authorization(never));
    first.release();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["Bearer t1"]));
    expect(world.calls).toHaveLength(1);
  });

  it("tells all of them of a failure, and asks again afterwards", async () => {
    const world = new TokenEndpoint(refuses(503, ""), issues("t1"));
    const source = sourceOf(world);
    const failures = await Promise.all([1, 2].map(() => failureOf(source.authorization(never))));
    expect(failures.map(({ status }) => status)).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    expect(await source.authorization(never)).toBe("Bearer t1");
  });

  it.each<[string, Reply]>([
    ["an outage", refuses(503, "")],
    ["a network failure", () => Promise.reject(new TypeError("fetch failed"))],
  ])("hands out a token that is still good during %s", async (_name, reply) => {
    const world = new TokenEndpoint(issues("t1"), reply);
    const source = sourceOf(world);
    await source.authorization(never);
    world.time += 56 * minute;
    expect(await source.authorization(never)).toBe("Bearer t1");
    expect(world.calls).toHaveLength(2);
    world.time += 4 * minute;
    expect(await failureOf(source.authorization(never))).toMatchObject({ status: "UNAVAILABLE", retryable: true });
  });

  it("does not wait for long while the old token is good", async () => {
    const hung = held(issues("t2"));
    const world = new TokenEndpoint(issues("t1"), hung.reply);
    const source = sourceOf(world);
    await source.authorization(never);
    world.time += 56 * minute;
    const timer = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => (ms === 5_000 ? timer.signal : never));
    const waiting = source.authorization(never);
    timer.abort(new DOMException("x", "TimeoutError"));
    expect(await waiting).toBe("Bearer t1");
    expect(world.calls[1]!.signal.aborted).toBe(true);
  });

  it("does not hand out the old token where the principal is refused", async () => {
    const world = new TokenEndpoint(issues("t1"), refuses(401, { error: "invalid_client" }));
    const source = sourceOf(world);
    await source.authorization(never);
    world.time += 56 * minute;
    expect(await failureOf(source.authorization(never))).toMatchObject({ status: "UNAUTHENTICATED", retryable: false });
  });
});

describe("an aborted signal", () => {
  it("ends the waiting of one stream, not that of others", async () => {
    const first = held(issues("t1"));
    const world = new TokenEndpoint(first.reply);
    const source = sourceOf(world);
    const [leaving, staying] = [new AbortController(), new AbortController()];
    const left = failureOf(source.authorization(leaving.signal));
    const stayed = source.authorization(staying.signal);
    leaving.abort();
    expect(await left).toMatchObject({ status: "CANCELLED", retryable: true, table: place.table });
    first.release();
    expect(await stayed).toBe("Bearer t1");
  });

  it("of the last one who waits ends the request, and the next one makes another", async () => {
    const first = held(issues("t1"));
    const world = new TokenEndpoint(first.reply, issues("t2"));
    const source = sourceOf(world);
    const controller = new AbortController();
    const left = failureOf(source.authorization(controller.signal));
    controller.abort();
    expect((await left).status).toBe("CANCELLED");
    expect(world.calls[0]!.signal.aborted).toBe(true);
    expect(await source.authorization(never)).toBe("Bearer t2");
  });

  it("that was aborted before asks for nothing, for a token of one's own either", async () => {
    const world = new TokenEndpoint();
    const aborted = AbortSignal.abort(new DOMException("x", "TimeoutError"));
    for (const auth of [principal, { token: () => Promise.reject(new Error("not to be called")) }]) {
      expect((await failureOf(sourceOf(world, auth).authorization(aborted))).status).toBe("DEADLINE_EXCEEDED");
    }
    expect(world.calls).toHaveLength(0);
  });

  it("with a ZerobusError as its reason rejects with that", async () => {
    const world = new TokenEndpoint(held(issues("t1")).reply);
    const controller = new AbortController();
    const reason = await failureOf(sourceOf(new TokenEndpoint(refuses(503, ""))).authorization(never));
    const left = failureOf(sourceOf(world).authorization(controller.signal));
    controller.abort(reason);
    expect(await left).toBe(reason);
  });
});

const login = "<html>sign in</html>";

describe("failures", () => {
  it.each<[string, Reply, status: string, retryable: boolean, message: RegExp]>([
    [
      "credentials that are refused",
      refuses(401, { error: "invalid_client", error_description: "Client authentication failed." }),
      "UNAUTHENTICATED",
      false,
      /^main\.sensors\.air_quality: UNAUTHENTICATED: https:\/\/dbc-1\.cloud\.databricks\.com gives the service principal no token: invalid_client, "Client authentication failed"\. Check clientId and clientSecret: /,
    ],
    [
      "a table that is refused",
      refuses(400, { error: "invalid_authorization_details" }),
      "UNAUTHENTICATED",
      false,
      /: invalid_authorization_details\. Check the name of the table, the endpoint, .* and the grants/,
    ],
    ["403 without a word", refuses(403, ""), "UNAUTHENTICATED", false, /HTTP 403/],
    ["404", refuses(404, login), "UNAUTHENTICATED", false, /does not answer like .* \(HTTP 404\)\. Check workspaceUrl/],
    ["a redirect", refuses(302, ""), "UNAUTHENTICATED", false, /\(HTTP 302\)/],
    ["a page", refuses(200, login), "UNAVAILABLE", true, /does not answer like an OAuth token endpoint/],
    ["an answer without a token", refuses(200, {}), "UNAVAILABLE", true, /does not answer like/],
    ["a token of two lines", issues("a\nb"), "UNAVAILABLE", true, /does not answer like/],
    ["408", refuses(408, ""), "UNAVAILABLE", true, /issues no token at the moment \(HTTP 408\)\./],
    ["429", refuses(429, "", { "retry-after": "7" }), "UNAVAILABLE", true, /\(HTTP 429; it asks to wait 7 s\)\./],
    ["500", refuses(500, ""), "UNAVAILABLE", true, /\(HTTP 500\)/],
    [
      "a refused connection",
      () => Promise.reject(new TypeError("x", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) })),
      "UNAVAILABLE",
      true,
      /: UNAVAILABLE: https:\/\/dbc-1\.cloud\.databricks\.com cannot be reached: the connection is refused\.$/,
    ],
    [
      "a certificate of a stranger",
      () => Promise.reject(Object.assign(new Error("x"), { code: "SELF_SIGNED_CERT_IN_CHAIN" })),
      "UNAVAILABLE",
      true,
      /cannot be trusted: .* or give it to the producer as the option ca\.$/,
    ],
    [
      "an answer that does not come",
      () => Promise.reject(new DOMException("x", "TimeoutError")),
      "UNAVAILABLE",
      true,
      /does not answer in time\.$/,
    ],
  ])("of %s", async (_name, reply, status, retryable, message) => {
    const error = await failureOf(sourceOf(new TokenEndpoint(reply)).authorization(never));
    expect(error).toMatchObject({ status, retryable, table: place.table, streamId: null });
    expect(error.message).toMatch(message);
  });

  it.each<[string, Auth, Partial<TokenPlace>, RegExp]>([
    ["workspace without TLS", principal, { workspaceUrl: "http://example.com" }, /workspaceUrl begins with http:/],
    ["workspace that is no URL", principal, { workspaceUrl: "example.com" }, /workspaceUrl has to be a URL/],
    ["endpoint that is no URL", principal, { endpoint: "example.com" }, /endpoint has to be a URL/],
    ["table of two parts", principal, { table: "a.b" }, /has to be catalog\.schema\.table/],
    ["table of four parts", principal, { table: "a.b.c.d" }, /has to be catalog\.schema\.table/],
    ["table with an empty part", principal, { table: "a..c" }, /has to be catalog\.schema\.table/],
    ["header that cannot be sent", principal, { headers: { "x-a": "b\n" } }, /The header x-a has characters/],
    ["secret that is missing", { clientId: "a", clientSecret: "" }, {}, /needs a clientId and a clientSecret/],
    ["id that is undefined", { clientId: undefined!, clientSecret: "a" }, {}, /needs a clientId and a clientSecret/],
  ])("of a %s, before anything is sent", async (_name, auth, more, message) => {
    const world = new TokenEndpoint();
    const error = await failureOf(sourceOf(world, auth, more).authorization(never));
    expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
    expect(error.message).toMatch(message);
    expect(world.calls).toHaveLength(0);
  });
});

describe("a token of one's own", () => {
  const world = new TokenEndpoint();

  it("may be a text", async () => {
    expect(await sourceOf(world, { token: "dapi1" }).authorization(never)).toBe("Bearer dapi1");
  });

  it("may be a function, which is asked every time", async () => {
    let calls = 0;
    const source = sourceOf(world, { token: () => `t${++calls}` });
    expect(await source.authorization(never)).toBe("Bearer t1");
    source.discard();
    expect(await source.authorization(never)).toBe("Bearer t2");
    const later = sourceOf(world, { token: () => Promise.resolve("t3") });
    expect(await later.authorization(never)).toBe("Bearer t3");
  });

  it.each([
    [
      "throws",
      () => {
        throw new RangeError("s3cret");
      },
      "failed (RangeError);",
    ],
    ["rejects", () => Promise.reject(Object.assign(new Error("s3cret"), { code: "ENOENT" })), "failed (Error);"],
    ["throws a text", () => thrown("s3cret"), "failed;"],
  ])("may be had later where the function %s", async (_name, token, message) => {
    const error = await failureOf(sourceOf(world, { token }).authorization(never));
    expect(error).toMatchObject({ status: "UNAUTHENTICATED", retryable: true });
    expect(error.message).toContain(`auth.token ${message}`);
  });

  it.each([
    ["with a scheme", "Bearer abc"],
    ["that is empty", ""],
    ["of two lines", "a\nb"],
    ["that is none", undefined],
  ])("is refused where it is one %s", async (_name, token) => {
    for (const given of [token, () => token]) {
      const error = await failureOf(sourceOf(world, { token: given as string }).authorization(never));
      expect(error).toMatchObject({ status: "UNAUTHENTICATED", retryable: false });
    }
  });

  it("is waited for no longer than the signal allows", async () => {
    const controller = new AbortController();
    const waiting = failureOf(
      sourceOf(world, { token: () => new Promise(() => undefined) }).authorization(controller.signal),
    );
    controller.abort();
    expect((await waiting).status).toBe("CANCELLED");
  });
});
