import { ProxyError } from "./proxy-error.js";
import { exceptionsIn, findVariable, loopbackNames, type Environment, type Variable } from "./proxy-variables.js";

export interface NetworkOptions {
  /** Certificates in PEM to trust instead of those that Node knows; null for Node's. */
  readonly ca: string | null;
}

/**
 * The `fetch` to talk to other machines with: the one of Node, or one that goes through the proxy that the environment names
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and their lower-case forms, which come first; `NO_PROXY` excepts hosts) and
 * trusts the certificates of `ca`. Where the URL of the proxy cannot be used, every request is rejected with a ProxyError.
 */
export async function networkFetch(env: Environment, { ca }: NetworkOptions = { ca: null }): Promise<typeof fetch> {
  const proxies = readProxies(env);
  if (proxies === null && ca === null) return globalThis.fetch;
  const unusable = [proxies?.http, proxies?.https].find((proxy) => proxy != null && !isProxyUrl(proxy.value));
  if (unusable != null) return () => Promise.reject(new ProxyError(unusable.name));
  const undici = await import("undici");
  const tls = ca === null ? {} : { connect: { ca }, requestTls: { ca }, proxyTls: { ca } };
  const dispatcher = new undici.EnvHttpProxyAgent({
    ...tls,
    // What is left out, undici would read from the environment of the process.
    httpProxy: proxies?.http?.value ?? "",
    httpsProxy: proxies?.https?.value ?? "",
    noProxy: [...(proxies?.excepted ?? []), ...loopbackNames].join(","),
  });
  const dispatched: unknown = (input: string, init?: object) => undici.fetch(input, { ...init, dispatcher });
  // The types of undici and of Node's own copy of it differ in details that a request of ours does not touch.
  return dispatched as typeof fetch;
}

interface Proxies {
  readonly http: Variable | null;
  readonly https: Variable | null;
  /** Hosts that are reached without them. */
  readonly excepted: readonly string[];
}

/** The proxies that the environment names; null where it names none, or excepts every host. */
function readProxies(env: Environment): Proxies | null {
  const any = proxyVariable(env, "all_proxy");
  const http = proxyVariable(env, "http_proxy") ?? any;
  const https = proxyVariable(env, "https_proxy") ?? any ?? http;
  const excepted = exceptionsIn(findVariable(env, ["no_proxy"])?.value ?? "");
  return (http === null && https === null) || excepted.includes("*") ? null : { http, https, excepted };
}

/** A proxy may be named without `http://`, as curl takes it. */
function proxyVariable(env: Environment, name: string): Variable | null {
  const found = findVariable(env, [name]);
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
