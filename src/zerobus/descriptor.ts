import { type RawField, maxDepth, readDescriptor } from "./descriptor-bytes.js";
import { DescriptorError } from "./descriptor-error.js";
import { type ResolveType, type Scope, identifier, quoted, scopeOf, typeResolver } from "./descriptor-scopes.js";

export { DescriptorError } from "./descriptor-error.js";

/** Protobuf's types of fields, as `.proto` files call them, by their number in descriptors less 1. */
const fieldTypes = [
  "double",
  "float",
  "int64",
  "uint64",
  "int32",
  "fixed64",
  "fixed32",
  "bool",
  "string",
  "group",
  "message",
  "bytes",
  "uint32",
  "enum",
  "sfixed32",
  "sfixed64",
  "sint32",
  "sint64",
] as const;

const fieldLabels = ["optional", "required", "repeated"] as const;

export type FieldType = (typeof fieldTypes)[number];

export type FieldLabel = (typeof fieldLabels)[number];

/** A message as a `DescriptorProto` has it, with the messages of its fields resolved; never reaches itself. */
export interface MessageSchema {
  readonly name: string;
  /** In the order of the descriptor; names and numbers are unique. */
  readonly fields: readonly FieldSchema[];
  /** The entry of a map: two fields, `key` = 1 and `value` = 2. */
  readonly isMapEntry: boolean;
}

export interface FieldSchema {
  readonly name: string;
  readonly number: number;
  readonly label: FieldLabel;
  readonly type: FieldType;
  /** For types `message` and `group`, otherwise null. A map is `repeated` with an entry here. */
  readonly message: MessageSchema | null;
  /** `[packed = true]`. A reader must take both forms whatever this says, as proto3 packs without saying so here. */
  readonly isPacked: boolean;
}

const largestNumber = 2 ** 29 - 1;

/**
 * Reads one serialised `google.protobuf.DescriptorProto`, which must hold all types that it uses. Throws DescriptorError
 * for bytes that are none, for types that are not in it, for messages that contain themselves (as no column can), and for
 * what `protoc` refuses: names that are no identifiers, names and numbers used twice, reserved numbers.
 */
export function decodeDescriptor(bytes: Uint8Array): MessageSchema {
  const root = scopeOf(readDescriptor(bytes), null);
  const building: Building = { resolve: typeResolver(root), done: new Map(), open: new Set() };
  return messageSchema(root, building);
}

interface Building {
  readonly resolve: ResolveType;
  readonly done: Map<Scope, MessageSchema>;
  readonly open: Set<Scope>;
}

function messageSchema(scope: Scope, building: Building): MessageSchema {
  const { done, open } = building;
  const known = done.get(scope);
  if (known !== undefined) return known;
  if (open.has(scope)) throw new DescriptorError(`Message ${scope.path} contains itself, which no column can.`);
  if (open.size === maxDepth) throw new DescriptorError(`Messages are nested deeper than ${maxDepth}.`);
  open.add(scope);
  const fields = scope.raw.fields.map((field) => fieldSchema(field, scope, building));
  requireUnique(fields, scope);
  const schema = { name: scope.raw.name, fields, isMapEntry: scope.raw.isMapEntry };
  if (schema.isMapEntry) requireEntry(schema, scope);
  open.delete(scope);
  done.set(scope, schema);
  return schema;
}

function fieldSchema(raw: RawField, scope: Scope, building: Building): FieldSchema {
  const place = `${scope.path}.${identifier(raw.name, `field of ${scope.path}`)}`;
  const number = fieldNumber(raw.number, place);
  const label = fieldLabels[raw.label === 0 ? 0 : raw.label - 1];
  if (label === undefined) throw new DescriptorError(`Field ${place} has the unknown label ${raw.label}.`);
  const { type, message } = typeOf(raw, place, building);
  if (message?.isMapEntry === true && label !== "repeated")
    throw new DescriptorError(`Field ${place} is a map and must be repeated.`);
  if (raw.isPacked && !(label === "repeated" && isPackable(type)))
    throw new DescriptorError(`Field ${place} of type ${type} cannot be packed.`);
  return { name: raw.name, number, label, type, message, isPacked: raw.isPacked };
}

function fieldNumber(number: number, place: string): number {
  if (number < 1 || number > largestNumber) throw new DescriptorError(`Field ${place} has number ${number}.`);
  if (number >= 19_000 && number <= 19_999)
    throw new DescriptorError(`Field ${place} has number ${number}, which is reserved for protobuf itself.`);
  return number;
}

function isPackable(type: FieldType): boolean {
  return type !== "string" && type !== "bytes" && type !== "message" && type !== "group";
}

/** A descriptor may leave the type of a field out where the name of its type says it. */
function typeOf(raw: RawField, place: string, building: Building): Pick<FieldSchema, "type" | "message"> {
  const type = raw.type === 0 ? null : fieldTypes[raw.type - 1];
  if (type === undefined) throw new DescriptorError(`Field ${place} has the unknown type ${raw.type}.`);
  if (type !== null && type !== "message" && type !== "group" && type !== "enum") {
    if (raw.typeName === "") return { type, message: null };
    throw new DescriptorError(`Field ${place} is a ${type} and names the type ${quoted(raw.typeName)}.`);
  }
  if (raw.typeName === "") throw new DescriptorError(`Field ${place} does not say its type.`);
  return namedType(type, raw.typeName, place, building);
}

function namedType(
  type: "message" | "group" | "enum" | null,
  name: string,
  place: string,
  building: Building,
): Pick<FieldSchema, "type" | "message"> {
  const declared = building.resolve(name);
  if (declared === null)
    throw new DescriptorError(
      `Field ${place} has the type ${quoted(name)}, which is not in the descriptor: it must hold all types it uses, and call them by their full names.`,
    );
  const isEnum = declared === "enum";
  if (type !== null && (type === "enum") !== isEnum)
    throw new DescriptorError(`Field ${place} is a ${type}, and its type ${quoted(name)} is none.`);
  if (isEnum) return { type: "enum", message: null };
  return { type: type ?? "message", message: messageSchema(declared, building) };
}

function requireUnique(fields: readonly FieldSchema[], scope: Scope): void {
  const seen = new Set<string | number>();
  for (const { name, number } of fields) {
    if (seen.has(name)) throw new DescriptorError(`${scope.path} has two fields called ${name}.`);
    if (seen.has(number)) throw new DescriptorError(`${scope.path} has two fields with number ${number}.`);
    seen.add(name).add(number);
  }
}

function requireEntry({ fields }: MessageSchema, scope: Scope): void {
  const [key, value, ...others] = [...fields].sort((one, other) => one.number - other.number);
  const isEntry =
    isEntryField(key, "key", 1) && isEntryField(value, "value", 2) && others.length === 0 && key?.message === null;
  if (!isEntry)
    throw new DescriptorError(`${scope.path} is the entry of a map without the fields key = 1 and value = 2.`);
}

function isEntryField(field: FieldSchema | undefined, name: string, number: number): boolean {
  return field?.name === name && field.number === number && field.label === "optional";
}
