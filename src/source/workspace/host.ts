import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { isLoopback } from "../../network/loopback.js";
import type { Setting } from "./settings.js";

const hint =
  "Give the URL of the workspace as the browser shows it, such as https://adb-1234567890123456.7.azuredatabricks.net.";

/** The origin of a workspace, or what is wrong with what should be one. */
export type ParsedHost =
  { readonly origin: string; readonly problem: null } | { readonly origin: null; readonly problem: Diagnostic };

/**
 * Origin of the workspace that a setting names: a host with or without `https://`, or a URL copied from the browser, of
 * which only the origin counts. Plain http is for servers of this machine, and what they speak where no scheme is given.
 * What is wrong is said without the value: a URL may hold a password, and a token is easily pasted in its place.
 */
export function parseHost({ value, place }: Setting): ParsedHost {
  const url = parseUrl(value);
  if (url === null) return problem(`${place} is not the URL of a workspace.`, hint);
  if (url.username !== "" || url.password !== "") {
    return problem(`${place} holds a user name or a password; credentials do not belong into the URL.`, hint);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    const why = "A token sent over plain http can be read by everybody on the way; http:// is for this machine only.";
    return problem(`${place} begins with http://.`, `${why} Write https://.`);
  }
  if (/^accounts(?:-dod)?\./.test(url.hostname)) {
    return problem(`${place} is the account console, which has no tables.`, hint);
  }
  return { origin: url.origin, problem: null };
}

/** Whether an origin that `parseHost` made is a server of this machine that speaks plain http. */
export function isLocalServer(origin: string): boolean {
  return origin.startsWith("http://");
}

function parseUrl(text: string): URL | null {
  if (/^[/\\]|[\s\p{Cc}]/u.test(text) || looksLikeToken(text)) return null;
  try {
    if (/^https?:/i.test(text)) return new URL(text);
    if (text.includes("://")) return null;
    const url = new URL(`https://${text}`);
    if (isLoopback(url.hostname)) return new URL(`http://${text}`);
    // A bare word is a slip, and may be a secret that is not to be shown as a host.
    return /[.:]/.test(url.hostname) ? url : null;
  } catch {
    return null;
  }
}

/** Personal access tokens and secrets of service principals begin with `dapi`, `dose` or the like, JSON Web Tokens with `eyJ`. */
function looksLikeToken(text: string): boolean {
  return /^(?:d[a-z]{3}[0-9a-f]{24,}|eyJ[\w-]{8,})/.test(text);
}

function problem(message: string, advice: string): ParsedHost {
  return { origin: null, problem: diagnostic("GP5102", message, { hint: advice }) };
}
