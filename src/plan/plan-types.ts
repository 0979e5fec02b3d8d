import { fullName, type Table } from "../catalog/table.js";
import type { FieldDescriptor, MapField, ValueType } from "../mapping/message.js";
import { scalarMapping, type ScalarType } from "../mapping/type-mapping.js";
import { commentOr, fieldDoc } from "./docs.js";
import type { RowInterface, RowProperty } from "./module.js";
import type { ModuleContext, PlannedMessage } from "./planned-message.js";
import { code, ownCode, propertyName, type Code, type CommentLine } from "./text.js";

/** The interface of a row or of a struct in it. */
export function planInterface(planned: PlannedMessage, table: Table, context: ModuleContext): RowInterface {
  return {
    kind: "interface",
    doc: interfaceDoc(planned, table),
    name: planned.type,
    properties: planned.message.fields.map((field) => planProperty(field, context)),
  };
}

function interfaceDoc(planned: PlannedMessage, table: Table): readonly CommentLine[] {
  const path = planned.path.join(".");
  switch (planned.owner?.fieldKind) {
    case "list":
      return commentOr(null, `Element of \`${path}\`.`);
    case "map":
      return commentOr(null, `Value of \`${path}\`.`);
    case "message":
      return commentOr(null, `Struct \`${path}\`.`);
    default:
      return commentOr(table.comment, `Row of ${fullName(table.name)}.`);
  }
}

function planProperty(field: FieldDescriptor, context: ModuleContext): RowProperty {
  return {
    kind: field.nullable ? "optional-property" : "required-property",
    doc: fieldDoc(field),
    name: propertyName(field.name),
    type: inputType(field, context),
  };
}

/** TypeScript of what a caller may pass for a field that has a value. */
export function inputType(field: FieldDescriptor, context: ModuleContext): Code {
  switch (field.fieldKind) {
    case "scalar":
      return scalarInput(field.scalar, context);
    case "message":
      return code`${context.messageOf(field.message).type}`;
    case "list":
      return listInput(valueInput(field.element, context));
    case "map":
      return mapInput(field, context);
  }
}

/** TypeScript of an element of a list or a value of a map. */
export function valueInput(value: ValueType, context: ModuleContext): Code {
  return value.kind === "message" ? code`${context.messageOf(value.message).type}` : scalarInput(value.scalar, context);
}

/** TypeScript of a scalar value or a map key. */
export function scalarInput(type: ScalarType, context: ModuleContext): Code {
  const { input, inputImport } = scalarMapping(type);
  if (inputImport !== null) context.useType(inputImport);
  return ownCode(input);
}

function listInput(element: Code): Code {
  return element.includes(" | ") ? code`readonly (${element})[]` : code`readonly ${element}[]`;
}

function mapInput(field: MapField, context: ModuleContext): Code {
  const value = valueInput(field.value, context);
  if (scalarMapping(field.key).mapKey.kind === "text") return code`${context.useType("StringMapInput")}<${value}>`;
  return code`${context.useType("MapInput")}<${scalarInput(field.key, context)}, ${value}>`;
}
