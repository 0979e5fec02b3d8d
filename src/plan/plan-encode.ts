import { fullName, type Table } from "../catalog/table.js";
import type { FieldDescriptor, ListField, MapField, ValueType } from "../mapping/message.js";
import { lengthDelimited, protoScalars, tagOf } from "../mapping/proto-scalar.js";
import { scalarMapping, type ScalarType } from "../mapping/type-mapping.js";
import { typeParameters } from "../mapping/type-text.js";
import type { EncodeRow, EncodeStep, WriteEntry, WriteField, WriteMessage, WritePart } from "./encode-steps.js";
import { objectPrototypeNames } from "./names.js";
import { inParts } from "./parts.js";
import type { ModuleContext, PlannedMessage } from "./planned-message.js";
import type { Signature } from "./signature.js";
import { scalarInput, valueInput } from "./plan-types.js";
import {
  furtherArguments,
  code,
  identifier,
  ownCode,
  propertyName,
  stringLiteral,
  type Code,
  type Identifier,
} from "./text.js";

/** The exported function, and the functions for the parts and maps of the row. */
export function planEncodeRow(
  planned: PlannedMessage,
  table: Table,
  context: ModuleContext,
): readonly (EncodeRow | WritePart | WriteEntry)[] {
  context.use("beginRow");
  context.use("endRow");
  const { steps, parts } = planSteps(planned, identifier("row"), context);
  const signature: Signature = {
    kind: "exported-signature",
    name: context.exports.encode,
    parameters: [code`row: ${planned.type}`],
    returns: ownCode("Uint8Array"),
  };
  const row: EncodeRow = { kind: "encode-row", signature, table: stringLiteral(fullName(table.name)), steps };
  return [row, ...parts, ...planEntries(planned, context)];
}

/** The function for a nested message, and those for its parts and maps. */
export function planWriteMessage(
  planned: PlannedMessage,
  context: ModuleContext,
): readonly (WriteMessage | WritePart | WriteEntry)[] {
  context.use("beginMessage");
  context.use("endMessage");
  const path = context.useType("PathKey");
  const { steps, parts } = planSteps(planned, identifier("value"), context);
  const parameters = [ownCode("tag: number"), code`value: ${planned.type}`, code`name: ${path}`];
  const message: WriteMessage = { kind: "write-message", signature: procedure(planned.write, parameters), steps };
  return [message, ...parts, ...planEntries(planned, context)];
}

interface PlannedSteps {
  readonly steps: readonly EncodeStep[];
  readonly parts: readonly WritePart[];
}

function planSteps(planned: PlannedMessage, row: Identifier, context: ModuleContext): PlannedSteps {
  const groups = inParts(planned.message.fields);
  const planGroup = (fields: readonly FieldDescriptor[]) => fields.flatMap((field) => planField(field, row, context));
  if (groups.length === 1) return { steps: planGroup(planned.message.fields), parts: [] };
  const parts = groups.map((fields, index): WritePart => {
    const name = context.scope.claim(`write${planned.base}Part${index + 1}`);
    const signature = procedure(name, [code`${row}: ${planned.type}`]);
    return { kind: "write-part", signature, steps: planGroup(fields) };
  });
  return { steps: parts.map(({ signature }) => ({ kind: "call-part", part: signature.name, row })), parts };
}

function procedure(name: Identifier, parameters: readonly Code[]): Signature {
  return { kind: "signature", name, parameters, returns: ownCode("void") };
}

function planField(field: FieldDescriptor, row: Identifier, context: ModuleContext): readonly EncodeStep[] {
  if (!objectPrototypeNames.has(field.name))
    return [planWrite(field, code`${row}.${propertyName(field.name)}`, context)];
  context.use("ownValue");
  const local = identifier(`${field.name}$`);
  const bind: EncodeStep = { kind: "bind-own", local, row, name: stringLiteral(field.name) };
  return [bind, planWrite(field, code`${local}`, context)];
}

function planWrite(field: FieldDescriptor, value: Code, context: ModuleContext): EncodeStep {
  const name = code`${stringLiteral(field.name)}`;
  switch (field.fieldKind) {
    case "scalar":
    case "message": {
      const kind = field.nullable ? "write-optional-field" : "write-field";
      return { kind, ...planValue(heldValue(field), field.number, context), value, name };
    }
    case "list":
      return planList(field, value, name, context);
    case "map":
      return planMap(field, value, name, context);
  }
}

function heldValue(field: Extract<FieldDescriptor, { readonly fieldKind: "scalar" | "message" }>): ValueType {
  return field.fieldKind === "scalar"
    ? { kind: "scalar", scalar: field.scalar }
    : { kind: "message", message: field.message };
}

function planList(field: ListField, value: Code, name: Code, context: ModuleContext): EncodeStep {
  context.use("beginList");
  context.use("endList");
  const kind = field.nullable ? "write-optional-list" : "write-list";
  return { kind, ...planValue(field.element, field.number, context), value, name };
}

function planMap(field: MapField, value: Code, name: Code, context: ModuleContext): EncodeStep {
  const { mapKey } = scalarMapping(field.key);
  const writer = mapKey.kind === "text" ? "writeStringMap" : "writeMap";
  context.use(writer);
  return {
    kind: field.nullable ? "write-optional-map" : "write-map",
    writer,
    value,
    name,
    entry: context.entryOf(field).write,
    ...furtherArguments(mapKey.kind === "canonical" ? [context.use(mapKey.canonicalKey)] : []),
  };
}

type Writing = Pick<WriteField, "writer" | "tag" | "parameters" | "parameterLines">;

function planValue(value: ValueType, fieldNumber: number, context: ModuleContext): Writing {
  if (value.kind === "scalar") return planScalar(value.scalar, fieldNumber, context);
  const writer = context.messageOf(value.message).write;
  return { writer, tag: tagOf(fieldNumber, lengthDelimited), ...furtherArguments([]) };
}

function planScalar(type: ScalarType, fieldNumber: number, context: ModuleContext): Writing {
  const { writer, proto } = scalarMapping(type);
  const tag = tagOf(fieldNumber, protoScalars[proto].wireType);
  return { writer: context.use(writer), tag, ...furtherArguments(typeParameters(type)) };
}

function planEntries(planned: PlannedMessage, context: ModuleContext): readonly WriteEntry[] {
  const maps = planned.message.fields.filter((field) => field.fieldKind === "map");
  return maps.map((field) => planEntry(field, context));
}

/** An entry is a message of a key (1) and a value (2); the key names both in errors. */
function planEntry(field: MapField, context: ModuleContext): WriteEntry {
  context.use("beginEntry");
  context.use("endEntry");
  const key = code`${identifier("key")}`;
  const value = code`${identifier("value")}`;
  return {
    kind: "write-entry",
    signature: procedure(context.entryOf(field).write, [
      code`key: ${scalarInput(field.key, context)}`,
      code`value: ${valueInput(field.value, context)}`,
    ]),
    tag: tagOf(field.number, lengthDelimited),
    steps: [
      { kind: "write-field", ...planScalar(field.key, 1, context), value: key, name: key },
      { kind: "write-field", ...planValue(field.value, 2, context), value, name: key },
    ],
  };
}
