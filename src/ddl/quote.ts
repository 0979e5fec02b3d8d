const maxQuoted = 60;

/** A piece of the input inside a message: in backticks, cut where long, harmless to a terminal. */
export function quote(text: string): string {
  return `\`${printable(cut(text))}\``;
}

function cut(text: string): string {
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
}

/** Control, invisible and direction-changing characters as `\u{…}`: they would hide or rewrite what a person reads. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
