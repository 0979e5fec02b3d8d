import type { RuntimeFunction, RuntimeType } from "../mapping/runtime-names.js";
import type { DecodeRow, ReadEntry, ReadMessage, ReadMessageInParts, ReadPart } from "./decode-steps.js";
import type { EncodeRow, WriteEntry, WriteMessage, WritePart } from "./encode-steps.js";
import type { Signature } from "./signature.js";
import type { Code, CommentLine, Identifier, PropertyName, StringLiteral } from "./text.js";
import type { IsList, IsMessage, IsPart, ValidateRow } from "./validate-steps.js";

/** One generated module, everything decided: what is left is to print it. `kind` names the template of each part. */
export interface ProducerModule {
  readonly kind: "module";
  readonly header: CommentLine;
  readonly packageImports: readonly ImportProducer[];
  readonly imports: readonly ImportName[];
  /** Where the runtime is imported from. */
  readonly runtime: StringLiteral;
  readonly declarations: readonly Declaration[];
}

/** The types of the producer; its code is loaded when one is opened. */
export interface ImportProducer {
  readonly kind: "import-producer";
}

/** By code unit of the name. */
export type ImportName =
  | { readonly kind: "import-type"; readonly name: RuntimeType }
  | { readonly kind: "import-value"; readonly name: RuntimeFunction };

/** A statement at the top level of a module, in the order printed. */
export type Declaration =
  | RowInterface
  | EncodeRow
  | WriteMessage
  | WritePart
  | WriteEntry
  | ValidateRow
  | IsMessage
  | IsPart
  | IsList
  | DecodeRow
  | ReadMessage
  | ReadMessageInParts
  | ReadPart
  | ReadEntry
  | ToJson
  | StructInfoConstant
  | Codec
  | OpenProducer;

export interface RowInterface {
  readonly kind: "interface";
  readonly doc: readonly CommentLine[];
  readonly name: Identifier;
  readonly properties: readonly RowProperty[];
}

export interface RowProperty {
  readonly kind: "required-property" | "optional-property";
  readonly doc: readonly CommentLine[];
  readonly name: PropertyName;
  readonly type: Code;
}

export interface ToJson {
  readonly kind: "to-json";
  readonly signature: Signature;
  readonly table: StringLiteral;
  readonly columns: Identifier;
}

/** Facts of the fields at run time. */
export interface StructInfoConstant {
  readonly kind: "struct-info";
  readonly name: Identifier;
  readonly fields: readonly FieldInfo[];
}

export interface FieldInfo {
  readonly kind: "field-info" | "commented-field-info";
  readonly name: StringLiteral;
  readonly type: Code;
  readonly nullable: boolean;
  readonly number: number;
  readonly comment: StringLiteral;
}

/** The exported value of the table. */
export interface Codec {
  readonly kind: "codec";
  readonly doc: CommentLine;
  readonly name: Identifier;
  readonly type: Identifier;
  readonly catalog: StringLiteral;
  readonly schema: StringLiteral;
  readonly table: StringLiteral;
  /** The property `columns`, short where the constant has that name. */
  readonly columns: Code;
  readonly descriptor: StringLiteral;
  readonly schemaHash: StringLiteral;
  readonly encode: Identifier;
  readonly validate: Identifier;
  readonly decode: Identifier;
  readonly toJson: Identifier;
}

/** The exported function that streams rows into the table. */
export interface OpenProducer {
  readonly kind: "open-producer";
  readonly signature: Signature;
  readonly codec: Identifier;
  /** The parameter of the signature. */
  readonly options: Identifier;
}
