import { describe, expect, test } from "vitest";
import { readDeltaMetadata } from "../../../../src/catalog/json/delta.js";
import { checkServiceRules } from "../../../../src/mapping/service-rules.js";
import { fieldOf, name, place, schemaOf, told } from "./support.js";

const schemaString = JSON.stringify(
  schemaOf(fieldOf("long"), { name: "day", type: "date", nullable: true, metadata: {} }),
);

function metaData(facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: "1f2e",
    format: { provider: "parquet", options: {} },
    schemaString,
    partitionColumns: [],
    configuration: {},
    ...facts,
  };
}

test("metadata and protocol are a table with its properties and features", () => {
  const { table, diagnostics } = readDeltaMetadata(
    metaData({
      partitionColumns: ["DAY"],
      configuration: { "delta.columnMapping.mode": "name" },
      description: "x",
      name: "other",
    }),
    {
      minReaderVersion: 3,
      minWriterVersion: 7,
      readerFeatures: ["columnMapping"],
      writerFeatures: ["columnMapping", "catalogManaged"],
    },
    name,
    place,
  );
  expect(diagnostics).toEqual([]);
  expect({ ...table, columns: table?.columns.map((column) => column.name) }).toEqual({
    name,
    columns: ["c", "day"],
    comment: "x",
    kind: "managed",
    format: "delta",
    location: null,
    properties: {
      "delta.minReaderVersion": "3",
      "delta.minWriterVersion": "7",
      "delta.feature.columnMapping": "supported",
      "delta.feature.catalogManaged": "supported",
      "delta.columnMapping.mode": "name",
    },
    primaryKey: [],
    partitionColumns: ["day"],
    clusterColumns: [],
    origin: null,
  });
  expect(table === null ? [] : checkServiceRules(table).map(({ code }) => code)).toEqual(["GP3104", "GP3105"]);
});

test.each([null, undefined, {}, { readerFeatures: "x", minReaderVersion: "3" }, []])(
  "a protocol that says nothing, %j, changes nothing",
  (protocol) => {
    const { table, diagnostics } = readDeltaMetadata(metaData(), protocol, name, place);
    expect([diagnostics, table?.properties]).toEqual([[], {}]);
  },
);

test("integers of an identity are exact, whatever their size", () => {
  const text =
    '{"type":"struct","fields":[{"name":"c","type":"long","nullable":false,"metadata":{"delta.identity.start":9223372036854775807,"delta.identity.step":-9007199254740993,"delta.identity.allowExplicitInsert":true}}]}';
  const { table } = readDeltaMetadata(metaData({ schemaString: text }), null, name, place);
  expect(table?.columns[0]?.fill).toEqual({
    kind: "identity",
    always: false,
    start: "9223372036854775807",
    step: "-9007199254740993",
  });
});

describe("what says no schema is refused", () => {
  test.each<[what: string, json: unknown, want: readonly string[]]>([
    ["no metadata", undefined, ["GP2206 The `metaData` of the Delta log is missing."]],
    [
      "no schema",
      metaData({ schemaString: null }),
      ["GP2206 The `schemaString` of the Delta log is missing and must be text."],
    ],
    [
      "a schema that is parsed",
      metaData({ schemaString: {} }),
      ["GP2206 The `schemaString` of the Delta log is an object and must be text."],
    ],
    [
      "a schema that is cut",
      metaData({ schemaString: schemaString.slice(0, 50) }),
      ["GP2206 The `schemaString` of the Delta log is not valid JSON."],
    ],
    [
      "a schema that is none",
      metaData({ schemaString: '"long"' }),
      ["GP2202 The schema is text and must be a struct."],
    ],
    [
      "an empty schema",
      metaData({ schemaString: '{"type":"struct","fields":[]}' }),
      ["GP2203 The table has no columns: `schemaString.fields` is empty."],
    ],
    [
      "a wrong type",
      metaData({ schemaString: JSON.stringify(schemaOf(fieldOf("uuid"))) }),
      ["GP2006 [c] Spark has no type `UUID`."],
    ],
    [
      "partitions that are none",
      metaData({ partitionColumns: "day" }),
      ["GP2203 `partitionColumns` is text and must be a list of names."],
    ],
    [
      "a configuration that is none",
      metaData({ configuration: [] }),
      ["GP2203 `configuration` is a list and must be an object."],
    ],
    [
      "a description that is none",
      metaData({ description: 1 }),
      ["GP2203 `metaData.description` is a number and must be text."],
    ],
  ])("%s", (_, json, want) => {
    const { table, diagnostics } = readDeltaMetadata(json, null, name, place);
    expect([told(diagnostics), table]).toEqual([want, null]);
  });
});
