import { quote } from "../../ddl/quote.js";
import type { SparkType } from "../spark-type.js";
import type { JsonReport } from "./json-report.js";
import { at, formatPath, isJsonObject, type JsonObject, member } from "./json-value.js";
import { parseJson } from "./parse-json.js";
import { readNamedField, readSparkType, type SparkField } from "./read-spark-type.js";
import { readTypeName } from "./read-type-name.js";
import type { TypePlace } from "./type-place.js";

/** The key of a column that its type was read from, from the exact one to the vaguest. */
export type TypeSource = "type_json" | "type_text" | "type_name";

export interface CatalogType {
  readonly field: SparkField;
  readonly source: TypeSource;
}

type TypeReader = (json: JsonObject, name: string, place: TypePlace) => SparkField | null;

const readers: readonly (readonly [source: TypeSource, read: TypeReader])[] = [
  ["type_json", readTypeJson],
  ["type_text", readTextOfType],
  ["type_name", readNameOfType],
];

/**
 * The type of a column and what its metadata say, from the first of `type_json`, `type_text` and `type_name` that can be
 * read. Null after reporting what is wrong with the first of them that is there.
 */
export function readCatalogType(json: JsonObject, name: string, place: TypePlace): CatalogType | null {
  let failure: JsonReport | null = null;
  for (const [source, read] of readers) {
    const written = member(json, source);
    if (written === undefined || written === "") continue;
    const report = place.report.draft();
    const field = read(json, name, { ...place, report, path: at(place.path, source) });
    if (field !== null) {
      place.report.adopt(report.diagnostics);
      return { field, source };
    }
    failure ??= report;
  }
  if (failure !== null) place.report.adopt(failure.diagnostics);
  else place.report.add("GP2203", `\`${formatPath(place.path)}\` has no type.`, { column: place.column });
  return null;
}

/** A whole field, or a type alone, as JSON in a text; some exports have it parsed already. */
function readTypeJson(json: JsonObject, name: string, place: TypePlace): SparkField | null {
  const written = member(json, "type_json");
  const parsed = typeof written === "string" ? parseTypeJson(written, place) : written;
  if (parsed === undefined) return null;
  if (isJsonObject(parsed) && !isTypeWithParts(parsed)) return readNamedField(parsed, name, place);
  return alone(name, readSparkType(parsed, place));
}

function parseTypeJson(text: string, { report, path, column }: TypePlace): unknown {
  try {
    return parseJson(text);
  } catch {
    report.add("GP2203", `\`${formatPath(path)}\` is not valid JSON: ${quote(text)}.`, { column });
    return undefined;
  }
}

function isTypeWithParts(json: JsonObject): boolean {
  return ["elementType", "keyType", "fields", "sqlType"].some((key) => Object.hasOwn(json, key));
}

/** A field that nothing but the type is known of. */
function alone(name: string, type: SparkType | null): SparkField | null {
  return type === null ? null : { name, type, nullable: true, comment: null, fill: { kind: "writer" } };
}

function readTextOfType(json: JsonObject, name: string, place: TypePlace): SparkField | null {
  const text = member(json, "type_text");
  if (typeof text !== "string") return place.report.wrongKind(place.path, text, "text", place.column);
  return alone(name, readTypeName(text, place));
}

function readNameOfType(json: JsonObject, name: string, place: TypePlace): SparkField | null {
  const written = member(json, "type_name");
  if (typeof written !== "string") return place.report.wrongKind(place.path, written, "text", place.column);
  const upper = written.toUpperCase();
  const text = withParameters(upper, json) ?? upper;
  if (incompleteNames.has(text)) {
    const message = `\`${formatPath(place.path)}\` is ${quote(upper)}, which does not say what the type is made of.`;
    return place.report.add("GP2203", message, { column: place.column, hint: "Get the table with `type_json`." });
  }
  return alone(name, readTypeName(text, place));
}

/** A type with the parameters that stand in keys of their own; null where its name is all there is. */
function withParameters(name: string, json: JsonObject): string | null {
  const [precision, scale] = [member(json, "type_precision"), member(json, "type_scale")];
  const interval = member(json, "type_interval_type");
  if (name === "DECIMAL" && typeof precision === "number" && precision > 0) {
    return `DECIMAL(${precision},${typeof scale === "number" ? scale : 0})`;
  }
  if (name === "INTERVAL" && typeof interval === "string" && interval !== "") {
    return `INTERVAL ${interval.toUpperCase().replace(/^(YEAR|DAY)_(MONTH|TIME)$/, intervalOf)}`;
  }
  return null;
}

function intervalOf(_: string, start: string): string {
  return start === "YEAR" ? "YEAR TO MONTH" : "DAY TO SECOND";
}

/** Names that are not a whole type; DECIMAL and INTERVAL are one where their parameters are known. */
const incompleteNames: ReadonlySet<string> = new Set(
  "ARRAY MAP STRUCT CHAR VARCHAR DECIMAL INTERVAL GEOMETRY GEOGRAPHY USER_DEFINED_TYPE TABLE_TYPE".split(" "),
);
