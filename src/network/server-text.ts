/** Controls, formats such as the bidi controls, line and paragraph separators and lone surrogates become blanks. */
export function visibleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/** No more of the text than that many characters. */
export function cut(line: string, longest: number): string {
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** Values of headers, and the words in them, that are long enough to be tokens. */
export function secretsOf(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(headers)
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter((word) => word.length >= 8);
}

/** The text without any of the secrets, should the server have repeated one. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  // The longest first: one may be part of another.
  const ordered = [...secrets].sort((a, b) => b.length - a.length);
  return ordered.reduce((safe, secret) => safe.replaceAll(secret, "***"), text);
}

/** Whether the text repeats one of the secrets, in whatever way of quoting it. */
export function repeatsSecret(text: string, secrets: Iterable<string>): boolean {
  const said = bare(text);
  return [...secrets].some((secret) => said.includes(bare(secret)));
}

/** What is left of a text in every way of quoting it. */
function bare(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, "");
}
