import { describe, expect, test } from "vitest";
import { readSparkSchema } from "../../../../src/catalog/json/spark-table.js";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import type { ColumnFill } from "../../../../src/catalog/table.js";
import { array, decimal, field, long, map, string, struct } from "../../../support/tables.js";
import { fieldOf, name, place, schemaOf, told } from "./support.js";

function read(...fields: readonly unknown[]): ReturnType<typeof readSparkSchema> {
  return readSparkSchema(schemaOf(...fields), name, place);
}

/** The type of the only column; what is wrong with it instead. */
function typeOf(type: unknown, metadata: Readonly<Record<string, unknown>> = {}): SparkType | readonly string[] {
  const { table, diagnostics } = read(fieldOf(type, metadata));
  return table?.columns[0]?.type ?? told(diagnostics);
}

const int: SparkType = { kind: "integer" };

describe("types by their names", () => {
  test.each<[given: string, want: SparkType]>([
    ["boolean", { kind: "boolean" }],
    ["byte", { kind: "byte" }],
    ["short", { kind: "short" }],
    ["integer", int],
    ["long", long],
    ["float", { kind: "float" }],
    ["double", { kind: "double" }],
    ["binary", { kind: "binary" }],
    ["date", { kind: "date" }],
    ["timestamp", { kind: "timestamp" }],
    ["timestamp_ltz", { kind: "timestamp" }],
    ["timestamp_ntz", { kind: "timestamp_ntz" }],
    ["variant", { kind: "variant" }],
    ["void", { kind: "void" }],
    ["null", { kind: "void" }],
    ["object", { kind: "object" }],
    ["string", string],
    ["string collate UNICODE_CI", { kind: "string", collation: "UNICODE_CI" }],
    ["decimal", decimal(10, 0)],
    ["decimal(38,38)", decimal(38, 38)],
    ["decimal( 10 , 2 )", decimal(10, 2)],
    ["char(3)", { kind: "char", length: 3 }],
    ["varchar(20)", { kind: "varchar", length: 20 }],
    ["time(6)", { kind: "time", precision: 6 }],
    ["time(0)", { kind: "time", precision: 0 }],
    ["interval", { kind: "interval", unit: "interval" }],
    ["interval year", { kind: "interval", unit: "year" }],
    ["interval day to second", { kind: "interval", unit: "day to second" }],
    ["geometry(OGC:CRS84)", { kind: "geometry", crs: "4326" }],
    ["geometry(EPSG:3857)", { kind: "geometry", crs: "3857" }],
    ["geometry(SRID:0)", { kind: "geometry", crs: "0" }],
    ["geometry(SRID:ANY)", { kind: "geometry", crs: "ANY" }],
    ["geometry(4326)", { kind: "geometry", crs: "4326" }],
    ["geometry(OGC:CRS27)", { kind: "geometry", crs: "OGC:CRS27" }],
    ["geometry", { kind: "geometry", crs: "4326" }],
    ["geography(OGC:CRS84, SPHERICAL)", { kind: "geography", crs: "4326" }],
    ["geography(SRID:ANY, SPHERICAL)", { kind: "geography", crs: "ANY" }],
    ["LONG", long],
    ["bigint", long],
    ["array<float>", array({ kind: "float" })],
    ["struct<a b:int>", struct({ "a b": int })],
  ])("%s", (given, want) => {
    expect(typeOf(given)).toEqual(want);
  });
});

describe("types with parts", () => {
  test.each<[what: string, given: unknown, want: SparkType]>([
    ["an array", { type: "array", elementType: "integer", containsNull: true }, array(int)],
    [
      "an array without nulls",
      { type: "array", elementType: "integer", containsNull: false },
      { ...array(int), containsNull: false } as SparkType,
    ],
    ["an array that says nothing of nulls", { type: "array", elementType: "integer" }, array(int)],
    ["a map", { type: "map", keyType: "string", valueType: "long", valueContainsNull: true }, map(string, long)],
    [
      "a map without nulls",
      { valueContainsNull: false, valueType: "long", keyType: "string", type: "map" },
      { ...map(string, long), valueContainsNull: false } as SparkType,
    ],
    ["a struct", schemaOf({ name: "a", type: "integer" }), struct({ a: int })],
    ["a struct without fields", schemaOf(), struct({})],
    [
      "a struct with everything",
      schemaOf(
        { name: "a", type: "integer", nullable: false, metadata: { comment: "c" } },
        { name: "__proto__", type: "long" },
      ),
      { kind: "struct", fields: [field("a", int, { nullable: false, comment: "c" }), field("__proto__", long)] },
    ],
    [
      "a user-defined type",
      { type: "udt", class: "org.example.Point", sqlType: { type: "array", elementType: "integer" } },
      array(int),
    ],
  ])("%s", (_, given, want) => {
    expect(typeOf(given)).toEqual(want);
  });
});

describe("what metadata say of a type", () => {
  const strings = { type: "array", elementType: "string", containsNull: true };
  const odd = schemaOf(
    { name: "a b", type: "string" },
    { name: "c:d,>", type: "string" },
    { name: " ", type: "decimal(3,1)" },
  );

  test.each<[what: string, type: unknown, metadata: Record<string, unknown>, want: SparkType]>([
    ["a length", "string", { __CHAR_VARCHAR_TYPE_STRING: "varchar(20)" }, { kind: "varchar", length: 20 }],
    [
      "a length in an array",
      strings,
      { __CHAR_VARCHAR_TYPE_STRING: "array<char(3)>" },
      array({ kind: "char", length: 3 }),
    ],
    [
      "lengths in a map",
      { type: "map", keyType: "string", valueType: strings, valueContainsNull: false },
      { __CHAR_VARCHAR_TYPE_STRING: "map<varchar(3),array<char(4)>>" },
      {
        kind: "map",
        key: { kind: "varchar", length: 3 },
        value: array({ kind: "char", length: 4 }),
        valueContainsNull: false,
      },
    ],
    [
      "lengths below names that no parser could tell apart",
      odd,
      { __CHAR_VARCHAR_TYPE_STRING: "struct<a b:varchar(1),c:d,>:string, :decimal(3,1)>" },
      struct({ "a b": { kind: "varchar", length: 1 }, "c:d,>": string, " ": decimal(3, 1) }),
    ],
    [
      "spaces and upper case",
      strings,
      { __CHAR_VARCHAR_TYPE_STRING: " ARRAY < CHARACTER(3) > ".replace("ACTER", "") },
      array({ kind: "char", length: 3 }),
    ],
    ["a collation", "string", { __COLLATIONS: { c: "spark.UTF8_LCASE" } }, { kind: "string", collation: "UTF8_LCASE" }],
    ["the usual collation", "string", { __COLLATIONS: { c: "spark.UTF8_BINARY" } }, string],
    [
      "a collation with a version",
      "string",
      { __COLLATIONS: { c: "icu.de_CI.74" } },
      { kind: "string", collation: "de_CI" },
    ],
    [
      "a collation in an array",
      strings,
      { __COLLATIONS: { "c.element": "icu.UNICODE" } },
      array({ kind: "string", collation: "UNICODE" }),
    ],
    [
      "collations in maps of maps",
      { type: "map", keyType: "string", valueType: { type: "map", keyType: "string", valueType: "string" } },
      { __COLLATIONS: { "c.key": "icu.de", "c.value.value": "icu.fr", "c.nowhere": "icu.it" } },
      map({ kind: "string", collation: "de" }, map(string, { kind: "string", collation: "fr" })),
    ],
    [
      "a collation and a length",
      { type: "map", keyType: "string", valueType: "string" },
      { __COLLATIONS: { "c.key": "icu.de" }, __CHAR_VARCHAR_TYPE_STRING: "map<string collate de,char(2)>" },
      map({ kind: "string", collation: "de" }, { kind: "char", length: 2 }),
    ],
    ["mapping of columns", "long", { "delta.columnMapping.id": 4, "delta.columnMapping.physicalName": "col-1" }, long],
    ["changes of the type", "long", { "delta.typeChanges": [{ fromType: "short", toType: "integer" }] }, long],
  ])("%s", (_, type, metadata, want) => {
    expect(typeOf(type, metadata)).toEqual(want);
  });

  test("a collation is known by the name of its own field, in any struct", () => {
    const inner = { name: "x", type: "string", metadata: { __COLLATIONS: { x: "icu.de", c: "icu.fr" } } };
    expect(typeOf(schemaOf(inner))).toEqual(struct({ x: { kind: "string", collation: "de" } }));
  });

  test.each([
    ["another type", "struct<a:char(3)>"],
    ["a length that no type can have", "varchar(0)"],
    ["a length too large", "varchar(9999999999)"],
    ["an end too many", "varchar(3)>"],
  ])("lengths that are lost are told: %s", (_, text) => {
    const { table, diagnostics } = read(fieldOf("string", { __CHAR_VARCHAR_TYPE_STRING: text }));
    expect(table?.columns[0]?.type).toEqual(string);
    expect(told(diagnostics)).toEqual([
      `GP2204 [c] The lengths of CHAR and VARCHAR are not known: \`${text}\` does not fit the type.`,
    ]);
  });
});

describe("who fills a column", () => {
  const identity = (start: unknown, step: unknown, explicit = false): Record<string, unknown> => ({
    "delta.identity.start": start,
    "delta.identity.step": step,
    "delta.identity.allowExplicitInsert": explicit,
  });

  test.each<[what: string, metadata: Record<string, unknown>, want: ColumnFill]>([
    ["nobody says", {}, { kind: "writer" }],
    ["a default", { CURRENT_DEFAULT: " 1 + 2 ", EXISTS_DEFAULT: "3" }, { kind: "default", expression: "1 + 2" }],
    ["a default that is gone", { EXISTS_DEFAULT: "3" }, { kind: "writer" }],
    [
      "a generated column",
      { "delta.generationExpression": "CAST(ts AS DATE)" },
      { kind: "generated", expression: "CAST(ts AS DATE)" },
    ],
    [
      "a generated column as Spark plans it",
      { GENERATION_EXPRESSION: "b + 1" },
      { kind: "generated", expression: "b + 1" },
    ],
    ["an identity", identity(1, 1), { kind: "identity", always: true, start: "1", step: "1" }],
    ["an identity by default", identity(-5, -2, true), { kind: "identity", always: false, start: "-5", step: "-2" }],
    [
      "an identity beyond 2^53",
      identity("9223372036854775807", "-9007199254740993"),
      { kind: "identity", always: true, start: "9223372036854775807", step: "-9007199254740993" },
    ],
    [
      "an identity that a parser rounded",
      identity(2 ** 62, 1),
      { kind: "identity", always: true, start: "4611686018427387904", step: "1" },
    ],
    ["half an identity", { "delta.identity.start": 7 }, { kind: "identity", always: true, start: "7", step: "1" }],
  ])("%s", (_, metadata, want) => {
    const { table, diagnostics } = read(fieldOf("long", metadata));
    expect(diagnostics).toEqual([]);
    expect(table?.columns[0]?.fill).toEqual(want);
  });
});

test("a schema is a managed Delta table of these columns, in their order", () => {
  const { table, diagnostics } = read(
    { name: "b", type: "long", nullable: false },
    { name: "a", type: "string", metadata: { comment: "x" } },
  );
  expect(diagnostics).toEqual([]);
  expect(table).toEqual({
    name,
    columns: [
      { name: "b", type: long, nullable: false, comment: null, position: 0, fill: { kind: "writer" }, origin: null },
      { name: "a", type: string, nullable: true, comment: "x", position: 1, fill: { kind: "writer" }, origin: null },
    ],
    comment: null,
    kind: "managed",
    format: "delta",
    location: null,
    properties: {},
    primaryKey: [],
    partitionColumns: [],
    clusterColumns: [],
    origin: null,
  });
});
