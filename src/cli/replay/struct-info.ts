import type { FieldDescriptor, MessageDescriptor, ValueType } from "../../mapping/message.js";
import { sparkTypeName } from "../../mapping/type-text.js";
import { type ColumnInfo, type SparkTypeInfo, type StructInfo, structInfo } from "../../runtime/info.js";

/** The facts of a message's fields that a generated module has as a constant. */
export function structInfoOf({ fields }: MessageDescriptor): StructInfo {
  return structInfo(fields.map(columnInfo));
}

function columnInfo(field: FieldDescriptor): ColumnInfo {
  const { name, nullable, number } = field;
  return { name, type: typeInfo(field), nullable, number };
}

function typeInfo(field: FieldDescriptor): SparkTypeInfo {
  switch (field.fieldKind) {
    case "scalar":
      return sparkTypeName(field.scalar);
    case "message":
      return structInfoOf(field.message);
    case "list":
      return { type: "array", elementType: valueInfo(field.element) };
    case "map":
      return { type: "map", keyType: sparkTypeName(field.key), valueType: valueInfo(field.value) };
  }
}

function valueInfo(value: ValueType): SparkTypeInfo {
  return value.kind === "message" ? structInfoOf(value.message) : sparkTypeName(value.scalar);
}
