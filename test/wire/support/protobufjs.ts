import protobuf from "protobufjs";
import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Table } from "../../../src/catalog/table.js";
import { packagePart, pascalCase } from "../../../src/mapping/proto-names.js";

type Members = readonly { readonly name: string; readonly type: SparkType }[];

/** The message of a table as protobuf.js understands the text of the `.proto`. */
export function protobufjsType(
  { name }: Table,
  proto: string,
  rowName: string = pascalCase(name.table),
): protobuf.Type {
  const { root } = protobuf.parse(proto, { keepCase: true });
  return root.lookupType(`${packagePart(name.catalog)}.${packagePart(name.schema)}.${rowName}`);
}

/** The canonical row that protobuf.js reads from the bytes. */
export function readWithProtobufjs(type: protobuf.Type, table: Table, bytes: Uint8Array): unknown {
  return structFrom(table.columns, type.toObject(type.decode(bytes), { longs: BigInt }));
}

/** The bytes protobuf.js writes for a canonical row. */
export function writeWithProtobufjs(type: protobuf.Type, table: Table, row: unknown): Uint8Array {
  return type.encode(type.fromObject(structTo(table.columns, row))).finish();
}

function structFrom(members: Members, message: Record<string, unknown>): unknown {
  return Object.fromEntries(members.map(({ name, type }) => [name, valueFrom(type, message[name])]));
}

function valueFrom(type: SparkType, value: unknown): unknown {
  switch (type.kind) {
    case "struct":
      return value === undefined ? null : structFrom(type.fields, value as Record<string, unknown>);
    case "array":
      return ((value ?? []) as readonly unknown[]).map((item) => valueFrom(type.element, item));
    case "map":
      return new Map(
        Object.entries(value ?? {}).map(([key, item]) => [keyFrom(type.key, key), valueFrom(type.value, item)]),
      );
    case "binary":
      return value === undefined ? null : Uint8Array.from(value as Uint8Array);
    default:
      return value ?? null;
  }
}

/** protobuf.js has maps as objects. */
export function keyFrom(type: SparkType, key: string): unknown {
  switch (type.kind) {
    case "boolean":
      return key === "true";
    case "byte":
    case "short":
    case "integer":
    case "date":
      return Number(key);
    case "long":
    case "timestamp":
    case "timestamp_ntz":
      return BigInt(key);
    default:
      return key;
  }
}

function structTo(members: Members, row: unknown): Record<string, unknown> {
  const values = row as Record<string, unknown>;
  const present = members.filter(({ name }) => values[name] !== null);
  return Object.fromEntries(present.map(({ name, type }) => [name, valueTo(type, values[name])]));
}

function valueTo(type: SparkType, value: unknown): unknown {
  switch (type.kind) {
    case "struct":
      return structTo(type.fields, value);
    case "array":
      return (value as readonly unknown[]).map((item) => valueTo(type.element, item));
    case "map":
      return Object.fromEntries(
        [...(value as Map<unknown, unknown>)].map(([key, item]) => [String(key), valueTo(type.value, item)]),
      );
    case "long":
    case "timestamp":
    case "timestamp_ntz":
      return String(value);
    default:
      return value;
  }
}
