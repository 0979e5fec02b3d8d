import { jsonObject } from "../../network/body.js";
import { cut, repeatsSecret, secretsOf, visibleLine, withoutSecrets } from "../../network/server-text.js";
import { metadataKeys } from "../../zerobus/names.js";
import { statusError, type ZerobusError, type ZerobusPlace, type ZerobusStatus } from "../../zerobus/zerobus-error.js";
import type { StreamSpec } from "../transport.js";

/** HTTP statuses, as Google's API design maps them to those of gRPC; 413 and 422 are refusals of the rows as 400 is. */
const statuses: ReadonlyMap<number, ZerobusStatus> = new Map([
  [400, "INVALID_ARGUMENT"],
  [413, "INVALID_ARGUMENT"],
  [422, "INVALID_ARGUMENT"],
  [401, "UNAUTHENTICATED"],
  [403, "PERMISSION_DENIED"],
  [404, "NOT_FOUND"],
  [408, "RESOURCE_EXHAUSTED"],
  [429, "RESOURCE_EXHAUSTED"],
]);

/** Longest text of the service that is passed on, in characters. */
const longestText = 500;

/** What an answer to an insert means; null for the one that says that the rows are durable. */
export function answerError(
  { status }: Response,
  body: string,
  spec: StreamSpec,
  place: ZerobusPlace,
): ZerobusError | null {
  const fields = jsonObject(body);
  if (status === 200 && fields !== null) return null;
  const said = status === 200 ? "the answer is not what the service answers" : textOf(fields, spec);
  return statusError(statusOf(status), `${said === "" ? "" : `${said} `}(HTTP ${status})`, place);
}

function statusOf(status: number): ZerobusStatus {
  return statuses.get(status) ?? (status >= 500 ? "UNAVAILABLE" : "UNKNOWN");
}

/** Code and message of the service on one line, without any of the headers that were sent but for the table's name. */
function textOf(fields: Readonly<Record<string, unknown>> | null, { headers, table }: StreamSpec): string {
  const parts = [fields?.["error_code"], fields?.["message"]].filter((part) => typeof part === "string");
  const text = visibleLine(parts.join(": ").slice(0, 10_000));
  const secrets = secretsOf(headers).filter((secret) => secret !== table);
  const token = (headers[metadataKeys.authorization] ?? "").replace(/^Bearer /, "");
  return token !== "" && repeatsSecret(text, [token]) ? "" : cut(withoutSecrets(text, secrets), longestText);
}
