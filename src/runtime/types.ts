/**
 * What a caller may pass for a column, per Spark type, and what `decode` gives back.
 */

/** BIGINT. A number only where it is a safe integer; past 2^53 pass a bigint. */
export type LongInput = bigint | number;

/** DECIMAL. Plain text such as `"-12.50"`, a number by its shortest text, or a bigint. Never rounded. */
export type DecimalInput = string | number | bigint;

/** DATE. A Date by its UTC day, `"YYYY-MM-DD"`, or days since 1970-01-01. */
export type DateInput = Date | string | number;

/** TIMESTAMP. A Date, microseconds since the epoch as a bigint, or a Temporal.Instant or ZonedDateTime. */
export type TimestampInput = Date | bigint | EpochNanoseconds;

/** TIMESTAMP_NTZ. A Date by its UTC fields, microseconds as a bigint, or local ISO text such as `"2024-05-01T12:30:00.25"`. */
export type TimestampNtzInput = Date | bigint | string;

/** The part of Temporal.Instant and Temporal.ZonedDateTime that is read. */
export interface EpochNanoseconds {
  readonly epochNanoseconds: bigint;
}

/**
 * VARIANT. Any JSON value, or `rawJson(text)` for JSON already serialised. `object` rather than a recursive JSON type,
 * because TypeScript gives interfaces no index signature; what JSON cannot carry is refused when it is encoded.
 */
export type VariantInput = string | number | boolean | object | RawJson;

/** JSON text that goes into a VARIANT as it is; made by `rawJson`. */
export interface RawJson {
  readonly [rawText]: string;
}

/** Registered, so that two copies of this runtime in one process know each other's values. */
export const rawText: unique symbol = /* @__PURE__ */ Symbol.for("gen-producers.rawJson");

/** MAP with keys other than strings. */
export type MapInput<K, V> = ReadonlyMap<K, V>;

/** MAP with string keys: a Map or a plain object. */
export type StringMapInput<V> = ReadonlyMap<string, V> | Readonly<Record<string, V>>;

/** One step of the way to a value: a field's name, a list index, or a map's key as the caller gave it. */
export type PathKey = string | number | boolean | bigint | Date | EpochNanoseconds;

/**
 * A row as `decode` gives it: every key present, `null` for NULL, empty lists and maps for NULL ones (the wire does not
 * tell them apart), bigint for BIGINT (or the one type its row takes) and microseconds, days for DATE, text for DECIMAL and VARIANT. It can be encoded
 * again; a VARIANT's text needs `rawJson` around it to be taken as JSON and not as a string.
 */
export type Decoded<Row> = { -readonly [Key in keyof Row]-?: DecodedField<Row[Key]> };

type DecodedField<Value> = DecodedValue<NonNullable<Value>> | NullOf<Value>;

/** A list or map that is NULL is decoded as an empty one. */
type NullOf<Value> = null extends Value
  ? [NonNullable<Value>] extends [readonly unknown[]]
    ? never
    : [MapOf<NonNullable<Value>>] extends [never]
      ? null
      : never
  : never;

/** The Map in the input type of a MAP, never for other types. */
type MapOf<Value> = Extract<Value, ReadonlyMap<unknown, unknown>>;

/** The unions of input types are told apart by being the same both ways: all of them overlap. */
type DecodedValue<Value> =
  Same<Value, VariantInput> extends true
    ? string
    : Same<Value, LongInput> extends true
      ? bigint
      : Same<Value, DecimalInput> extends true
        ? string
        : Same<Value, DateInput> extends true
          ? number
          : Same<Value, TimestampInput> extends true
            ? bigint
            : Same<Value, TimestampNtzInput> extends true
              ? bigint
              : DecodedNested<Value>;

type DecodedNested<Value> = [Value] extends [string | number | bigint | boolean | Uint8Array]
  ? Value
  : [Value] extends [readonly (infer Item)[]]
    ? DecodedValue<Item>[]
    : [MapOf<Value>] extends [never]
      ? Decoded<Value>
      : DecodedMap<MapOf<Value>>;

type DecodedMap<Given> =
  Given extends ReadonlyMap<infer Key, infer Item> ? Map<DecodedValue<Key>, DecodedValue<Item>> : never;

type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
