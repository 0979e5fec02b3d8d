import type { FieldDescriptor, MessageDescriptor, ValueType } from "./message.js";
import type { Int64Choices } from "./resolve-override.js";
import type { Int64Choice } from "./table-override.js";
import type { ScalarType } from "./type-mapping.js";

/** The same message, its BIGINTs with the TypeScript type that was chosen for them. The wire stays as it is. */
export function chooseLongs(
  message: MessageDescriptor,
  choices: Int64Choices,
  path: readonly string[] = [],
): MessageDescriptor {
  return { ...message, fields: message.fields.map((field) => chooseInField(field, choices, [...path, field.name])) };
}

function chooseInField(field: FieldDescriptor, choices: Int64Choices, path: readonly string[]): FieldDescriptor {
  const choice = choices(path);
  const inValue = (value: ValueType): ValueType =>
    value.kind === "scalar"
      ? { kind: "scalar", scalar: chosen(value.scalar, choice) }
      : { kind: "message", message: chooseLongs(value.message, choices, path) };
  switch (field.fieldKind) {
    case "scalar":
      return { ...field, scalar: chosen(field.scalar, choice) };
    case "message":
      return { ...field, message: chooseLongs(field.message, choices, path) };
    case "list":
      return { ...field, element: inValue(field.element) };
    case "map":
      return { ...field, key: chosen(field.key, choice), value: inValue(field.value) };
  }
}

function chosen(type: ScalarType, choice: Int64Choice | null): ScalarType {
  return type.kind === "long" && choice !== null ? { kind: `long(${choice})` } : type;
}
