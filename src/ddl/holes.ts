import { isWord } from "./characters.js";
import type { Variables } from "./source-text.js";

/** A place that a template engine fills: `${name}`, `${{ name }}`, `{{ name }}`, `$(name)`, `{name}`. */
export interface Hole {
  /** What stands in the hole, trimmed; null for a tag such as `{% if … %}`, which no value can fill. */
  readonly name: string | null;
  readonly end: number;
}

/** Longest hole looked for: keeps unclosed openers from costing a scan of the whole text each. */
const maxHole = 200;

const dollar = 0x24;
const brace = 0x7b;
const parenthesis = 0x28;

/** Whether a text can hold a hole at all: the cheap question before the careful one. */
export function mayHaveHoles(text: string): boolean {
  return text.includes("{") || text.includes("$(");
}

/** The hole that begins at an offset, or null. Holes do not span lines. */
export function holeAt(text: string, offset: number): Hole | null {
  const first = text.charCodeAt(offset);
  const second = text.charCodeAt(offset + 1);
  if (first === dollar && second === brace) {
    return text.charCodeAt(offset + 2) === brace ? closedBy(text, offset + 3, "}}") : closedBy(text, offset + 2, "}");
  }
  if (first === dollar && second === parenthesis) return plainName(closedBy(text, offset + 2, ")"));
  if (first !== brace) return null;
  if (second === brace) return closedBy(text, offset + 2, "}}");
  const tag = text.charAt(offset + 1);
  if (tag === "%" || tag === "#") return tagOf(closedBy(text, offset + 2, `${tag}}`));
  return plainName(closedBy(text, offset + 1, "}"));
}

function closedBy(text: string, start: number, closer: string): Hole | null {
  const head = text.slice(start, start + maxHole);
  const at = head.indexOf(closer);
  if (at === -1) return null;
  const name = head.slice(0, at).trim();
  return name === "" || name.includes("\n") ? null : { name, end: start + at + closer.length };
}

function tagOf(hole: Hole | null): Hole | null {
  return hole === null ? null : { name: null, end: hole.end };
}

function plainName(hole: Hole | null): Hole | null {
  if (hole?.name == null) return null;
  for (let index = 0; index < hole.name.length; index++) {
    const code = hole.name.charCodeAt(index);
    if (!isWord(code) && code !== 0x2e && code !== 0x2d) return null;
  }
  return hole;
}

/** What became of the holes of a text. */
export interface Filled {
  readonly text: string;
  /** The first hole without a value: its name, null for a tag; undefined where every hole is filled. */
  readonly missing: string | null | undefined;
}

/** Puts values into the holes of a text; a hole without a value stays as it is. */
export function fillHoles(text: string, variables: Variables): Filled {
  if (!mayHaveHoles(text)) return { text, missing: undefined };
  const pieces: string[] = [];
  let missing: string | null | undefined;
  let copied = 0;
  for (let offset = nextOpener(text, 0); offset !== -1; offset = nextOpener(text, offset)) {
    const hole = holeAt(text, offset);
    if (hole === null) {
      offset += 1;
      continue;
    }
    const value = hole.name === null ? undefined : variables.get(hole.name);
    if (value === undefined) missing ??= hole.name;
    else pieces.push(text.slice(copied, offset), value);
    if (value !== undefined) copied = hole.end;
    offset = hole.end;
  }
  pieces.push(text.slice(copied));
  return { text: pieces.join(""), missing };
}

function nextOpener(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === dollar || code === brace) return offset;
  }
  return -1;
}
