import type { Signature } from "./signature.js";
import type { Code, FurtherArguments, Identifier } from "./text.js";

export interface ValidateRow {
  readonly kind: "validate-row";
  readonly signature: Signature;
  readonly is: Identifier;
  readonly columns: Identifier;
}

/** The fast check of a row or of a nested message. */
export interface IsMessage {
  readonly kind: "is-message";
  readonly signature: Signature;
  readonly conditions: readonly ValidateStep[];
}

/** Checks some of the fields of a wide message. */
export interface IsPart {
  readonly kind: "is-part";
  readonly signature: Signature;
  readonly conditions: readonly ValidateStep[];
}

/** Checks a list of structs. */
export interface IsList {
  readonly kind: "is-list";
  readonly signature: Signature;
  readonly check: Identifier;
}

/** Conditions that all have to hold. */
export type ValidateStep = CheckStruct | CheckField | CheckPart | CheckNames;

export interface CheckStruct {
  readonly kind: "check-struct";
  readonly type: Identifier;
}

export interface CheckField extends FurtherArguments {
  readonly kind: "check-field" | "check-optional-field";
  readonly check: Identifier;
  readonly value: Code;
}

export interface CheckPart {
  readonly kind: "check-part";
  readonly part: Identifier;
}

/** That there are no other names than these. */
export interface CheckNames {
  readonly kind: "check-names";
  readonly info: Identifier;
}
