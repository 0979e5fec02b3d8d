import type { ProtoScalar, WireType } from "./type-row.js";

interface ScalarFacts {
  readonly wireType: WireType;
  /** `FieldDescriptorProto.Type`. */
  readonly descriptorType: number;
}

/** Facts of protobuf's own scalar types: https://protobuf.dev/programming-guides/encoding and descriptor.proto. */
export const protoScalars: Readonly<Record<ProtoScalar, ScalarFacts>> = {
  double: { wireType: 1, descriptorType: 1 },
  float: { wireType: 5, descriptorType: 2 },
  int64: { wireType: 0, descriptorType: 3 },
  int32: { wireType: 0, descriptorType: 5 },
  bool: { wireType: 0, descriptorType: 8 },
  string: { wireType: 2, descriptorType: 9 },
  bytes: { wireType: 2, descriptorType: 12 },
};

/** Wire type of nested messages, map entries and packed lists. */
export const lengthDelimited: WireType = 2;

/** `FieldDescriptorProto.Type` of nested messages. */
export const messageDescriptorType = 11;

/** The key before a field on the wire; no shift, because field numbers reach past 2^28. */
export function tagOf(fieldNumber: number, wireType: WireType): number {
  return fieldNumber * 8 + wireType;
}
