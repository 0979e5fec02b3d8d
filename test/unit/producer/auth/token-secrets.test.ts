import { inspect } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Auth } from "../../../../src/producer/auth/auth.js";
import {
  openTokenSource,
  openWorkspaceTokenSource,
  type TokenPlace,
} from "../../../../src/producer/auth/token-source.js";
import { networkFetch } from "../../../../src/network/network-fetch.js";
import { issues, never, place, refuses, type Reply, type TokenCall, TokenEndpoint } from "./token-endpoint.js";

/** Long enough that nothing else holds it by chance; its beginning is letters and digits, which no quoting could hide. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9]{12}$/),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("", "\n", " ", "%", '"', "\u202e"),
  )
  .map((parts) => parts.join(""));

/** Everything that an error would show in a log. */
function shown(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [String(error), stack, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })].join("\n");
}

/** Server after server that repeats what it was sent. */
const replies: Readonly<Record<string, (value: string, call: TokenCall) => Reply>> = {
  "the secret in a refusal": (value) => refuses(401, { error: value, error_description: `I know ${value}` }),
  "the header in a refusal": (_value, call) =>
    refuses(401, { error: "invalid_client", error_description: call.headers.get("authorization") }),
  "the decoded header": (_value, call) =>
    refuses(400, { error: atob(call.headers.get("authorization")!.slice("Basic ".length)) }),
  "the form": (_value, call) => refuses(403, { error: call.form.toString(), error_description: "x" }),
  "the secret in a page": (value) => refuses(404, `<html>${value}</html>`),
  "the secret in an outage": (value) => refuses(503, value, { "retry-after": "1" }),
  "the secret in a redirect": (value) => refuses(302, "", { location: `/${encodeURIComponent(value)}` }),
  "the secret for a token": (value) => issues(`${value}\n`),
  "the secret in a network failure": (value) => () =>
    Promise.reject(new TypeError(value, { cause: Object.assign(new Error(value), { url: value }) })),
};

const opened = { table: openTokenSource, workspace: openWorkspaceTokenSource };

it.each(Object.keys(replies))("a server that repeats %s does not make the error tell it", async (kind) => {
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom("table", "workspace"), async (value, target) => {
      const world = new TokenEndpoint((call) => replies[kind]!(value, call)(call));
      const source = opened[target]({ clientId: "some-id", clientSecret: value }, place, world);
      const error: unknown = await source.authorization(never).then(
        () => new Error("no failure"),
        (thrown: unknown) => thrown,
      );
      expect(world.calls).toHaveLength(1);
      expect(shown(error)).toContain("ZerobusError");
      expect(shown(error).toLowerCase()).not.toContain(value.slice(0, 12).toLowerCase());
      expect(shown(error)).not.toContain(btoa(`some-id:${value.slice(0, 12)}`).slice(0, 20));
    }),
    { numRuns: 40 },
  );
});

const misuses: Readonly<Record<string, (value: string) => { auth?: Auth; more?: Partial<TokenPlace> }>> = {
  "a token of two words": (value) => ({ auth: { token: `${value} ${value}` } }),
  "a function that throws": (value) => ({
    auth: {
      token: () => {
        throw Object.assign(new Error(value, { cause: value }), { code: value, token: value });
      },
    },
  }),
  "a function that throws the token": (value) => ({
    auth: {
      token: () => {
        AbortSignal.abort(value).throwIfAborted();
        return "";
      },
    },
  }),
  "a function that gives no token": (value) => ({ auth: { token: () => `${value}\n` } }),
  "userinfo in the workspace": (value) => ({ more: { workspaceUrl: `https://me:${encodeURIComponent(value)}@x.com` } }),
  "userinfo in the endpoint": (value) => ({ more: { endpoint: `https://${encodeURIComponent(value)}@x.com` } }),
  "a token for a workspace": (value) => ({ more: { workspaceUrl: value } }),
  "a secret in a header": (value) => ({ more: { headers: { "x-key": `${value}\n` } } }),
  "a secret for the name of a header": (value) => ({ more: { headers: { [`${value}:`]: "x" } } }),
};

it.each(Object.keys(misuses))("%s is not told", async (kind) => {
  await fc.assert(
    fc.asyncProperty(secret, async (value) => {
      const { auth = { clientId: "some-id", clientSecret: value }, more = {} } = misuses[kind]!(value);
      const source = openTokenSource(auth, { ...place, ...more }, new TokenEndpoint());
      const error: unknown = await source.authorization(never).then(
        () => new Error("no failure"),
        (thrown: unknown) => thrown,
      );
      expect(shown(error)).toContain("ZerobusError");
      expect(shown(error).toLowerCase()).not.toContain(value.slice(0, 12).toLowerCase());
    }),
    { numRuns: 40 },
  );
});

it("a token that was issued shows in no source of tokens", async () => {
  const source = openTokenSource(
    { clientId: "some-id", clientSecret: "s3cretSecret" },
    place,
    new TokenEndpoint(issues("t0kenToken")),
  );
  await source.authorization(never);
  const own = openTokenSource({ token: "t0kenToken" }, place, new TokenEndpoint());
  for (const each of [source, own]) expect(shown(each)).not.toMatch(/t0kenToken|s3cretSecret/);
});

it("the password of a proxy that cannot be used is not told", async () => {
  const fetch = await networkFetch({ HTTPS_PROXY: "http://me:s3cret@proxy:port" });
  const source = openTokenSource({ clientId: "a", clientSecret: "b" }, place, { fetch, now: Date.now });
  const error: unknown = await source.authorization(never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
  expect(shown(error)).toContain("HTTPS_PROXY is not the URL of a proxy");
  expect(shown(error)).not.toContain("s3cret");
});
