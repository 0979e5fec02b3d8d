import { networkFailure, type NetworkFailureKind } from "../network/network-failure.js";
import { proxyAdvice } from "../network/proxy-error.js";
import { statusError, type ZerobusError, type ZerobusPlace } from "../zerobus/zerobus-error.js";

const advice: ReadonlyMap<NetworkFailureKind, string> = new Map([
  [
    "untrusted",
    "Name the file of the root certificate in NODE_EXTRA_CA_CERTS, or give it to the producer as the option ca.",
  ],
  ["proxy-refused", "Put user and password into the URL of the proxy."],
  ["not-a-proxy", proxyAdvice],
]);

/**
 * The error of a rejected `fetch`: UNAVAILABLE, or INVALID_ARGUMENT where the URL of the proxy is wrong. Neither the text of
 * what was thrown nor the error itself is passed on: they may hold the URL of a proxy with its password.
 *
 * @param origin what was to be reached
 */
export function networkError(error: unknown, origin: string, place: ZerobusPlace): ZerobusError {
  const { kind, what } = networkFailure(error);
  const hint = advice.get(kind);
  const text = `${origin} ${what}.${hint === undefined ? "" : ` ${hint}`}`;
  return statusError(kind === "not-a-proxy" ? "INVALID_ARGUMENT" : "UNAVAILABLE", text, place);
}
