import type { SparkType, StructField } from "../spark-type.js";
import { at, isJsonList, type JsonObject, member } from "./json-value.js";
import { inside, isNewField, type TypePlace } from "./type-place.js";

/** A field of a struct, read; null after reporting what is wrong with it. */
type ReadField = (json: unknown, place: TypePlace) => StructField | null;

/** The struct whose fields stand under `fields`, each in the form that `readField` reads. Null after reporting a problem. */
export function readStruct(readField: ReadField, json: JsonObject, place: TypePlace): SparkType | null {
  const own = inside(place, "fields");
  const list = member(json, "fields");
  if (!isJsonList(list)) return place.report.wrongKind(own.path, list, "a list of fields", place.column);
  const fields: StructField[] = [];
  const seen = new Set<string>();
  let isValid = true;
  for (const [index, item] of list.entries()) {
    const field = readField(item, { ...own, path: at(own.path, index) });
    if (field === null || !isNewField(field.name, seen, place)) isValid = false;
    else fields.push({ name: field.name, type: field.type, nullable: field.nullable, comment: field.comment });
  }
  return isValid ? { kind: "struct", fields } : null;
}
