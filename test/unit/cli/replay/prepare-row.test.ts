import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { prepareRow } from "../../../../src/cli/replay/prepare-row.js";
import { replayTables } from "../../../../src/cli/replay/replay-tables.js";
import { deadLetterLine } from "../../../../src/producer/dead-letter/dead-letter-line.js";
import { readDeadLetter } from "../../../../src/producer/dead-letter/read-dead-letters.js";
import type { Rejection } from "../../../../src/producer/rejection.js";
import { readDdl } from "../../../../src/read-ddl.js";
import { rawJson } from "../../../../src/runtime/variant.js";
import { rowToJson } from "../../../../src/runtime/json.js";
import { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";

const name = "main.lab.all";
const ddl = `CREATE TABLE ${name} (
  id BIGINT NOT NULL, b BOOLEAN, i INT, f FLOAT, d DOUBLE, price DECIMAL(20,2), s STRING, v VARCHAR(3), bin BINARY,
  day DATE, at TIMESTAMP, local TIMESTAMP_NTZ, payload VARIANT, tags ARRAY<STRING>, payloads ARRAY<VARIANT>,
  nested STRUCT<x: INT, payload: VARIANT, at: TIMESTAMP>, items ARRAY<STRUCT<id: BIGINT NOT NULL, payload: VARIANT>>,
  byname MAP<STRING, VARIANT>, byid MAP<BIGINT, STRUCT<at: TIMESTAMP_NTZ>>, constructor STRING
)`;

function columnsOf(text: string, table = name) {
  const choices = { unsupported: "error", overrides: {} } as const;
  const { tables, diagnostics } = replayTables([table], readDdl(text).tables, choices);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return tables.get(table)!.columns;
}

const columns = columnsOf(ddl);

/** A line as it is read, of a rejection as it is written. */
function letterOf(rejection: Rejection) {
  return letterIn(deadLetterLine(rejection));
}

function letterIn(text: string) {
  const bytes = Buffer.from(text);
  const entry = readDeadLetter({ number: 1, start: 0, end: bytes.length, bytes, isWhole: true, digest: "" });
  if (entry?.kind !== "dead-letter") throw new Error(entry?.message ?? "blank");
  return entry;
}

const facts = { table: name, at: "2026-05-01T00:00:00.000Z" };
const error = new ZerobusError("no", {
  status: "INVALID_ARGUMENT",
  code: null,
  retryable: false,
  table: name,
  streamId: null,
});

function invalid(row: unknown) {
  return prepareRow(letterOf({ kind: "invalid", ...facts, issues: [], row }), columns);
}

function refused(row: unknown) {
  const record = new Uint8Array();
  return prepareRow(letterOf({ kind: "refused", ...facts, error, row, record, recordType: "protobuf" }), columns);
}

describe("prepareRow", () => {
  it("makes of a row as it was passed what toJson makes of it", () => {
    const row = {
      id: 9_007_199_254_740_993n,
      b: true,
      i: -1,
      f: 0.5,
      d: -0,
      price: "123456789012345678.90",
      s: "\u2028 ü",
      v: "😀😀😀",
      bin: Uint8Array.of(0, 255),
      day: new Date("2024-02-29T10:00:00Z"),
      at: new Date("2024-05-01T12:30:00.250Z"),
      local: "2024-05-01T12:30:00.123456",
      payload: { a: [1, null, "x"] },
      tags: ["a", "b"],
      payloads: [rawJson('{"big": 12345678901234567890}'), "text"],
      nested: { x: 1, payload: [true], at: 1_714_566_600_000_000n },
      items: [{ id: 5, payload: 1.5 }],
      byname: new Map<string, unknown>([["a", { b: 1 }]]),
      byid: new Map([[7n, { at: new Date(0) }]]),
    };
    expect(invalid(row)).toEqual({ kind: "sendable", json: rowToJson(columns, row, name) });
  });

  it("makes of a row as it was decoded what it was encoded from", () => {
    const row = {
      id: 5n,
      b: null,
      i: null,
      f: null,
      d: null,
      price: "1.50",
      s: null,
      v: null,
      bin: Uint8Array.of(1),
      day: 19_782,
      at: 1_714_566_600_250_000n,
      local: 1_714_566_600_250_001n,
      payload: '{"a":[1,null]}',
      tags: ["x"],
      payloads: ['"text"', "1"],
      nested: { x: null, payload: "null", at: null },
      items: [{ id: 1n, payload: "[]" }],
      byname: new Map([["a", "true"]]),
      byid: new Map(),
      constructor: null,
    };
    const prepared = refused(row);
    if (prepared.kind !== "sendable") throw new Error(JSON.stringify(prepared));
    expect(JSON.parse(prepared.json)).toEqual({
      id: 5,
      price: "1.50",
      bin: "AQ==",
      day: 19_782,
      at: 1_714_566_600_250_000,
      local: 1_714_566_600_250_001,
      payload: '{"a":[1,null]}',
      tags: ["x"],
      payloads: ['"text"', "1"],
      nested: { payload: "null" },
      items: [{ id: 1, payload: "[]" }],
      byname: { a: "true" },
      byid: {},
    });
  });

  it("takes the microseconds of a decoded row for what they are, early in 1970 too", () => {
    const micros = 1_714_566_600_123n;
    const prepared = refused({ id: 1n, at: micros, local: micros, byid: new Map([[1n, { at: 946_684_800n }]]) });
    expect(prepared).toEqual({
      kind: "sendable",
      json: `{"id":1,"at":${String(micros)},"local":${String(micros)},"byid":{"1":{"at":946684800}}}`,
    });
    expect(invalid({ id: 1n, at: micros })).toMatchObject({ kind: "invalid", issues: [{ code: "unit_suspect" }] });
  });

  it("sends a JSON record as it is", () => {
    const text = '{"id":12345678901234567890, "x":1.50}';
    const record = new TextEncoder().encode(text);
    const letter = letterOf({ kind: "refused", ...facts, error, row: null, record, recordType: "json" });
    expect(prepareRow(letter, columns)).toEqual({ kind: "sendable", json: text });
  });

  it("tells of everything that is wrong", () => {
    const prepared = invalid({ i: "x", tags: [null], idd: 1, nested: { y: 1 } });
    expect(prepared).toMatchObject({
      kind: "invalid",
      issues: [
        { path: ["id"], code: "required" },
        { path: ["i"], code: "type" },
        { path: ["tags", 0], code: "null_element" },
        { path: ["nested", "y"], code: "unknown_column" },
        { path: ["idd"], code: "unknown_column" },
      ],
    });
  });

  it.each([
    ["in the row", { id: 1, Price: 2 }, ["Price"]],
    ["in a struct", { id: 1, nested: { z: 1 } }, ["nested", "z"]],
    ["in a list", { id: 1, items: [{ id: 1 }, { id: 1, z: 1 }] }, ["items", 1, "z"]],
    ["in a map", { id: 1, byid: new Map([[1n, { z: 1 }]]) }, ["byid", "1", "z"]],
  ])("refuses a key that is no column, %s", (_, row, path) => {
    expect(invalid(row)).toMatchObject({ kind: "invalid", issues: [{ code: "unknown_column", path }] });
  });

  it("tells of a number that JSON does not have", () => {
    expect(invalid({ id: 1, d: NaN })).toMatchObject({
      kind: "invalid",
      issues: [
        {
          code: "range",
          path: ["d"],
          message: "expected a finite number, for JSON has no others, received the number NaN",
        },
      ],
    });
  });

  it("tells of a row that is none", () => {
    expect(invalid("text")).toMatchObject({ kind: "invalid", issues: [{ code: "type", path: [] }] });
    expect(refused([1])).toMatchObject({ kind: "invalid", issues: [{ code: "type", path: [] }] });
  });

  it("leaves a row that is not whole to a person", () => {
    const row: Record<string, unknown> = { id: 1, f: () => 1 };
    row["self"] = row;
    expect(invalid(row)).toEqual({
      kind: "incomplete",
      message:
        'The line does not hold all of its row (f was a function; self was an object that contains itself): complete the row and remove "lost".',
    });
    const record = {
      ...facts,
      kind: "refused",
      error,
      row: null,
      record: Uint8Array.of(8),
      recordType: "protobuf",
    } as const;
    expect(prepareRow(letterOf(record), columns)).toEqual({
      kind: "incomplete",
      message: 'The line holds the bytes of a record: write the row in their place, and "form":"row".',
    });
  });

  it("takes what people write", () => {
    const line = `{"table":"${name}","row":{"id":5,"price":"2.50","payload":{"$rawJson":"[1]"},"at":{"$date":"2024-05-01"},"byname":{"a":1}}}`;
    expect(prepareRow(letterIn(line), columns)).toEqual({
      kind: "sendable",
      json: '{"id":5,"price":"2.50","at":1714521600000000,"payload":"[1]","byname":{"a":"1"}}',
    });
  });
});

describe("replayTables", () => {
  it("tells of tables that are not defined, and of such that cannot be mapped", () => {
    const { tables } = readDdl("CREATE TABLE a.b.c (x INTERVAL YEAR)");
    const { diagnostics } = replayTables(["a.b.c", "a.b.d"], tables, { unsupported: "error", overrides: {} });
    expect(diagnostics.map(({ code, table }) => [code, table])).toEqual([
      ["GP2101", "a.b.c"],
      ["GP5306", "a.b.d"],
    ]);
  });

  it("takes any BIGINT, whatever its override, and heeds the others", () => {
    const { tables } = readDdl("CREATE TABLE a.b.c (x BIGINT, y STRING)");
    const overrides = { "a.b.c": { int64: "bigint", omit: ["y"] } } as const;
    const read = replayTables(["a.b.c"], tables, { unsupported: "error", overrides });
    expect(read.tables.get("a.b.c")?.columns.fields).toEqual([{ name: "x", type: "long", nullable: true, number: 1 }]);
  });
});
