import type { SparkType, StructField } from "../catalog/spark-type.js";
import type { Origin } from "../catalog/table.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { pathKey } from "./column-path.js";
import * as problems from "./field-problems.js";
import type { FieldSource, MappingScope } from "./field-source.js";
import type { FieldDescriptor, FieldFacts, MessageDescriptor, ValueType } from "./message.js";
import { claimMessageName, isProtoIdentifier, mapEntryName, pascalCase, type TakenNames } from "./proto-names.js";
import { isScalarType, mappingOf, scalarMapping, type ScalarType } from "./type-mapping.js";
import { hasValidParameters } from "./type-text.js";

/** A mapped part, or why it cannot be mapped. */
export type Mapped<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** protoc's parser stops at the 32nd level of nested messages. */
const maxMessageDepth = 31;

/** The fields of a message that could be mapped, and what stands against the others. */
export interface MappedFields {
  readonly fields: readonly FieldDescriptor[];
  readonly problems: readonly Diagnostic[];
}

/** Maps the fields of one message. Fields that cannot be mapped and are left out are a warning in the scope. */
export function mapFields(given: readonly FieldSource[], scope: MappingScope): MappedFields {
  const sources = withoutOmitted(given, scope);
  const taken = takenNames(sources, scope);
  const mapped = sources.map((source) => mapOrOmit(source, scope, taken));
  const fields = mapped.flatMap((each) => (each?.ok === true ? each.value : []));
  const found = [
    ...problems.sameNames(sources, scope),
    ...problems.sameNumbers(sources, scope),
    ...mapped.flatMap((each) => (each?.ok === false ? each.problems : [])),
    ...problems.entryNameClashes(fields, sources, scope),
  ];
  return { fields, problems: found };
}

/** An override leaves columns out before anything is said about them. */
function withoutOmitted(sources: readonly FieldSource[], { omitted, path }: MappingScope): readonly FieldSource[] {
  return omitted === null ? sources : sources.filter(({ name }) => !omitted.has(pathKey([...path, name])));
}

/** Null for a field that is left out. */
function mapOrOmit(source: FieldSource, scope: MappingScope, taken: TakenNames): Mapped<FieldDescriptor> | null {
  // Nearly all fields: there is nothing to say about them, so they need no scope to say it in.
  if (isPlainField(source) && isScalarType(source.type)) return mapScalar(source, source.type);
  const omittable = scope.omittable || source.nullable;
  const inner = { ...scope, origin: source.origin, omittable, path: [...scope.path, source.name] };
  const mapped = mapField(source, inner, taken);
  if (mapped.ok || !scope.omitUnsupported || !source.nullable) return mapped;
  scope.warnings.push(problems.leftOut(inner, mapped.problems));
  return null;
}

function isPlainField({ type, name, number }: FieldSource): boolean {
  const isScalar = isScalarType(type) && hasValidParameters(type);
  return isScalar && isProtoIdentifier(name) && problems.isFieldNumber(number);
}

/** Messages around these fields count: Java has no class inside one of the same name. */
function takenNames(sources: readonly FieldSource[], scope: MappingScope): TakenNames {
  const entries = sources.filter(({ type }) => type.kind === "map").map(({ name }) => mapEntryName(name));
  return {
    fields: new Set(sources.map(({ name }) => name)),
    messages: new Set([...scope.enclosing, ...entries].map((name) => name.toLowerCase())),
  };
}

function mapField(source: FieldSource, scope: MappingScope, taken: TakenNames): Mapped<FieldDescriptor> {
  const found = [...problems.nameProblems(source.name, scope), ...problems.numberProblems(source.number, scope)];
  const mapped = mapShape(source, scope, taken);
  if (found.length === 0) return mapped;
  return { ok: false, problems: mapped.ok ? found : [...found, ...mapped.problems] };
}

function mapShape(source: FieldSource, scope: MappingScope, taken: TakenNames): Mapped<FieldDescriptor> {
  if (source.type.kind === "map") return mapMap(source, source.type, scope, taken);
  const facts = factsOf(source);
  if (source.type.kind === "array") {
    const element = mapValue(source.type.element, source, scope, taken);
    return element.ok ? mappedAs({ fieldKind: "list", element: element.value, ...facts }) : element;
  }
  const mapped = mapValue(source.type, source, scope, taken);
  if (!mapped.ok) return mapped;
  return mapped.value.kind === "message"
    ? mappedAs({ fieldKind: "message", message: mapped.value.message, ...facts })
    : mapScalar(source, mapped.value.scalar);
}

function mapScalar(source: FieldSource, scalar: ScalarType): Mapped<FieldDescriptor> {
  const { name, number, type, nullable, comment, fill } = source;
  return mappedAs({ name, number, type, nullable, comment, fill, fieldKind: "scalar", scalar });
}

function mapMap(
  source: FieldSource,
  type: Extract<SparkType, { readonly kind: "map" }>,
  scope: MappingScope,
  taken: TakenNames,
): Mapped<FieldDescriptor> {
  const key = mapKey(type.key, scope);
  const value = mapValue(type.value, source, scope, taken);
  if (key.ok && value.ok) {
    const entryName = mapEntryName(source.name);
    return mappedAs({ fieldKind: "map", entryName, key: key.value, value: value.value, ...factsOf(source) });
  }
  return { ok: false, problems: [...(key.ok ? [] : key.problems), ...(value.ok ? [] : value.problems)] };
}

function mapKey(type: SparkType, scope: MappingScope): Mapped<ScalarType> {
  if (!isScalarType(type) || scalarMapping(type).mapKey.kind === "refused") {
    return failed(problems.refusedKey(type, scope));
  }
  return hasValidParameters(type) ? { ok: true, value: type } : failed(problems.invalidParameters(type, scope));
}

/** Maps what a field, a list or a map holds: a scalar or a nested message. */
function mapValue(type: SparkType, source: FieldSource, scope: MappingScope, taken: TakenNames): Mapped<ValueType> {
  if (isScalarType(type)) {
    if (!hasValidParameters(type)) return failed(problems.invalidParameters(type, scope));
    return { ok: true, value: { kind: "scalar", scalar: type } };
  }
  if (type.kind === "struct") return mapStruct(type.fields, source, scope, taken);
  const mapping = mappingOf(type);
  if (mapping.shape !== "refused") return failed(problems.nestedCollection(source.type, scope));
  return failed(problems.refusedType(type, mapping.instead, scope, source.type === type));
}

function mapStruct(
  fields: readonly StructField[],
  source: FieldSource,
  scope: MappingScope,
  taken: TakenNames,
): Mapped<ValueType> {
  if (fields.length === 0) return failed(problems.emptyStruct(scope));
  if (scope.enclosing.length >= maxMessageDepth) return failed(problems.tooDeep(scope, maxMessageDepth));
  const name = claimMessageName(pascalCase(source.name), taken);
  const inner = { ...scope, enclosing: [...scope.enclosing, name] };
  const sources = fields.map((field, index) => structFieldSource(field, index, scope.origin));
  const mapped = mapFields(sources, inner);
  if (mapped.problems.length > 0) return { ok: false, problems: mapped.problems };
  if (mapped.fields.length === 0) return failed(problems.nothingLeft(scope));
  const message: MessageDescriptor = { name, fields: mapped.fields };
  return { ok: true, value: { kind: "message", message } };
}

function structFieldSource(field: StructField, index: number, origin: Origin | null): FieldSource {
  return { fill: { kind: "writer" }, number: index + 1, origin, ...field };
}

function factsOf(source: FieldSource): FieldFacts {
  const { name, number, type, nullable, comment, fill } = source;
  return { name, number, type, nullable, comment, fill };
}

function mappedAs(field: FieldDescriptor): Mapped<FieldDescriptor> {
  return { ok: true, value: field };
}

function failed(diagnostic: Diagnostic): Mapped<never> {
  return { ok: false, problems: [diagnostic] };
}
