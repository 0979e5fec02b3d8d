import { unlessAborted } from "../../async/shared-work.js";
import { type IssuedToken, requestClientToken } from "../../network/client-credentials.js";
import { headerProblem, isHeaderSafe } from "../../network/headers.js";
import { type ReadOrigin, readOrigin } from "../../network/origin.js";
import type { ZerobusPlace } from "../../zerobus/zerobus-error.js";
import type { Auth, ServicePrincipal, TokenProvider } from "./auth.js";
import { cachedTokens } from "./cached-tokens.js";
import { ingestForm, workspaceForm } from "./ingest-grant.js";
import { abortedError, providerError, tokenError, tokenFailure } from "./token-failure.js";

/** Tokens for the streams of one table. */
export interface TokenSource {
  /**
   * Value of the Authorization header; cached, and renewed before the token expires. Rejects with a ZerobusError, also
   * where the signal is aborted: that ends the waiting of this caller, not of others.
   */
  readonly authorization: (signal: AbortSignal) => Promise<string>;
  /** The service refused the last one: the next is a new one. */
  readonly discard: () => void;
}

/** Who issues the tokens. */
export interface WorkspacePlace {
  readonly workspaceUrl: string;
  /** Sent with every request for a token, beside those of OAuth. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the tokens are for. */
export interface TokenPlace extends WorkspacePlace {
  readonly endpoint: string;
  /** `catalog.schema.table` */
  readonly table: string;
}

/** What asking for tokens needs from the world around it. */
export interface TokenWorld {
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Asks the workspace once. Rejects with a ZerobusError. */
type Issue = (signal: AbortSignal) => Promise<IssuedToken>;

/** Tokens to write to one table with. */
export function openTokenSource(auth: Auth, place: TokenPlace, world: TokenWorld): TokenSource {
  const about: ZerobusPlace = { table: place.table, streamId: null };
  if ("token" in auth) return provided(auth, about);
  return issued(
    async (signal) => {
      const endpoint = checkedOrigin("endpoint", place.endpoint, about);
      const form = ingestForm(endpoint.hostname, place.table);
      if (form === null) throw misuse("The name of the table has to be catalog.schema.table.", about);
      return await issueToken(auth, form, place, about, world, signal);
    },
    about,
    world,
  );
}

/** Tokens for the APIs of the workspace, such as Files, which take none that is for writing to a table. */
export function openWorkspaceTokenSource(auth: Auth, place: WorkspacePlace, world: TokenWorld): TokenSource {
  const about: ZerobusPlace = { table: null, streamId: null };
  if ("token" in auth) return provided(auth, about);
  return issued((signal) => issueToken(auth, workspaceForm, place, about, world, signal), about, world);
}

/** A token of the caller's own. Each call asks for it anew: how long it is good is not known. */
function provided({ token }: TokenProvider, about: ZerobusPlace): TokenSource {
  return {
    authorization: async (signal) => {
      if (signal.aborted) throw abortedError(signal, about);
      const value = typeof token === "function" ? await callProvider(token, about, signal) : token;
      if (isToken(value)) return `Bearer ${value}`;
      const text =
        'auth.token is no token: one is a word of ASCII letters, digits and signs, here without "Bearer" before it.';
      throw tokenError("UNAUTHENTICATED", text, about, { retryable: false });
    },
    discard: () => undefined,
  };
}

function isToken(value: unknown): value is string {
  return typeof value === "string" && isHeaderSafe(value);
}

async function callProvider(
  call: Exclude<TokenProvider["token"], string>,
  about: ZerobusPlace,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await unlessAborted(
      Promise.resolve().then(() => call()),
      signal,
    );
  } catch (error) {
    throw signal.aborted ? abortedError(signal, about) : providerError(error, about);
  }
}

function issued(issue: Issue, about: ZerobusPlace, { now }: TokenWorld): TokenSource {
  const tokens = cachedTokens(issue, now);
  return {
    authorization: async (signal) => {
      try {
        return `Bearer ${await tokens.token(signal)}`;
      } catch (error) {
        throw signal.aborted ? abortedError(signal, about) : error;
      }
    },
    discard: tokens.discard,
  };
}

async function issueToken(
  { clientId, clientSecret }: ServicePrincipal,
  form: Readonly<Record<string, string>>,
  { workspaceUrl, headers }: WorkspacePlace,
  about: ZerobusPlace,
  world: TokenWorld,
  signal: AbortSignal,
): Promise<IssuedToken> {
  const { origin } = checkedOrigin("workspaceUrl", workspaceUrl, about);
  if (![clientId, clientSecret].every(isGiven)) throw misuse("auth needs a clientId and a clientSecret.", about);
  const problem = headerProblem(headers);
  if (problem !== null) throw misuse(problem, about);
  const request = { url: `${origin}/oidc/v1/token`, clientId, clientSecret, style: "header", form, headers } as const;
  const answer = await requestClientToken(request, world.fetch, signal);
  if (answer.kind === "issued") return answer.token;
  throw tokenFailure(answer, origin, about);
}

/** Settings often come from the environment, where they may be missing whatever their type says. */
function isGiven(text: unknown): boolean {
  return typeof text === "string" && text !== "";
}

function checkedOrigin(option: string, url: string, about: ZerobusPlace): Extract<ReadOrigin, { readonly ok: true }> {
  const read = readOrigin(url);
  if (read.ok) return read;
  throw misuse(`${option} ${read.problem}.`, about);
}

function misuse(text: string, about: ZerobusPlace) {
  return tokenError("INVALID_ARGUMENT", text, about, { retryable: false });
}
