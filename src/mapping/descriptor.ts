import { base64 } from "./base64.js";
import {
  nestedMessage,
  type FieldDescriptor,
  type MapField,
  type MessageDescriptor,
  type ValueType,
} from "./message.js";
import { lengthDelimited, messageDescriptorType, protoScalars, tagOf } from "./proto-scalar.js";
import { scalarMapping } from "./type-mapping.js";

/** Field numbers of `google.protobuf.DescriptorProto`, `FieldDescriptorProto` and `MessageOptions`. */
const messageNumbers = { name: 1, field: 2, nestedType: 3, options: 7 };
const fieldNumbers = { name: 1, number: 3, label: 4, type: 5, typeName: 6 };
const mapEntryOption = 7;

const labels = { optional: 1, required: 2, repeated: 3 };

/**
 * The message as a serialised `DescriptorProto` in base64. Self-contained: nested messages and map entries lie inside
 * the message that uses them, and `type_name` is their full name from the outermost message on, `.Orders.Items`: the
 * service refuses bare names ("Proto not self-contained").
 */
export function descriptorBase64(message: MessageDescriptor): string {
  return base64(messageBytes(message, `.${message.name}`));
}

/** Bytes as text, one character each: names are ASCII, so text and bytes are the same. */
type Bytes = string;

/** `scope` is the full name of the message. */
function messageBytes(message: MessageDescriptor, scope: string): Bytes {
  const entries = message.fields.flatMap((field) => (field.fieldKind === "map" ? [entryBytes(field, scope)] : []));
  const nested = message.fields
    .map(nestedMessage)
    .filter((each) => each !== null)
    .map((each) => messageBytes(each, `${scope}.${each.name}`));
  return (
    chunk(messageNumbers.name, message.name) +
    message.fields.map((field) => chunk(messageNumbers.field, fieldBytes(field, scope))).join("") +
    [...entries, ...nested].map((each) => chunk(messageNumbers.nestedType, each)).join("")
  );
}

function fieldBytes(field: FieldDescriptor, scope: string): Bytes {
  switch (field.fieldKind) {
    case "scalar":
      return valueBytes(field.name, field.number, labelOf(field), { kind: "scalar", scalar: field.scalar }, scope);
    case "message":
      return valueBytes(field.name, field.number, labelOf(field), { kind: "message", message: field.message }, scope);
    case "list":
      return valueBytes(field.name, field.number, labels.repeated, field.element, scope);
    case "map":
      return typedBytes(
        field.name,
        field.number,
        labels.repeated,
        messageDescriptorType,
        `${scope}.${field.entryName}`,
      );
  }
}

/** The message of a map's values lies beside the entry, in the same scope. */
function entryBytes(field: MapField, scope: string): Bytes {
  const key = valueBytes("key", 1, labels.optional, { kind: "scalar", scalar: field.key }, scope);
  const value = valueBytes("value", 2, labels.optional, field.value, scope);
  return (
    chunk(messageNumbers.name, field.entryName) +
    chunk(messageNumbers.field, key) +
    chunk(messageNumbers.field, value) +
    chunk(messageNumbers.options, number(mapEntryOption, 1))
  );
}

function valueBytes(name: string, fieldNumber: number, label: number, value: ValueType, scope: string): Bytes {
  if (value.kind === "message") {
    return typedBytes(name, fieldNumber, label, messageDescriptorType, `${scope}.${value.message.name}`);
  }
  const { descriptorType } = protoScalars[scalarMapping(value.scalar).proto];
  return typedBytes(name, fieldNumber, label, descriptorType, null);
}

function typedBytes(name: string, fieldNumber: number, label: number, type: number, typeName: string | null): Bytes {
  return (
    chunk(fieldNumbers.name, name) +
    number(fieldNumbers.number, fieldNumber) +
    number(fieldNumbers.label, label) +
    number(fieldNumbers.type, type) +
    (typeName === null ? "" : chunk(fieldNumbers.typeName, typeName))
  );
}

function labelOf(field: FieldDescriptor): number {
  return field.nullable ? labels.optional : labels.required;
}

function chunk(fieldNumber: number, content: Bytes): Bytes {
  return varint(tagOf(fieldNumber, lengthDelimited)) + varint(content.length) + content;
}

function number(fieldNumber: number, value: number): Bytes {
  return varint(tagOf(fieldNumber, 0)) + varint(value);
}

function varint(value: number): Bytes {
  if (value < 0x80) return String.fromCharCode(value);
  return String.fromCharCode((value % 0x80) + 0x80) + varint(Math.floor(value / 0x80));
}
