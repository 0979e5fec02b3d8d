import type { AuthorizationDetail, WorkspaceCore } from "../core.js";
import { type Answer, jsonAnswer } from "./answer.js";
import { readDetails } from "./authorization-details.js";
import { basicClients } from "./client.js";
import { admitProgram } from "./guard.js";
import type { Call, Route } from "./route.js";

/** What a valid request asks for. */
interface TokenRequest {
  readonly resource: string | null;
  readonly details: readonly AuthorizationDetail[];
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly answer: Answer };

const scope = "all-apis";

/** The direct writes of any workspace: its id is that of the Zerobus endpoint, which locally means nothing. */
const directWrites = /^api:\/\/databricks\/workspaces\/[^/\s]+\/zerobusDirectWriteApi$/;

/** The token endpoint: client credentials by HTTP Basic, a form as the body, errors as RFC 6749 (5.2) has them. */
export function tokenRoute(core: WorkspaceCore): Route {
  const answer = (call: Call): Answer => issueToken(call, core);
  return { method: "POST", path: "/oidc/v1/token", maxBody: 1024 * 1024, admit: admitProgram, answer };
}

function issueToken(call: Call, core: WorkspaceCore): Answer {
  const outage = core.takeTokenRefusal();
  if (outage !== null) return oauthError(outage.status, outage.error, "A fault of the emulator refuses tokens.");
  const form = readForm(call);
  if (!form.ok) return form.answer;
  const client = basicClients(call.headers.authorization).find(({ id, secret }) => core.checkClient(id, secret));
  if (client === undefined) return unknownClient();
  const request = readRequest(form.value);
  if (!request.ok) return request.answer;
  const { resource, details } = request.value;
  const seconds = core.tokenSeconds;
  const token = core.tokens.issue(client.id, scope, resource, details, seconds);
  return jsonAnswer(200, { access_token: token, scope, token_type: "Bearer", expires_in: seconds });
}

function oauthError(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { error, error_description: description }, headers);
}

function unknownClient(): Answer {
  const description = "Client id and secret, sent by HTTP Basic authentication, are missing or not known.";
  return oauthError(401, "invalid_client", description, { "www-authenticate": 'Basic realm="gen-producers emulator"' });
}

function invalid(error: string, description: string): Read<never> {
  return { ok: false, answer: oauthError(400, error, description) };
}

function readForm({ headers, body }: Call): Read<ReadonlyMap<string, string>> {
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers["content-type"] ?? "")) {
    return invalid("invalid_request", "The body has to be a form: application/x-www-form-urlencoded.");
  }
  const form = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(body.toString("utf8"))) {
    if (form.has(key)) return invalid("invalid_request", "A parameter is there more than once.");
    form.set(key, value);
  }
  return { ok: true, value: form };
}

function readRequest(form: ReadonlyMap<string, string>): Read<TokenRequest> {
  const grant = form.get("grant_type");
  if (grant === undefined) return invalid("invalid_request", "grant_type is missing.");
  if (grant !== "client_credentials") {
    return invalid("unsupported_grant_type", "The emulator knows the grant type client_credentials alone.");
  }
  if (!(form.get("scope") ?? "").split(" ").includes(scope)) {
    return invalid("invalid_scope", `The scope has to be ${scope}.`);
  }
  return readTarget(form.get("resource") ?? null, form.get("authorization_details") ?? null);
}

function readTarget(resource: string | null, written: string | null): Read<TokenRequest> {
  if (resource === null && written === null) return { ok: true, value: { resource, details: [] } };
  if (resource === null) return invalid("invalid_request", "authorization_details is there, and resource is missing.");
  if (!directWrites.test(resource)) {
    const form = "api://databricks/workspaces/<workspace id>/zerobusDirectWriteApi";
    return invalid("invalid_target", `The resource has to be ${form}.`);
  }
  const read = written === null ? ({ ok: true, details: [] } as const) : readDetails(written);
  if (!read.ok) return invalid("invalid_authorization_details", read.message);
  return { ok: true, value: { resource, details: read.details } };
}
