import { beforeAll, describe, expect, test } from "vitest";
import { bufbuildType, readWithBufbuild, writeWithBufbuild } from "./support/bufbuild.js";
import { type Generated, loadGenerated } from "./support/generated.js";
import { protobufjsType, readWithProtobufjs, writeWithProtobufjs } from "./support/protobufjs.js";
import { seededRandom } from "./support/random.js";
import { randomRow, type Sample } from "./support/rows.js";
import { randomTable } from "./support/schemas.js";

const tableCount = 48;
const rowsPerTable = 40;

const schemas = seededRandom(20_260_801);
const tables = schemas.times(tableCount, (index) => randomTable(schemas, `random_${index}`, 1 + schemas.below(12)));

let generated: readonly Generated[] = [];
beforeAll(async () => {
  generated = await loadGenerated(tables);
});

/** The same rows in every test, a table's own seed being its number. */
function rowsOf(index: number): readonly Sample[] {
  const random = seededRandom(index);
  return random.times(rowsPerTable, () => randomRow(random, tables[index]!));
}

describe.each(tables.map((_, index) => index))("random table %d", (index) => {
  test("validates what it encodes, and decodes its own bytes to the canonical row", () => {
    const { codec } = generated[index]!;
    for (const { input, canonical } of rowsOf(index)) {
      expect(codec.validate(input)).toEqual({ ok: true, value: input });
      expect(codec.decode(codec.encode(input))).toEqual(canonical);
    }
  });

  test("is understood by protobuf.js, from the .proto, both ways", () => {
    const { codec, proto, table } = generated[index]!;
    const type = protobufjsType(table, proto);
    for (const { input, canonical } of rowsOf(index)) {
      expect(readWithProtobufjs(type, table, codec.encode(input))).toEqual(canonical);
      expect(codec.decode(writeWithProtobufjs(type, table, canonical))).toEqual(canonical);
    }
  });

  test("is understood by @bufbuild/protobuf, from the descriptor, both ways", () => {
    const { codec, table } = generated[index]!;
    const type = bufbuildType(codec.descriptor);
    for (const { input, canonical } of rowsOf(index)) {
      expect(readWithBufbuild(type, table, codec.encode(input))).toEqual(canonical);
      expect(codec.decode(writeWithBufbuild(type, table, canonical))).toEqual(canonical);
    }
  });
});
