/** The environment names a proxy by something that is not the URL of one. Nothing of the URL is told: it may hold a password. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  /** The environment variable, as it is spelled there. */
  readonly variable: string;

  constructor(variable: string) {
    super(`${variable} is not the URL of a proxy.`);
    this.variable = variable;
  }
}

/** What to do about a ProxyError. */
export const proxyAdvice =
  "Write it as http://proxy.example.com:8080, with special characters of a password percent-encoded; or unset it.";
