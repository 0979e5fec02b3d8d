import { Buffer } from "node:buffer";
import { jsonObject, readBody } from "./body.js";
import { isHeaderSafe, lowerCaseHeaders, retryAfter } from "./headers.js";
import { cut, repeatsSecret } from "./server-text.js";

/** A request for a token by the client credentials grant of OAuth 2 (RFC 6749, section 4.4). */
export interface ClientCredentials {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where id and secret stand: in an Authorization header, or in the body. */
  readonly style: "header" | "body";
  /** What the token is for: `scope`, and more where the server asks for it. */
  readonly form: Readonly<Record<string, string>>;
  /** More headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A token as it was issued. */
export interface IssuedToken {
  readonly value: string;
  /** Milliseconds until it expires, counted from when it was issued. */
  readonly lifetime: number;
}

/** What came of the request. */
export type TokenAnswer =
  | { readonly kind: "issued"; readonly token: IssuedToken }
  /** There was no answer; see `networkFailure`. */
  | { readonly kind: "unreachable"; readonly error: unknown }
  /** The server is overloaded or broken; `pause` is what it asks for in milliseconds, null where it does not say. */
  | { readonly kind: "unavailable"; readonly status: number; readonly pause: number | null }
  /** The server gives this client no such token; `reason` is what it says of it, without the credentials. */
  | { readonly kind: "refused"; readonly status: number; readonly error: string | null; readonly reason: string }
  /** Whatever answers there does not issue tokens. */
  | { readonly kind: "no_endpoint"; readonly status: number };

/** Longest wait for one answer, in milliseconds. */
const patience = 30_000;

/** Longest answer taken, in bytes. */
const maxAnswer = 1024 * 1024;

/** Where an answer says nothing about it, a token lives as long as those of Databricks and Entra do. */
const usualLifetime = 3_600_000;

/** Asks for a token once, waiting 30 seconds at most. Never rejects: an aborted signal is an answer that did not come. */
export async function requestClientToken(
  request: ClientCredentials,
  send: typeof fetch,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  try {
    const answer = await send(request.url, {
      ...messageOf(request),
      method: "POST",
      // Followed, a redirect would take the secret to another host.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    return readAnswer(answer, jsonObject(await readBody(answer, maxAnswer)) ?? {}, request);
  } catch (error) {
    return { kind: "unreachable", error };
  }
}

function messageOf(request: ClientCredentials): Pick<RequestInit, "headers" | "body"> {
  const { clientId, clientSecret, style } = request;
  const form = { grant_type: "client_credentials", ...request.form };
  const headers = {
    ...lowerCaseHeaders(request.headers),
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (style === "header") {
    return { headers: { ...headers, authorization: basic(request) }, body: new URLSearchParams(form).toString() };
  }
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
  return { headers, body: body.toString() };
}

/** Id and secret are form-encoded before they are joined by a colon (RFC 6749, section 2.3.1). */
function basic({ clientId, clientSecret }: ClientCredentials): string {
  return `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString("base64")}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function readAnswer(
  answer: Response,
  fields: Readonly<Record<string, unknown>>,
  request: ClientCredentials,
): TokenAnswer {
  const { status } = answer;
  if (answer.ok) {
    const token = readToken(fields);
    return token === null ? { kind: "no_endpoint", status } : { kind: "issued", token };
  }
  if (status === 429 || status === 408 || status >= 500) {
    return { kind: "unavailable", status, pause: retryAfter(answer.headers) };
  }
  const isRefusal = typeof fields["error"] === "string" || status === 401 || status === 403;
  return isRefusal ? refusal(status, fields, request) : { kind: "no_endpoint", status };
}

function readToken(fields: Readonly<Record<string, unknown>>): IssuedToken | null {
  const value = fields["access_token"];
  if (typeof value !== "string" || !isHeaderSafe(value)) return null;
  // Entra writes the seconds as a string in some versions.
  const seconds = Number(fields["expires_in"]);
  return { value, lifetime: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : usualLifetime };
}

function refusal(status: number, fields: Readonly<Record<string, unknown>>, request: ClientCredentials): TokenAnswer {
  const error = speakable(fields["error"], request);
  const description = speakable(fields["error_description"], request);
  const reason = [error ?? `HTTP ${status}`, ...(description === null ? [] : [`"${description}"`])].join(", ");
  return { kind: "refused", status, error, reason };
}

/** One short line of what a server says; null where it repeats the credentials. */
function speakable(text: unknown, request: ClientCredentials): string | null {
  if (typeof text !== "string") return null;
  const [line = ""] = text.split(/[\r\n]| Trace ID: /);
  const clean = line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .replace(/\.$/, "");
  const secrets = [request.clientSecret, formEncoded(request.clientSecret), basic(request).slice("Basic ".length)];
  return clean === "" || repeatsSecret(text, secrets) ? null : cut(clean, 201);
}
