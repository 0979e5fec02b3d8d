import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Column, Table } from "../../../src/catalog/table.js";

/**
 * A table that the service takes, made of any other: with names that can be fields, and NULL allowed wherever a type
 * may have no mapping, so that there is nearly always a file to read.
 */
export function writable(one: Table): Table {
  const columns = one.columns.map((column, at): Column => ({ ...column, ...writableField(column, at) }));
  const name = { catalog: "main", schema: "a b.日本", table: fieldName(one.name.table, 0) };
  return { ...one, name, columns, kind: "managed", format: "delta", location: null, properties: {} };
}

interface Field {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: boolean;
}

function writableField({ name, type, nullable }: Field, at: number): Field {
  const isPlain = ["long", "string", "decimal", "varchar", "timestamp", "boolean"].includes(type.kind);
  return { name: fieldName(name, at), type: writableType(type), nullable: nullable || !isPlain };
}

function fieldName(name: string, at: number): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `c${String(at)}`;
}

function writableType(type: SparkType): SparkType {
  switch (type.kind) {
    case "array":
      return { ...type, element: writableType(type.element) };
    case "map":
      return { ...type, key: writableType(type.key), value: writableType(type.value) };
    case "struct":
      return { ...type, fields: type.fields.map((each, at) => ({ ...each, ...writableField(each, at) })) };
    default:
      return type;
  }
}
