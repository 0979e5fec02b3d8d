/** Controls, formats such as the bidi controls, line and paragraph separators, lone surrogates. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const maxLength = 300;

/** Text of a server on one line and cut where long, harmless to a terminal. */
export function oneLine(text: string): string {
  // Cut before the slow part: an answer may be huge.
  const line = text
    .slice(0, 4 * maxLength)
    .replace(hidden, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** A name in backticks for a message. */
export function shown(name: string): string {
  return `\`${oneLine(name)}\``;
}

/** The text without the values of the headers that went along: a server may send back what it was sent. */
export function withoutSecrets(text: string, headers: Readonly<Record<string, string>>): string {
  const secrets = Object.values(headers).flatMap((value) => [value, ...value.split(/\s+/)]);
  const telling = secrets.filter((secret) => secret.length >= 8).sort((a, b) => b.length - a.length);
  return telling.reduce((cleaned, secret) => cleaned.replaceAll(secret, "[secret]"), text);
}
