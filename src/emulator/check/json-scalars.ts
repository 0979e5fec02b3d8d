import { Buffer } from "node:buffer";
import { typeText } from "../../mapping/type-text.js";
import type { Draft } from "./draft.js";
import type { JsonKind, JsonSource } from "./json-source.js";
import type { ScalarPlan } from "./plan.js";
import { columnText, Refused, shown } from "./refused.js";

/** Reads a value of a column from JSON. */
export type JsonReader = (source: JsonSource) => Draft;

/** A value as text: what stood in quotes, or the digits of a number. */
type TextCell = (text: string, isQuoted: boolean) => Draft;

const integer = /^[+-]?[0-9]+$/;
const float = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const base64 = /^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/;

/** Names that JSON has no number for; the others that `Number` knows are not among them. */
const floatNames: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** Making a bigint of millions of digits takes seconds; what is longer is out of range, or has zeros in front. */
const longestInteger = 100;

const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * Reads a scalar in the JSON form of the service, which is protobuf's: integers, days and microseconds as numbers or as
 * text of digits; FLOAT and DOUBLE as numbers, as text, or `"NaN"`, `"Infinity"`, `"-Infinity"`; BINARY as base64 of
 * either alphabet; DECIMAL, VARIANT and all text as strings only. Dates and times in words are refused, as the service
 * refuses them ("invalid digit found in string").
 */
export function jsonScalar(plan: ScalarPlan, path: string): JsonReader {
  const { proto } = plan.rule;
  if (proto === "bool") return (source) => booleanOf(source, plan, path);
  const cell = textCell(plan, path);
  if (proto === "string" || proto === "bytes") {
    return (source) => (source.kind() === "string" ? cell(source.string(), true) : fail(source, plan, path));
  }
  return (source) => {
    const kind = source.kind();
    if (kind === "number") return cell(source.number(), false);
    return kind === "string" ? cell(source.string(), true) : fail(source, plan, path);
  };
}

/** Reads a key of a map, which JSON has as text. */
export function jsonKey(plan: ScalarPlan, path: string): (text: string) => Draft {
  if (plan.rule.proto === "bool") return (text) => booleanKey(text, path);
  const cell = textCell(plan, path);
  return (text) => cell(text, true);
}

function textCell(plan: ScalarPlan, path: string): TextCell {
  const { rule } = plan;
  switch (rule.proto) {
    case "int32":
      return (text) => rule.cell(int32Of(text, plan, path));
    case "int64":
      return (text) => rule.cell(int64Of(text, plan, path));
    case "float":
      return (text) => floatOf(text, plan, path);
    case "double":
      return (text) => doubleOf(text, plan, path);
    case "string":
      return (text) => rule.cell(text);
    default:
      return (text) => bytesOf(text, path);
  }
}

function booleanOf(source: JsonSource, plan: ScalarPlan, path: string): Draft {
  return source.kind() === "boolean" ? source.word() === "true" : fail(source, plan, path);
}

function booleanKey(text: string, path: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new Refused("type", path, `${columnText(path)} has the key "${shown(text)}", which is no BOOLEAN.`);
}

/** Past 32 bits the range of the column's own type refuses it. */
function int32Of(text: string, plan: ScalarPlan, path: string): number {
  const value = integer.test(text) || float.test(text) ? Number(text) : NaN;
  if (Number.isInteger(value)) return Object.is(value, -0) ? 0 : value;
  throw noInteger(text, plan, path);
}

function int64Of(text: string, plan: ScalarPlan, path: string): bigint {
  const value = text.length <= longestInteger && integer.test(text) ? BigInt(text.replace("+", "")) : wholeOf(text);
  if (value === null) throw noInteger(text, plan, path);
  if (value >= int64.least && value <= int64.most) return value;
  throw new Refused("range", path, `${columnText(path)} holds ${shown(text)}, which is out of the range of 64 bits.`);
}

/** `1e3` and `1.0` are integers, and all the digits they have are those of a double. */
function wholeOf(text: string): bigint | null {
  const value = float.test(text) ? Number(text) : NaN;
  return Number.isInteger(value) ? BigInt(value) : null;
}

function noInteger(text: string, plan: ScalarPlan, path: string): Refused {
  const { kind } = plan.type;
  const unit =
    kind === "date"
      ? ": the service takes days since 1970-01-01"
      : kind === "timestamp" || kind === "timestamp_ntz"
        ? ": the service takes microseconds since 1970"
        : "";
  return new Refused("type", path, `${columnText(path)} holds ${shown(text)}, which is no integer${unit}.`);
}

function floatOf(text: string, plan: ScalarPlan, path: string): number {
  const double = doubleOf(text, plan, path);
  const value = Math.fround(double);
  if (Number.isFinite(value) || !Number.isFinite(double)) return value;
  throw new Refused("range", path, `${columnText(path)} holds ${shown(text)}, which is out of the range of FLOAT.`);
}

function doubleOf(text: string, plan: ScalarPlan, path: string): number {
  const named = floatNames.get(text);
  if (named !== undefined) return named;
  const value = float.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw new Refused("type", path, `${columnText(path)} holds ${shown(text)}, which is no ${typeText(plan.type)}.`);
}

function bytesOf(text: string, path: string): Uint8Array {
  if (base64.test(text) && text.replace(/=+$/, "").length % 4 !== 1) return new Uint8Array(Buffer.from(text, "base64"));
  throw new Refused("type", path, `${columnText(path)} holds text that is no base64, which BINARY is in JSON.`);
}

const kindNames: Readonly<Record<JsonKind, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  null: "null",
  array: "an array",
  object: "an object",
};

/** Refuses a value of another kind than the column is written in. */
function fail(source: JsonSource, { type, rule }: ScalarPlan, path: string): never {
  const expected =
    rule.proto === "bool" ? "a boolean" : rule.proto === "string" || rule.proto === "bytes" ? "a string" : "a number";
  throw wrongKind(source, path, `${typeText(type)}, which is ${expected} in JSON`);
}

export function wrongKind(source: JsonSource, path: string, expected: string): Refused {
  const kind = source.kind();
  return new Refused("type", path, `${columnText(path)} holds ${kindNames[kind]}; it is ${expected}.`);
}
