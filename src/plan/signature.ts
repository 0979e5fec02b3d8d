import type { Code, Identifier } from "./text.js";

/** The head of a function. */
export interface Signature {
  readonly kind: "signature" | "exported-signature" | "exported-async-signature";
  readonly name: Identifier;
  readonly parameters: readonly Code[];
  readonly returns: Code;
}
