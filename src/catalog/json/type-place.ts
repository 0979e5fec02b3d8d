import { quote } from "../../ddl/quote.js";
import type { JsonReport } from "./json-report.js";
import { at, formatPath, type JsonObject, type JsonPath, kindOf, member } from "./json-value.js";

/** Levels of nesting a type may have, as in DDL. */
const maxDepth = 500;

/** Where in a JSON text something of a column stands. */
export interface ColumnPlace {
  readonly report: JsonReport;
  /** Null at the root of the text. */
  readonly path: JsonPath | null;
  /** Path of the column or field, dotted; null where its name is not known yet. */
  readonly column: string | null;
}

/** Where a type stands, and how many types it is inside of, itself included. */
export interface TypePlace extends ColumnPlace {
  readonly depth: number;
}

/** The place of a type inside another one. */
export function inside(place: TypePlace, key: string): TypePlace {
  return { ...place, path: at(place.path, key), depth: place.depth + 1 };
}

/** The place of a field whose name is known. */
export function ofField<Place extends ColumnPlace>(place: Place, name: string): Place {
  return { ...place, column: place.column === null ? name : `${place.column}.${name}` };
}

/** Whether a type is nested too deeply, which is then reported. */
export function isTooDeep({ report, column, depth }: TypePlace): boolean {
  if (depth <= maxDepth) return false;
  report.add("GP1008", `Types are nested more than ${maxDepth} levels deep here.`, { column });
  return true;
}

/** A flag that is true where it is left out. Null after reporting a value of another kind. */
export function readFlag(json: JsonObject, key: string, place: ColumnPlace): boolean | null {
  const value = member(json, key) ?? true;
  if (typeof value === "boolean") return value;
  return place.report.wrongKind(at(place.path, key), value, "true or false", place.column);
}

/** Text, or null where it is left out. Undefined after reporting a value of another kind. */
export function readText(json: JsonObject, key: string, place: ColumnPlace): string | null | undefined {
  const value = member(json, key) ?? null;
  if (value === null || typeof value === "string") return value;
  place.report.wrongKind(at(place.path, key), value, "text", place.column);
  return undefined;
}

/** The name of a column or field. Null after reporting that there is none. */
export function readName(json: JsonObject, place: ColumnPlace): string | null {
  const name = member(json, "name");
  if (typeof name === "string" && name !== "") return name;
  const found = name === "" ? "empty" : kindOf(name);
  const message = `\`${formatPath(at(place.path, "name"))}\` is ${found} and must be the name of a column or field.`;
  return place.report.add("GP2203", message, { column: place.column });
}

/** Whether a struct has no field of a name yet; reports it where it has. */
export function isNewField(name: string, seen: Set<string>, place: ColumnPlace): boolean {
  const key = name.toLowerCase();
  if (!seen.has(key)) {
    seen.add(key);
    return true;
  }
  const { report, column } = ofField(place, name);
  report.add("GP2005", `The struct has two fields ${quote(name)}.`, {
    hint: "Names are compared without case.",
    column,
  });
  return false;
}
