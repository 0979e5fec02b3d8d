import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { WorkspaceError } from "./workspace.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** This machine is never behind a proxy, whatever NO_PROXY says: what is meant for it would leave it, in plain text. */
const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The `fetch` to talk to a workspace with: the one of Node, or one that goes through the proxy that the environment names
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and their lower-case forms, which come first; `NO_PROXY` excepts hosts). Where
 * the URL of the proxy cannot be used, every request is rejected with a WorkspaceError that says so.
 */
export async function networkFetch(env: Environment): Promise<typeof fetch> {
  const any = proxyVariable(env, "all_proxy");
  const http = proxyVariable(env, "http_proxy") ?? any;
  const https = proxyVariable(env, "https_proxy") ?? any ?? http;
  const excepted = (variable(env, "no_proxy")?.value ?? "").split(/[,\s]+/);
  if ((http === null && https === null) || excepted.includes("*")) return globalThis.fetch;
  const unusable = [http, https].find((proxy) => proxy !== null && !isProxyUrl(proxy.value));
  if (unusable) return () => Promise.reject(new WorkspaceError(notAProxy(unusable.name)));
  const undici = await import("undici");
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: http?.value ?? "",
    httpsProxy: https?.value ?? "",
    noProxy: [...excepted, ...loopback].join(","),
  });
  const proxied: unknown = (input: string, init?: object) => undici.fetch(input, { ...init, dispatcher });
  // The types of undici and of Node's own copy of it differ in details that a request of ours does not touch.
  return proxied as typeof fetch;
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function variable(env: Environment, name: string): Variable | null {
  for (const spelled of [name, name.toUpperCase()]) {
    const value = env[spelled]?.trim() ?? "";
    if (value !== "") return { name: spelled, value };
  }
  return null;
}

/** A proxy may be named without `http://`, as curl takes it. */
function proxyVariable(env: Environment, name: string): Variable | null {
  const found = variable(env, name);
  if (found === null || found.value.includes("://")) return found;
  return { ...found, value: `http://${found.value}` };
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    // undici decodes both, and its error for what cannot be decoded would be ours to explain.
    decodeURIComponent(username + password);
    return ["http:", "https:", "socks5:", "socks:"].includes(protocol);
  } catch {
    return false;
  }
}

function notAProxy(name: string): ReturnType<typeof diagnostic> {
  const hint = `Write it as http://proxy.example.com:8080, with special characters of a password percent-encoded; or unset it.`;
  return diagnostic("GP5102", `${name} is not the URL of a proxy.`, { hint });
}
