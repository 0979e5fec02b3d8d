import protobuf from "protobufjs";
import descriptorExtension from "protobufjs/ext/descriptor.js";
import type { Table } from "../../../../src/catalog/table.js";
import { openReader, type RecordReader } from "../../../../src/emulator/check/open-reader.js";
import { descriptorBase64 } from "../../../../src/mapping/descriptor.js";
import { mapTable } from "../../../../src/mapping/map-table.js";
import type { Refusal } from "../../../../src/emulator/row.js";
import { withFullNames } from "../../../support/descriptor-names.js";

const { DescriptorProto } = descriptorExtension;

/** A message as protobuf.js understands its text, with the descriptor a client would send. */
export interface Message {
  readonly type: protobuf.Type;
  readonly descriptor: Uint8Array;
}

/** The body of `message Row { … }`, in proto2. */
export function message(body: string): Message {
  const { root } = protobuf.parse(`syntax = "proto2"; message Row { ${body} }`, { keepCase: true });
  const type = root.lookupType("Row");
  root.resolveAll();
  const described = withFullNames(DescriptorProto.toObject(type.toDescriptor("proto2")));
  return { type, descriptor: DescriptorProto.encode(DescriptorProto.fromObject(described)).finish() };
}

/** The descriptor that is generated for a table. */
export function ownDescriptor(table: Table): Uint8Array {
  return Buffer.from(descriptorBase64(mapTable(table, { unsupported: "omit" }).row), "base64");
}

/** The reader of a stream that must open. */
export function reader(
  table: Table,
  recordType: "protobuf" | "json",
  descriptorBytes: Uint8Array | null,
): RecordReader {
  const opened = openReader(table, recordType, descriptorBytes);
  if (!opened.ok) throw new Error(opened.refusals.map((each) => each.message).join("\n"));
  return opened.reader;
}

/** Why a protobuf stream is not opened, as `rule column`. */
export function refusals(table: Table, descriptorBytes: Uint8Array | null): readonly string[] {
  const opened = openReader(table, "protobuf", descriptorBytes);
  return opened.ok ? [] : opened.refusals.map(placed);
}

export function placed({ rule, column }: Refusal): string {
  return `${rule} ${column ?? "-"}`;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
