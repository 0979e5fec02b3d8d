import { ProxyError } from "./proxy-error.js";

/** Why there was no answer. */
export type NetworkFailureKind =
  | "unknown-host"
  | "no-name-server"
  | "refused"
  | "cut-off"
  | "no-route"
  | "no-answer"
  | "untrusted"
  | "other-name"
  | "outdated"
  | "not-tls"
  | "not-http"
  | "proxy-refused"
  | "proxy-failed"
  /** See ProxyError. */
  | "not-a-proxy"
  | "unknown";

/** A rejected `fetch`, or a connection error of another client. */
export interface NetworkFailure {
  readonly kind: NetworkFailureKind;
  /** Goes on after what was to be reached: `cannot be reached: the connection is refused`. */
  readonly what: string;
  /** Whether the same request may well succeed a moment later. */
  readonly passing: boolean;
}

type Known = Exclude<NetworkFailureKind, "not-a-proxy" | "unknown">;

const meanings: Readonly<Record<Known, Omit<NetworkFailure, "kind">>> = {
  "unknown-host": { what: "cannot be reached: there is no host of that name", passing: false },
  "no-name-server": { what: "cannot be reached: the name server does not answer", passing: true },
  refused: { what: "cannot be reached: the connection is refused", passing: true },
  "cut-off": { what: "cannot be reached: the connection breaks off", passing: true },
  "no-route": { what: "cannot be reached: there is no route to it", passing: true },
  "no-answer": { what: "does not answer in time", passing: true },
  untrusted: {
    what: "cannot be trusted: no authority that Node knows vouches for its certificate",
    passing: false,
  },
  "other-name": { what: "cannot be trusted: its certificate is for another host", passing: false },
  outdated: { what: "cannot be trusted: its certificate is not valid today", passing: false },
  "not-tls": { what: "cannot be reached: there is no TLS at this port", passing: false },
  "not-http": { what: "cannot be understood: what answers there does not speak HTTP", passing: false },
  "proxy-refused": {
    what: "cannot be reached: the proxy lets nobody through without signing in",
    passing: false,
  },
  "proxy-failed": { what: "cannot be reached: the proxy does not connect to it", passing: true },
};

/** Codes of Node, of its TLS and of undici, and names of errors, with what they stand for. */
const kinds: ReadonlyMap<string, Known> = new Map([
  ["ENOTFOUND", "unknown-host"],
  ["EAI_AGAIN", "no-name-server"],
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "cut-off"],
  ["ECONNABORTED", "cut-off"],
  ["EPIPE", "cut-off"],
  ["UND_ERR_SOCKET", "cut-off"],
  ["EHOSTUNREACH", "no-route"],
  ["ENETUNREACH", "no-route"],
  ["EADDRNOTAVAIL", "no-route"],
  ["ETIMEDOUT", "no-answer"],
  ["UND_ERR_CONNECT_TIMEOUT", "no-answer"],
  ["UND_ERR_HEADERS_TIMEOUT", "no-answer"],
  ["UND_ERR_BODY_TIMEOUT", "no-answer"],
  ["TimeoutError", "no-answer"],
  ["AbortError", "no-answer"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "untrusted"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "untrusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "untrusted"],
  ["UNABLE_TO_GET_ISSUER_CERT", "untrusted"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "untrusted"],
  ["CERT_UNTRUSTED", "untrusted"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "other-name"],
  ["CERT_HAS_EXPIRED", "outdated"],
  ["CERT_NOT_YET_VALID", "outdated"],
  ["EPROTO", "not-tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "not-tls"],
  ["ERR_SSL_PACKET_LENGTH_TOO_LONG", "not-tls"],
]);

/**
 * What a rejected `fetch`, or a driver's connection error, means; a failure of an unknown kind counts as passing. The text
 * of the error is never shown: it may hold the URL of a proxy with its password.
 */
export function networkFailure(error: unknown): NetworkFailure {
  const chain = errorChain(error);
  for (const cause of chain) {
    if (cause instanceof ProxyError) {
      return { kind: "not-a-proxy", what: `cannot be reached: ${withoutPeriod(cause.message)}`, passing: false };
    }
    const kind = kindOf(cause);
    if (kind !== null) return { kind, ...meanings[kind] };
  }
  const code = chain.map(errorCode).find((known) => known !== null);
  const detail = code === undefined ? "" : ` (${code})`;
  return { kind: "unknown", what: `cannot be reached${detail}`, passing: true };
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

function kindOf(error: Error): Known | null {
  const proxyStatus = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return proxyStatus === "407" ? "proxy-refused" : "proxy-failed";
  const code = errorCode(error);
  if (code === null) return kinds.get(error.name) ?? null;
  if (code.startsWith("HPE_")) return "not-http";
  return kinds.get(code) ?? (code.startsWith("CERT_") ? "untrusted" : null);
}

/** The code of an error where it is one: letters, digits and underscores only. */
function errorCode(error: Error): string | null {
  return "code" in error && typeof error.code === "string" && /^\w{1,60}$/.test(error.code) ? error.code : null;
}

/** The error and what is behind it; `fetch` hides the code in `cause`, several addresses of a host in `errors`. */
export function errorChain(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...several].flatMap((behind) => errorChain(behind, depth + 1))];
}
