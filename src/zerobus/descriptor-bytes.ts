import { DescriptorError } from "./descriptor-error.js";
import { WireError, WireReader, tagOf, wireTypes } from "./wire.js";

/** A `DescriptorProto` as it stands in the bytes: numbers of types and names of messages not yet resolved. */
export interface RawMessage {
  readonly name: string;
  readonly fields: readonly RawField[];
  readonly nested: readonly RawMessage[];
  /** Names of its enums. */
  readonly enums: readonly string[];
  readonly isMapEntry: boolean;
}

/** A `FieldDescriptorProto`; 0 and empty where it says nothing. */
export interface RawField {
  readonly name: string;
  readonly number: number;
  readonly label: number;
  readonly type: number;
  readonly typeName: string;
  readonly isPacked: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const length = (fieldNumber: number) => tagOf(fieldNumber, wireTypes.bytes);
const varint = (fieldNumber: number) => tagOf(fieldNumber, wireTypes.varint);

const messageTags = { name: length(1), field: length(2), nested: length(3), enum: length(4), options: length(7) };
const fieldTags = {
  name: length(1),
  number: varint(3),
  label: varint(4),
  type: varint(5),
  typeName: length(6),
  options: length(8),
};
const enumNameTag = length(1);
const mapEntryTag = varint(7);
const packedTag = varint(2);

/** How many messages may be declared in each other, or be fields of each other: as many as protobuf's own readers follow. */
export const maxDepth = 100;

/** Reads a `DescriptorProto`. Throws DescriptorError for bytes that are none. */
export function readDescriptor(bytes: Uint8Array): RawMessage {
  try {
    return readMessage(new WireReader(bytes), 1);
  } catch (error) {
    if (error instanceof WireError) throw new DescriptorError(`The bytes are not a DescriptorProto: ${error.message}.`);
    throw error;
  }
}

function readMessage(reader: WireReader, depth: number): RawMessage {
  if (depth > maxDepth) throw new DescriptorError(`Messages are nested deeper than ${maxDepth}.`);
  const fields: RawField[] = [];
  const nested: RawMessage[] = [];
  const enums: string[] = [];
  const message: Mutable<RawMessage> = { name: "", fields, nested, enums, isMapEntry: false };
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === messageTags.name) message.name = reader.string();
    else if (tag === messageTags.field) fields.push(within(reader, readField));
    else if (tag === messageTags.nested) nested.push(within(reader, () => readMessage(reader, depth + 1)));
    else if (tag === messageTags.enum) enums.push(within(reader, readEnumName));
    else if (tag === messageTags.options)
      message.isMapEntry = within(reader, () => readFlag(reader, mapEntryTag, message.isMapEntry));
    else reader.skip(tag);
  }
  return message;
}

function readField(reader: WireReader): RawField {
  const field: Mutable<RawField> = { name: "", number: 0, label: 0, type: 0, typeName: "", isPacked: false };
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === fieldTags.name) field.name = reader.string();
    else if (tag === fieldTags.number) field.number = reader.int32();
    else if (tag === fieldTags.label) field.label = reader.int32();
    else if (tag === fieldTags.type) field.type = reader.int32();
    else if (tag === fieldTags.typeName) field.typeName = reader.string();
    else if (tag === fieldTags.options)
      field.isPacked = within(reader, () => readFlag(reader, packedTag, field.isPacked));
    else reader.skip(tag);
  }
  return field;
}

function readEnumName(reader: WireReader): string {
  let name = "";
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === enumNameTag) name = reader.string();
    else reader.skip(tag);
  }
  return name;
}

/** The one option that is of interest among the others. */
function readFlag(reader: WireReader, flagTag: number, before: boolean): boolean {
  let flag = before;
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === flagTag) flag = reader.bool();
    else reader.skip(tag);
  }
  return flag;
}

/** What `read` makes of the message whose length comes next. */
function within<T>(reader: WireReader, read: (reader: WireReader) => T): T {
  const outer = reader.enter();
  const value = read(reader);
  reader.leave(outer);
  return value;
}
