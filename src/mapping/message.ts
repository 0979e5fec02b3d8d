import type { SparkType } from "../catalog/spark-type.js";
import type { ColumnFill } from "../catalog/table.js";
import type { ScalarType } from "./type-mapping.js";

/** The protobuf message of a table or of a struct inside it. */
export interface MessageDescriptor {
  readonly name: string;
  /** By field number. */
  readonly fields: readonly FieldDescriptor[];
}

export type FieldDescriptor = ScalarField | MessageField | ListField | MapField;

/** What every field carries. */
export interface FieldFacts {
  readonly name: string;
  readonly number: number;
  /** The Spark type as the table has it. */
  readonly type: SparkType;
  /** Whether a row may leave the field out. */
  readonly nullable: boolean;
  readonly comment: string | null;
  /** Always `writer` for fields of structs. */
  readonly fill: ColumnFill;
}

export interface ScalarField extends FieldFacts {
  readonly fieldKind: "scalar";
  readonly scalar: ScalarType;
}

export interface MessageField extends FieldFacts {
  readonly fieldKind: "message";
  readonly message: MessageDescriptor;
}

export interface ListField extends FieldFacts {
  readonly fieldKind: "list";
  readonly element: ValueType;
}

export interface MapField extends FieldFacts {
  readonly fieldKind: "map";
  /** Name of the entry message as protobuf compilers derive it from the field name. */
  readonly entryName: string;
  readonly key: ScalarType;
  readonly value: ValueType;
}

/** What a list or map may hold. */
export type ValueType =
  | { readonly kind: "scalar"; readonly scalar: ScalarType }
  | { readonly kind: "message"; readonly message: MessageDescriptor };

/** The nested message a field brings into the scope of its message, or null. */
export function nestedMessage(field: FieldDescriptor): MessageDescriptor | null {
  if (field.fieldKind === "message") return field.message;
  if (field.fieldKind === "scalar") return null;
  const value = field.fieldKind === "list" ? field.element : field.value;
  return value.kind === "message" ? value.message : null;
}

/** The scalar types of a field: its own, that of its elements, or those of its keys and values. */
export function heldScalars(field: FieldDescriptor): readonly ScalarType[] {
  if (field.fieldKind === "message") return [];
  if (field.fieldKind === "scalar") return [field.scalar];
  const value = field.fieldKind === "list" ? field.element : field.value;
  const keys = field.fieldKind === "map" ? [field.key] : [];
  return value.kind === "scalar" ? [...keys, value.scalar] : keys;
}
