import { beforeAll, describe, expect, test } from "vitest";
import { DecodeError } from "../../src/runtime/index.js";
import { array, column, double, long, map, string, struct, table } from "../support/tables.js";
import { type Generated, loadGenerated } from "./support/generated.js";
import { seededRandom } from "./support/random.js";
import { randomRow } from "./support/rows.js";
import { randomTable } from "./support/schemas.js";

const random = seededRandom(11);
const tables = [
  table([
    column("id", long, { nullable: false }),
    column("name", string),
    column("counts", array(long)),
    column("rates", array(double)),
    column("flags", array({ kind: "boolean" })),
    column("tags", map(string, long)),
    column("places", map({ kind: "integer" }, struct({ x: double }))),
    column("inner", struct({ a: long, b: string })),
  ]),
  ...random.times(5, (index) => randomTable(random, `bytes_${index}`, 10)),
];

let generated: readonly Generated[] = [];
beforeAll(async () => {
  generated = await loadGenerated(tables);
});

const empty = {
  id: 1n,
  name: null,
  counts: [],
  rates: [],
  flags: [],
  tags: new Map(),
  places: new Map(),
  inner: null,
};

describe("bytes of other writers", () => {
  test.each<readonly [string, string, Record<string, unknown>]>([
    ["a packed list of varints", "0801 1a03 01ac02", { counts: [1n, 300n] }],
    ["a packed list beside single elements", "0801 1805 1a0101 1806", { counts: [5n, 1n, 6n] }],
    ["a packed list of doubles", "0801 2208 000000000000f03f", { rates: [1] }],
    ["a packed list of nothing", "0801 1a00", {}],
    ["packed booleans", "0801 2a03 010001", { flags: [true, false, true] }],
    ["fields in any order", "120178 0801", { name: "x" }],
    ["a field twice: the last one counts", "0802 0801 120178 120179", { name: "y" }],
    ["fields of later versions", "0801 a00601 aa0603616263 a506 00000000 a106 0000000000000000 120178", { name: "x" }],
    ["a map entry without a key", "0801 3202 1007", { tags: new Map([["", 7n]]) }],
    ["a map entry without a value", "0801 3203 0a0161", { tags: new Map([["a", 0n]]) }],
    ["a map entry of nothing", "0801 3200", { tags: new Map([["", 0n]]) }],
    ["a map entry without a message", "0801 3a02 0805", { places: new Map([[5, { x: null }]]) }],
    ["a key twice: the last entry counts", "0801 3205 0a01611001 3205 0a01611002", { tags: new Map([["a", 2n]]) }],
    ["a message of nothing", "0801 4200", { inner: { a: null, b: null } }],
    ["a long varint", "08818080808080808000", {}],
  ])("%s", (_, hex, want) => {
    expect(generated[0]!.codec.decode(bytesOf(hex))).toEqual({ ...empty, ...want });
  });

  test.each([
    ["nothing, where a column is required", ""],
    ["a value that is cut off", "08"],
    ["text that is cut off", "0801 120561"],
    ["a message that is cut off", "0801 420508"],
    ["a length past the end of the message around it", "0801 4203 120578"],
    ["text that is no UTF-8", "0801 1201ff"],
    ["a varint without an end", "08ffffffffffffffffffffff"],
    ["field number zero", "0001 0801"],
    ["an end of a group", "0801 0c"],
  ])("%s is no row", (_, hex) => {
    expect(() => generated[0]!.codec.decode(bytesOf(hex))).toThrow(DecodeError);
  });
});

test("whatever the bytes, decode gives a row or a DecodeError", () => {
  for (const { codec, table: of } of generated) {
    for (let turn = 0; turn < 200; turn++) {
      const bytes = codec.encode(randomRow(random, of).input);
      const spoilt = random.chance(0.3) ? bytes.slice(0, random.below(bytes.length + 1)) : bytes.slice();
      for (let flips = random.below(4); flips > 0 && spoilt.length > 0; flips--)
        spoilt[random.below(spoilt.length)] = random.below(256);
      try {
        expect(codec.decode(spoilt)).toBeTypeOf("object");
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }
  }
});

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}
