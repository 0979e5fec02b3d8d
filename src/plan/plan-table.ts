import { fullName, type Table } from "../catalog/table.js";
import type { FieldDescriptor, MessageDescriptor, ValueType } from "../mapping/message.js";
import { descriptorBase64 } from "../mapping/descriptor.js";
import { sparkTypeName } from "../mapping/type-text.js";
import type { Codec, FieldInfo, OpenProducer, StructInfoConstant, ToJson } from "./module.js";
import type { ModuleContext, PlannedMessage } from "./planned-message.js";
import type { Signature } from "./signature.js";
import { code, commentLine, identifier, ownCode, stringLiteral, type Code } from "./text.js";

/** The exported function for the service's JSON form. */
export function planToJson(planned: PlannedMessage, table: Table, context: ModuleContext): ToJson {
  context.use("rowToJson");
  const signature: Signature = {
    kind: "exported-signature",
    name: context.exports.toJson,
    parameters: [code`row: ${planned.type}`],
    returns: ownCode("string"),
  };
  return { kind: "to-json", signature, table: stringLiteral(fullName(table.name)), columns: planned.info };
}

/** Facts of a message's fields; inner messages must be planned before those that name them. */
export function planStructInfo(planned: PlannedMessage, context: ModuleContext): StructInfoConstant {
  context.use("structInfo");
  context.useType("StructInfo");
  const fields = planned.message.fields.map((field) => planFieldInfo(field, context));
  return { kind: "struct-info", name: planned.info, fields };
}

function planFieldInfo(field: FieldDescriptor, context: ModuleContext): FieldInfo {
  return {
    kind: field.comment === null ? "field-info" : "commented-field-info",
    name: stringLiteral(field.name),
    type: typeInfo(field, context),
    nullable: field.nullable,
    number: field.number,
    comment: stringLiteral(field.comment ?? ""),
  };
}

function typeInfo(field: FieldDescriptor, context: ModuleContext): Code {
  switch (field.fieldKind) {
    case "scalar":
      return code`${stringLiteral(sparkTypeName(field.scalar))}`;
    case "message":
      return code`${context.messageOf(field.message).info}`;
    case "list":
      return code`{ type: "array", elementType: ${valueInfo(field.element, context)} }`;
    case "map": {
      const key = stringLiteral(sparkTypeName(field.key));
      return code`{ type: "map", keyType: ${key}, valueType: ${valueInfo(field.value, context)} }`;
    }
  }
}

function valueInfo(value: ValueType, context: ModuleContext): Code {
  return value.kind === "message"
    ? code`${context.messageOf(value.message).info}`
    : code`${stringLiteral(sparkTypeName(value.scalar))}`;
}

/** The exported value of the table. */
export function planCodec(
  planned: PlannedMessage,
  table: Table,
  message: MessageDescriptor,
  hash: string,
  context: ModuleContext,
): Codec {
  context.use("tableCodec");
  context.useType("TableCodec");
  const { codec, encode, validate, decode, toJson } = context.exports;
  return {
    kind: "codec",
    doc: commentLine(`Table ${fullName(table.name)} as a value.`),
    name: codec,
    type: planned.type,
    catalog: stringLiteral(table.name.catalog),
    schema: stringLiteral(table.name.schema),
    table: stringLiteral(table.name.table),
    columns: planned.info === "columns" ? code`columns` : code`columns: ${planned.info}`,
    descriptor: stringLiteral(descriptorBase64(message)),
    schemaHash: stringLiteral(hash),
    encode,
    validate,
    decode,
    toJson,
  };
}

/** The exported function that streams rows into the table. */
export function planOpenProducer({ type }: PlannedMessage, context: ModuleContext): OpenProducer {
  const { codec, openProducer } = context.exports;
  // The codec is what callers see, so it keeps its name where both have the same.
  const options = identifier(codec === "options" ? "options$" : "options");
  const signature: Signature = {
    kind: "exported-async-signature",
    name: openProducer,
    parameters: [code`${options}: ProducerOptions<${type}>`],
    returns: code`Promise<Producer<${type}>>`,
  };
  return { kind: "open-producer", signature, codec, options };
}
