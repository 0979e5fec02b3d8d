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
  return normalForm(root, (typeName) => typeName.slice(1));
}

/**
 * What the two may differ in, removed: `protoc` adds `json_name`, and its full names of types start with the package,
 * which a descriptor on its own does not have.
 */
function normalForm(root: DescriptorProto, shorten: (typeName: string) => string): unknown {
  return toJson(DescriptorProtoSchema, normalMessage(root, shorten));
}

function normalMessage(message: DescriptorProto, shorten: (typeName: string) => string): DescriptorProto {
  return create(DescriptorProtoSchema, {
    ...message,
    field: message.field.map((field) => normalField(field, shorten)),
    nestedType: message.nestedType.map((nested) => normalMessage(nested, shorten)),
  });
}

function normalField(field: FieldDescriptorProto, shorten: (typeName: string) => string): FieldDescriptorProto {
  const typeName = field.typeName === "" ? "" : shorten(field.typeName);
  return create(FieldDescriptorProtoSchema, { ...field, typeName, jsonName: "" });
}
