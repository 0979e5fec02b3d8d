import type { Span } from "./diagnostic.js";

/** Code units shown of a line, and how many of them stand before the place when the line is longer. */
const maxWidth = 120;
const maxBefore = 80;

/** Looked at before and after the place to find where its line begins and ends: a line may be the whole of a file. */
const reach = 400;

/**
 * The line of a place and the one before it, with a caret line below, ready to print:
 *
 *     1 | CREATE TABLE main.shop.orders (
 *   > 2 |   price TEXT
 *       |         ^^^^
 */
export function codeFrame(text: string, span: Span): string {
  const lineStart = startOfLine(text, span.start);
  const from = span.start - lineStart > maxBefore ? span.start - maxBefore : lineStart;
  const to = Math.min(endOfLine(text, span.start), from + maxWidth);
  const digits = String(span.line).length;
  const frame = [
    `> ${span.line} | ${printable(text.slice(from, to))}`,
    `  ${" ".repeat(digits)} | ${padding(text, from, span.start)}${carets(span, to)}`,
  ];
  const before = lineBefore(text, lineStart);
  if (before !== null && from === lineStart) {
    frame.unshift(`  ${String(span.line - 1).padStart(digits)} | ${printable(before)}`);
  }
  return frame.map((line) => line.trimEnd()).join("\n");
}

function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && offset - start < reach && text.charAt(start - 1) !== "\n") start--;
  return text.charCodeAt(start) === 0xfeff ? start + 1 : start;
}

function endOfLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && end - offset < reach && !isLineBreak(text.charAt(end))) end++;
  return end;
}

function isLineBreak(character: string): boolean {
  return character === "\n" || character === "\r";
}

/** The line above; null where there is none or it is blank. */
function lineBefore(text: string, lineStart: number): string | null {
  if (lineStart === 0 || text.charAt(lineStart - 1) !== "\n") return null;
  const start = startOfLine(text, lineStart - 1);
  const line = text.slice(start, Math.min(endOfLine(text, start), start + maxWidth));
  return line.trim() === "" ? null : line;
}

/** White space as wide as the text before the place: its tabs stay tabs. */
function padding(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/[^\t]/g, " ");
}

function carets(span: Span, to: number): string {
  return "^".repeat(Math.max(1, Math.min(span.end, to) - span.start));
}

/** Control, invisible and direction-changing characters would move the caret or rewrite the terminal: a dot for each. */
function printable(line: string): string {
  return line.replace(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => "·".repeat(character.length));
}
