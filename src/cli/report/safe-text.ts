/** Controls, formats such as those that turn text around, lone surrogates; not the joiners of emoji and Persian words. */
const unsafe = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of unknown origin made harmless for a terminal: characters that could move the cursor, hide text or turn it
 * around become visible. Every replacement is one column wide, so that carets stay in place. Line feeds and tabs stay.
 */
export function safeText(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** The same on one line: after a line feed, a name could look like a line of ours. */
export function safeLine(text: string): string {
  return safeText(text).replace(/[\n\t]/g, " ");
}
