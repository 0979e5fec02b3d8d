/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** JSON, which nobody is to keep: everything here is of the moment. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const usual = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: { ...usual, ...headers }, body: JSON.stringify(value) };
}

/** An error as the APIs of Databricks word it. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { error_code: code, message }, headers);
}
