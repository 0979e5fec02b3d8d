import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { WorkspaceError } from "./workspace.js";

/** What a kind of failure means to the person who meets it. */
interface Failure {
  readonly code: "GP5106" | "GP5107";
  /** Completes `https://… `. */
  readonly what: string;
  readonly hint: string;
  /** Whether the same request may well succeed a moment later. */
  readonly passing: boolean;
}

const checkAddress = "Check the workspace URL (--host, DATABRICKS_HOST or the profile)";
const checkWay = "Check the network, the VPN and the firewall; behind a proxy, set HTTPS_PROXY";

const unknownHost: Failure = {
  code: "GP5106",
  what: "cannot be reached: there is no host of that name",
  hint: `${checkAddress}; a workspace behind a private link has a name only inside its network.`,
  passing: false,
};
const noNameServer: Failure = {
  code: "GP5106",
  what: "cannot be reached: the name server does not answer",
  hint: `${checkWay}.`,
  passing: true,
};
const refused: Failure = {
  code: "GP5106",
  what: "cannot be reached: the connection is refused",
  hint: `${checkAddress} and its port; nothing listens there.`,
  passing: true,
};
const cutOff: Failure = {
  code: "GP5106",
  what: "cannot be reached: the connection breaks off",
  hint: `${checkWay}.`,
  passing: true,
};
const noRoute: Failure = {
  code: "GP5106",
  what: "cannot be reached: there is no route to it",
  hint: `${checkWay}.`,
  passing: true,
};
const noAnswer: Failure = {
  code: "GP5107",
  what: "does not answer in time",
  hint: `${checkWay}.`,
  passing: true,
};
const untrusted: Failure = {
  code: "GP5106",
  what: "cannot be trusted: no authority that Node knows vouches for its certificate",
  hint: "Where a proxy or the company signs the certificates, name the file of its root certificate in NODE_EXTRA_CA_CERTS.",
  passing: false,
};
const otherName: Failure = {
  code: "GP5106",
  what: "cannot be trusted: its certificate is for another host",
  hint: `${checkAddress}.`,
  passing: false,
};
const outdated: Failure = {
  code: "GP5106",
  what: "cannot be trusted: its certificate is not valid today",
  hint: "Check the clock of this machine; where a proxy signs the certificates, its certificate has run out.",
  passing: false,
};
const notTls: Failure = {
  code: "GP5106",
  what: "cannot be reached: there is no TLS at this port",
  hint: "A server of this machine may be named with http://; anything else must speak https.",
  passing: false,
};
const notHttp: Failure = {
  code: "GP5106",
  what: "cannot be understood: what answers there does not speak HTTP",
  hint: `${checkAddress} and its port.`,
  passing: false,
};
const proxyRefused: Failure = {
  code: "GP5106",
  what: "cannot be reached: the proxy lets nobody through without signing in",
  hint: "Put user and password into the URL of the proxy, such as HTTPS_PROXY=http://user:password@proxy:8080.",
  passing: false,
};
const proxyFailed: Failure = {
  code: "GP5106",
  what: "cannot be reached: the proxy does not connect to it",
  hint: "Let the proxy pass this host, or except the host from it with NO_PROXY.",
  passing: true,
};

/** Codes of Node, of its TLS and of undici, and names of errors, with what they stand for. */
const failures: ReadonlyMap<string, Failure> = new Map([
  ["ENOTFOUND", unknownHost],
  ["EAI_AGAIN", noNameServer],
  ["ECONNREFUSED", refused],
  ["ECONNRESET", cutOff],
  ["ECONNABORTED", cutOff],
  ["EPIPE", cutOff],
  ["UND_ERR_SOCKET", cutOff],
  ["EHOSTUNREACH", noRoute],
  ["ENETUNREACH", noRoute],
  ["EADDRNOTAVAIL", noRoute],
  ["ETIMEDOUT", noAnswer],
  ["UND_ERR_CONNECT_TIMEOUT", noAnswer],
  ["UND_ERR_HEADERS_TIMEOUT", noAnswer],
  ["UND_ERR_BODY_TIMEOUT", noAnswer],
  ["TimeoutError", noAnswer],
  ["AbortError", noAnswer],
  ["SELF_SIGNED_CERT_IN_CHAIN", untrusted],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", untrusted],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", untrusted],
  ["UNABLE_TO_GET_ISSUER_CERT", untrusted],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", untrusted],
  ["CERT_UNTRUSTED", untrusted],
  ["ERR_TLS_CERT_ALTNAME_INVALID", otherName],
  ["CERT_HAS_EXPIRED", outdated],
  ["CERT_NOT_YET_VALID", outdated],
  ["EPROTO", notTls],
  ["ERR_SSL_WRONG_VERSION_NUMBER", notTls],
  ["ERR_SSL_PACKET_LENGTH_TOO_LONG", notTls],
]);

/**
 * What a rejected `fetch`, or a driver's connection error, means: GP5107 where the time ran out, GP5106 for everything
 * else. The text of the error is never shown: it may hold the URL of a proxy with its password.
 *
 * @param origin what was to be reached, such as `https://adb-1.2.azuredatabricks.net`
 */
export function describeNetworkFailure(error: unknown, origin: string): Diagnostic {
  for (const cause of causes(error)) {
    if (cause instanceof WorkspaceError) return cause.diagnostic;
    const failure = failureOf(cause);
    if (failure !== null) return diagnostic(failure.code, `${origin} ${failure.what}.`, { hint: failure.hint });
  }
  const code = causes(error)
    .map(codeOf)
    .find((known) => known !== null);
  const detail = code === undefined ? "" : ` (${code})`;
  return diagnostic("GP5106", `${origin} cannot be reached${detail}.`, { hint: `${checkAddress}. ${checkWay}.` });
}

/** Whether sending the request again may help; a failure of an unknown kind is given another try. */
export function isPassingFailure(error: unknown): boolean {
  for (const cause of causes(error)) {
    if (cause instanceof WorkspaceError) return false;
    const failure = failureOf(cause);
    if (failure !== null) return failure.passing;
  }
  return true;
}

function failureOf(error: Error): Failure | null {
  const proxyStatus = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return proxyStatus === "407" ? proxyRefused : proxyFailed;
  const code = codeOf(error);
  if (code === null) return failures.get(error.name) ?? null;
  if (code.startsWith("HPE_")) return notHttp;
  return failures.get(code) ?? (code.startsWith("CERT_") ? untrusted : null);
}

/** The code of an error where it is one: letters, digits and underscores only. */
function codeOf(error: Error): string | null {
  return "code" in error && typeof error.code === "string" && /^\w{1,60}$/.test(error.code) ? error.code : null;
}

/** The error and what is behind it; `fetch` hides the code in `cause`, several addresses of a host in `errors`. */
function causes(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...several].flatMap((behind) => causes(behind, depth + 1))];
}
