import { type Answer, refusal } from "./answer.js";
import type { Head } from "./route.js";

/**
 * Lets in who may drive the emulator: somebody on this machine, and no web page but its own. A page of somebody else shows
 * by `Origin` or `Sec-Fetch-Site`; one whose name was made to lead here (DNS rebinding) shows by `Host`; and one that posts
 * a form cannot send JSON.
 */
export function admitOwner(head: Head): Answer | null {
  if (!head.isLocal) return denied("The control API answers to this machine alone.");
  if (!isLoopbackHost(head.headers.host ?? "")) {
    return denied("The control API answers at 127.0.0.1 or localhost, not under other names.");
  }
  if (!isSameOrigin(head)) return denied("The control API does not answer to other web pages.");
  if (head.method === "POST" && !isJson(head.headers["content-type"] ?? "")) {
    return refusal(415, "INVALID_PARAMETER_VALUE", "Send JSON, with the content type application/json.");
  }
  return null;
}

/**
 * Lets in programs, wherever they run, and keeps web pages out: one whose name was made to lead here could get a token and
 * use it. Programs do not say an origin.
 */
export function admitProgram(head: Head): Answer | null {
  const { origin, host = "" } = head.headers;
  const isFine = isSameOrigin(head) && (origin === undefined || isLoopbackHost(host));
  return isFine ? null : denied("The emulator does not answer to other web pages.");
}

function denied(message: string): Answer {
  return refusal(403, "PERMISSION_DENIED", message);
}

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}

/** Programs send neither header, browsers of today send both where it matters. */
function isSameOrigin({ headers }: Head): boolean {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (origin !== undefined && origin.toLowerCase() !== `http://${headers.host ?? ""}`.toLowerCase()) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

function isJson(contentType: string): boolean {
  return /^application\/json[ \t]*(?:;|$)/i.test(contentType.trim());
}
