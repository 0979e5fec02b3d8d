import type { SimpleKind, SparkType } from "../catalog/spark-type.js";
import { chosenLongMappings, longMapping, type ChosenLong } from "./long-mapping.js";
import type { RuntimeFunction } from "./runtime-names.js";
import type { RefusedMapping, ScalarMapping, TypeMapping } from "./type-row.js";

const noKey = { kind: "refused" } as const;
const textKey = { kind: "text" } as const;
const valueKey = { kind: "value" } as const;
/** The usual cells of a scalar row. */
const plain = { shape: "scalar", parameters: "none", inputImport: null, unit: null } as const;
const sameOnTheWire = "NULL and empty are the same on the wire";

/** The type table: every fact about a Spark type that generated code, diagnostics and the documentation rest on. */
export const typeMappings = {
  boolean: {
    ...plain,
    proto: "bool",
    writer: "writeBoolean",
    check: "isBoolean",
    reader: "readBoolean",
    input: "boolean",
    mapKey: valueKey,
    text: { sql: "BOOLEAN", accepts: "boolean", returns: "boolean", json: "bool", checked: "type" },
  },
  byte: integer("TINYINT (BYTE)", "writeByte", "isByte", "−128 … 127"),
  short: integer("SMALLINT (SHORT)", "writeShort", "isShort", "−32,768 … 32,767"),
  integer: integer("INT (INTEGER)", "writeInteger", "isInteger", "−2^31 … 2^31−1"),
  long: longMapping,
  float: {
    ...plain,
    proto: "float",
    writer: "writeFloat",
    check: "isFloat",
    reader: "readFloat",
    input: "number",
    mapKey: noKey,
    text: {
      sql: "FLOAT (REAL)",
      accepts: "number",
      returns: "number",
      json: "number; NaN and infinities are refused",
      checked: "type; finite numbers past the range of a 32-bit float",
    },
  },
  double: {
    ...plain,
    proto: "double",
    writer: "writeDouble",
    check: "isDouble",
    reader: "readDouble",
    input: "number",
    mapKey: noKey,
    text: {
      sql: "DOUBLE",
      accepts: "number",
      returns: "number",
      json: "number; NaN and infinities are refused",
      checked: "type",
    },
  },
  decimal: {
    ...plain,
    proto: "string",
    writer: "writeDecimal",
    check: "isDecimal",
    reader: "readString",
    parameters: "precision and scale",
    input: "DecimalInput",
    inputImport: "DecimalInput",
    mapKey: { kind: "canonical", canonicalKey: "decimalKey" },
    unit: "sent as text",
    text: {
      sql: "DECIMAL(p,s) (DEC, NUMERIC)",
      accepts: "string | number | bigint",
      returns: "string",
      json: "string",
      checked: "plain decimal; at most p−s integer digits and s fraction digits; never rounded",
    },
  },
  string: {
    ...plain,
    proto: "string",
    writer: "writeString",
    check: "isString",
    reader: "readString",
    input: "string",
    mapKey: textKey,
    text: {
      sql: "STRING (any COLLATE)",
      accepts: "string",
      returns: "string",
      json: "string",
      checked: "type; no lone surrogates",
    },
  },
  char: text("CHAR(n) (CHARACTER)"),
  varchar: text("VARCHAR(n)"),
  binary: {
    ...plain,
    proto: "bytes",
    writer: "writeBinary",
    check: "isBinary",
    reader: "readBinary",
    input: "Uint8Array",
    mapKey: noKey,
    text: { sql: "BINARY", accepts: "Uint8Array", returns: "Uint8Array", json: "base64", checked: "type" },
  },
  date: {
    ...plain,
    proto: "int32",
    writer: "writeDate",
    check: "isDate",
    reader: "readInteger",
    input: "DateInput",
    inputImport: "DateInput",
    mapKey: { kind: "canonical", canonicalKey: "dateKey" },
    unit: "sent as days since 1970-01-01",
    text: {
      sql: "DATE",
      accepts: 'Date (its UTC day) | "YYYY-MM-DD" | number of days',
      returns: "number",
      json: "number",
      checked: "a day of the calendar, 0001-01-01 … 9999-12-31",
    },
  },
  timestamp: {
    ...plain,
    proto: "int64",
    writer: "writeTimestamp",
    check: "isTimestamp",
    reader: "readLong",
    input: "TimestampInput",
    inputImport: "TimestampInput",
    mapKey: { kind: "canonical", canonicalKey: "timestampKey" },
    unit: "sent as microseconds since the epoch (UTC)",
    text: {
      sql: "TIMESTAMP (TIMESTAMP_LTZ)",
      accepts: "Date | bigint of microseconds | { epochNanoseconds: bigint }",
      returns: "bigint",
      json: "number",
      checked: "valid date, years 1 … 9999; no size that is epoch seconds or milliseconds of today",
    },
  },
  timestamp_ntz: {
    ...plain,
    proto: "int64",
    writer: "writeTimestampNtz",
    check: "isTimestampNtz",
    reader: "readLong",
    input: "TimestampNtzInput",
    inputImport: "TimestampNtzInput",
    mapKey: { kind: "canonical", canonicalKey: "timestampNtzKey" },
    unit: "sent as microseconds of the wall clock since 1970-01-01T00:00",
    text: {
      sql: "TIMESTAMP_NTZ",
      accepts: "Date (its UTC fields) | bigint of microseconds | ISO text without a zone",
      returns: "bigint",
      json: "number",
      checked: "as TIMESTAMP",
    },
  },
  variant: {
    ...plain,
    proto: "string",
    writer: "writeVariant",
    check: "isVariant",
    reader: "readString",
    input: "VariantInput",
    inputImport: "VariantInput",
    mapKey: noKey,
    unit: "sent as JSON text",
    text: {
      sql: "VARIANT",
      accepts: "any JSON value | rawJson(text)",
      returns: "string",
      json: "string",
      checked: "serialisable: no undefined, function, bigint or cycle; rawJson parses",
    },
  },
  struct: {
    shape: "message",
    proto: "nested message",
    unit: null,
    text: {
      sql: "STRUCT<…>",
      accepts: "object",
      returns: "object",
      json: "object",
      checked: "every field; NOT NULL fields are present",
    },
  },
  array: {
    shape: "list",
    proto: "repeated T",
    unit: sameOnTheWire,
    text: {
      sql: "ARRAY<T>",
      accepts: "readonly T[]",
      returns: "T[]",
      json: "array",
      checked: "every element; no NULL elements",
    },
  },
  map: {
    shape: "map",
    proto: "map<K, V>",
    unit: sameOnTheWire,
    text: {
      sql: "MAP<K, V>",
      accepts: "ReadonlyMap<K, V>; a plain object where K is text",
      returns: "Map<K, V>",
      json: "object",
      checked: "every key and value; no NULL values, no key twice",
    },
  },
  interval: refused("INTERVAL …", "Store a number of units as BIGINT, or text as STRING."),
  time: refused("TIME(p)", "Store microseconds of the day as BIGINT, or text as STRING."),
  geometry: refused("GEOMETRY(srid)", "Store well-known text as STRING, or well-known binary as BINARY."),
  geography: refused("GEOGRAPHY(srid)", "Store well-known text as STRING, or well-known binary as BINARY."),
  object: refused("OBJECT", "Use VARIANT or a STRUCT."),
  void: refused("VOID", "Give the column the type of the values it is to hold."),
} as const satisfies Readonly<Record<SparkType["kind"], TypeMapping>>;

function integer(sql: string, writer: RuntimeFunction, check: RuntimeFunction, range: string) {
  return {
    ...plain,
    proto: "int32",
    writer,
    check,
    reader: "readInteger",
    input: "number",
    mapKey: valueKey,
    text: { sql, accepts: "number", returns: "number", json: "number", checked: `integer in ${range}` },
  } as const satisfies ScalarMapping;
}

function text(sql: string) {
  return {
    ...plain,
    proto: "string",
    writer: "writeVarchar",
    check: "isVarchar",
    reader: "readString",
    parameters: "length",
    input: "string",
    mapKey: textKey,
    text: {
      sql,
      accepts: "string",
      returns: "string",
      json: "string",
      checked: "as STRING, and at most n characters (code points)",
    },
  } as const satisfies ScalarMapping;
}

function refused(sql: string, instead: string) {
  return { shape: "refused", sql, instead } as const satisfies RefusedMapping;
}

/** Kinds of Spark type that become one scalar field. */
export type ScalarKind = {
  [Kind in SparkType["kind"]]: (typeof typeMappings)[Kind]["shape"] extends "scalar" ? Kind : never;
}[SparkType["kind"]];

/** A Spark type that becomes one scalar field; BIGINT perhaps with the TypeScript type chosen for it. */
export type ScalarType =
  Extract<SparkType, { readonly kind: ScalarKind }> | { readonly kind: Extract<SimpleKind, ScalarKind> } | ChosenLong;

const scalarMappings = { ...typeMappings, ...chosenLongMappings };

/** The row of a scalar type. */
export function scalarMapping(type: ScalarType): ScalarMapping {
  return scalarMappings[type.kind];
}

/** The row of any type. */
export function mappingOf(type: SparkType): TypeMapping {
  return typeMappings[type.kind];
}

/** Whether the type becomes one scalar field. */
export function isScalarType(type: SparkType): type is Exclude<ScalarType, ChosenLong> {
  return typeMappings[type.kind].shape === "scalar";
}
