import { isLoopback } from "./loopback.js";

/** The origin of a URL that credentials may be sent to, or what is wrong with it in words that follow its name. */
export type ReadOrigin =
  | { readonly ok: true; readonly origin: string; readonly hostname: string }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads the URL of a server; only its origin counts. Plain http is for servers of this machine. What is wrong is said
 * without the URL: it may hold a password.
 */
export function readOrigin(text: string): ReadOrigin {
  const url = parseUrl(text);
  if (url === null) return { ok: false, problem: "has to be a URL that begins with https://" };
  if (url.username !== "" || url.password !== "") {
    return { ok: false, problem: "holds a user name or a password; credentials do not belong into the URL" };
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return { ok: false, problem: "begins with http://, which is for this machine only; write https://" };
  }
  return { ok: true, origin: url.origin, hostname: url.hostname };
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
