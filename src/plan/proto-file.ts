import { fullName, type Table } from "../catalog/table.js";
import { nestedMessage, type FieldDescriptor, type MessageDescriptor, type ValueType } from "../mapping/message.js";
import { packagePart } from "../mapping/proto-names.js";
import { scalarMapping } from "../mapping/type-mapping.js";
import { commentOr, fieldDoc } from "./docs.js";
import { fileHeader } from "./plan-module.js";
import { code, identifier, ownCode, type Code, type CommentLine, type Identifier } from "./text.js";

/** One `.proto` file, everything decided. */
export interface ProtoFile {
  readonly kind: "proto-file";
  readonly header: CommentLine;
  readonly package: Code;
  /** Import path for Go, which takes no file without one. */
  readonly goPackage: Code;
  readonly message: ProtoMessage;
}

export interface ProtoMessage {
  readonly kind: "proto-message";
  readonly doc: readonly CommentLine[];
  readonly name: Identifier;
  readonly fields: readonly ProtoField[];
  readonly messages: readonly ProtoMessage[];
}

export interface ProtoField {
  readonly kind: "proto-field";
  readonly doc: readonly CommentLine[];
  /** Label and type, or the map type that has no label. */
  readonly type: Code;
  readonly name: Identifier;
  readonly number: number;
}

/** Decides everything about the `.proto` of a table. */
export function planProto(table: Table, message: MessageDescriptor, hash: string): ProtoFile {
  const catalog = identifier(packagePart(table.name.catalog));
  const schema = identifier(packagePart(table.name.schema));
  return {
    kind: "proto-file",
    header: fileHeader(table, hash),
    package: code`${catalog}.${schema}`,
    goPackage: code`${catalog}/${schema}`,
    message: planMessage(message, commentOr(table.comment, `Row of ${fullName(table.name)}.`)),
  };
}

function planMessage(message: MessageDescriptor, doc: readonly CommentLine[]): ProtoMessage {
  const nested = message.fields.flatMap((field) => {
    const inner = nestedMessage(field);
    return inner === null ? [] : [planMessage(inner, [])];
  });
  return {
    kind: "proto-message",
    doc,
    name: identifier(message.name),
    fields: message.fields.map(planField),
    messages: nested,
  };
}

function planField(field: FieldDescriptor): ProtoField {
  return {
    kind: "proto-field",
    doc: fieldDoc(field),
    type: protoType(field),
    name: identifier(field.name),
    number: field.number,
  };
}

/** The type of a field as it is declared, with its label. */
export function protoType(field: FieldDescriptor): Code {
  switch (field.fieldKind) {
    case "scalar":
      return code`${labelOf(field)} ${valueType({ kind: "scalar", scalar: field.scalar })}`;
    case "message":
      return code`${labelOf(field)} ${valueType({ kind: "message", message: field.message })}`;
    case "list":
      return code`repeated ${valueType(field.element)}`;
    case "map":
      return code`map<${valueType({ kind: "scalar", scalar: field.key })}, ${valueType(field.value)}>`;
  }
}

function labelOf(field: FieldDescriptor): Code {
  return ownCode(field.nullable ? "optional" : "required");
}

function valueType(value: ValueType): Code {
  return value.kind === "message"
    ? code`${identifier(value.message.name)}`
    : ownCode(scalarMapping(value.scalar).proto);
}
