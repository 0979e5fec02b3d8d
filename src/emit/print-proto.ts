import type { ProtoField, ProtoFile, ProtoMessage } from "../plan/proto-file.js";
import { flat, indented, lineWidth, wrapWords } from "./layout.js";
import { template } from "./templates.js";

/** The text of a `.proto` file. */
export function printProto(file: ProtoFile): string {
  return flat(template(file.kind)({ ...file, message: printMessage(file.message, 0) }));
}

function printMessage(message: ProtoMessage, depth: number): string {
  const fields = message.fields.map((field) => printField(field, depth + 1)).join("\n");
  const messages = message.messages.map((inner) => `\n\n${printMessage(inner, depth + 1)}`).join("");
  const { kind, name, doc } = message;
  return template(kind)({ name, comment: lineComments(doc, depth), members: indented(`${fields}${messages}`) });
}

function printField(field: ProtoField, depth: number): string {
  // The new key first: V8 is slow to add one to a copy.
  return template(field.kind)({ comment: lineComments(field.doc, depth), ...field });
}

function lineComments(doc: readonly string[], depth: number): string {
  const lines = doc.flatMap((text) => wrapWords(text, lineWidth - "// ".length - depth * "  ".length));
  return lines.map((line) => `// ${line}\n`).join("");
}
