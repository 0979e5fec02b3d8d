import type { ColumnFill } from "../table.js";
import { at, type JsonObject, member } from "./json-value.js";
import { type ColumnPlace, readText } from "./type-place.js";

const writer: ColumnFill = { kind: "writer" };

/** Put together once: looking for keys that are put together anew takes ten times as long. */
const identities = ["delta.identity.", "identity."].map((prefix) => ({
  prefix,
  start: `${prefix}start`,
  step: `${prefix}step`,
}));

/**
 * Who fills a column, by the metadata of its field: the keys that Delta writes, and those that Spark's planner uses.
 * `EXISTS_DEFAULT` is about rows older than the column, and says nothing of new ones. Null after reporting a problem.
 */
export function readFill(metadata: JsonObject, place: ColumnPlace): ColumnFill | null {
  for (const { prefix, start, step } of identities) {
    if (Object.hasOwn(metadata, start) || Object.hasOwn(metadata, step)) return readIdentity(metadata, prefix, place);
  }
  for (const key of ["delta.generationExpression", "GENERATION_EXPRESSION"]) {
    const expression = readText(metadata, key, place);
    if (expression === undefined) return null;
    if (expression !== null) return { kind: "generated", expression: expression.trim() };
  }
  const expression = readText(metadata, "CURRENT_DEFAULT", place);
  return expression === undefined ? null : defaultFill(expression);
}

/** A default by its SQL text; none where the text is empty. */
export function defaultFill(expression: string | null): ColumnFill {
  const text = expression?.trim() ?? "";
  return text === "" ? writer : { kind: "default", expression: text };
}

function readIdentity(metadata: JsonObject, prefix: string, place: ColumnPlace): ColumnFill | null {
  const start = readInteger(metadata, `${prefix}start`, place);
  const step = readInteger(metadata, `${prefix}step`, place);
  const explicit = member(metadata, `${prefix}allowExplicitInsert`) ?? false;
  if (typeof explicit !== "boolean") {
    return place.report.wrongKind(
      at(place.path, `${prefix}allowExplicitInsert`),
      explicit,
      "true or false",
      place.column,
    );
  }
  return start === null || step === null ? null : { kind: "identity", always: !explicit, start, step };
}

/** Digits of an integer: a JSON number, or text where a double cannot hold it. 1 where it is left out. */
function readInteger(metadata: JsonObject, key: string, place: ColumnPlace): string | null {
  const value = member(metadata, key) ?? 1;
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return value;
  if (typeof value === "number" && Number.isInteger(value)) return String(BigInt(value));
  return place.report.wrongKind(at(place.path, key), value, "an integer", place.column);
}
