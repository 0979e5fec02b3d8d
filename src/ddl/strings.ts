import type { Cursor } from "./cursor.js";
import { fillHoles } from "./holes.js";
import { decodeString } from "./literals.js";
import { Token } from "./tokens.js";

/**
 * One or more string literals; neighbours are one string. A hole without a value stays in the text: comments, locations
 * and properties do not reach the generated code as names. Null after recording a problem.
 */
export function parseString(cursor: Cursor, what: string): string | null {
  if (cursor.kind() !== Token.string) return cursor.unexpected(what);
  const pieces: string[] = [];
  for (; cursor.kind() === Token.string; cursor.position++) pieces.push(decodeString(cursor.textOf()));
  return fillHoles(pieces.join(""), cursor.source.variables).text;
}
