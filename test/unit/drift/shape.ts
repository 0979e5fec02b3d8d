import type { FieldDescriptor, MessageDescriptor } from "../../../src/mapping/message.js";
import { nestedMessage } from "../../../src/mapping/message.js";
import { typeText } from "../../../src/mapping/type-text.js";

/** What of a message its `.proto` file shows word for word: everything but comments, defaults and collations. */
export function shapeOf(message: MessageDescriptor): unknown {
  return [message.name, message.fields.map(shapeOfField)];
}

function shapeOfField(field: FieldDescriptor): unknown {
  const nested = nestedMessage(field);
  const inner = nested === null ? null : shapeOf(nested);
  return [field.fieldKind, field.name, field.number, typeText(field.type), field.nullable, inner];
}
