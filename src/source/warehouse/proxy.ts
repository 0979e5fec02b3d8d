import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import {
  exceptionsIn,
  findVariable,
  isExcepted,
  loopbackNames,
  type Environment,
} from "../../network/proxy-variables.js";
import { WorkspaceError } from "../workspace/workspace.js";

/** A proxy as the driver takes it: name and password as they stand in its URL. */
export interface Proxy {
  readonly protocol: "http" | "https" | "socks" | "socks5";
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
}

const ports = { http: 80, https: 443, socks: 1080, socks5: 1080 } as const;

/**
 * The proxy for HTTPS requests to a host: that of `HTTPS_PROXY`, `ALL_PROXY` or `HTTP_PROXY`, lower-case forms first, unless
 * `NO_PROXY` excepts the host.
 *
 * @throws WorkspaceError where the variable holds no URL of a proxy.
 */
export function proxyOf(env: Environment, host: string): Proxy | null {
  const variable = findVariable(env, ["https_proxy", "all_proxy", "http_proxy"]);
  const exceptions = exceptionsIn(findVariable(env, ["no_proxy"])?.value ?? "");
  if (variable === null || isExcepted([...exceptions, ...loopbackNames], host)) return null;
  const proxy = proxyAt(variable.value);
  // The value is not shown: it may hold a password.
  if (proxy === null) throw new WorkspaceError(notAProxy(variable.name.toUpperCase()));
  return proxy;
}

function proxyAt(text: string): Proxy | null {
  const address = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(address)) return null;
  const { protocol: scheme, hostname, port, username, password } = new URL(address);
  const protocol = scheme.slice(0, -1);
  if (!isProtocol(protocol)) return null;
  const auth = username === "" ? {} : { auth: { username, password } };
  return { protocol, host: hostname, port: port === "" ? ports[protocol] : Number(port), ...auth };
}

function isProtocol(text: string): text is Proxy["protocol"] {
  return Object.hasOwn(ports, text);
}

function notAProxy(variable: string) {
  const message = `The variable ${variable} does not hold the URL of a proxy.`;
  return diagnostic("GP5102", message, { hint: "Write it as http://proxy.example.com:8080, or unset it." });
}
