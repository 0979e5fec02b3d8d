import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { DescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import { globSync } from "tinyglobby";
import type { FieldSchema, FieldType, MessageSchema } from "../../../src/zerobus/descriptor.js";

/** Every `.proto` that was generated and is in the repository, with its module beside it. */
export const protoPaths = globSync(["generated/**/*.proto", "test/golden/*/expected/**/*.proto"]).sort();

export const hasProtoc = spawnSync("protoc", ["--version"]).status === 0;

/** The descriptor in the text of a generated module. */
export function moduleDescriptor(protoPath: string): Uint8Array {
  const text = readFileSync(protoPath.replace(/proto$/, "ts"), "utf8");
  const value = /\bdescriptor:\s*((?:"[A-Za-z0-9+/=]*"[\s+]*)+),/.exec(text)?.[1];
  if (value === undefined) throw new Error(`${protoPath}: the module beside it has no descriptor.`);
  return Buffer.from([...value.matchAll(/"([^"]*)"/g)].map((literal) => literal[1]).join(""), "base64");
}

/** The first message of a file as `protoc` describes it: full names of types, JSON names, and what else it puts in. */
export function protocDescriptor(protoPath: string, directory: string): Uint8Array {
  const out = join(directory, "set.bin");
  const options = [`-I${dirname(protoPath)}`, `--descriptor_set_out=${out}`, basename(protoPath)];
  const { status, stderr } = spawnSync("protoc", options, { encoding: "utf8" });
  if (status !== 0) throw new Error(`protoc ${options.join(" ")}: ${stderr}`);
  const [message] = fromBinary(FileDescriptorSetSchema, readFileSync(out)).file[0]?.messageType ?? [];
  if (message === undefined) throw new Error(`${protoPath} has no message.`);
  return toBinary(DescriptorProtoSchema, message);
}

/** The message of a generated `.proto` as protobuf.js understands its text. */
export function textSchema(protoPath: string): MessageSchema {
  const { root } = protobuf.parse(readFileSync(protoPath, "utf8"), { keepCase: true });
  const type = messageTypes(root.resolveAll())[0];
  if (type === undefined) throw new Error(`${protoPath} has no message.`);
  return typeSchema(type);
}

function messageTypes(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.flatMap((each) => {
    if (each instanceof protobuf.Type) return [each];
    return each instanceof protobuf.Namespace ? messageTypes(each) : [];
  });
}

function typeSchema(type: protobuf.Type): MessageSchema {
  const fields = type.fieldsArray.map(textField);
  return { name: type.name, fields: byNumber(fields), isMapEntry: false };
}

function textField(field: protobuf.Field): FieldSchema {
  const { name, id: number } = field;
  if (field instanceof protobuf.MapField) {
    const entry = { name: entryName(name), fields: entryFields(field), isMapEntry: true };
    return { name, number, label: "repeated", type: "message", message: entry, isPacked: false };
  }
  const label = field.repeated ? "repeated" : field.required ? "required" : "optional";
  return { name, number, label, isPacked: false, ...typeOf(field.type, field.resolvedType) };
}

function entryFields(field: protobuf.MapField): readonly FieldSchema[] {
  const entry = { label: "optional", isPacked: false } as const;
  return [
    { name: "key", number: 1, ...entry, ...typeOf(field.keyType, null) },
    { name: "value", number: 2, ...entry, ...typeOf(field.type, field.resolvedType) },
  ];
}

/** As `protoc` calls the message of a map's entries. */
function entryName(name: string): string {
  return `${name.replace(/(?:^|_)([a-zA-Z0-9])?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "")}Entry`;
}

function typeOf(name: string, resolved: protobuf.ReflectionObject | null): Pick<FieldSchema, "type" | "message"> {
  if (resolved instanceof protobuf.Type) return { type: "message", message: typeSchema(resolved) };
  return { type: name as FieldType, message: null };
}

/** The fields in the order of their numbers, here and in the messages within, without those of these names. */
export function inOrder(schema: MessageSchema, without: readonly string[] = []): MessageSchema {
  const fields = schema.fields
    .filter(({ name }) => !without.includes(name))
    .map((field) => ({ ...field, message: field.message === null ? null : inOrder(field.message, without) }));
  return { ...schema, fields: byNumber(fields) };
}

function byNumber(fields: readonly FieldSchema[]): readonly FieldSchema[] {
  return [...fields].sort((one, other) => one.number - other.number);
}
