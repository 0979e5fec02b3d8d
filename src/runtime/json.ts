import { duplicateKey, isStruct, listProblem, mapProblem, stringMapProblem, structProblem } from "./check.js";
import type { ArrayInfo, MapInfo, SparkTypeInfo, StructInfo } from "./info.js";
import { EncodeError, type Problem, missing, nullElement } from "./issue.js";
import { MAX_ROW } from "./output.js";
import { ruleOf } from "./rule.js";
import { hasTextKeys, mapEntries, readField } from "./walk.js";

/**
 * A row in the JSON form that the service takes: NULLs are left out, DECIMAL and VARIANT are strings, BINARY is base64,
 * DATE is days, timestamps are microseconds, maps are objects. Throws `EncodeError` for what `encode` refuses, and for
 * numbers that JSON does not have.
 */
export function rowToJson(info: StructInfo, row: unknown, table: string): string {
  const text = structJson({ table, path: [] }, info, row);
  if (text.length > MAX_ROW / 3 && utf8Length(text) > MAX_ROW) {
    const expected = `a row of at most ${String(MAX_ROW)} bytes`;
    throw new EncodeError(table, [], { code: "too_large", expected, received: `${String(utf8Length(text))} bytes` });
  }
  return text;
}

/** Where in which row, for errors. */
interface Place {
  readonly table: string;
  readonly path: unknown[];
}

function jsonRefusal(place: Place, problem: Problem): EncodeError {
  return new EncodeError(place.table, place.path, problem);
}

function structJson(place: Place, info: StructInfo, value: unknown): string {
  if (!isStruct<Record<string, unknown>>(value)) throw jsonRefusal(place, structProblem(value));
  let text = "";
  for (const { name, type, nullable } of info.fields) {
    const item = readField(value, name);
    if (item == null && nullable) continue;
    place.path.push(name);
    if (item == null) throw jsonRefusal(place, missing(item, name));
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${valueJson(place, type, item)}`;
    place.path.pop();
  }
  return `{${text}}`;
}

function valueJson(place: Place, type: SparkTypeInfo, value: unknown): string {
  if (typeof type === "string") return scalarJson(place, type, value);
  if (type.type === "struct") return structJson(place, type, value);
  return type.type === "array" ? listJson(place, type, value) : mapJson(place, type, value);
}

function scalarJson(place: Place, type: string, value: unknown): string {
  const rule = ruleOf(type);
  const json = rule.check(value) ? rule.json(value) : rule.problem(value);
  if (typeof json !== "string") throw jsonRefusal(place, json);
  return json;
}

function listJson(place: Place, info: ArrayInfo, value: unknown): string {
  if (!Array.isArray(value)) throw jsonRefusal(place, listProblem(value));
  const items: readonly unknown[] = value;
  let text = "";
  for (let index = 0; index < items.length; index++) {
    text += `${index === 0 ? "" : ","}${elementJson(place, info.elementType, index, items[index])}`;
  }
  return `[${text}]`;
}

function mapJson(place: Place, info: MapInfo, value: unknown): string {
  const entries = mapEntries(info, value);
  if (entries === undefined) throw jsonRefusal(place, hasTextKeys(info) ? stringMapProblem(value) : mapProblem(value));
  const { key: keyText } = ruleOf(info.keyType);
  const keys = new Set<string>();
  let text = "";
  for (const [key, item] of entries) {
    const name = elementJson(place, info.keyType, key, key);
    const different = keyText?.(key) ?? name;
    if (keys.has(different)) {
      place.path.push(key);
      throw jsonRefusal(place, duplicateKey(different));
    }
    keys.add(different);
    text += `${text === "" ? "" : ","}${name.startsWith('"') ? name : `"${name}"`}`;
    text += `:${elementJson(place, info.valueType, key, item)}`;
  }
  return `{${text}}`;
}

/** An element of a list or map, which is never null. */
function elementJson(place: Place, type: SparkTypeInfo, key: unknown, value: unknown): string {
  place.path.push(key);
  if (value == null) throw jsonRefusal(place, nullElement(value));
  const json = valueJson(place, type, value);
  place.path.pop();
  return json;
}

function utf8Length(text: string): number {
  let size = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) size += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return size;
}
