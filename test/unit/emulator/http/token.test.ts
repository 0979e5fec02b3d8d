import { describe, expect, test } from "vitest";
import { ask, basic, details, directWrites, ingestForm, serve, tokenForm } from "./support.js";

const path = "/oidc/v1/token";

describe("the token endpoint", () => {
  test("gives a token for the workspace's APIs", async () => {
    const { origin, core } = await serve({ tokenSeconds: 120 });
    const { status, json, headers } = await ask(`${origin}${path}`, tokenForm());
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      scope: "all-apis",
      token_type: "Bearer",
      expires_in: 120,
    });
    const token = String(json["access_token"]);
    expect(core.tokens.verify(token, "workspace", null)).toEqual({ kind: "ok", clientId: "client" });
    expect(core.tokens.verify(token, "ingest", "main.shop.orders")).toEqual({ kind: "wrong_scope" });
  });

  test("gives a token to write to the tables it is asked for, and to no others", async () => {
    const { origin, core } = await serve();
    const { status, json } = await ask(`${origin}${path}`, ingestForm("main.shop.orders"));
    expect(status).toBe(200);
    const token = String(json["access_token"]);
    expect(core.tokens.verify(token, "ingest", "main.shop.orders").kind).toBe("ok");
    expect(core.tokens.verify(token, "ingest", "main.shop.other").kind).toBe("missing_grants");
    expect(core.tokens.verify(token, "workspace", null).kind).toBe("wrong_scope");
  });

  test("takes what the official client 1.3.0 sends, byte for byte", async () => {
    const { origin, core } = await serve({ clients: [{ id: "my id", secret: "é:se cret+&=" }] });
    const body =
      "grant_type=client_credentials&scope=all-apis" +
      "&resource=api%3A%2F%2Fdatabricks%2Fworkspaces%2Flocalhost%3A46167%2FzerobusDirectWriteApi" +
      "&authorization_details=%5B%7B%22object_full_path%22%3A%22main%22%2C%22object_type%22%3A%22CATALOG%22%2C" +
      "%22privileges%22%3A%5B%22USE+CATALOG%22%5D%2C%22type%22%3A%22unity_catalog_privileges%22%7D%2C%7B" +
      "%22object_full_path%22%3A%22main.sensors%22%2C%22object_type%22%3A%22SCHEMA%22%2C%22privileges%22%3A%5B" +
      "%22USE+SCHEMA%22%5D%2C%22type%22%3A%22unity_catalog_privileges%22%7D%2C%7B%22object_full_path%22%3A%22" +
      "main.sensors.air_quality%22%2C%22object_type%22%3A%22TABLE%22%2C%22operations%22%3A%5B%22zerobuswrite%22" +
      "%5D%2C%22privileges%22%3A%5B%22SELECT%22%2C%22MODIFY%22%5D%2C%22type%22%3A%22unity_catalog_privileges%22" +
      "%7D%5D";
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      authorization: basic("my id", "é:se cret+&="),
    };
    const { status, json } = await ask(`${origin}${path}`, { method: "POST", headers, body });
    expect(status).toBe(200);
    const token = String(json["access_token"]);
    expect(core.tokens.verify(token, "ingest", "main.sensors.air_quality").kind).toBe("ok");
  });

  test.each([
    ["as they are", basic("a b+c%", "100%é")],
    ["form-encoded", basic("a+b%2Bc%25", "100%25%C3%A9")],
    ["in lower case", basic("a b+c%", "100%é").replace("Basic", "basic")],
  ])("knows a client whose id and secret are sent %s", async (_, authorization) => {
    const { origin } = await serve({ clients: [{ id: "a b+c%", secret: "100%é" }] });
    const { status } = await ask(`${origin}${path}`, { ...tokenForm(), headers: { authorization } });
    expect(status).toBe(200);
  });
});

describe("the token endpoint refuses", () => {
  const json = (value: unknown): RequestInit =>
    tokenForm({ resource: directWrites, authorization_details: JSON.stringify(value) });
  const [detail = {}] = details("main.shop.orders");

  test.each<[what: string, init: RequestInit, status: number, error: string]>([
    ["another secret", { ...tokenForm(), headers: { authorization: basic("client", "x") } }, 401, "invalid_client"],
    ["no client", { ...tokenForm(), headers: {} }, 401, "invalid_client"],
    ["a bearer token", { ...tokenForm(), headers: { authorization: "Bearer x" } }, 401, "invalid_client"],
    ["no colon", { ...tokenForm(), headers: { authorization: "Basic YWJj" } }, 401, "invalid_client"],
    ["JSON", { ...tokenForm(), headers: { "content-type": "application/json" }, body: "{}" }, 400, "invalid_request"],
    ["no grant type", { ...tokenForm(), body: new URLSearchParams({ scope: "all-apis" }) }, 400, "invalid_request"],
    ["another grant type", tokenForm({ grant_type: "password" }), 400, "unsupported_grant_type"],
    ["another scope", tokenForm({ scope: "sql" }), 400, "invalid_scope"],
    ["a parameter twice", { ...tokenForm(), body: new URLSearchParams("scope=a&scope=b") }, 400, "invalid_request"],
    ["another resource", tokenForm({ resource: "api://databricks/workspaces//x" }), 400, "invalid_target"],
    ["details without a resource", tokenForm({ authorization_details: "[]" }), 400, "invalid_request"],
    [
      "details that are no JSON",
      tokenForm({ resource: directWrites, authorization_details: "[" }),
      400,
      "invalid_authorization_details",
    ],
    ["details that are no list", json({}), 400, "invalid_authorization_details"],
    ["a detail that is none", json([null]), 400, "invalid_authorization_details"],
    ["another type", json([{ ...detail, type: "x" }]), 400, "invalid_authorization_details"],
    ["another object", json([{ ...detail, object_type: "VOLUME" }]), 400, "invalid_authorization_details"],
    ["an object without a name", json([{ ...detail, object_full_path: "" }]), 400, "invalid_authorization_details"],
    ["no privileges", json([{ ...detail, privileges: [] }]), 400, "invalid_authorization_details"],
    ["privileges that are none", json([{ ...detail, privileges: [1] }]), 400, "invalid_authorization_details"],
    ["operations that are none", json([{ ...detail, operations: "x" }]), 400, "invalid_authorization_details"],
  ])("%s", async (_, init, status, error) => {
    const { origin, core } = await serve({ clients: [{ id: "client", secret: "secret" }] });
    const answer = await ask(`${origin}${path}`, init);
    expect([answer.status, answer.json["error"], typeof answer.json["error_description"]]).toEqual([
      status,
      error,
      "string",
    ]);
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? 'Basic realm="gen-producers emulator"' : null);
    expect(core.tokens.issued).toBe(0);
  });

  test("says where in the details something is wrong, and repeats nothing of the secret", async () => {
    const { origin } = await serve();
    const answer = await ask(`${origin}${path}`, json([detail, { ...detail, object_type: "VOLUME" }]));
    expect(answer.json["error_description"]).toBe(
      "authorization_details[1].object_type has to be CATALOG, SCHEMA or TABLE.",
    );
    const refused = await serve({ clients: [] });
    const { json: body } = await ask(`${refused.origin}${path}`, {
      ...tokenForm(),
      headers: { authorization: basic("who", "hush-hush") },
    });
    expect(JSON.stringify(body)).not.toMatch(/hush|who:/);
  });

  test("as often as a fault says, whatever is asked", async () => {
    const { origin, core } = await serve();
    core.injectFault({ kind: "refuse_token", status: 503, times: 1 });
    const first = await ask(`${origin}${path}`, tokenForm());
    expect([first.status, first.json["error"]]).toEqual([503, "temporarily_unavailable"]);
    expect((await ask(`${origin}${path}`, tokenForm())).status).toBe(200);
  });
});
