import { typeText } from "../../mapping/type-text.js";
import { type Draft, missing } from "./draft.js";
import { type JsonReader, jsonKey, jsonScalar, wrongKind } from "./json-scalars.js";
import { codes, type JsonSource } from "./json-source.js";
import { mapKeys } from "./map-keys.js";
import { type FieldPlan, type ItemPlan, type ScalarPlan, type StructPlan, unknownName } from "./plan.js";
import { columnText, Refused } from "./refused.js";

/**
 * A function that reads a JSON record to the row of the table: an object with a key per column. A key that is no column is
 * refused, as the service does ("unrecognized field name"); of a key given twice the last value counts. A column may be
 * left out or null where it is nullable; a list or map that is left out or null is empty, as its protobuf form is. Lists
 * and maps hold no null. It throws `Refused`.
 */
export function jsonReader(plan: StructPlan): (source: JsonSource) => Draft[] {
  const read = structReader(plan);
  return (source) => {
    if (source.kind() !== "object")
      throw new Refused("json", null, "The record is no JSON object with a key for each column.");
    const row = read(source);
    source.end();
    return row;
  };
}

interface JsonField {
  readonly slot: number;
  readonly read: JsonReader;
}

function structReader(plan: StructPlan): (source: JsonSource) => Draft[] {
  const { fields } = plan;
  const byName = new Map(
    fields.map((field): [string, JsonField] => [field.name, { slot: field.slot, read: fieldReader(field) }]),
  );
  const template: Draft[] = fields.map(() => null);
  const collections = fields.filter(({ value }) => value.kind === "list" || value.kind === "map");
  const required = fields.filter((field) => field.required);
  return (source) => {
    const row = template.slice();
    for (const { slot } of collections) row[slot] = [];
    readObject(source, (name) => {
      const field = byName.get(name);
      if (field === undefined) throw Refused.of(unknownName("Key", name, plan));
      row[field.slot] = field.read(source);
    });
    for (const { slot, path } of required) if (row[slot] === null) throw missing(path);
    return row;
  };
}

/** Calls `value` after each key, to read what belongs to it. */
function readObject(source: JsonSource, value: (key: string) => void): void {
  source.expect(codes.openObject);
  if (source.take(codes.closeObject)) return;
  do {
    const key = source.string();
    source.expect(codes.colon);
    value(key);
  } while (source.take(codes.comma));
  source.expect(codes.closeObject);
}

function fieldReader(field: FieldPlan): JsonReader {
  const { value, path } = field;
  const isCollection = value.kind === "list" || value.kind === "map";
  const read = valueReader(field);
  return (source) => {
    if (field.isFilledByTable)
      throw new Refused("generated", path, `${columnText(path)} is filled by the table; a record must not have it.`);
    if (source.kind() !== "null") return read(source);
    source.word();
    return isCollection ? [] : null;
  };
}

function valueReader({ value, path, type }: FieldPlan): JsonReader {
  switch (value.kind) {
    case "list":
      return listReader(itemReader(value.item, path), path);
    case "map":
      return mapReader(value.key, itemReader(value.value, path), path);
    case "refused":
      return () => {
        throw new Refused(
          "type",
          path,
          `${columnText(path)} has type ${typeText(type)}, which the service does not take.`,
        );
      };
    default:
      return itemReader(value, path);
  }
}

function itemReader(item: ItemPlan, path: string): JsonReader {
  if (item.kind === "scalar") return jsonScalar(item, path);
  const read = structReader(item.struct);
  return (source) => {
    if (source.kind() === "object") return read(source);
    throw wrongKind(source, path, "a STRUCT, which is an object in JSON");
  };
}

function listReader(read: JsonReader, path: string): JsonReader {
  return (source) => {
    if (source.kind() !== "array") throw wrongKind(source, path, "an ARRAY, which is an array in JSON");
    const list: Draft[] = [];
    source.expect(codes.openList);
    if (source.take(codes.closeList)) return list;
    do {
      list.push(notNull(source, read, path));
    } while (source.take(codes.comma));
    source.expect(codes.closeList);
    return list;
  };
}

function mapReader(key: ScalarPlan, read: JsonReader, path: string): JsonReader {
  const { plan, finish } = mapKeys(key, path);
  const readKey = jsonKey(plan, path);
  return (source) => {
    if (source.kind() !== "object") throw wrongKind(source, path, "a MAP, which is an object in JSON");
    const entries: Draft[] = [];
    readObject(source, (text) => {
      entries.push([readKey(text), notNull(source, read, path)]);
    });
    return finish(entries);
  };
}

function notNull(source: JsonSource, read: JsonReader, path: string): Draft {
  if (source.kind() !== "null") return read(source);
  throw new Refused("null_element", path, `${columnText(path)} holds a null; lists and maps of the service cannot.`);
}
