/** How the producer shows who it is. */
export type Auth = ServicePrincipal | TokenProvider;

/** OAuth client credentials of a service principal; tokens are cached, and renewed before they run out. */
export interface ServicePrincipal {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token of your own, or a function that is called for every stream that is opened. */
export interface TokenProvider {
  readonly token: string | (() => string | Promise<string>);
}
