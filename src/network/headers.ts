/** Whether a token can stand in a header; the error of a header that cannot be sent would show it. */
export function isHeaderSafe(token: string): boolean {
  return /^[!-~]+$/.test(token);
}

/**
 * What keeps headers from being sent, in one sentence without any value; null where nothing does. The names are those of
 * HTTP (RFC 9110, section 5.6.2), the values visible ASCII, blanks and tabs.
 */
export function headerProblem(headers: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return "The name of a header has characters that no name has.";
    if (!/^[\t -~]*$/.test(value)) return `The header ${name} has characters that no header takes.`;
  }
  return null;
}

/** The headers by their names in lower case; of two with one name the later counts. */
export function lowerCaseHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Milliseconds that the server asks to wait; null where it does not say, or names a date. */
export function retryAfter(headers: Headers): number | null {
  const seconds = headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}
