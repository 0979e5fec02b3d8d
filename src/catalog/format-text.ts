/** A name as DDL writes it: in backticks unless it is letters, digits and underscores, the first no digit. */
export function formatName(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["'", "\\'"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A string literal that reads back to the same text, on one line. */
export function formatString(text: string): string {
  return `'${text.replace(/[\\']|\p{Cc}/gu, escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
  return escapes.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
