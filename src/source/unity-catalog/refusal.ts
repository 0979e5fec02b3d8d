import { grantHint } from "../workspace/grants.js";
import { secretsOf, withoutSecrets } from "../../network/server-text.js";
import { oneLine, shown } from "../workspace/server-text.js";
import { type Failure, partsOf, type Subject } from "./subject.js";

/** What a response that is no success means for the request. */
export type Refusal =
  | { readonly kind: "final"; readonly failure: Failure; readonly missing: string | null }
  /** The server does not take the credentials; others may be had. */
  | { readonly kind: "credentials"; readonly said: string }
  | { readonly kind: "again"; readonly failure: Failure };

/** A response, read, and the request it is for. */
export interface Refused {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
  /** The headers sent, which no message may hold. */
  readonly sent: Readonly<Record<string, string>>;
  readonly subject: Subject;
  readonly origin: string;
}

/** `error_code` and `message` of the body of an error; empty where it has none. */
interface ServerError {
  readonly code: string;
  readonly message: string;
}

const hostHint = "Give the URL of the workspace, such as https://adb-1234567890123456.7.azuredatabricks.net.";

/** Personal access tokens that have run out are answered with 403, tokens of other kinds with 400 as well. */
const refusedToken =
  /\b(?:invalid|expired|expiring)\b.{0,40}\btoken\b|\btoken\b.{0,40}\b(?:invalid|expired|expiring)\b|ExpiredJwt|Invalid access to Org/i;

const blockedAddress = /\bIP ACL\b|\bIP access list/i;

/** Statuses that another try may change: load, deployments, gateways. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export function classifyRefusal(refused: Refused): Refusal {
  const { status, body } = refused;
  const error = readError(refused);
  const said = saidBy(status, error);
  if (status >= 300 && status < 400) return elsewhere(refused);
  const refusesToken =
    (status === 400 || status === 403) && refusedToken.test(`${error.message} ${body.slice(0, 2000)}`);
  if (status === 401 || refusesToken) return { kind: "credentials", said };
  if (status === 403) return forbidden(refused, error, said);
  if (status === 404) return notFound(refused, error);
  if (passing.has(status) || (status > 504 && status < 600)) return again(status, said);
  const code = status === 400 && refused.subject.kind !== "catalogs" ? "GP5105" : "GP5108";
  return final({ code, reason: `the workspace refuses the request with ${said}`, hint: null });
}

function readError({ body, sent }: Refused): ServerError {
  const json = parseObject(body);
  const text = (key: string): string => {
    const value = json !== null && Object.hasOwn(json, key) ? json[key] : "";
    const known = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return oneLine(withoutSecrets(known.slice(0, 10_000), secretsOf(sent)));
  };
  const [, title = ""] = json === null ? (/<title>([^<]{1,300})/i.exec(body.slice(0, 10_000)) ?? []) : [];
  // Other servers of the same API spell it in the other way.
  return {
    code: text("error_code") || text("errorCode"),
    message: text("message") || oneLine(withoutSecrets(title, secretsOf(sent))),
  };
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}

/** `HTTP 500 INTERNAL_ERROR: text of the server`. */
function saidBy(status: number, { code, message }: ServerError): string {
  const named = code === "" || code === String(status) ? `HTTP ${status}` : `HTTP ${status} ${code}`;
  return message === "" ? named : `${named}: ${message.replace(/\.$/, "")}`;
}

function final(failure: Failure, missing: string | null = null): Refusal {
  return { kind: "final", failure, missing };
}

function again(status: number, said: string): Refusal {
  const reason = status === 429 ? `the workspace asks to slow down (${said})` : `the workspace fails with ${said}`;
  return { kind: "again", failure: { code: "GP5108", reason, hint: "Try again later." } };
}

/** Only a page for people is elsewhere: the API does not redirect. */
function elsewhere({ location, origin }: Refused): Refusal {
  const place = location !== null && URL.canParse(location, origin) ? new URL(location, origin) : null;
  const to = place === null ? "" : ` to ${oneLine(place.origin === origin ? place.pathname : place.origin)}`;
  const reason = `${origin} redirects${to} instead of answering; it seems not to be the API of a workspace`;
  return final({ code: "GP5106", reason, hint: hostHint });
}

function forbidden({ subject }: Refused, { message }: ServerError, said: string): Refusal {
  if (blockedAddress.test(message)) {
    const hint = "Run from an address on the workspace's IP access list, or add this one to it.";
    return final({ code: "GP5106", reason: `the workspace does not take requests from this address (${said})`, hint });
  }
  const reason = message === "" ? "a grant is missing" : message.replace(/\.$/, "");
  return final({ code: "GP5104", reason, hint: grantHint(message, partsOf(subject)) });
}

function notFound({ subject, origin }: Refused, { code, message }: ServerError): Refusal {
  if (code === "" || code === "ENDPOINT_NOT_FOUND") {
    const reason = `${origin} has no Unity Catalog API`;
    return final({ code: "GP5106", reason, hint: hostHint });
  }
  if (code.startsWith("METASTORE")) {
    const hint = "Unity Catalog has to be enabled for the workspace.";
    return final({ code: "GP5105", reason: message === "" ? code : message.replace(/\.$/, ""), hint });
  }
  return final({ code: "GP5105", reason: missingPart(subject, code), hint: null }, code);
}

/** The server's code says which part of the name does not exist. */
function missingPart(subject: Subject, code: string): string {
  if (subject.kind === "catalogs") return "there is no such list";
  const { catalog } = subject;
  if (subject.kind !== "catalog" && code.startsWith("CATALOG")) return `there is no catalog ${shown(catalog)}`;
  if (subject.kind === "table" && code.startsWith("SCHEMA")) {
    return `there is no schema ${shown(`${catalog}.${subject.schema}`)}`;
  }
  return `there is no such ${subject.kind}`;
}
