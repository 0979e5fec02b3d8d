import { beforeAll, describe, expect, test } from "vitest";
import { DecodeError, type TableCodec } from "../../src/runtime/index.js";
import { array, column, field, long, map, string, table } from "../support/tables.js";
import { bufbuildType, readWithBufbuild } from "./support/bufbuild.js";
import { type Generated, loadGenerated } from "./support/generated.js";
import { withLongs } from "./support/longs.js";
import { protobufjsType, readWithProtobufjs, writeWithProtobufjs } from "./support/protobufjs.js";
import { seededRandom } from "./support/random.js";
import { randomRow } from "./support/rows.js";
import { randomTable } from "./support/schemas.js";

const schemas = seededRandom(64);
const tables = [
  table(
    [
      column("a", long, { nullable: false }),
      column("b", long),
      column("c", array(long)),
      column("d", map(long, long)),
      column("e", map(string, long)),
      column("f", { kind: "struct", fields: [field("x", long, { nullable: false }), field("y", map(long, string))] }),
      column("g", { kind: "timestamp" }),
    ],
    { name: { catalog: "main", schema: "wire", table: "longs" } },
  ),
  ...schemas.times(9, (index) => randomTable(schemas, `longs_${index}`, 1 + schemas.below(10))),
];

let usual: readonly Generated[] = [];
beforeAll(async () => {
  usual = await loadGenerated(tables);
});

describe.each(["number", "bigint"] as const)("BIGINT as %s", (choice) => {
  let chosen: readonly Generated[] = [];
  beforeAll(async () => {
    chosen = await loadGenerated(tables, { "*": { int64: choice } });
  });

  test("is the same on the wire, in the .proto and in the descriptor", () => {
    const random = seededRandom(1);
    for (const [index, { codec, proto, table: of }] of chosen.entries()) {
      const { codec: usualCodec, proto: usualProto } = usual[index]!;
      expect([proto, codec.descriptor]).toEqual([usualProto, usualCodec.descriptor]);
      for (const { input } of random.times(30, () => randomRow(random, of))) {
        const row = withLongs(of, input, choice);
        expect(codec.validate(row)).toEqual({ ok: true, value: row });
        expect(codec.encode(row)).toEqual(usualCodec.encode(row));
      }
    }
  });

  test("is decoded to that, from our bytes and from those of protobuf.js", () => {
    const random = seededRandom(2);
    for (const { codec, proto, table: of } of chosen) {
      const type = protobufjsType(of, proto);
      for (const { canonical } of random.times(30, () => randomRow(random, of))) {
        const row = withLongs(of, canonical, choice);
        const bigints = withLongs(of, row, "bigint");
        const bytes = writeWithProtobufjs(type, of, bigints);
        const decoded = codec.decode(bytes);
        expect(decoded).toEqual(row);
        expect(readWithProtobufjs(type, of, bytes)).toEqual(bigints);
      }
    }
  });
});

describe("a BIGINT that no number holds", () => {
  let decode: TableCodec<unknown>["decode"];
  beforeAll(async () => {
    const [chosen] = await loadGenerated(tables.slice(0, 1), { longs: { int64: "number" } });
    ({ decode } = chosen!.codec);
  });

  /** Column, the BIGINT, the value that holds it, where it begins in the bytes. */
  test.each<readonly [string, string, unknown, number]>([
    ["a", "9007199254740992", 2n ** 53n, 1],
    ["a", "-9007199254740992", -(2n ** 53n), 1],
    ["a", "9223372036854775807", 2n ** 63n - 1n, 1],
    ["a", "-9223372036854775808", -(2n ** 63n), 1],
    ["b", "9007199254740993", 2n ** 53n + 1n, 3],
    ["c", "9007199254740992", [1n, 2n ** 53n], 5],
    ["d", "9007199254740992", new Map([[2n ** 53n, 1n]]), 5],
    ["e", "1152921504606846976", new Map([["", 2n ** 60n]]), 7],
    ["f", "1152921504606846976", { x: 2n ** 60n, y: new Map() }, 5],
  ])("in %s, such as %s, is an error of decode, never a wrong number", (name, shown, value, offset) => {
    const error = thrownBy(() => decode(usual[0]!.codec.encode({ a: 0n, [name]: value })));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({
      offset,
      message: `main.wire.longs: byte ${offset}: the BIGINT ${shown}, which no number holds exactly`,
    });
  });

  test("is not refused where it fits by one", () => {
    const edges = [0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 49 - 1, 2 ** 49, 2 ** 53 - 1];
    const c = [...edges, ...edges.slice(1).map((value) => -value)];
    expect(decode(usual[0]!.codec.encode({ a: 0n, c }))).toMatchObject({ a: 0, c });
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return error;
  }
}

test("without some columns and fields, the others keep their numbers", async () => {
  const place = {
    kind: "struct",
    fields: [field("x", long, { nullable: false }), field("y", string), field("z", string)],
  } as const;
  const whole = table([
    column("a", long, { nullable: false }),
    column("b", string),
    column("p", place),
    column("ps", array(place)),
    column("c", string),
  ]);
  const [all] = await loadGenerated([whole]);
  const [part] = await loadGenerated([whole], { orders: { omit: ["b", "p.y", "ps.z"] } });
  const row = { a: 1n, p: { x: 2n, z: "pz" }, ps: [{ x: 3n, y: "psy" }], c: "c" };
  const full = { a: 1n, b: null, p: { x: 2n, y: null, z: "pz" }, ps: [{ x: 3n, y: "psy", z: null }], c: "c" };
  const bytes = part!.codec.encode(row);
  expect(bytes).toEqual(all!.codec.encode(row));
  expect(readWithBufbuild(bufbuildType(all!.codec.descriptor), whole, bytes)).toEqual(full);
  expect(readWithProtobufjs(protobufjsType(whole, all!.proto), whole, bytes)).toEqual(full);
  expect(part!.codec.decode(all!.codec.encode({ ...full, b: "b" }))).toEqual(row);
  expect(part!.codec.schemaHash).not.toBe(all!.codec.schemaHash);
  const result = part!.codec.validate({ ...row, b: "b", p: { x: 2n, y: "py" } });
  expect(result.ok ? [] : result.issues.map(({ code, path }) => [code, ...path])).toEqual([
    ["unknown_column", "p", "y"],
    ["unknown_column", "b"],
  ]);
});

test("under another name, a row is the same on the wire", async () => {
  const random = seededRandom(3);
  const of = tables[1]!;
  const { codec } = usual[1]!;
  const [named] = await loadGenerated([of], { [of.name.table]: { rowName: "Renamed" } });
  expect(named!.codec.schemaHash).toBe(codec.schemaHash);
  expect(bufbuildType(named!.codec.descriptor).name).toBe("Renamed");
  const type = protobufjsType(of, named!.proto, "Renamed");
  for (const { input, canonical } of random.times(20, () => randomRow(random, of))) {
    const bytes = named!.codec.encode(input);
    expect(bytes).toEqual(codec.encode(input));
    expect(readWithProtobufjs(type, of, bytes)).toEqual(canonical);
  }
});
