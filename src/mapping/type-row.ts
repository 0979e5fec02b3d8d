import type { RuntimeFunction, RuntimeType } from "./runtime-names.js";

/** Scalar types of proto2 that a column can become. */
export type ProtoScalar = "bool" | "int32" | "int64" | "float" | "double" | "string" | "bytes";

/** How protobuf frames a value: varint, eight bytes, length and bytes, four bytes. */
export type WireType = 0 | 1 | 2 | 5;

/** Functions of the runtime that read a scalar. */
export type RuntimeReader = Extract<
  RuntimeFunction,
  | "readBinary"
  | "readBoolean"
  | "readDouble"
  | "readFloat"
  | "readInteger"
  | "readLong"
  | "readLongNumber"
  | "readString"
>;

/**
 * What a type may be as the key of a map. `text`: callers may pass a plain object. `value`: equal JavaScript keys are
 * equal keys. `canonical`: different JavaScript keys can be one key, so the runtime compares what the function returns.
 */
export type MapKeyForm =
  | { readonly kind: "refused" }
  | { readonly kind: "text" }
  | { readonly kind: "value" }
  | { readonly kind: "canonical"; readonly canonicalKey: RuntimeFunction };

/** The cells of the documentation that are not facts of the code. */
export interface MappingText {
  /** Type in DDL with its other spellings. */
  readonly sql: string;
  /** What a caller may pass, in TypeScript. */
  readonly accepts: string;
  /** What `decode` returns, in TypeScript. */
  readonly returns: string;
  readonly json: string;
  /** What is checked before a byte is written. */
  readonly checked: string;
}

export interface ScalarMapping {
  readonly shape: "scalar";
  readonly proto: ProtoScalar;
  readonly writer: RuntimeFunction;
  readonly check: RuntimeFunction;
  readonly reader: RuntimeReader;
  /** Parameters of the type that the writer and the check take after their first arguments. */
  readonly parameters: "none" | "precision and scale" | "length";
  /** TypeScript of a value a caller may pass, and the runtime type it names. */
  readonly input: string;
  readonly inputImport: RuntimeType | null;
  readonly mapKey: MapKeyForm;
  /** End of the sentence `BIGINT, …` in the doc of a property: the unit or form on the wire. */
  readonly unit: string | null;
  readonly text: MappingText;
}

export interface NestedMapping {
  readonly shape: "message" | "list" | "map";
  /** What follows the type in the doc of a property. */
  readonly unit: string | null;
  readonly text: MappingText;
  readonly proto: string;
}

export interface RefusedMapping {
  readonly shape: "refused";
  readonly sql: string;
  /** What to do instead; the hint of the diagnostic. */
  readonly instead: string;
}

export type TypeMapping = ScalarMapping | NestedMapping | RefusedMapping;
