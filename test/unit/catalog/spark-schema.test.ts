import { expect, test } from "vitest";
import { toSparkSchema } from "../../../src/catalog/spark-schema.js";
import { readDdl } from "../../../src/read-ddl.js";

test("names, types, nullability and comments as Spark's StructType has them", () => {
  const { tables } = readDdl(`CREATE TABLE main.s.t (
    id BIGINT NOT NULL COMMENT 'key',
    tags MAP<STRING, ARRAY<STRUCT<k: SHORT NOT NULL COMMENT 'k', v: DECIMAL>>> DEFAULT map(),
    i INTERVAL DAY TO SECOND,
    g GEOMETRY(3857)
  )`);
  expect(tables.map(toSparkSchema)).toEqual([
    {
      type: "struct",
      fields: [
        { name: "id", type: "long", nullable: false, metadata: { comment: "key" } },
        {
          name: "tags",
          type: {
            type: "map",
            keyType: "string",
            valueType: {
              type: "array",
              elementType: {
                type: "struct",
                fields: [
                  { name: "k", type: "short", nullable: false, metadata: { comment: "k" } },
                  { name: "v", type: "decimal(10,0)", nullable: true, metadata: {} },
                ],
              },
              containsNull: true,
            },
            valueContainsNull: true,
          },
          nullable: true,
          metadata: { CURRENT_DEFAULT: "map()" },
        },
        { name: "i", type: "interval day to second", nullable: true, metadata: {} },
        { name: "g", type: "geometry(EPSG:3857)", nullable: true, metadata: {} },
      ],
    },
  ]);
});

test("CHAR and VARCHAR are strings with their length in the metadata of the column", () => {
  const { tables } = readDdl("CREATE TABLE main.s.t (a VARCHAR(20) COMMENT 'x', b STRUCT<c: ARRAY<CHAR(3)>>)");
  expect(tables[0] && toSparkSchema(tables[0]).fields).toEqual([
    {
      name: "a",
      type: "string",
      nullable: true,
      metadata: { comment: "x", __CHAR_VARCHAR_TYPE_STRING: "varchar(20)" },
    },
    {
      name: "b",
      type: {
        type: "struct",
        fields: [
          {
            name: "c",
            type: { type: "array", elementType: "string", containsNull: true },
            nullable: true,
            metadata: {},
          },
        ],
      },
      nullable: true,
      metadata: { __CHAR_VARCHAR_TYPE_STRING: "struct<c:array<char(3)>>" },
    },
  ]);
});

test("a default is in the metadata; identity and generated columns are columns like others", () => {
  const { tables } = readDdl(`CREATE TABLE main.s.t (
    a VARCHAR(5) DEFAULT 'x' 'y' COMMENT 'c',
    b BIGINT GENERATED ALWAYS AS IDENTITY,
    c INT GENERATED ALWAYS AS (a + 1)
  )`);
  expect(tables[0] && toSparkSchema(tables[0]).fields.map(({ metadata }) => metadata)).toEqual([
    { comment: "c", CURRENT_DEFAULT: "'x' 'y'", __CHAR_VARCHAR_TYPE_STRING: "varchar(5)" },
    {},
    {},
  ]);
});
