import { ProxyError } from "../../network/proxy-error.js";
import {
  exceptionsIn,
  findVariable,
  isExcepted,
  type Environment,
  type Variable,
} from "../../network/proxy-variables.js";

/** A proxy to reach a server through, by CONNECT. */
export interface ConnectProxy {
  /** `host:port` */
  readonly address: string;
  /** `user:password`; null where there is no user. */
  readonly credentials: string | null;
}

/** In the order in which they are looked at; each in lower case first. */
const proxyVariables = ["grpc_proxy", "https_proxy", "all_proxy", "http_proxy"];
const exceptionVariables = ["no_grpc_proxy", "no_proxy"];

/**
 * The proxy that the environment names for a host that is not this machine; null where it names none, or excepts the host.
 * grpc-js would read some of the variables itself, but only in lower case, and takes neither `*` nor an empty entry of
 * `no_proxy` for what they are elsewhere.
 *
 * @throws {ProxyError} for what is not the URL of a proxy with `http://`; gRPC goes through no other.
 */
export function connectProxy(env: Environment, host: string): ConnectProxy | null {
  const variable = findVariable(env, proxyVariables);
  if (variable === null) return null;
  const exceptions = exceptionsIn(findVariable(env, exceptionVariables)?.value ?? "");
  return isExcepted(exceptions, host) ? null : readProxy(variable);
}

function readProxy({ name, value }: Variable): ConnectProxy {
  const text = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "http:" || url.hostname === "") throw new ProxyError(name);
  const { hostname, port, username, password } = url;
  const address = `${hostname}:${port === "" ? "80" : port}`;
  return { address, credentials: username === "" ? null : decoded(`${username}:${password}`, name) };
}

function decoded(text: string, variable: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ProxyError(variable);
  }
}
