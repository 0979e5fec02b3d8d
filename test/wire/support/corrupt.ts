import { rawJson } from "../../../src/runtime/index.js";
import type { Random } from "./random.js";

/** Values that are wrong somewhere, and some that are right nearly everywhere. */
const values: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -0,
  1.5,
  NaN,
  Infinity,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e39,
  0n,
  -1n,
  2n ** 63n,
  1_700_000_000_000n,
  "",
  "12.345",
  "-0",
  "1e5",
  "2024-02-30",
  "2024-02-29",
  "2024-02-29T12:00:00.1234567",
  "2024-02-29T12:00:00",
  "\ud800",
  "x".repeat(400),
  "👩‍👩‍👧",
  Symbol("s"),
  () => 1,
  {},
  [],
  [null],
  [undefined, 1],
  new Array<unknown>(2),
  [1, "1", 1n],
  new Map(),
  new Map<unknown, unknown>([[null, 1]]),
  new Map<unknown, unknown>([
    [1, "a"],
    [1n, "b"],
  ]),
  new Map<unknown, unknown>([
    ["1.50", "a"],
    ["1.5", "b"],
  ]),
  new Map([["k", null]]),
  { k: null },
  { k: 1 },
  { constructor: 1 },
  new Date(NaN),
  new Date(0),
  new Date(8.64e15),
  { epochNanoseconds: 1n },
  { epochNanoseconds: 1 },
  new Uint8Array(3),
  new ArrayBuffer(3),
  rawJson("{}"),
  rawJson("{"),
  Object.create(null),
  new (class Row {
    readonly x = 1;
  })(),
];

type Container = Record<PropertyKey, unknown>;

/** A copy of the row with one value replaced, left out, or taken from somewhere else in it, at any depth. */
export function corruptRow(random: Random, row: unknown): unknown {
  const copy = structuredCopy(row);
  const places: (readonly [Container | Map<unknown, unknown>, PropertyKey])[] = [];
  collect(copy, places);
  if (places.length === 0) return random.pick(values);
  const [container, key] = random.pick(places);
  const value = random.chance(0.1) ? valueAt(...random.pick(places)) : random.pick(values);
  if (container instanceof Map) container.set(random.chance(0.5) ? key : value, value);
  else if (random.chance(0.1)) Reflect.deleteProperty(container, key);
  else container[key] = value;
  return copy;
}

function collect(value: unknown, places: (readonly [Container | Map<unknown, unknown>, PropertyKey])[]): void {
  if (value instanceof Map) {
    for (const [key, item] of value) {
      places.push([value, key as PropertyKey]);
      collect(item, places);
    }
  } else if (isContainer(value)) {
    for (const key of Object.keys(value)) {
      places.push([value, key]);
      collect(value[key], places);
    }
  }
}

function valueAt(container: Container | Map<unknown, unknown>, key: PropertyKey): unknown {
  return container instanceof Map ? container.get(key) : container[key];
}

function structuredCopy(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, structuredCopy(item)]));
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]));
}

/** Plain objects and arrays; what has symbols is raw JSON. */
function isContainer(value: unknown): value is Container {
  if (typeof value !== "object" || value === null || Object.getOwnPropertySymbols(value).length > 0) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
