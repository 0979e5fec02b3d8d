import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { isHeaderSafe } from "../../network/headers.js";
import type { Settings } from "./settings.js";
import { requestToken, type TokenRequest } from "./token-request.js";
import { tokenSource } from "./token-source.js";
import type { Credentials, WorkspaceWorld } from "./workspace.js";

/** Credentials for a server that asks for none. */
export const anonymous: Credentials = {
  description: "no credentials",
  headers: () => Promise.resolve({}),
  renew: () => false,
};

/** A token that its owner has made in the workspace; there is no other to be had. */
export function personalCredentials(settings: Settings, description: string): Credentials | Diagnostic {
  const token = settings.get("token");
  if (token === undefined || !isHeaderSafe(token.value)) {
    const hint =
      "A token is one word of ASCII letters, digits and signs; copy it again, without quotes or line breaks.";
    return diagnostic("GP5102", `The ${description} has characters that no token has.`, { hint });
  }
  const headers = { Authorization: `Bearer ${token.value}` };
  return { description, headers: () => Promise.resolve(headers), renew: () => false };
}

/** A service principal of Databricks, which gets its tokens from the workspace itself. */
export function oauthCredentials(
  settings: Settings,
  origin: string,
  description: string,
  world: WorkspaceWorld,
): Credentials {
  const request: TokenRequest = {
    url: `${origin}/oidc/v1/token`,
    clientId: settings.get("client_id")?.value ?? "",
    clientSecret: settings.get("client_secret")?.value ?? "",
    scope: "all-apis",
    style: "header",
    description,
    hint: "Check id and secret: the secret may have run out or be another principal's, and the principal must be added to this workspace.",
  };
  const tokens = tokenSource((signal) => requestToken(request, world, signal), world.now);
  return {
    description,
    headers: async (signal) => ({ Authorization: `Bearer ${await tokens.token(signal)}` }),
    renew: tokens.renew,
  };
}
