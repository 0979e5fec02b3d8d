import { create, fromBinary, toJson } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type FieldDescriptorProto,
  FieldDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";

/** The one top-level message of a descriptor set written by `protoc`, in normal form. */
export function fromDescriptorSet(bytes: Uint8Array): unknown {
  const [file] = fromBinary(FileDescriptorSetSchema, bytes).file;
  const [message] = file?.messageType ?? [];
  if (file === undefined || message === undefined) throw new Error("The set holds no message.");
  const prefix = file.package === "" ? "." : `.${file.package}.`;
  return normalForm(message, (typeName) => typeName.slice(prefix.length));
}

/** The descriptor a generated module carries, in normal form. */
export function fromModule(base64: string): unknown {
  const root = fromBinary(DescriptorProtoSchema, Buffer.from(base64, "base64"));
  const known = new Set(messageNames(root, ""));
  return normalForm(root, (typeName, scope) => resolve(typeName, scope, known));
}

/**
 * What the two may differ in, removed: `protoc` adds `json_name`, and writes a type's full name where we, as the official
 * client, write the bare one that is looked up from the inside out.
 */
function normalForm(root: DescriptorProto, qualify: (typeName: string, scope: string) => string): unknown {
  return toJson(DescriptorProtoSchema, normalMessage(root, root.name, qualify));
}

function normalMessage(
  message: DescriptorProto,
  scope: string,
  qualify: (typeName: string, scope: string) => string,
): DescriptorProto {
  return create(DescriptorProtoSchema, {
    ...message,
    field: message.field.map((field) => normalField(field, scope, qualify)),
    nestedType: message.nestedType.map((nested) => normalMessage(nested, `${scope}.${nested.name}`, qualify)),
  });
}

function normalField(
  field: FieldDescriptorProto,
  scope: string,
  qualify: (typeName: string, scope: string) => string,
): FieldDescriptorProto {
  const typeName = field.typeName === "" ? "" : qualify(field.typeName, scope);
  return create(FieldDescriptorProtoSchema, { ...field, typeName, jsonName: "" });
}

function messageNames(message: DescriptorProto, scope: string): string[] {
  const name = scope === "" ? message.name : `${scope}.${message.name}`;
  return [name, ...message.nestedType.flatMap((nested) => messageNames(nested, name))];
}

/** Protobuf's scope rule: the innermost scope that knows the name wins. */
function resolve(typeName: string, scope: string, known: ReadonlySet<string>): string {
  const name = typeName.replace(/^\./, "");
  for (let inner = scope; inner !== ""; inner = inner.slice(0, Math.max(0, inner.lastIndexOf(".")))) {
    if (known.has(`${inner}.${name}`)) return `${inner}.${name}`;
  }
  if (known.has(name)) return name;
  throw new Error(`${typeName} is not known in ${scope}.`);
}
