import { expectTypeOf } from "vitest";
import type { GenerateOptions } from "../../src/index.js";
import type {
  Decoded,
  LongInput,
  MapInput,
  StringMapInput,
  TableCodec,
  TimestampInput,
} from "../../src/runtime/index.js";

/** As it is generated: see test/golden/override-int64 and override-int64-paths. */
interface Row {
  either: bigint | number;
  id: number;
  hash: bigint;
  size?: number | null | undefined;
  big?: bigint | null | undefined;
  numbers?: readonly number[] | null | undefined;
  bigints?: readonly bigint[] | null | undefined;
  by_number?: MapInput<number, bigint> | null | undefined;
  by_bigint?: MapInput<bigint, number> | null | undefined;
  by_either: MapInput<LongInput, string>;
  by_name?: StringMapInput<bigint> | null | undefined;
  place?: Place | null | undefined;
  at: TimestampInput;
}

interface Place {
  zone: bigint;
  size?: number | null | undefined;
}

declare const codec: TableCodec<Row>;
declare const bytes: Uint8Array;
declare const row: Row;

// What a row takes is what decode returns.
const decoded = codec.decode(bytes);
expectTypeOf(decoded.either).toEqualTypeOf<bigint>();
expectTypeOf(decoded.id).toEqualTypeOf<number>();
expectTypeOf(decoded.hash).toEqualTypeOf<bigint>();
expectTypeOf(decoded.size).toEqualTypeOf<number | null>();
expectTypeOf(decoded.big).toEqualTypeOf<bigint | null>();
expectTypeOf(decoded.numbers).toEqualTypeOf<number[]>();
expectTypeOf(decoded.bigints).toEqualTypeOf<bigint[]>();
expectTypeOf(decoded.by_number).toEqualTypeOf<Map<number, bigint>>();
expectTypeOf(decoded.by_bigint).toEqualTypeOf<Map<bigint, number>>();
expectTypeOf(decoded.by_either).toEqualTypeOf<Map<bigint, string>>();
expectTypeOf(decoded.by_name).toEqualTypeOf<Map<string, bigint>>();
expectTypeOf(decoded.place).toEqualTypeOf<Decoded<Place> | null>();
expectTypeOf<Decoded<Place>>().toEqualTypeOf<{ zone: bigint; size: number | null }>();
expectTypeOf(decoded.at).toEqualTypeOf<bigint>();
codec.encode(decoded);

// A row of numbers takes no bigint, one of bigints no number.
codec.encode({ ...row, id: 1, hash: 1n, either: 1 });
// @ts-expect-error a bigint where numbers are chosen
codec.encode({ ...row, id: 1n });
// @ts-expect-error a number where bigints are chosen
codec.encode({ ...row, hash: 1 });
// @ts-expect-error a number in a list of bigints
codec.encode({ ...row, bigints: [1] });

// What can be chosen.
export const options: GenerateOptions[] = [
  { overrides: { orders: { rowName: "Order", omit: ["note", "address.zip"], int64: "number" } } },
  { overrides: { "shop.*": { int64: { id: "bigint", "address.id": "number" } }, "*": {} } },
  // @ts-expect-error neither of the two
  { overrides: { orders: { int64: "string" } } },
  // @ts-expect-error neither of the two, by path
  { overrides: { orders: { int64: { id: "float" } } } },
  // @ts-expect-error one column, not a list
  { overrides: { orders: { omit: "note" } } },
  // @ts-expect-error no such choice
  { overrides: { orders: { rename: {} } } },
];
