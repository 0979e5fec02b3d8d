import { assertNever } from "../mapping/assert-never.js";
import type { DecodeStep, ReadMessage, RequireField } from "../plan/decode-steps.js";
import type { EncodeStep } from "../plan/encode-steps.js";
import type { Codec, Declaration, FieldInfo, ProducerModule, RowProperty, StructInfoConstant } from "../plan/module.js";
import type { Signature } from "../plan/signature.js";
import type { ValidateStep } from "../plan/validate-steps.js";
import { docComment, fits, flat, indented, layOut, outdented } from "./layout.js";
import { template } from "./templates.js";

/** The text of a module. */
export function printModule(module: ProducerModule): string {
  const { kind, header, runtime } = module;
  const packageImports = module.packageImports.map(printPart);
  const imports = module.imports.map(printPart);
  const declarations = module.declarations.map(printDeclaration).join("\n\n");
  return flat(template(kind)({ header, packageImports, imports, runtime, declarations }));
}

function printDeclaration(declaration: Declaration): string {
  switch (declaration.kind) {
    case "interface": {
      const { kind, doc, name, properties } = declaration;
      return template(kind)({ doc: docComment(doc, ""), name, properties: printLines(properties, printProperty) });
    }
    case "encode-row":
    case "write-message":
    case "write-part":
    case "write-entry":
      return printFunction(declaration, { steps: printLines(declaration.steps, printEncodeStep) });
    case "is-message":
    case "is-part":
      return printFunction(declaration, { conditions: printConditions(declaration.conditions) });
    case "read-message":
      return printFunction(declaration, {
        ...printRow(declaration),
        cases: printLines(declaration.cases, printDecodeStep),
      });
    case "read-message-in-parts":
      return printFunction(declaration, {
        ...printRow(declaration),
        dispatch: printLines(declaration.parts, printPart),
      });
    case "read-part":
      return printFunction(declaration, { cases: outdented(printLines(declaration.cases, printDecodeStep)) });
    case "is-list":
      return printFunction(declaration, {}, `${declaration.kind}.wrapped`);
    case "decode-row":
      return printFunction(declaration, { doc: docComment([declaration.doc], "") }, `${declaration.kind}.wrapped`);
    case "validate-row":
    case "read-entry":
    case "read-message-entry":
    case "to-json":
    case "open-producer":
      return printFunction(declaration, {});
    case "struct-info":
      return printStructInfo(declaration);
    case "codec":
      return printCodec(declaration);
    default:
      return assertNever(declaration);
  }
}

/** A part that has one form only. */
function printPart(part: { readonly kind: string }): string {
  return template(part.kind)(part);
}

function printLines<Part>(parts: readonly Part[], print: (part: Part) => string): string {
  return parts.map((part) => print(part)).join("\n");
}

function printFunction(
  declaration: { readonly kind: string; readonly signature: Signature },
  printed: object,
  ...wrapped: readonly string[]
): string {
  const signature = printSignature(declaration.signature);
  return layOut([declaration.kind, ...wrapped], { ...declaration, ...printed, signature });
}

function printSignature(signature: Signature): string {
  const { kind, parameters } = signature;
  // The new key first: V8 is slow to add one to a copy.
  return layOut([kind, `${kind}.wrapped`], { inline: parameters.join(", "), ...signature });
}

function printProperty(property: RowProperty): string {
  const { kind, doc } = property;
  const text =
    kind === "optional-property" ? layOut([kind, `${kind}.wrapped`, `${kind}.broken`], property) : printPart(property);
  return `${docComment(doc, "  ")}\n${text}`;
}

function printEncodeStep(step: EncodeStep): string {
  switch (step.kind) {
    case "write-field":
    case "write-map":
      return layOut([step.kind, `${step.kind}.wrapped`], step);
    case "write-optional-field":
    case "write-list":
    case "write-optional-list":
    case "write-optional-map":
      return layOut([step.kind, `${step.kind}.wrapped`, `${step.kind}.broken`], step);
    case "bind-own":
    case "call-part":
      return printPart(step);
    default:
      return assertNever(step);
  }
}

/** All conditions on one line, behind `return` or in parentheses, or a line for each. */
function printConditions(conditions: readonly ValidateStep[]): string {
  const printed = conditions.map(printCondition);
  const data = { inline: printed.join(" && "), others: printed.slice(0, -1), last: printed.at(-1) ?? "" };
  if (fits(data.inline, "  return ;".length)) return data.inline;
  return layOut(["conditions.joined", "conditions.wrapped"], data);
}

/** Before and behind a condition that has a line of its own. */
const conditionMargin = "     &&".length;

function printCondition(condition: ValidateStep): string {
  switch (condition.kind) {
    case "check-field":
      return layOut([condition.kind, `${condition.kind}.wrapped`], condition, conditionMargin);
    case "check-optional-field":
      return layOut(
        [condition.kind, `${condition.kind}.wrapped`, `${condition.kind}.broken`],
        condition,
        conditionMargin,
      );
    case "check-struct":
    case "check-part":
    case "check-names":
      return printPart(condition);
    default:
      return assertNever(condition);
  }
}

/** What a decoder starts with and what it ends with. */
function printRow({ type, initial, required }: Pick<ReadMessage, "type" | "initial" | "required">) {
  const fields = initial.map(printPart);
  const row = { type, initial: fields, inline: fields.join(", ") };
  return { initial: layOut(["initial-row", "initial-row.wrapped"], row), required: required.map(printRequired) };
}

function printDecodeStep(step: DecodeStep): string {
  switch (step.kind) {
    case "read-message-field":
    case "append-message":
    case "put-entry":
      return layOut([step.kind, `${step.kind}.wrapped`], step);
    case "read-field":
    case "append-field":
    case "append-packed":
      return printPart(step);
    default:
      return assertNever(step.kind);
  }
}

function printRequired(required: RequireField): string {
  return layOut([required.kind, `${required.kind}.wrapped`], required);
}

function printCodec(codec: Codec): string {
  const descriptorProperty = layOut(["descriptor", "descriptor.wrapped"], codec);
  const facts = template("codec-facts")({ descriptorProperty, ...codec });
  const { kind, doc, name, type } = codec;
  const head = template(kind)({ doc, name, type, facts: "" });
  return fits(head)
    ? template(kind)({ doc, name, type, facts })
    : template(`${kind}.wrapped`)({ doc, name, type, indentedFacts: indented(facts) });
}

/** One field on one line where it fits; two or more on a line each, as prettier keeps lists of objects. */
function printStructInfo({ kind, name, fields }: StructInfoConstant): string {
  const printed = fields.map(printFieldInfo);
  const inline = printed.join(", ");
  const data = { name, fields: printed, inline };
  const single = fields.length === 1 && !inline.includes("\n");
  return single ? layOut([kind, `${kind}.wrapped`], data) : template(`${kind}.wrapped`)(data);
}

function printFieldInfo(field: FieldInfo): string {
  const { kind } = field;
  const last = kind === "commented-field-info" ? [`${kind}.broken`] : [];
  return layOut([kind, `${kind}.wrapped`, ...last], field, "  ,".length);
}
