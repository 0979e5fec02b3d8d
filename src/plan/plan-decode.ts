import { fullName, type Table } from "../catalog/table.js";
import {
  heldScalars,
  type FieldDescriptor,
  type ListField,
  type MapField,
  type MessageDescriptor,
  type ValueType,
} from "../mapping/message.js";
import { lengthDelimited, protoScalars, tagOf } from "../mapping/proto-scalar.js";
import { scalarMapping, type ScalarType } from "../mapping/type-mapping.js";
import type { RuntimeReader } from "../mapping/type-row.js";
import type {
  DecodeRow,
  DecodeStep,
  InitialField,
  PartRange,
  ReadEntry,
  ReadMessage,
  ReadMessageInParts,
  ReadPart,
  RequireField,
} from "./decode-steps.js";
import { inParts } from "./parts.js";
import type { ModuleContext, PlannedMessage } from "./planned-message.js";
import type { Signature } from "./signature.js";
import {
  code,
  commentLine,
  identifier,
  literalKey,
  ownCode,
  propertyName,
  stringLiteral,
  type Code,
  type Identifier,
} from "./text.js";

/**
 * Fields one reader handles: a tag is compared with those of the reader, behind the ranges of the other readers. Per
 * column of a table of 100, 200, 400: 12, 20, 22 ns by 40, and 15, 28, 28 ns by 100.
 */
const fieldsPerReader = 40;

/** The exported function that decodes a row. */
export function planDecodeRow(planned: PlannedMessage, table: Table, context: ModuleContext): DecodeRow {
  context.use("beginRead");
  const signature: Signature = {
    kind: "exported-signature",
    name: context.exports.decode,
    parameters: [ownCode("bytes: Uint8Array")],
    returns: decodedType(planned.type, context),
  };
  const doc = commentLine(decodeDoc(context));
  return { kind: "decode-row", doc, signature, table: stringLiteral(fullName(table.name)), read: planned.read };
}

function decodeDoc({ messages }: ModuleContext): string {
  const hasNumbers = messages.some(({ message }) =>
    message.fields.flatMap(heldScalars).some(({ kind }) => kind === "long(number)"),
  );
  return hasNumbers
    ? "Row in canonical form: number for BIGINT where the row takes only that, otherwise and for microseconds bigint, " +
        "text for decimals and VARIANT. Throws DecodeError, for a BIGINT that a number does not hold exactly too."
    : "Row in canonical form: bigint for BIGINT and microseconds, text for decimals and VARIANT. Throws DecodeError.";
}

function decodedType(type: Identifier, context: ModuleContext): Code {
  return code`${context.useType("Decoded")}<${type}>`;
}

/** The function that reads a message, and those for its parts and maps. */
export function planReadMessage(
  planned: PlannedMessage,
  context: ModuleContext,
): readonly (ReadMessage | ReadMessageInParts | ReadPart | ReadEntry)[] {
  context.use("readTag");
  context.use("skipField");
  const maps = planned.message.fields.filter((field) => field.fieldKind === "map");
  const entries = maps.map((field) => planEntry(field, planned, context));
  const groups = inParts(planned.message.fields, fieldsPerReader);
  const common = {
    signature: readSignature(planned, context),
    type: planned.type,
    initial: planned.message.fields.map((field) => planInitial(field, context)),
    required: planned.message.fields.filter(mustArrive).map((field) => planRequired(field, context)),
  };
  if (groups.length > 1) return [...planParts(planned, common, groups, context), ...entries];
  const cases = planned.message.fields.flatMap((field) => planCases(field, context));
  return [{ kind: "read-message", ...common, cases }, ...entries];
}

function readSignature(planned: PlannedMessage, context: ModuleContext): Signature {
  const returns = decodedType(planned.type, context);
  return { kind: "signature", name: planned.read, parameters: [ownCode("end: number")], returns };
}

function planParts(
  planned: PlannedMessage,
  common: Pick<ReadMessage, "signature" | "type" | "initial" | "required">,
  groups: readonly (readonly FieldDescriptor[])[],
  context: ModuleContext,
): readonly (ReadMessageInParts | ReadPart)[] {
  const parts = groups.map((fields, index): ReadPart => {
    const name = context.scope.claim(`read${planned.base}Part${index + 1}`);
    const parameters = [code`row: ${decodedType(planned.type, context)}`, ownCode("tag: number")];
    const signature: Signature = { kind: "signature", name, parameters, returns: ownCode("void") };
    return { kind: "read-part", signature, cases: fields.flatMap((field) => planCases(field, context)) };
  });
  const ranges = parts.slice(0, -1).map(({ signature }, index): PartRange => {
    const next = groups[index + 1]?.[0];
    return { kind: index === 0 ? "first-part" : "next-part", part: signature.name, limit: tagOf(next?.number ?? 0, 0) };
  });
  const lastPart = parts.at(-1)?.signature.name ?? planned.read;
  return [{ kind: "read-message-in-parts", ...common, parts: ranges, lastPart }, ...parts];
}

/** Lists and maps of NOT NULL columns may be empty, and then nothing arrives. */
function mustArrive(field: FieldDescriptor): boolean {
  return !field.nullable && (field.fieldKind === "scalar" || field.fieldKind === "message");
}

function planInitial(field: FieldDescriptor, context: ModuleContext): InitialField {
  return { kind: "initial-field", key: literalKey(field.name), value: initialValue(field, context) };
}

function initialValue(field: FieldDescriptor, context: ModuleContext): Code {
  if (field.fieldKind === "list") return ownCode("[]");
  if (field.fieldKind === "map") return ownCode("new Map()");
  return field.nullable ? ownCode("null") : code`${context.use("unset")}`;
}

function planRequired(field: FieldDescriptor, context: ModuleContext): RequireField {
  context.use("requireField");
  return { kind: "require-field", property: propertyName(field.name), name: stringLiteral(field.name) };
}

function planCases(field: FieldDescriptor, context: ModuleContext): readonly DecodeStep[] {
  const name = propertyName(field.name);
  switch (field.fieldKind) {
    case "scalar":
      return [{ kind: "read-field", name, ...scalarReading(field.scalar, field.number, context) }];
    case "message":
      return [{ kind: "read-message-field", name, ...messageReading(field.message, field.number, context) }];
    case "list":
      return planListCases(field, context);
    case "map": {
      context.use("readEnd");
      const tag = tagOf(field.number, lengthDelimited);
      return [{ kind: "put-entry", tag, name, reader: context.entryOf(field).read }];
    }
  }
}

/** Elements one by one, and packed where others pack them: readers of protobuf must take both. */
function planListCases(field: ListField, context: ModuleContext): readonly DecodeStep[] {
  const name = propertyName(field.name);
  const { element, number } = field;
  if (element.kind === "message") {
    return [{ kind: "append-message", name, ...messageReading(element.message, number, context) }];
  }
  const single = { kind: "append-field", name, ...scalarReading(element.scalar, number, context) } as const;
  const packedTag = tagOf(number, lengthDelimited);
  if (single.tag === packedTag) return [single];
  context.use("readPacked");
  return [single, { kind: "append-packed", name, tag: packedTag, reader: single.reader }];
}

type Reading = Pick<DecodeStep, "tag" | "reader">;

function scalarReading(type: ScalarType, fieldNumber: number, context: ModuleContext): Reading {
  const { reader, proto } = scalarMapping(type);
  return { tag: tagOf(fieldNumber, protoScalars[proto].wireType), reader: context.use(reader) };
}

function messageReading(message: MessageDescriptor, fieldNumber: number, context: ModuleContext): Reading {
  context.use("readEnd");
  return { tag: tagOf(fieldNumber, lengthDelimited), reader: context.messageOf(message).read };
}

function planEntry(field: MapField, planned: PlannedMessage, context: ModuleContext): ReadEntry {
  const key = scalarReading(field.key, 1, context);
  const value =
    field.value.kind === "scalar"
      ? scalarReading(field.value.scalar, 2, context)
      : messageReading(field.value.message, 2, context);
  return {
    kind: field.value.kind === "scalar" ? "read-entry" : "read-message-entry",
    signature: {
      kind: "signature",
      name: context.entryOf(field).read,
      parameters: [
        code`map: ${decodedType(planned.type, context)}[${stringLiteral(field.name)}]`,
        ownCode("end: number"),
      ],
      returns: ownCode("void"),
    },
    keyTag: key.tag,
    keyReader: key.reader,
    keyLocal: localOf("key", field.key),
    valueTag: value.tag,
    valueReader: value.reader,
    valueLocal: valueLocal(field.value, context),
  };
}

/** What a key or value that does not arrive is, by the function that would read it. */
const defaults: Readonly<Record<RuntimeReader, string>> = {
  readBoolean: " = false",
  readInteger: " = 0",
  readLong: " = 0n",
  readLongNumber: " = 0",
  readFloat: " = 0",
  readDouble: " = 0",
  readString: ' = ""',
  readBinary: ": Uint8Array = new Uint8Array(0)",
};

function localOf(name: "key" | "value", type: ScalarType): Code {
  return code`${identifier(name)}${ownCode(defaults[scalarMapping(type).reader])}`;
}

function valueLocal(value: ValueType, context: ModuleContext): Code {
  if (value.kind === "scalar") return localOf("value", value.scalar);
  return code`value: ${decodedType(context.messageOf(value.message).type, context)} | null = null`;
}
