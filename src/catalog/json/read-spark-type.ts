import { readStruct } from "./read-struct.js";
import { quote } from "../../ddl/quote.js";
import type { SparkType, StructField } from "../spark-type.js";
import type { ColumnFill } from "../table.js";
import { withLengths } from "./char-varchar.js";
import { withCollations } from "./collations.js";
import { at, formatPath, isJsonObject, type JsonObject, kindOf, member } from "./json-value.js";
import { readFill } from "./read-fill.js";
import { readTypeName } from "./read-type-name.js";
import { inside, isTooDeep, ofField, readFlag, readName, readText, type TypePlace } from "./type-place.js";

/** A field of schema JSON. At the top level it is a column, and its metadata says who fills it. */
export interface SparkField extends StructField {
  readonly fill: ColumnFill;
}

/** A type in Spark's schema JSON: a name, or an object with its parts. Null after reporting what is wrong with it. */
export function readSparkType(json: unknown, place: TypePlace): SparkType | null {
  if (isTooDeep(place)) return null;
  if (typeof json === "string") return readTypeName(json, place);
  if (!isJsonObject(json)) return place.report.wrongKind(place.path, json, "a type", place.column);
  const kind = member(json, "type");
  switch (kind) {
    case "array":
      return readArray(json, place);
    case "map":
      return readMap(json, place);
    case "struct":
      return readStruct(readSparkField, json, place);
    case "udt":
      return readSparkType(member(json, "sqlType"), inside(place, "sqlType"));
    default:
      return refuseShape(kind, place);
  }
}

function refuseShape(kind: unknown, { report, path, column }: TypePlace): null {
  const found = typeof kind === "string" ? quote(kind) : kindOf(kind);
  const message = `\`${formatPath(at(path, "type"))}\` is ${found} and must be array, map, struct or udt.`;
  return report.add("GP2203", message, { column });
}

function readArray(json: JsonObject, place: TypePlace): SparkType | null {
  const element = readSparkType(member(json, "elementType"), inside(place, "elementType"));
  const containsNull = readFlag(json, "containsNull", place);
  return element === null || containsNull === null ? null : { kind: "array", element, containsNull };
}

function readMap(json: JsonObject, place: TypePlace): SparkType | null {
  const key = readSparkType(member(json, "keyType"), inside(place, "keyType"));
  const value = readSparkType(member(json, "valueType"), inside(place, "valueType"));
  const valueContainsNull = readFlag(json, "valueContainsNull", place);
  if (key === null || value === null || valueContainsNull === null) return null;
  return { kind: "map", key, value, valueContainsNull };
}

/** A field as Spark's schema JSON has it. Null after reporting what is wrong with it. */
export function readSparkField(json: unknown, place: TypePlace): SparkField | null {
  if (!isJsonObject(json)) return place.report.wrongKind(place.path, json, "a field", place.column);
  const name = readName(json, place);
  return name === null ? null : readNamedField(json, name, ofField(place, name));
}

/**
 * What a field says besides its name, which may stand elsewhere: in a column of Unity Catalog around it. Null after
 * reporting what is wrong with it.
 */
export function readNamedField(json: JsonObject, name: string, place: TypePlace): SparkField | null {
  const type = readSparkType(member(json, "type"), { ...place, path: at(place.path, "type") });
  const nullable = readFlag(json, "nullable", place);
  const metadata = member(json, "metadata") ?? {};
  const own = { ...place, path: at(place.path, "metadata") };
  if (!isJsonObject(metadata)) return place.report.wrongKind(own.path, metadata, "an object", place.column);
  const comment = readText(metadata, "comment", own);
  const fill = readFill(metadata, own);
  const written = member(json, "name");
  const refined = type === null ? null : refineType(type, typeof written === "string" ? written : name, metadata, own);
  if (refined === null || nullable === null || comment === undefined || fill === null) return null;
  return { name, type: refined, nullable, comment, fill };
}

/** A type with what schema JSON keeps in the metadata of its field: collations, and the lengths of CHAR and VARCHAR. */
function refineType(type: SparkType, name: string, metadata: JsonObject, place: TypePlace): SparkType | null {
  const collations = member(metadata, "__COLLATIONS");
  if (collations !== undefined && !isJsonObject(collations)) {
    return place.report.wrongKind(at(place.path, "__COLLATIONS"), collations, "an object", place.column);
  }
  const lengths = readText(metadata, "__CHAR_VARCHAR_TYPE_STRING", place);
  if (lengths === undefined) return null;
  const collated = collations === undefined ? type : withCollations(type, name, textEntries(collations));
  if (lengths === null) return collated;
  return withLengths(collated, lengths) ?? withoutLengths(collated, lengths, place);
}

function textEntries(json: JsonObject): ReadonlyMap<string, string> {
  return new Map(Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function withoutLengths(type: SparkType, text: string, { report, column }: TypePlace): SparkType {
  const message = `The lengths of CHAR and VARCHAR are not known: ${quote(text)} does not fit the type.`;
  const hint = "They are taken for STRING; see `__CHAR_VARCHAR_TYPE_STRING` in the metadata of the column.";
  report.add("GP2204", message, { column, hint });
  return type;
}
