import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Table } from "../../../src/catalog/table.js";
import { rawJson } from "../../../src/runtime/index.js";
import type { Random } from "./random.js";

/** A value as a caller may pass it, and as every reader of the bytes must see it. */
export interface Sample {
  readonly input: unknown;
  readonly canonical: unknown;
}

/** A row of the table in one of the forms a caller may choose. */
export function randomRow(random: Random, table: Table): Sample {
  return randomStruct(random, table.columns);
}

interface Member {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: boolean;
}

function randomStruct(random: Random, members: readonly Member[]): Sample {
  const input: (readonly [string, unknown])[] = [];
  const canonical: (readonly [string, unknown])[] = [];
  for (const { name, type, nullable } of members) {
    const missing = nullable && random.chance(0.3);
    const sample = missing ? absent(type) : randomValue(random, type);
    if (!missing || random.chance(0.5)) input.push([name, missing ? random.pick([null, undefined]) : sample.input]);
    canonical.push([name, sample.canonical]);
  }
  // An assignment to `__proto__` would make no key.
  return { input: Object.fromEntries(input), canonical: Object.fromEntries(canonical) };
}

function absent(type: SparkType): Sample {
  const canonical = type.kind === "array" ? [] : type.kind === "map" ? new Map() : null;
  return { input: null, canonical };
}

function randomValue(random: Random, type: SparkType): Sample {
  switch (type.kind) {
    case "struct":
      return randomStruct(random, type.fields);
    case "array":
      return randomArray(random, type.element);
    case "map":
      return randomMap(random, type.key, type.value);
    default:
      return randomScalar(random, type);
  }
}

function randomArray(random: Random, element: SparkType): Sample {
  const samples = random.times(random.chance(0.05) ? 200 : random.below(5), () => randomValue(random, element));
  return { input: samples.map(({ input }) => input), canonical: samples.map(({ canonical }) => canonical) };
}

function randomMap(random: Random, key: SparkType, value: SparkType): Sample {
  const input = new Map<unknown, unknown>();
  const canonical = new Map<unknown, unknown>();
  for (let turn = random.below(5); turn > 0; turn--) {
    const [k, v] = [randomScalar(random, key), randomValue(random, value)];
    // One key in two texts, as decimals can have it, is a test of the runtime's own.
    if (key.kind === "decimal" ? canonical.size > 0 : canonical.has(k.canonical)) continue;
    input.set(k.input, v.input);
    canonical.set(k.canonical, v.canonical);
  }
  const isText = key.kind === "string" || key.kind === "char" || key.kind === "varchar";
  return { input: isText && random.chance(0.5) ? Object.fromEntries(input as Map<string, unknown>) : input, canonical };
}

function same(value: unknown): Sample {
  return { input: value, canonical: value };
}

function randomScalar(random: Random, type: SparkType): Sample {
  switch (type.kind) {
    case "boolean":
      return same(random.chance(0.5));
    case "byte":
      return same(Number(signed(random, 7)));
    case "short":
      return same(Number(signed(random, 15)));
    case "integer":
      return same(Number(signed(random, 31)));
    case "long":
      return randomLong(random);
    case "float":
      return same(Math.fround(randomDouble(random)));
    case "double":
      return same(randomDouble(random));
    case "decimal":
      return randomDecimal(random, type.precision, type.scale);
    case "string":
      return same(randomText(random, random.chance(0.05) ? 20_000 : 40));
    case "char":
    case "varchar":
      return same(randomText(random, type.length));
    case "binary":
      return same(Uint8Array.from(random.times(random.below(40), () => random.below(256))));
    case "date":
      return randomDate(random);
    case "timestamp":
      return randomTimestamp(random);
    case "timestamp_ntz":
      return randomTimestampNtz(random);
    case "variant":
      return randomVariant(random);
    default:
      throw new Error(`No values for ${type.kind}`);
  }
}

function signed(random: Random, bits: number): bigint {
  const value = random.bits(bits);
  return random.chance(0.5) ? value : -value - 1n;
}

function randomLong(random: Random): Sample {
  const value = signed(random, 63);
  const number = Number(value);
  return { input: Number.isSafeInteger(number) && random.chance(0.5) ? number : value, canonical: value };
}

function randomDouble(random: Random): number {
  const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, Number.MIN_VALUE, 1e-30, 0.1];
  return random.chance(0.2) ? random.pick(special) : Number(signed(random, 50)) / 2 ** random.below(40);
}

function randomDecimal(random: Random, precision: number, scale: number): Sample {
  const whole = precision === scale ? 0n : random.bits(200) % 10n ** BigInt(1 + random.below(precision - scale));
  const sign = random.chance(0.3) ? "-" : "";
  const digits = random.below(scale + 1);
  if (digits === 0) {
    const value = whole === 0n ? 0n : BigInt(`${sign}${whole}`);
    return { input: random.chance(0.5) ? value : String(value), canonical: String(value) };
  }
  const fraction = random.times(digits, () => random.below(10)).join("");
  const text = `${/[1-9]/.test(`${whole}${fraction}`) ? sign : ""}${whole}.${fraction}`;
  const number = Number(text);
  return { input: String(number) === text && random.chance(0.5) ? number : text, canonical: text };
}

const alphabet = [..."abcdefghijklmnopqrstuvwxyz 0123456789éß中文🎉\u0000\n\"'\\"];

/** At most that many code points. */
function randomText(random: Random, length: number): string {
  const ascii = random.chance(0.6);
  const count = random.below(length + 1);
  return random.times(count, () => (ascii ? alphabet[random.below(26)]! : random.pick(alphabet))).join("");
}

const dayMs = 86_400_000;
const firstDay = -719_162;
const lastDay = 2_932_896;

/** Days and microseconds around today as often as anywhere between the years 1 and 9999. */
function randomDay(random: Random): number {
  return random.chance(0.5) ? 15_000 + random.below(10_000) : firstDay + random.below(lastDay - firstDay + 1);
}

function randomDate(random: Random): Sample {
  const days = randomDay(random);
  const date = new Date(days * dayMs + random.below(dayMs));
  const text = isoDate(days);
  return { input: random.pick([days, date, text]), canonical: days };
}

function isoDate(days: number): string {
  return new Date(days * dayMs).toISOString().replace(/T.*/, "").replace(/^\+00/, "");
}

/** Without the first months of 1970, where milliseconds and seconds of today would be. */
function randomMillis(random: Random): number {
  const millis = randomDay(random) * dayMs + random.below(dayMs);
  return millis >= 0 && millis < 60 * dayMs ? millis + 60 * dayMs : millis;
}

function randomTimestamp(random: Random): Sample {
  const millis = randomMillis(random);
  if (random.chance(0.3)) return { input: new Date(millis), canonical: BigInt(millis) * 1000n };
  const micros = BigInt(millis) * 1000n + BigInt(random.below(1000));
  const nanoseconds = micros * 1000n + BigInt(random.below(1000));
  return { input: random.chance(0.5) ? micros : { epochNanoseconds: nanoseconds }, canonical: micros };
}

function randomTimestampNtz(random: Random): Sample {
  const millis = randomMillis(random);
  if (random.chance(0.3)) return { input: new Date(millis), canonical: BigInt(millis) * 1000n };
  const rest = random.below(1000);
  const micros = BigInt(millis) * 1000n + BigInt(rest);
  if (random.chance(0.5)) return { input: micros, canonical: micros };
  const text = new Date(millis).toISOString().replace(/^\+00/, "").replace("Z", String(rest).padStart(3, "0"));
  return { input: text, canonical: micros };
}

function randomVariant(random: Random): Sample {
  const value = randomJson(random, 2);
  const text = JSON.stringify(value);
  return { input: value === null || random.chance(0.3) ? rawJson(text) : value, canonical: text };
}

function randomJson(random: Random, depth: number): unknown {
  const roll = random.below(depth === 0 ? 4 : 6);
  if (roll === 0) return null;
  if (roll === 1) return random.chance(0.5);
  if (roll === 2) return Number(signed(random, 40)) / 8;
  if (roll === 3) return randomText(random, 12);
  const values = random.times(random.below(4), () => randomJson(random, depth - 1));
  return roll === 4 ? values : Object.fromEntries(values.map((value, index) => [`k${index}`, value]));
}
