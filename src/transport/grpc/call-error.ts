import { safeText } from "../safe-text.js";
import { networkFailure, type NetworkFailureKind } from "../../network/network-failure.js";
import { type ZerobusError, type ZerobusPlace, statusError, zerobusStatuses } from "../../zerobus/zerobus-error.js";

/** How a call ended, in the terms of gRPC. */
export interface CallEnd {
  /** Number of a status; 0 is OK. */
  readonly code: number;
  readonly details: string;
}

/** What a message about a call needs to know. */
export interface CallPlace extends ZerobusPlace {
  /** `https://host:port` of the endpoint. */
  readonly origin: string;
  /** What must not be told should somebody repeat it. */
  readonly secrets: readonly string[];
  readonly isProxied: boolean;
}

/** The caller did not want to wait until the stream is open. */
export function openingGivenUp({ table, streamId }: ZerobusPlace, reason: unknown): ZerobusError {
  return statusError("CANCELLED", "Opening the stream was given up.", { table, streamId }, reason);
}

/** The error of a call that did not end with OK. */
export function callError({ code, details }: CallEnd, place: CallPlace): ZerobusError {
  const { table, streamId, secrets } = place;
  const status = zerobusStatuses[code - 1] ?? "UNKNOWN";
  const text = connectionText(details, place) ?? safeText(details, secrets);
  return statusError(status, text, { table, streamId });
}

/** What grpc-js itself says where there is no connection, or no longer. A server's own text does not start so. */
const notConnected =
  /^(?:No connection established\. Last error: (.*?)\.? ?(?:Resolution note:.*)?$|Name resolution failed)/s;
const connectionLost = /^(?:Connection dropped$|(?:read|write) E[A-Z]+$)/;

/** One sentence about the way to the service; null where the text is about something else. */
function connectionText(details: string, { origin, isProxied }: CallPlace): string | null {
  if (connectionLost.test(details)) return `The connection to ${origin} was lost.`;
  const found = notConnected.exec(details);
  if (found === null) return null;
  const [, reason] = found;
  if (reason === undefined)
    return `${origin} cannot be reached: its name is not known here, or no name server answers.`;
  // grpc-js keeps a proxy's answer to itself.
  const isOfProxy = isProxied && reason === "undefined";
  const { kind, what } = networkFailure(errorWithCode(isOfProxy ? null : codeOf(reason)));
  if (isOfProxy) return `${origin} cannot be reached: the proxy does not connect to it, or cannot be reached itself.`;
  return `${origin} ${what}${advice.get(kind) ?? ""}.`;
}

const advice: ReadonlyMap<NetworkFailureKind, string> = new Map([
  ["refused", "; check the endpoint and its port"],
  ["untrusted", "; name the file of its root certificate in NODE_EXTRA_CA_CERTS, or pass the certificate as ca"],
  ["other-name", "; check the endpoint"],
  ["outdated", "; check the clock of this machine"],
  ["no-answer", "; check the endpoint, the firewall and the proxy"],
  ["no-route", "; check the network"],
]);

/** Of TLS and HTTP/2 grpc-js passes on the words of an error, and not its code. */
const codesOfWords: readonly (readonly [words: RegExp, code: string])[] = [
  [/self[- ]signed certificate|issuer certificate|verify the first certificate/, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  [/does not match certificate's altnames/, "ERR_TLS_CERT_ALTNAME_INVALID"],
  [/certificate has expired/, "CERT_HAS_EXPIRED"],
  [/certificate is not yet valid/, "CERT_NOT_YET_VALID"],
  [/wrong version number|packet length too long/, "EPROTO"],
  [/Protocol error|Parse Error/, "HPE_INVALID_CONSTANT"],
  [/[Ss]ocket closed|socket hang up|before secure TLS connection|Connection closed|Failed to connect/, "ECONNRESET"],
];

function codeOf(reason: string): string | null {
  const code = /\bE[A-Z]{4,}\b/.exec(reason)?.[0];
  return code ?? codesOfWords.find(([words]) => words.test(reason))?.[1] ?? null;
}

function errorWithCode(code: string | null): Error {
  return code === null ? new Error() : Object.assign(new Error(), { code });
}
