import { type ZerobusError, statusError } from "../../zerobus/zerobus-error.js";

/** Where a stream is opened. */
export interface GrpcEndpoint {
  /** `host` or `host:port`, the host of an IPv6 address in brackets. */
  readonly authority: string;
  readonly host: string;
  /** This machine, which is never behind a proxy. */
  readonly isLoopback: boolean;
  readonly isSecure: boolean;
  /** For messages: without anything that may be secret. */
  readonly origin: string;
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Reads `https://host[:port]`, or `http://host[:port]` of this machine.
 *
 * @throws {ZerobusError} INVALID_ARGUMENT for anything else: a token would go over the network in plain text.
 */
export function readEndpoint(endpoint: string, table: string): GrpcEndpoint {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !isPlain(url))
    throw refused("The endpoint must be a URL of the form https://host[:port].", table);
  const isLoopback = loopback.test(url.hostname);
  const isSecure = url.protocol === "https:";
  if (!isSecure && !isLoopback) {
    throw refused(
      `The endpoint ${url.origin} must be https://: the token would go out in plain text. http:// is for this machine only (localhost, 127.0.0.1, [::1]).`,
      table,
    );
  }
  // gRPC's own default is 443 for both.
  const authority = isSecure || url.port !== "" ? url.host : `${url.hostname}:80`;
  return { authority, host: url.hostname, isLoopback, isSecure, origin: url.origin };
}

/** Neither a user nor a path, which would be passed over without a word. */
function isPlain({ protocol, hostname, username, password, pathname, search, hash }: URL): boolean {
  const rest = username + password + search + hash;
  return ["https:", "http:"].includes(protocol) && hostname !== "" && rest === "" && ["", "/"].includes(pathname);
}

function refused(message: string, table: string): ZerobusError {
  return statusError("INVALID_ARGUMENT", message, { table, streamId: null });
}
