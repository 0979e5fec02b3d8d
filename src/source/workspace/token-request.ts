import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import {
  type ClientCredentials,
  type IssuedToken,
  requestClientToken,
  type TokenAnswer,
} from "../../network/client-credentials.js";
import { describeNetworkFailure, isPassingFailure } from "./network-failure.js";
import { WorkspaceError, type WorkspaceWorld } from "./workspace.js";

/** Who asks for a token, and what for. */
export interface TokenRequest extends Omit<ClientCredentials, "form" | "headers"> {
  readonly scope: string;
  /** What the credentials are and where they come from, without anything secret. */
  readonly description: string;
  /** What to do where they are refused. */
  readonly hint: string;
}

/** Longest wait for the next try, in milliseconds. */
const patience = 30_000;
const tries = 4;
const firstPause = 1_000;

type Failed = Exclude<TokenAnswer, { readonly kind: "issued" }>;

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
  const credentials = { ...request, form: { scope: request.scope }, headers: {} };
  for (let attempt = 1; ; attempt++) {
    const answer = await requestClientToken(credentials, world.fetch, signal);
    if (answer.kind === "issued") return answer.token;
    signal.throwIfAborted();
    if (!isPassing(answer) || attempt === tries) throw new WorkspaceError(describe(answer, request));
    const pause = firstPause * 2 ** (attempt - 1) * (0.5 + world.random() / 2);
    const asked = answer.kind === "unavailable" ? (answer.pause ?? 0) : 0;
    await world.sleep(Math.min(patience, Math.max(pause, asked)), signal);
  }
}

function isPassing(answer: Failed): boolean {
  return answer.kind === "unavailable" || (answer.kind === "unreachable" && isPassingFailure(answer.error));
}

function describe(answer: Failed, request: TokenRequest): Diagnostic {
  const { origin } = new URL(request.url);
  switch (answer.kind) {
    case "unreachable":
      return describeNetworkFailure(answer.error, origin);
    case "unavailable":
      return diagnostic("GP5108", `${origin} keeps failing to issue a token (HTTP ${answer.status}).`, {
        hint: "Try again later; the status page of the cloud says whether there is an outage.",
      });
    case "refused":
      return diagnostic("GP5103", `The ${request.description} is refused: ${answer.reason}.`, { hint: request.hint });
    case "no_endpoint":
      return diagnostic("GP5109", `${origin} does not answer like an OAuth token endpoint (HTTP ${answer.status}).`, {
        hint: "Check that the host is a workspace, and that no proxy or login page answers in its place.",
      });
  }
}
