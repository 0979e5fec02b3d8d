import type { Buffer } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { type Answer, refusal } from "./answer.js";

/** A request without its body. */
export interface Head {
  readonly method: string;
  /** As sent, percent signs and all; without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Whether it comes from this machine. */
  readonly isLocal: boolean;
}

export interface Call extends Head {
  /** Named parts of the path, decoded. */
  readonly parts: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Method = "GET" | "POST" | "DELETE";

export interface Route {
  readonly method: Method;
  /** Parts in braces are named: `/tables/{name}`. */
  readonly path: string;
  /** Longest body taken, in bytes. */
  readonly maxBody: number;
  /** Refuses a request before its body is read; null lets it in. */
  readonly admit: (head: Head) => Answer | null;
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

export type Found =
  | { readonly kind: "route"; readonly route: Route; readonly parts: Readonly<Record<string, string>> }
  | { readonly kind: "none"; readonly answer: Answer };

/** The route of a request, or what to answer where there is none. HEAD goes where GET does. */
export function findRoute(routes: readonly Route[], { method, path }: Head): Found {
  const matching = routes.flatMap((route) => {
    const parts = matchPath(route.path, path);
    return parts === null ? [] : { route, parts };
  });
  const wanted = method === "HEAD" ? "GET" : method;
  const found = matching.find(({ route }) => route.method === wanted);
  if (found !== undefined) return { kind: "route", ...found };
  if (matching.length === 0) {
    return { kind: "none", answer: refusal(404, "ENDPOINT_NOT_FOUND", "The emulator has nothing at this path.") };
  }
  const allow = matching.map(({ route }) => route.method).join(", ");
  const message = `This path takes ${allow}.`;
  return { kind: "none", answer: refusal(405, "METHOD_NOT_ALLOWED", message, { allow }) };
}

/** The named parts of a path; null where it is another one, or has a part that cannot be decoded. */
function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const parts: [string, string][] = [];
  for (const [index, step] of wanted.entries()) {
    const [, name] = /^\{(\w+)\}$/.exec(step) ?? [];
    const text = decodePart(given[index] ?? "");
    if (text === null || (name === undefined && text !== step) || (name !== undefined && text === "")) return null;
    if (name !== undefined) parts.push([name, text]);
  }
  return Object.fromEntries(parts);
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** For routes that anybody may use. */
export function admitAll(): null {
  return null;
}
