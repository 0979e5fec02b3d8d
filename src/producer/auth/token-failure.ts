import type { TokenAnswer } from "../../network/client-credentials.js";
import { networkError } from "../../transport/network-error.js";
import { statusError, ZerobusError, type ZerobusPlace, type ZerobusStatus } from "../../zerobus/zerobus-error.js";

/** Why there is no token; a final one will not be had later either. */
export function tokenError(
  status: ZerobusStatus,
  text: string,
  place: ZerobusPlace,
  { retryable }: { readonly retryable: boolean },
): ZerobusError {
  const { message, code } = statusError(status, text, place);
  return new ZerobusError(message, { ...place, status, code, retryable });
}

/** What an answer without a token means. */
export function tokenFailure(
  answer: Exclude<TokenAnswer, { readonly kind: "issued" }>,
  origin: string,
  place: ZerobusPlace,
): ZerobusError {
  switch (answer.kind) {
    case "unreachable":
      return networkError(answer.error, origin, place);
    case "unavailable": {
      const asked = answer.pause === null ? "" : `; it asks to wait ${answer.pause / 1_000} s`;
      const text = `${origin} issues no token at the moment (HTTP ${answer.status}${asked}).`;
      return tokenError("UNAVAILABLE", text, place, { retryable: true });
    }
    case "refused": {
      const text = `${origin} gives the service principal no token: ${answer.reason}. ${whatToCheck(answer, place)}`;
      return tokenError("UNAUTHENTICATED", text, place, { retryable: false });
    }
    case "no_endpoint": {
      const text = `${origin} does not answer like an OAuth token endpoint (HTTP ${answer.status}). Check workspaceUrl, and that no proxy or login page answers in its place.`;
      // A page in the place of an answer may be that of a maintenance.
      const isPage = answer.status < 300;
      return tokenError(isPage ? "UNAVAILABLE" : "UNAUTHENTICATED", text, place, { retryable: isPage });
    }
  }
}

function whatToCheck(
  { status, error }: { readonly status: number; readonly error: string | null },
  { table }: ZerobusPlace,
): string {
  if (table === null || status === 401 || error === "invalid_client") {
    return "Check clientId and clientSecret: the secret may have run out or be another principal's, and the principal must be added to this workspace.";
  }
  return "Check the name of the table, the endpoint, whose host begins with the id of the workspace, and the grants of the service principal: USE CATALOG, USE SCHEMA, and SELECT and MODIFY on the table itself.";
}

/** The waiting for a token was ended by its signal. */
export function abortedError({ reason }: AbortSignal, place: ZerobusPlace): ZerobusError {
  if (reason instanceof ZerobusError) return reason;
  const isTimeout = reason instanceof Error && reason.name === "TimeoutError";
  return statusError(isTimeout ? "DEADLINE_EXCEEDED" : "CANCELLED", "There was no token yet.", place);
}

/** The caller's own function has thrown. Neither its text nor its code is passed on, for they may hold a secret. */
export function providerError(thrown: unknown, place: ZerobusPlace): ZerobusError {
  const what = thrown instanceof Error ? ` (${thrown.constructor.name})` : "";
  const text = `auth.token failed${what}; what it says is left out, for it may hold a secret.`;
  return tokenError("UNAUTHENTICATED", text, place, { retryable: true });
}
