import type { SparkType } from "../catalog/spark-type.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { FieldSource, MappingScope } from "./field-source.js";
import type { FieldDescriptor } from "./message.js";
import { problem, subject, type Place } from "./problem.js";
import { isProtoIdentifier } from "./proto-names.js";
import { typeText } from "./type-text.js";
import { visibleText } from "./visible-text.js";

const maxFieldNumber = 2 ** 29 - 1;

/** Numbers protobuf keeps for itself. */
const reservedNumbers = { first: 19_000, last: 19_999 };

/** The warning in place of the problems of a field that is left out. */
export function leftOut(scope: MappingScope, problems: readonly Diagnostic[]): Diagnostic {
  const place = placeOf(scope);
  const reasons = problems.map((each) => each.message).join(" ");
  return problem(
    "GP2110",
    place,
    `${subject(place)} is left out and will be NULL. ${reasons}`,
    problems[0]?.hint ?? "",
  );
}

/** `own`: the type is that of the field itself, not of its elements or values. */
export function refusedType(type: SparkType, instead: string, scope: MappingScope, own: boolean): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} ${own ? "has" : "holds values of"} type ${visibleText(typeText(type))}, which the service does not take.`;
  return problem("GP2101", place, message, omitHint(instead, scope));
}

export function invalidParameters(type: SparkType, scope: MappingScope): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} has type ${visibleText(typeText(type))}, which there cannot be.`;
  const hint = "A DECIMAL has up to 38 digits, its scale among them; a CHAR or VARCHAR has a length of 1 or more.";
  return problem("GP2106", place, message, hint);
}

export function refusedKey(type: SparkType, scope: MappingScope): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} is a map with keys of type ${visibleText(typeText(type))}, which protobuf maps cannot have.`;
  const hint = "Use a STRING key, or an ARRAY of a STRUCT with a field for the key and one for the value.";
  return problem("GP2103", place, message, omitHint(hint, scope));
}

export function nestedCollection(type: SparkType, scope: MappingScope): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} is ${visibleText(typeText(type))}, a collection directly inside a collection, which protobuf cannot carry.`;
  const hint = "Wrap the inner collection in a STRUCT, for example ARRAY<STRUCT<items: ARRAY<STRING>>>.";
  return problem("GP2102", place, message, omitHint(hint, scope));
}

export function emptyStruct(scope: MappingScope): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} is a struct without a field, which no Delta table can store.`;
  return problem("GP2104", place, message, omitHint("Give the struct a field.", scope));
}

/** For a struct whose fields are all left out, by an override or because they cannot be mapped. */
export function nothingLeft(scope: MappingScope): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} is a struct of which every field is left out.`;
  return problem("GP2104", place, message, "Keep one of its fields, or leave out the struct itself.");
}

export function tooDeep(scope: MappingScope, limit: number): Diagnostic {
  const place = placeOf(scope);
  const message = `${subject(place)} is at level ${scope.enclosing.length + 1} of nested structs; protobuf compilers accept ${limit}.`;
  return problem("GP2105", place, message, omitHint("Flatten the structs, or use VARIANT for the inner ones.", scope));
}

export function nameProblems(name: string, scope: MappingScope): readonly Diagnostic[] {
  if (isProtoIdentifier(name)) return [];
  const place = placeOf(scope);
  const message = `${subject(place)} has a name that the service does not take.`;
  const hint = "Names are ASCII letters, digits and underscores, and do not start with a digit: rename the column.";
  return [problem("GP2120", place, message, omitHint(hint, scope))];
}

/** Whether protobuf takes the number for a field. */
export function isFieldNumber(number: number): boolean {
  const inRange = Number.isInteger(number) && number >= 1 && number <= maxFieldNumber;
  return inRange && (number < reservedNumbers.first || number > reservedNumbers.last);
}

export function numberProblems(number: number, scope: MappingScope): readonly Diagnostic[] {
  if (isFieldNumber(number)) return [];
  const place = placeOf(scope);
  const message = `${subject(place)} would get field number ${number}, which protobuf does not allow.`;
  return [problem("GP2123", place, message, "A field number is the position in the table or struct plus 1.")];
}

/** Spark does not tell upper from lower case in names. */
export function sameNames(sources: readonly FieldSource[], scope: MappingScope): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return sources.flatMap((source) => {
    const other = first.get(source.name.toLowerCase());
    first.set(source.name.toLowerCase(), source.name);
    if (other === undefined) return [];
    const place = placeOf({ ...scope, origin: source.origin, path: [...scope.path, source.name] });
    const message = `${subject(place)} has the name of another one, \`${visibleText(other)}\`; Spark does not tell upper from lower case.`;
    return [problem("GP2121", place, message, "Rename one of the two.")];
  });
}

export function sameNumbers(sources: readonly FieldSource[], scope: MappingScope): readonly Diagnostic[] {
  const first = new Map<number, string>();
  return sources.flatMap((source) => {
    const other = first.get(source.number);
    first.set(source.number, source.name);
    if (other === undefined) return [];
    const place = placeOf({ ...scope, origin: source.origin, path: [...scope.path, source.name] });
    const message = `${subject(place)} has position ${source.number - 1}, as \`${visibleText(other)}\` has.`;
    return [problem("GP2124", place, message, "Every column of a table has a position of its own.")];
  });
}

/** Entry messages of maps share one scope with fields and with each other. */
export function entryNameClashes(
  fields: readonly FieldDescriptor[],
  sources: readonly FieldSource[],
  scope: MappingScope,
): readonly Diagnostic[] {
  const owners = new Map(fields.map((field) => [field.name, field.name]));
  return fields.flatMap((field) => {
    if (field.fieldKind !== "map") return [];
    const other = owners.get(field.entryName);
    owners.set(field.entryName, field.name);
    if (other === undefined) return [];
    const origin = sources.find(({ name }) => name === field.name)?.origin ?? null;
    const place = placeOf({ ...scope, origin, path: [...scope.path, field.name] });
    const message = `${subject(place)} is a map, and protobuf names its entries ${field.entryName}, a name that \`${other}\` has taken.`;
    return [problem("GP2122", place, message, "Rename one of the two.")];
  });
}

function placeOf(scope: MappingScope): Place {
  return { table: scope.table, column: scope.path.join("."), origin: scope.origin };
}

function omitHint(hint: string, scope: MappingScope): string {
  return scope.omitUnsupported || !scope.omittable ? hint : `${hint} Or leave it NULL: --unsupported omit.`;
}
