/**
 * Characters that change how the text around them is shown or read without being seen: controls, formats such as the
 * bidi controls, line and paragraph separators, lone surrogates. The joiners of emoji and Persian words are no danger.
 */
const hidden = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const printableAscii = /^[ -~]*$/;

/** Text from a table on one line, with every hidden character written out as `\u{202e}`. */
export function visibleText(text: string): string {
  if (printableAscii.test(text)) return text;
  return text.replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
