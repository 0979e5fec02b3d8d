import fc from "fast-check";
import { expect, it } from "vitest";
import type { CliAnswer } from "../../../../src/source/workspace/databricks-cli.js";
import { networkFetch } from "../../../../src/network/network-fetch.js";
import { describeNetworkFailure } from "../../../../src/source/workspace/network-failure.js";
import { openWorkspace } from "../../../../src/source/workspace/open-workspace.js";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import { answering, cli, type Environment, fakeWorld } from "./fake-world.js";

/** Long enough that nothing else holds it by chance; any character, so that every way of quoting is met. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9]{12}$/),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("", "\n", " ", "#", ";", "'", '"', "%", "\u202e"),
    fc.stringMatching(/^[A-Za-z0-9]{4}$/),
  )
  .map((parts) => parts.join(""));

const secrets = fc.record({ token: secret, oauth: secret, azure: secret, proxy: secret, issued: secret });
type Secrets = typeof secrets extends fc.Arbitrary<infer Value> ? Value : never;

const places = fc.record({
  /** Where each kind of credentials is given, if anywhere. */
  token: fc.constantFrom("environment", "profile", "nowhere"),
  oauth: fc.constantFrom("environment", "profile", "half", "nowhere"),
  azure: fc.constantFrom("environment", "profile", "half", "nowhere"),
  host: fc.constantFrom("option", "environment", "profile", "both", "userinfo", "token", "nowhere"),
  authType: fc.constantFrom(null, "pat", "oauth-m2m", "azure-client-secret", "databricks-cli", "azure-cli"),
  profile: fc.constantFrom(null, "p", "q"),
  resource: fc.boolean(),
});
type Places = typeof places extends fc.Arbitrary<infer Value> ? Value : never;

const failures = fc.constantFrom(
  "echo the secret",
  "echo the request",
  "echo the header",
  "network",
  "page",
  "token",
  "token of two lines",
  "server",
);

const host = "https://adb-1.2.azuredatabricks.net";

function environmentOf(given: Places, values: Secrets): Environment {
  const { token, oauth, azure } = given;
  const hosts: Readonly<Record<string, string>> = {
    environment: host,
    both: "https://adb-9.9.azuredatabricks.net",
    userinfo: `https://me:${values.token.slice(0, 12)}@example.com`,
    token: values.token.slice(0, 12),
  };
  return {
    ...(given.host in hosts && { DATABRICKS_HOST: hosts[given.host] ?? "" }),
    ...(token === "environment" && { DATABRICKS_TOKEN: values.token }),
    ...(oauth === "environment" && { DATABRICKS_CLIENT_ID: "some-id" }),
    ...(["environment", "half"].includes(oauth) && { DATABRICKS_CLIENT_SECRET: values.oauth }),
    ...(azure === "environment" && { ARM_CLIENT_ID: "some-id", ARM_TENANT_ID: "some-tenant" }),
    ...(["environment", "half"].includes(azure) && { ARM_CLIENT_SECRET: values.azure }),
    ...(given.authType !== null && { DATABRICKS_AUTH_TYPE: given.authType }),
    ...(given.resource && { DATABRICKS_AZURE_RESOURCE_ID: "/subscriptions/s" }),
  };
}

function configOf({ token, oauth, azure, host: place }: Places, values: Secrets): string {
  return [
    "[p]",
    ...(["profile", "both"].includes(place) ? [`host = ${host}`] : []),
    ...(token === "profile" ? [`token = ${values.token}`] : []),
    ...(oauth === "profile" ? [`client_id = some-id`, `client_secret = ${values.oauth}`] : []),
    ...(azure === "profile"
      ? [`azure_client_id = some-id`, `azure_client_secret = ${values.azure}`, `azure_tenant_id = some-tenant`]
      : []),
  ].join("\n");
}

function failingFetch(kind: string, values: Secrets): typeof fetch {
  const refused = (error: string, description: string): Response =>
    Response.json({ error, error_description: description }, { status: 401 });
  const { fetch, sent } = answering(() => {
    const last = sent.at(-1);
    switch (kind) {
      case "echo the secret":
        return refused(`no ${values.oauth} ${values.azure}`, `I know ${values.azure}, and ${values.oauth} as well`);
      case "echo the request":
        return refused(last?.body.toString() ?? "", Object.values(Object.fromEntries(last?.body ?? [])).join(" "));
      case "echo the header":
        return refused("invalid_client", last?.headers.get("authorization") ?? "");
      case "network":
        throw new TypeError(`fetch failed: ${values.proxy}`, { cause: new Error(`http://u:${values.proxy}@proxy`) });
      case "page":
        return new Response(`<html>${values.oauth}${values.azure}`, { status: 404 });
      case "token":
        return Response.json({ access_token: values.issued.replace(/[^!-~]/g, ""), expires_in: 3600 });
      case "token of two lines":
        return Response.json({ access_token: `${values.issued}\n${values.issued}` });
      default:
        return new Response(values.oauth, { status: 503, statusText: "x" });
    }
  });
  return fetch;
}

/** Everything a person could get to see. */
async function said(given: Places, values: Secrets, kind: string): Promise<string> {
  const fetch = failingFetch(kind, values);
  const world = fakeWorld(environmentOf(given, values), configOf(given, values), { fetch });
  const cliAnswers: readonly CliAnswer[] = [
    { kind: "answered", output: JSON.stringify({ access_token: values.issued }) },
    { kind: "answered", output: values.issued },
    { kind: "failed" },
  ];
  const answer = cliAnswers[kind.length % 3] ?? { kind: "missing" };
  const options = { host: given.host === "option" ? host : null, profile: given.profile };
  const result = await openWorkspace(options, world, cli(answer).run);
  if (result.workspace === null) return JSON.stringify(result);
  const { origin, credentials } = result.workspace;
  const error: unknown = await credentials.headers(new AbortController().signal).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return `${origin} ${credentials.description} ${JSON.stringify(credentials)}`;
  if (!(error instanceof WorkspaceError)) throw new Error("no WorkspaceError", { cause: error });
  const shown = `${String(error)} ${error.stack ?? ""} ${JSON.stringify({ ...error })}`;
  return `${origin} ${credentials.description} ${JSON.stringify(credentials)} ${shown}`;
}

it("never says a secret, whatever is given and whatever fails", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, places, failures, async (values, given, kind) => {
      const text = await said(given, values, kind);
      // The beginning is letters and digits: no way of quoting could hide it.
      for (const value of Object.values(values))
        expect(text.toLowerCase()).not.toContain(value.slice(0, 12).toLowerCase());
    }),
    { numRuns: 250 },
  );
});

it("never says the password of a proxy", async () => {
  const urls = fc.constantFrom("http://me:?@proxy:1", "http://me:?@proxy:port", "ftp://me:?@x", "me:?@proxy", "://?");
  await fc.assert(
    fc.asyncProperty(secret, urls, async (password, url) => {
      const proxied = await networkFetch({ HTTPS_PROXY: url.replace("?", () => password) });
      const error: unknown = await proxied("https://127.0.0.1:1", { signal: AbortSignal.abort() }).catch(
        (thrown: unknown) => thrown,
      );
      const shown = JSON.stringify(describeNetworkFailure(error, "https://example.com"));
      expect(shown).not.toContain(password.slice(0, 12));
    }),
    { numRuns: 50 },
  );
});
