import { beforeAll, describe, expect, test } from "vitest";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import { isRefusal, type RecordReader } from "../../../../src/emulator/check/open-reader.js";
import type { Cell } from "../../../../src/emulator/row.js";
import { EncodeError, type ValidationResult } from "../../../../src/runtime/index.js";
import { corruptRow } from "../../../wire/support/corrupt.js";
import { type Generated, loadGenerated } from "../../../wire/support/generated.js";
import { protobufjsType, writeWithProtobufjs } from "../../../wire/support/protobufjs.js";
import { seededRandom } from "../../../wire/support/random.js";
import { randomRow } from "../../../wire/support/rows.js";
import { randomTable } from "../../../wire/support/schemas.js";
import { reader, utf8 } from "./messages.js";

const schemas = seededRandom(41);
const tables = schemas.times(8, (index) => randomTable(schemas, `checked_${index}`, 1 + schemas.below(9)));

let generated: readonly Generated[] = [];
let readers: readonly RecordReader[] = [];
beforeAll(async () => {
  generated = await loadGenerated(tables);
  readers = generated.map(({ table, codec }) => reader(table, "protobuf", Buffer.from(codec.descriptor, "base64")));
});

/** Of rows that were spoilt. */
const outcomes = { accepted: 0, refused: 0 };

type Members = readonly { readonly name: string; readonly type: SparkType }[];

/** The cells of a row as `decode` returns it. */
function cellsOf(members: Members, row: unknown): readonly Cell[] {
  const values = row as Readonly<Record<string, unknown>>;
  return members.map(({ name, type }) => cellOf(type, values[name]));
}

function cellOf(type: SparkType, value: unknown): Cell {
  if (value === null) return null;
  switch (type.kind) {
    case "struct":
      return cellsOf(type.fields, value);
    case "array":
      return (value as readonly unknown[]).map((item) => cellOf(type.element, item));
    case "map":
      return [...(value as Map<unknown, unknown>)].map(([key, item]) => [
        cellOf(type.key, key),
        cellOf(type.value, item),
      ]);
    case "decimal": {
      const [whole = "", fraction = ""] = (value as string).split(".");
      return BigInt(whole + fraction.padEnd(type.scale, "0"));
    }
    default:
      return value as Cell;
  }
}

describe.each(tables.map((_, index) => index))("random table %d", (index) => {
  test("what the generated code encodes is accepted, and holds what it decodes", () => {
    const { codec, table } = generated[index]!;
    const random = seededRandom(500 + index);
    for (let turn = 0; turn < 30; turn++) {
      const bytes = codec.encode(randomRow(random, table).input);
      expect(readers[index]!.read(bytes)).toEqual(cellsOf(table.columns, codec.decode(bytes)));
    }
    expect(readers[index]!.warnings()).toEqual([]);
  });

  test("what protobuf.js encodes is accepted too", () => {
    const { codec, proto, table } = generated[index]!;
    const type = protobufjsType(table, proto);
    const random = seededRandom(600 + index);
    for (let turn = 0; turn < 30; turn++) {
      // protobuf.js has maps as objects, whose keys have an order of their own.
      const bytes = writeWithProtobufjs(type, table, randomRow(random, table).canonical);
      expect(readers[index]!.read(bytes)).toEqual(cellsOf(table.columns, codec.decode(bytes)));
    }
  });

  test("what the generated code writes as JSON is accepted, and is the same row", () => {
    const { codec, table } = generated[index]!;
    const json = reader(table, "json", null);
    const random = seededRandom(700 + index);
    for (let turn = 0; turn < 30; turn++) {
      const { input } = randomRow(random, table);
      const text = jsonOf(() => codec.toJson(input));
      if (text === null) continue;
      expect(json.read(utf8(text))).toEqual(readers[index]!.read(codec.encode(input)));
    }
  });

  test("what validate refuses and protobuf.js can write is refused", () => {
    const { codec, proto, table } = generated[index]!;
    const type = protobufjsType(table, proto);
    const random = seededRandom(800 + index);
    for (let turn = 0; turn < 120; turn++) {
      const row = corruptRow(random, randomRow(random, table).canonical);
      const bytes = bytesOrNull(() => writeWithProtobufjs(type, table, row));
      if (bytes === null) continue;
      const read = readers[index]!.read(bytes);
      const decoded = bytesOrNull(() => codec.decode(bytes));
      const found = decoded === null ? ["required"] : issuesOf(codec.validate(decoded));
      // A VARIANT is decoded to text, of which `validate` asks no JSON.
      if (isRefusal(read))
        expect({ read, found: found.length > 0 || read.rule === "json" }).toEqual({ read, found: true });
      else expect(found).toEqual([]);
      outcomes[isRefusal(read) ? "refused" : "accepted"]++;
    }
  });

  test("whatever the bytes, a row or a refusal comes back", () => {
    const { codec, table } = generated[index]!;
    const random = seededRandom(900 + index);
    for (let turn = 0; turn < 60; turn++) {
      const bytes = codec.encode(randomRow(random, table).input);
      const spoilt = random.chance(0.3) ? bytes.slice(0, random.below(bytes.length + 1)) : bytes.slice();
      for (let flips = random.below(4); flips > 0 && spoilt.length > 0; flips--)
        spoilt[random.below(spoilt.length)] = random.below(256);
      expectRowOrRefusal(readers[index]!, spoilt, table.columns.length);
      const noise = Uint8Array.from(random.times(random.below(40), () => random.below(256)));
      expectRowOrRefusal(readers[index]!, noise, table.columns.length);
    }
  });

  test("whatever the text, a row or a refusal comes back", () => {
    const { codec, table } = generated[index]!;
    const json = reader(table, "json", null);
    const random = seededRandom(1_000 + index);
    for (let turn = 0; turn < 40; turn++) {
      const text = jsonOf(() => codec.toJson(randomRow(random, table).input)) ?? "{}";
      const bytes = utf8(text);
      for (let flips = 1 + random.below(3); flips > 0; flips--)
        bytes[random.below(bytes.length)] = random.chance(0.5) ? 32 + random.below(95) : random.below(256);
      expectRowOrRefusal(json, bytes, table.columns.length);
    }
  });
});

/** What is wrong with a row; a suspect unit is a warning here. */
function issuesOf(result: ValidationResult<unknown>): readonly string[] {
  return result.ok ? [] : result.issues.map(({ code }) => code).filter((code) => code !== "unit_suspect");
}

test("random rows were refused and accepted", () => {
  expect(Math.min(outcomes.accepted, outcomes.refused)).toBeGreaterThan(50);
});

function expectRowOrRefusal(of: RecordReader, bytes: Uint8Array, cells: number): void {
  const read = of.read(bytes);
  if (isRefusal(read)) expect(read.message).toMatch(/^[^\n]+\.$/);
  else expect(read).toHaveLength(cells);
}

function bytesOrNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** Null where JSON has no such number. */
function jsonOf(make: () => string): string | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof EncodeError) return null;
    throw error;
  }
}
