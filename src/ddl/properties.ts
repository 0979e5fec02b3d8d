import type { Cursor } from "./cursor.js";
import { parseIdentifier } from "./names.js";
import { parseString } from "./strings.js";
import { Mark, Token } from "./tokens.js";

/** `('key' = 'value', a.b = 3, …)`. A later value of a key wins. Null after a problem. */
export function parseProperties(cursor: Cursor): ReadonlyMap<string, string> | null {
  const properties = new Map<string, string>();
  const parsed = parseEntries(cursor, () => {
    const key = parsePropertyKey(cursor);
    const value = key === null ? null : parsePropertyValue(cursor);
    if (key !== null && value !== null) properties.set(key, value);
    return value !== null;
  });
  return parsed ? properties : null;
}

/** `('key', a.b, …)`. Null after a problem. */
export function parsePropertyKeys(cursor: Cursor): readonly string[] | null {
  const keys: string[] = [];
  const parsed = parseEntries(cursor, () => {
    const key = parsePropertyKey(cursor);
    if (key !== null) keys.push(key);
    return key !== null;
  });
  return parsed ? keys : null;
}

function parseEntries(cursor: Cursor, parseEntry: () => boolean): boolean {
  if (!cursor.expectMark(Mark.open)) return false;
  if (cursor.acceptMark(Mark.close)) return true;
  do {
    if (!parseEntry()) return false;
  } while (cursor.acceptMark(Mark.comma));
  return cursor.expectMark(Mark.close);
}

function parsePropertyKey(cursor: Cursor): string | null {
  if (cursor.kind() === Token.string) return parseString(cursor, "a property name");
  const parts: string[] = [];
  do {
    const part = parseIdentifier(cursor, "a property name");
    if (part === null) return null;
    parts.push(part.text);
  } while (cursor.acceptMark(Mark.dot));
  return parts.join(".");
}

/** A string, number or boolean as text; empty where there is no value. A hole without a value is kept as text. */
function parsePropertyValue(cursor: Cursor): string | null {
  const hasEquals = cursor.acceptMark(Mark.equals);
  switch (cursor.kind()) {
    case Token.string:
      return parseString(cursor, "a property value");
    case Token.word:
    case Token.hole:
    case Token.number:
    case Mark.minus:
      return parsePlainValue(cursor);
    default:
      return hasEquals ? cursor.unexpected("a property value") : "";
  }
}

function parsePlainValue(cursor: Cursor): string {
  const sign = cursor.acceptMark(Mark.minus) ? "-" : "";
  cursor.position++;
  return sign + cursor.textOf(-1);
}
