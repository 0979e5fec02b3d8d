import type { SparkType } from "../spark-type.js";
import { readStruct } from "./read-struct.js";
import { collationName } from "./collations.js";
import { at, isJsonObject, type JsonObject, member } from "./json-value.js";
import { defaultFill } from "./read-fill.js";
import type { SparkField } from "./read-spark-type.js";
import { readTypeName } from "./read-type-name.js";
import { inside, isTooDeep, ofField, readFlag, readName, readText, type TypePlace } from "./type-place.js";

/** A column or field of DESCRIBE … AS JSON. Null after reporting what is wrong with it. */
export function readDescribeField(json: unknown, place: TypePlace): SparkField | null {
  if (!isJsonObject(json)) return place.report.wrongKind(place.path, json, "a column", place.column);
  const name = readName(json, place);
  if (name === null) return null;
  const own = ofField(place, name);
  const type = readDescribeType(member(json, "type"), { ...own, path: at(place.path, "type") });
  const nullable = readFlag(json, "nullable", own);
  const comment = readText(json, "comment", own);
  const expression = readText(json, "default", own);
  if (type === null || nullable === null || comment === undefined || expression === undefined) return null;
  return { name, type, nullable, comment, fill: defaultFill(expression) };
}

/** A type as an object with its name and its parts. Null after reporting what is wrong with it. */
function readDescribeType(json: unknown, place: TypePlace): SparkType | null {
  if (isTooDeep(place)) return null;
  if (typeof json === "string") return readTypeName(json, place);
  if (!isJsonObject(json)) return place.report.wrongKind(place.path, json, "a type", place.column);
  const name = member(json, "name");
  if (typeof name !== "string") return place.report.wrongKind(at(place.path, "name"), name, "a type", place.column);
  switch (name.toLowerCase()) {
    case "array":
      return readArray(json, place);
    case "map":
      return readMap(json, place);
    case "struct":
      return readStruct(readDescribeField, json, place);
    default:
      return readAtomic(name.toLowerCase(), json, place);
  }
}

function readArray(json: JsonObject, place: TypePlace): SparkType | null {
  const element = readDescribeType(member(json, "element_type"), inside(place, "element_type"));
  const containsNull = readFlag(json, "element_nullable", place);
  return element === null || containsNull === null ? null : { kind: "array", element, containsNull };
}

/** Databricks documents `element_nullable` for maps, Spark writes `value_nullable`. */
function readMap(json: JsonObject, place: TypePlace): SparkType | null {
  const key = readDescribeType(member(json, "key_type"), inside(place, "key_type"));
  const value = readDescribeType(member(json, "value_type"), inside(place, "value_type"));
  const flag = Object.hasOwn(json, "value_nullable") ? "value_nullable" : "element_nullable";
  const valueContainsNull = readFlag(json, flag, place);
  if (key === null || value === null || valueContainsNull === null) return null;
  return { kind: "map", key, value, valueContainsNull };
}

/** A type without parts: its parameters stand beside its name, and are put where DDL has them. */
function readAtomic(name: string, json: JsonObject, place: TypePlace): SparkType | null {
  switch (name) {
    case "string": {
      const collation = member(json, "collation");
      return { kind: "string", collation: typeof collation === "string" ? collationName(collation) : null };
    }
    case "decimal":
      return readTypeName(withNumbers(name, [member(json, "precision"), member(json, "scale")]), place);
    case "char":
    case "varchar":
      return readTypeName(withNumbers(name, [member(json, "length")]), place);
    case "time":
      return readTypeName(withNumbers(name, [member(json, "precision")]), place);
    case "interval":
      return readTypeName(intervalText(member(json, "start_unit"), member(json, "end_unit")), place);
    default:
      return readTypeName(name, place);
  }
}

function withNumbers(name: string, values: readonly unknown[]): string {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? name : `${name}(${given.map(parameterText).join(",")})`;
}

function parameterText(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "?";
}

function intervalText(start: unknown, end: unknown): string {
  if (typeof start !== "string") return "interval";
  return typeof end !== "string" || end === start ? `interval ${start}` : `interval ${start} to ${end}`;
}
