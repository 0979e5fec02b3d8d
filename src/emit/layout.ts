import { template } from "./templates.js";

/** Longest line of generated code, as prettier counts it. */
export const lineWidth = 120;

/** Whether every line is short enough, the first one with `indent` characters before it. */
export function fits(text: string, indent = 0): boolean {
  let start = -indent;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    if (end - start > lineWidth) return false;
    start = end + 1;
  }
  return text.length - start <= lineWidth;
}

/**
 * The text of the first template whose lines all fit, or of the last one: the flat form of some code comes first, the
 * forms with more line breaks follow.
 *
 * @param indent Characters that will stand before the first line, and behind the last.
 */
export function layOut(names: readonly [string, ...string[]], data: object, indent = 0): string {
  const [flat, next, ...wrapped] = names;
  const text = template(flat)(data);
  return next === undefined || fits(text, indent) ? text : layOut([next, ...wrapped], data, indent);
}

/** Breaks a text at its spaces into lines of at most the width; a longer word stands alone. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A JSDoc comment, on one line where it is short. */
export function docComment(paragraphs: readonly string[], indent: string): string {
  const [only = ""] = paragraphs;
  const line = `${indent}/** ${only} */`;
  if (paragraphs.length === 1 && line.length <= lineWidth) return line;
  const lines = paragraphs.flatMap((text) => wrapWords(text, lineWidth - indent.length - " * ".length));
  return [`${indent}/**`, ...lines.map((text) => `${indent} * ${text}`), `${indent} */`].join("\n");
}

/** The same text, every line moved left by two. */
export function outdented(text: string): string {
  return text.replace(/^ {2}/gm, "");
}

/** The same text, every line but empty ones moved right by two. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/**
 * The text of a file with its last line break, in one piece: `join` copies, where `+` would keep every part of the text
 * alive beside it, half as much memory again.
 */
export function flat(text: string): string {
  return [text, ""].join("\n");
}
