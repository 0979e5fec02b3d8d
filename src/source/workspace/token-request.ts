import { Buffer } from "node:buffer";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { describeNetworkFailure, isPassingFailure } from "./network-failure.js";
import type { IssuedToken } from "./token-source.js";
import { WorkspaceError, type WorkspaceWorld } from "./workspace.js";

/** A request for a token by the client credentials grant of OAuth 2 (RFC 6749, section 4.4). */
export interface TokenRequest {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Where id and secret stand: in an Authorization header, or in the body. */
  readonly style: "header" | "body";
  /** What the credentials are and where they come from, without anything secret. */
  readonly description: string;
  /** What to do where they are refused. */
  readonly hint: string;
}

/** Longest wait for one answer, and for the next try, in milliseconds. */
const patience = 30_000;
const tries = 4;
const firstPause = 1_000;

/** Where an answer says nothing about it, a token lives as long as those of Databricks and Entra do. */
const usualLifetime = 3_600_000;

/** What became of one try. */
type Outcome =
  | { readonly kind: "issued"; readonly token: IssuedToken }
  | { readonly kind: "failed"; readonly problem: Diagnostic; readonly again: boolean; readonly pause: number | null };

/**
 * A new token. Failures that may pass are tried again, with growing pauses.
 *
 * @throws WorkspaceError where there is none to be had, or the reason of the signal.
 */
export async function requestToken(
  request: TokenRequest,
  world: WorkspaceWorld,
  signal: AbortSignal,
): Promise<IssuedToken> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(request, world, signal);
    if (outcome.kind === "issued") return outcome.token;
    signal.throwIfAborted();
    if (!outcome.again || attempt === tries) throw new WorkspaceError(outcome.problem);
    const pause = firstPause * 2 ** (attempt - 1) * (0.5 + world.random() / 2);
    await world.sleep(Math.min(patience, Math.max(pause, outcome.pause ?? 0)), signal);
  }
}

async function tryOnce(request: TokenRequest, world: WorkspaceWorld, signal: AbortSignal): Promise<Outcome> {
  const { origin } = new URL(request.url);
  try {
    const answer = await world.fetch(request.url, {
      ...messageOf(request),
      method: "POST",
      // Followed, a redirect would take the secret to another host.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    return readAnswer(answer, await answer.text(), request);
  } catch (error) {
    const problem = describeNetworkFailure(error, origin);
    return { kind: "failed", problem, again: isPassingFailure(error), pause: null };
  }
}

function messageOf(request: TokenRequest): Pick<RequestInit, "headers" | "body"> {
  const { clientId, clientSecret, scope } = request;
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  const form = { grant_type: "client_credentials", scope };
  if (request.style === "header") {
    return { headers: { ...headers, authorization: basic(request) }, body: new URLSearchParams(form).toString() };
  }
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
  return { headers, body: body.toString() };
}

/** Id and secret are form-encoded before they are joined by a colon (RFC 6749, section 2.3.1). */
function basic({ clientId, clientSecret }: TokenRequest): string {
  return `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString("base64")}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function readAnswer(answer: Response, text: string, request: TokenRequest): Outcome {
  const fields = jsonObject(text);
  if (answer.ok) return readToken(fields, request);
  const { status } = answer;
  const { origin } = new URL(request.url);
  if (status === 429 || status === 408 || status >= 500) {
    const problem = diagnostic("GP5108", `${origin} keeps failing to issue a token (HTTP ${status}).`, {
      hint: "Try again later; the status page of the cloud says whether there is an outage.",
    });
    return { kind: "failed", problem, again: true, pause: retryAfter(answer) };
  }
  const isRefusal = typeof fields["error"] === "string" || status === 401 || status === 403;
  const problem = isRefusal ? refusal(status, fields, request) : noEndpoint(origin, status);
  return { kind: "failed", problem, again: false, pause: null };
}

function readToken(fields: Readonly<Record<string, unknown>>, request: TokenRequest): Outcome {
  const value = fields["access_token"];
  if (typeof value === "string" && isHeaderSafe(value)) {
    // Entra writes the seconds as a string in some versions.
    const seconds = Number(fields["expires_in"]);
    const lifetime = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : usualLifetime;
    return { kind: "issued", token: { value, lifetime } };
  }
  return { kind: "failed", problem: noEndpoint(new URL(request.url).origin, 200), again: false, pause: null };
}

/** Whether a token can stand in a header; the error of a header that cannot be sent would show it. */
export function isHeaderSafe(token: string): boolean {
  return /^[!-~]+$/.test(token);
}

function noEndpoint(origin: string, status: number): Diagnostic {
  const hint = "Check that the host is a workspace, and that no proxy or login page answers in its place.";
  return diagnostic("GP5109", `${origin} does not answer like an OAuth token endpoint (HTTP ${status}).`, { hint });
}

function refusal(status: number, fields: Readonly<Record<string, unknown>>, request: TokenRequest): Diagnostic {
  const code = speakable(fields["error"], request);
  const description = speakable(fields["error_description"], request);
  const reason = [code ?? `HTTP ${status}`, ...(description === null ? [] : [`"${description}"`])].join(", ");
  return diagnostic("GP5103", `The ${request.description} is refused: ${reason}.`, { hint: request.hint });
}

/** One short line of what a server says; null where it repeats the credentials. */
function speakable(text: unknown, request: TokenRequest): string | null {
  if (typeof text !== "string") return null;
  const [line = ""] = text.split(/[\r\n]| Trace ID: /);
  const clean = line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .replace(/\.$/, "");
  const secrets = [request.clientSecret, formEncoded(request.clientSecret), basic(request).slice("Basic ".length)];
  if (clean === "" || secrets.some((secret) => bare(text).includes(bare(secret)))) return null;
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}

/** What is left of a text in every way of quoting it. */
function bare(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, "");
}

/** Milliseconds that the server asks to wait; null where it does not say, or names a date. */
function retryAfter(answer: Response): number | null {
  const seconds = answer.headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

/** The fields of a JSON object; none where the text is anything else. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { ...json } : {};
  } catch {
    return {};
  }
}
