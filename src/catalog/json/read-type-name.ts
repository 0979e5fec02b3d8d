import { quote } from "../../ddl/quote.js";
import { readTypeText, type TypeTextProblem } from "../read-type-text.js";
import type { SimpleKind, SparkType } from "../spark-type.js";
import { crsOf } from "./crs.js";
import { formatPath } from "./json-value.js";
import { type ColumnPlace, ofField } from "./type-place.js";

/**
 * The name of a type without parts; also a whole type as DDL writes it, which some writers of catalogs put in its place.
 * Null after reporting what is wrong with it.
 */
export function readTypeName(text: string, place: ColumnPlace): SparkType | null {
  const known = simpleTypes.get(text) ?? readBefore.get(text);
  if (known !== undefined) return known;
  const { type, problem } = specialType(text) ?? readTypeText(text);
  if (type === null) return reportProblem(problem, text, place);
  if (readBefore.size < mostKept && text.length <= longestKept) readBefore.set(text, type);
  return type;
}

/** Types by their names: a catalog has thousands of columns of few of them, and the parser is slow for one word. */
const readBefore = new Map<string, SparkType>();
const mostKept = 1_000;
const longestKept = 100;

/** Names that are a whole type, as nearly all columns have them: no need to ask the parser. */
const simpleKinds: readonly SimpleKind[] = [
  "boolean",
  "byte",
  "short",
  "integer",
  "long",
  "float",
  "double",
  "binary",
  "date",
  "timestamp",
  "timestamp_ntz",
  "variant",
  "void",
  "object",
];

const simpleTypes: ReadonlyMap<string, SparkType> = new Map([
  ...simpleKinds.map((kind): readonly [string, SparkType] => [kind, { kind }]),
  ["string", { kind: "string", collation: null }],
]);

/** What the type parser of DDL does not know: an old name of VOID, and spatial types as JSON names them. */
function specialType(text: string): ReturnType<typeof readTypeText> | null {
  if (/^\s*null\s*$/i.test(text)) return { type: { kind: "void" }, problem: null };
  const spatial = /^\s*(geometry|geography)\s*(?:\(([^(),]{1,100})(?:,[\w ]{1,100})?\))?\s*$/i.exec(text);
  if (spatial === null) return null;
  const kind = spatial[1]?.toLowerCase() === "geometry" ? "geometry" : "geography";
  // Delta and Parquet mean OGC:CRS84 where they name none.
  return { type: { kind, crs: crsOf(spatial[2] ?? "OGC:CRS84") }, problem: null };
}

/** Codes that say what is wrong with a type; the others are about SQL around it, which is not there. */
const typeCodes: ReadonlySet<string> = new Set(["GP1008", "GP2005", "GP2006", "GP2007"]);

function reportProblem(problem: TypeTextProblem | null, text: string, place: ColumnPlace): null {
  if (problem === null || !typeCodes.has(problem.code)) {
    const message = `\`${formatPath(place.path)}\` is not a type that can be read: ${quote(text)}.`;
    const hint = "Give the type as Spark's schema JSON writes it.";
    return place.report.add("GP2203", message, { column: place.column, hint });
  }
  const { code, message, hint, field } = problem;
  const { column } = field === null ? place : ofField(place, field);
  return place.report.add(code, message, { column, ...(hint !== undefined && { hint }) });
}
