import type { Signature } from "./signature.js";
import type { Code, CommentLine, Identifier, PropertyName, StringLiteral } from "./text.js";

/** The exported function that decodes a row. */
export interface DecodeRow {
  readonly kind: "decode-row";
  readonly doc: CommentLine;
  readonly signature: Signature;
  readonly table: StringLiteral;
  readonly read: Identifier;
}

/** Reads a row or a nested message. */
export interface ReadMessage {
  readonly kind: "read-message";
  readonly signature: Signature;
  readonly type: Identifier;
  readonly initial: readonly InitialField[];
  readonly cases: readonly DecodeStep[];
  readonly required: readonly RequireField[];
}

/** Reads a wide message by functions that know some of the fields each. */
export interface ReadMessageInParts {
  readonly kind: "read-message-in-parts";
  readonly signature: Signature;
  readonly type: Identifier;
  readonly initial: readonly InitialField[];
  readonly parts: readonly PartRange[];
  readonly lastPart: Identifier;
  readonly required: readonly RequireField[];
}

export interface PartRange {
  readonly kind: "first-part" | "next-part";
  readonly part: Identifier;
  /** First tag that is beyond the part. */
  readonly limit: number;
}

export interface ReadPart {
  readonly kind: "read-part";
  readonly signature: Signature;
  readonly cases: readonly DecodeStep[];
}

/** Reads one entry of a map into the map. */
export interface ReadEntry {
  readonly kind: "read-entry" | "read-message-entry";
  readonly signature: Signature;
  readonly keyTag: number;
  readonly keyReader: Identifier;
  /** Name, type where it needs one, and first value of the local that takes the key. */
  readonly keyLocal: Code;
  readonly valueTag: number;
  readonly valueReader: Identifier;
  readonly valueLocal: Code;
}

export interface InitialField {
  readonly kind: "initial-field";
  readonly key: Code;
  readonly value: Code;
}

/** What a tag on the wire leads to. */
export interface DecodeStep {
  readonly kind:
    "read-field" | "read-message-field" | "append-field" | "append-message" | "append-packed" | "put-entry";
  readonly tag: number;
  readonly name: PropertyName;
  readonly reader: Identifier;
}

export interface RequireField {
  readonly kind: "require-field";
  readonly property: PropertyName;
  readonly name: StringLiteral;
}
