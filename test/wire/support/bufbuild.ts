import {
  create,
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  isFieldSet,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import { DescriptorProtoSchema, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Table } from "../../../src/catalog/table.js";
import { keyFrom } from "./protobufjs.js";

type Members = readonly { readonly name: string; readonly type: SparkType }[];
type Fields = Record<string, unknown>;

/** The message that a codec's descriptor describes; its type names are full, from the outermost message on. */
export function bufbuildType(descriptor: string): DescMessage {
  const root = fromBinary(DescriptorProtoSchema, Buffer.from(descriptor, "base64"));
  const file = create(FileDescriptorProtoSchema, { name: "table.proto", syntax: "proto2", messageType: [root] });
  return createFileRegistry(file, () => undefined).getMessage(root.name)!;
}

/** The canonical row that @bufbuild/protobuf reads from the bytes. */
export function readWithBufbuild(type: DescMessage, table: Table, bytes: Uint8Array): unknown {
  return structFrom(table.columns, type, fromBinary(type, bytes));
}

/** The bytes @bufbuild/protobuf writes for a canonical row. */
export function writeWithBufbuild(type: DescMessage, table: Table, row: unknown): Uint8Array {
  return toBinary(type, structTo(table.columns, type, row));
}

function structFrom(members: Members, type: DescMessage, message: Message): unknown {
  const fields = fieldsByName(type);
  return Object.fromEntries(
    members.map((member) => {
      const field = fields.get(member.name)!;
      const value = (message as unknown as Fields)[field.localName];
      return [member.name, isFieldSet(message, field) ? valueFrom(member.type, field, value) : absent(member.type)];
    }),
  );
}

function absent(type: SparkType): unknown {
  return type.kind === "array" ? [] : type.kind === "map" ? new Map() : null;
}

function valueFrom(type: SparkType, field: DescField, value: unknown): unknown {
  switch (type.kind) {
    case "struct":
      return structFrom(type.fields, field.message!, value as Message);
    case "array":
      return (value as readonly unknown[]).map((item) => valueFrom(type.element, field, item));
    case "map":
      return new Map(
        Object.entries(value as Fields).map(([key, item]) => [
          keyFrom(type.key, key),
          valueFrom(type.value, field, item),
        ]),
      );
    default:
      return value;
  }
}

function structTo(members: Members, type: DescMessage, row: unknown): Message {
  const fields = fieldsByName(type);
  const values = row as Fields;
  const present = members.filter(({ name }) => values[name] !== null);
  const init = present.map((member) => {
    const field = fields.get(member.name)!;
    return [field.localName, valueTo(member.type, field, values[member.name])] as const;
  });
  return create(type, Object.fromEntries(init));
}

function valueTo(type: SparkType, field: DescField, value: unknown): unknown {
  switch (type.kind) {
    case "struct":
      return structTo(type.fields, field.message!, value);
    case "array":
      return (value as readonly unknown[]).map((item) => valueTo(type.element, field, item));
    case "map":
      return Object.fromEntries(
        [...(value as Map<unknown, unknown>)].map(([key, item]) => [String(key), valueTo(type.value, field, item)]),
      );
    default:
      return value;
  }
}

function fieldsByName(type: DescMessage): ReadonlyMap<string, DescField> {
  return new Map(type.fields.map((field) => [field.name, field]));
}
