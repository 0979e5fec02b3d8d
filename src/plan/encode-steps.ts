import type { RuntimeFunction } from "../mapping/runtime-names.js";
import type { Signature } from "./signature.js";
import type { Code, FurtherArguments, Identifier, StringLiteral } from "./text.js";

/** The exported function that encodes a row. */
export interface EncodeRow {
  readonly kind: "encode-row";
  readonly signature: Signature;
  readonly table: StringLiteral;
  readonly steps: readonly EncodeStep[];
}

/** Writes a nested message. */
export interface WriteMessage {
  readonly kind: "write-message";
  readonly signature: Signature;
  readonly steps: readonly EncodeStep[];
}

/** Writes some of the fields of a wide message. */
export interface WritePart {
  readonly kind: "write-part";
  readonly signature: Signature;
  readonly steps: readonly EncodeStep[];
}

/** Writes one entry of a map. */
export interface WriteEntry {
  readonly kind: "write-entry";
  readonly signature: Signature;
  readonly tag: number;
  readonly steps: readonly EncodeStep[];
}

/** Statements that write to the wire. */
export type EncodeStep = BindOwn | WriteField | WriteList | WriteMap | CallPart;

/** Reads a property whose name every object inherits. */
export interface BindOwn {
  readonly kind: "bind-own";
  readonly local: Identifier;
  readonly row: Identifier;
  readonly name: StringLiteral;
}

/** One call of a writer of the runtime or of the module. */
export interface WriteField extends FurtherArguments {
  readonly kind: "write-field" | "write-optional-field";
  readonly writer: Identifier;
  readonly tag: number;
  readonly value: Code;
  /** Last step of the path in an error: a string literal, or a local that holds it. */
  readonly name: Code;
}

/** A loop over the elements of a list. */
export interface WriteList extends FurtherArguments {
  readonly kind: "write-list" | "write-optional-list";
  readonly writer: Identifier;
  readonly tag: number;
  readonly value: Code;
  readonly name: Code;
}

/**
 * A call of the runtime with the function that writes one entry. The further argument, if any, says which two keys are
 * one where JavaScript does not.
 */
export interface WriteMap extends FurtherArguments {
  readonly kind: "write-map" | "write-optional-map";
  readonly writer: RuntimeFunction;
  readonly value: Code;
  readonly name: Code;
  readonly entry: Identifier;
}

export interface CallPart {
  readonly kind: "call-part";
  readonly part: Identifier;
  readonly row: Identifier;
}
