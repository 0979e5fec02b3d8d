import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { errorChain, networkFailure, type NetworkFailureKind } from "../../network/network-failure.js";
import { proxyAdvice, ProxyError } from "../../network/proxy-error.js";
import { WorkspaceError } from "./workspace.js";

const checkAddress = "Check the workspace URL (--host, DATABRICKS_HOST or the profile)";
const checkWay = "Check the network, the VPN and the firewall; behind a proxy, set HTTPS_PROXY";

/** What the person who meets a failure can do about it. */
const hints: Readonly<Record<NetworkFailureKind, string>> = {
  "unknown-host": `${checkAddress}; a workspace behind a private link has a name only inside its network.`,
  "no-name-server": `${checkWay}.`,
  refused: `${checkAddress} and its port; nothing listens there.`,
  "cut-off": `${checkWay}.`,
  "no-route": `${checkWay}.`,
  "no-answer": `${checkWay}.`,
  untrusted:
    "Where a proxy or the company signs the certificates, name the file of its root certificate in NODE_EXTRA_CA_CERTS.",
  "other-name": `${checkAddress}.`,
  outdated: "Check the clock of this machine; where a proxy signs the certificates, its certificate has run out.",
  "not-tls": "A server of this machine may be named with http://; anything else must speak https.",
  "not-http": `${checkAddress} and its port.`,
  "proxy-refused":
    "Put user and password into the URL of the proxy, such as HTTPS_PROXY=http://user:password@proxy:8080.",
  "proxy-failed": "Let the proxy pass this host, or except the host from it with NO_PROXY.",
  "not-a-proxy": proxyAdvice,
  unknown: `${checkAddress}. ${checkWay}.`,
};

/**
 * What a rejected `fetch`, or a driver's connection error, means: GP5107 where the time ran out, GP5102 where the URL of the
 * proxy cannot be used, GP5106 for everything else. The text of the error is never shown: it may hold the URL of a proxy
 * with its password.
 *
 * @param origin what was to be reached, such as `https://adb-1.2.azuredatabricks.net`
 */
export function describeNetworkFailure(error: unknown, origin: string): Diagnostic {
  for (const cause of errorChain(error)) {
    if (cause instanceof WorkspaceError) return cause.diagnostic;
    if (cause instanceof ProxyError) return diagnostic("GP5102", cause.message, { hint: proxyAdvice });
  }
  const { kind, what } = networkFailure(error);
  return diagnostic(kind === "no-answer" ? "GP5107" : "GP5106", `${origin} ${what}.`, { hint: hints[kind] });
}

/** Whether sending the request again may help; a failure of an unknown kind is given another try. */
export function isPassingFailure(error: unknown): boolean {
  return !errorChain(error).some((cause) => cause instanceof WorkspaceError) && networkFailure(error).passing;
}
