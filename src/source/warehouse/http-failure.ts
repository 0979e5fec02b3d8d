/** An answer that is no answer of the warehouse, by what is to be done about it. */
export type HttpFailure =
  /** The credentials are not, or no longer, good. */
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "forbidden"; readonly message: string }
  | { readonly kind: "no-warehouse"; readonly message: string }
  /** May go away by itself; `retryAfter` in milliseconds, where the server says it. */
  | { readonly kind: "busy"; readonly status: number; readonly message: string; readonly retryAfter: number | null }
  | { readonly kind: "refused"; readonly status: number; readonly message: string };

/** What we use of the response that the driver's error carries. */
interface DriverResponse {
  readonly headers: { readonly get: (name: string) => string | null };
  readonly text: () => Promise<string>;
}

/** Null where the error is not about an HTTP status. */
export async function httpFailure(error: object): Promise<HttpFailure | null> {
  if ("statusCode" in error && typeof error.statusCode === "number") {
    const response = "response" in error && isResponse(error.response) ? error.response : null;
    const message = response === null ? "" : await messageOf(response);
    return classify(error.statusCode, message, retryAfter(response));
  }
  const status = "message" in error ? /^Hive driver: (\d{3}) when/.exec(String(error.message))?.[1] : undefined;
  return status === undefined ? null : classify(Number(status), "", null);
}

function isResponse(value: unknown): value is DriverResponse {
  if (typeof value !== "object" || value === null || !("headers" in value) || !("text" in value)) return false;
  const { headers, text } = value;
  const hasGet = typeof headers === "object" && headers !== null && "get" in headers;
  return hasGet && typeof headers.get === "function" && typeof text === "function";
}

function classify(status: number, message: string, retryAfter: number | null): HttpFailure {
  // A token that is wrong or out of date is refused with 403 as well as with 401.
  if (status === 401 || (status === 403 && /invalid access token|token.*expired|expired.*token/i.test(message))) {
    return { kind: "unauthenticated" };
  }
  if (/RESOURCE_DOES_NOT_EXIST|ENDPOINT_NOT_FOUND|not found|does not exist/i.test(message) || status === 404) {
    return { kind: "no-warehouse", message };
  }
  if (status === 403) return { kind: "forbidden", message };
  if (status === 429 || (status >= 500 && status !== 501)) return { kind: "busy", status, message, retryAfter };
  return { kind: "refused", status, message };
}

/** The reason is in a header; in the body, as JSON, where something before the warehouse answered. */
async function messageOf(response: DriverResponse): Promise<string> {
  // The body is read in any case: an unread one keeps its connection busy.
  const body = await response.text().catch(() => "");
  for (const name of ["x-thriftserver-error-message", "x-databricks-error-or-redirect-message"]) {
    const text = response.headers.get(name);
    if (text !== null && text !== "") return text;
  }
  return bodyMessage(body) ?? response.headers.get("x-databricks-reason-phrase") ?? "";
}

function bodyMessage(body: string): string | null {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null || !("message" in json)) return null;
    const code = "error_code" in json && typeof json.error_code === "string" ? `${json.error_code}: ` : "";
    return typeof json.message === "string" ? `${code}${json.message}` : null;
  } catch {
    return null;
  }
}

/** In milliseconds; a date in the header is as good as none. */
function retryAfter(response: DriverResponse | null): number | null {
  const seconds = Number(response?.headers.get("retry-after") ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}
