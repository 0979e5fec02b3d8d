/** Random rows of `EveryType`: valid ones with what they decode to, and ones of values of every kind. */
import fc from "fast-check";
import { rawJson } from "../../../../src/runtime/index.js";
import type { EveryType } from "./every-type.js";

/** A value to encode and what it is decoded to. */
interface Pair {
  readonly given: unknown;
  readonly decoded: unknown;
}

const MICROS = { min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n };

const same = (given: unknown): Pair => ({ given, decoded: given });
const text = fc.string({ unit: "grapheme", maxLength: 60 });

const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(same),
  fc.maxSafeInteger().map((value) => ({ given: value, decoded: BigInt(value) })),
);

const decimal = fc.oneof(
  fc
    .tuple(fc.boolean(), fc.nat(99_999_999), fc.option(fc.nat(99), { nil: undefined }), fc.nat(3))
    .map(([negative, integer, fraction, zeros]) => {
      const rest = fraction === undefined ? "" : `.${String(fraction)}`;
      const digits = `${String(integer)}${rest}`;
      const sign = negative && /[1-9]/.test(digits) ? "-" : "";
      return { given: `${negative ? "-" : ""}${"0".repeat(zeros)}${digits}`, decoded: sign + digits };
    }),
  fc.integer({ min: -99_999_999, max: 99_999_999 }).map((value) => ({ given: value, decoded: String(value) })),
  fc.bigInt({ min: -99_999_999n, max: 99_999_999n }).map((value) => ({ given: value, decoded: String(value) })),
  fc.integer({ min: -9_999, max: 9_999 }).map((value) => ({ given: value / 100, decoded: String(value / 100) })),
);

const date = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });

const day = fc.oneof(
  fc.integer({ min: -719_162, max: 2_932_896 }).map(same),
  date.map((value) => ({ given: value, decoded: Math.floor(value.getTime() / 86_400_000) })),
  date.map((value) => ({
    given: value.toISOString().slice(0, 10),
    decoded: Math.floor(value.getTime() / 86_400_000),
  })),
);

const dateMicros = date.map((value) => ({ given: value, decoded: BigInt(value.getTime()) * 1000n }));

const micros = fc
  .bigInt(MICROS)
  .filter((value) => value < 946_684_800n || value >= 4_102_444_800_000n)
  .map(same);

const instant = fc.oneof(
  dateMicros,
  micros,
  fc.bigInt({ min: MICROS.min * 1000n, max: MICROS.max * 1000n }).map((epochNanoseconds) => ({
    given: { epochNanoseconds },
    decoded: (epochNanoseconds - (((epochNanoseconds % 1000n) + 1000n) % 1000n)) / 1000n,
  })),
);

const local = fc.oneof(
  dateMicros,
  micros,
  fc.tuple(date, fc.nat(999)).map(([value, rest]) => ({
    given: `${value.toISOString().slice(0, -1)}${String(rest).padStart(3, "0")}`,
    decoded: BigInt(value.getTime()) * 1000n + BigInt(rest),
  })),
);

const json = fc.jsonValue({ stringUnit: "grapheme" }).filter((value) => value !== null);

const variant = fc.oneof(
  json.map((value) => ({ given: value, decoded: JSON.stringify(value) })),
  json.map((value) => ({ given: rawJson(JSON.stringify(value, null, 1)), decoded: JSON.stringify(value, null, 1) })),
);

const place: fc.Arbitrary<Pair> = fc
  .record({ name: text, zone: fc.option(fc.integer()) })
  .chain(({ name, zone }) =>
    fc.constantFrom<Pair>(
      { given: { name, zone }, decoded: { name, zone } },
      ...(zone === null ? [{ given: { name }, decoded: { name, zone } }] : []),
    ),
  );

const list = (item: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> =>
  fc.array(item, { maxLength: 8 }).map((items) => ({
    given: items.map(({ given }) => given),
    decoded: items.map(({ decoded }) => decoded),
  }));

const map = (key: fc.Arbitrary<Pair>, item: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> =>
  fc
    .uniqueArray(fc.tuple(key, item), { maxLength: 6, selector: ([{ decoded }]) => canonicalKey(decoded) })
    .map((entries) => ({
      given: new Map(entries.map(([left, right]) => [left.given, right.given])),
      decoded: new Map(entries.map(([left, right]) => [left.decoded, right.decoded])),
    }));

function canonicalKey(key: unknown): string {
  const plain = String(key);
  return plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
}

const bytes = fc.uint8Array({ maxLength: 300 }).map(same);

const fields: Record<string, fc.Arbitrary<Pair>> = {
  flag: fc.boolean().map(same),
  tiny: fc.integer({ min: -128, max: 127 }).map(same),
  small: fc.integer({ min: -32_768, max: 32_767 }).map(same),
  whole: fc.integer().map(same),
  single: fc.float().map(same),
  real: fc.double().map(same),
  price: decimal,
  text: fc.oneof(text, fc.string({ unit: "grapheme", minLength: 60, maxLength: 400 })).map(same),
  code: fc.string({ maxLength: 5 }).map(same),
  blob: bytes,
  day,
  instant,
  local,
  payload: variant,
  place,
  longs: list(long),
  places: list(place),
  reals: fc.oneof(
    map(text.map(same), fc.double().map(same)),
    fc.dictionary(text, fc.double()).map((record) => ({ given: record, decoded: new Map(Object.entries(record)) })),
  ),
  byLong: map(long, text.map(same)),
  byDecimal: map(decimal, place),
  constructor: text.map(same),
};

const absent = new Map<string, unknown>([
  ["longs", []],
  ["places", []],
  ["reals", new Map()],
  ["byLong", new Map()],
  ["byDecimal", new Map()],
]);

/** Three of five values are not NULL. */
function isGiven(draw: unknown): boolean {
  return typeof draw === "number" && draw < 3;
}

/** A row that is taken, and what it is decoded to. Its NULLs are null, undefined or left out. */
export const validRow: fc.Arbitrary<{ row: EveryType; decoded: Record<string, unknown> }> = fc
  .tuple(long, fc.record(fields), fc.infiniteStream(fc.nat(4)))
  .map(([id, values, draws]) => {
    const row: Record<string, unknown> = { id: id.given };
    const decoded: Record<string, unknown> = { id: id.decoded };
    for (const [name, pair] of Object.entries(values)) {
      const draw: unknown = draws.next().value;
      decoded[name] = isGiven(draw) ? pair.decoded : (absent.get(name) ?? null);
      if (isGiven(draw)) row[name] = pair.given;
      else if (draw === 3) row[name] = null;
    }
    return { row: row as unknown as EveryType, decoded };
  });

/** Anything at all, most of it near to what some column takes. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(...Object.values(fields)).map(({ given }) => given) },
  fc.constantFrom<unknown>(
    ...[null, undefined, -0, NaN, Infinity, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 0.5, 1e21, 1e-7, 3.5e38],
    ...[2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, 1_700_000_000n, 1_700_000_000_000n, 1_700_000_000_000],
    ...[
      "",
      " ",
      "-",
      "1.",
      ".5",
      "1e5",
      "00.10",
      "-0",
      "123456789",
      "2024-02-30",
      "2024-02-29",
      "2024-02-29T25:00",
      "\ud800",
    ],
    ...[[], [null], [undefined], {}, { name: 1 }, { name: "n", Zone: 1 }, { a: null }, { a: undefined }, { 1: 1 }],
    ...[
      new Date(NaN),
      new Date(8.64e15),
      new Map([[1, 1]]),
      new Map<unknown, unknown>([
        [1, "a"],
        [1n, "b"],
      ]),
      new Set([1]),
    ],
    ...[new Uint16Array(2), new ArrayBuffer(2), () => 1, Symbol("s"), /x/, Object.create(null), new Array(3)],
    ...[{ epochNanoseconds: 1 }, { epochNanoseconds: 10n ** 40n }, rawJson("{"), rawJson("[1]"), new Proxy({}, {})],
  ),
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withObjectString: true,
  }),
);

/** A row with values of every kind in any column. */
export const anyRow: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: long.map(({ given }) => given) }, anyValue),
    fc.dictionary(fc.constantFrom(...Object.keys(fields)), anyValue, { maxKeys: 2 }),
  )
  .map(([id, rest]) => ({ ...rest, id }));
