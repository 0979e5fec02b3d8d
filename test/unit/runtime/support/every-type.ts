/** A table with a column of each type, written by hand in the form that is generated. */
import {
  type DateInput,
  type Decoded,
  type DecimalInput,
  type LongInput,
  type MapInput,
  type PathKey,
  type StringMapInput,
  type StructInfo,
  type TableCodec,
  type TimestampInput,
  type TimestampNtzInput,
  type ValidationResult,
  type VariantInput,
  beginEntry,
  beginList,
  beginMessage,
  beginRead,
  beginRow,
  decimalKey,
  endEntry,
  endList,
  endMessage,
  endRow,
  hasOnly,
  isBinary,
  isBoolean,
  isByte,
  isDate,
  isDecimal,
  isDouble,
  isFloat,
  isInteger,
  isList,
  isListOf,
  isLong,
  isMapOf,
  isShort,
  isString,
  isStringMapOf,
  isStruct,
  isTimestamp,
  isTimestampNtz,
  isVarchar,
  isVariant,
  longKey,
  ownValue,
  readBinary,
  readBoolean,
  readDouble,
  readEnd,
  readFloat,
  readInteger,
  readLong,
  readPacked,
  readString,
  readTag,
  requireField,
  rowToJson,
  skipField,
  structInfo,
  tableCodec,
  unset,
  validateWith,
  writeBinary,
  writeBoolean,
  writeByte,
  writeDate,
  writeDecimal,
  writeDouble,
  writeFloat,
  writeInteger,
  writeLong,
  writeMap,
  writeShort,
  writeString,
  writeStringMap,
  writeTimestamp,
  writeTimestampNtz,
  writeVarchar,
  writeVariant,
} from "../../../../src/runtime/index.js";

export interface EveryType {
  id: LongInput;
  flag?: boolean | null | undefined;
  tiny?: number | null | undefined;
  small?: number | null | undefined;
  whole?: number | null | undefined;
  single?: number | null | undefined;
  real?: number | null | undefined;
  price?: DecimalInput | null | undefined;
  text?: string | null | undefined;
  code?: string | null | undefined;
  blob?: Uint8Array | null | undefined;
  day?: DateInput | null | undefined;
  instant?: TimestampInput | null | undefined;
  local?: TimestampNtzInput | null | undefined;
  payload?: VariantInput | null | undefined;
  place?: EveryTypePlace | null | undefined;
  longs?: readonly LongInput[] | null | undefined;
  places?: readonly EveryTypePlace[] | null | undefined;
  reals?: StringMapInput<number> | null | undefined;
  byLong?: MapInput<LongInput, string> | null | undefined;
  byDecimal?: MapInput<DecimalInput, EveryTypePlace> | null | undefined;
  constructor?: string | null | undefined;
}

export interface EveryTypePlace {
  name: string;
  zone?: number | null | undefined;
}

export function encodeEveryType(row: EveryType): Uint8Array {
  const start = beginRow(row, "main.test.every_type");
  const constructor$ = ownValue(row, "constructor");
  writeLong(8, row.id, "id");
  if (row.flag != null) writeBoolean(16, row.flag, "flag");
  if (row.tiny != null) writeByte(24, row.tiny, "tiny");
  if (row.small != null) writeShort(32, row.small, "small");
  if (row.whole != null) writeInteger(40, row.whole, "whole");
  if (row.single != null) writeFloat(53, row.single, "single");
  if (row.real != null) writeDouble(57, row.real, "real");
  if (row.price != null) writeDecimal(66, row.price, "price", 10, 2);
  if (row.text != null) writeString(74, row.text, "text");
  if (row.code != null) writeVarchar(82, row.code, "code", 5);
  if (row.blob != null) writeBinary(90, row.blob, "blob");
  if (row.day != null) writeDate(96, row.day, "day");
  if (row.instant != null) writeTimestamp(104, row.instant, "instant");
  if (row.local != null) writeTimestampNtz(112, row.local, "local");
  if (row.payload != null) writeVariant(122, row.payload, "payload");
  if (row.place != null) writeEveryTypePlace(130, row.place, "place");
  if (row.longs != null) {
    let index = 0;
    for (const item of beginList(row.longs, "longs")) writeLong(136, item, index++);
    endList();
  }
  if (row.places != null) {
    let index = 0;
    for (const item of beginList(row.places, "places")) writeEveryTypePlace(146, item, index++);
    endList();
  }
  if (row.reals != null) writeStringMap(row.reals, "reals", writeEveryTypeRealsEntry);
  if (row.byLong != null) writeMap(row.byLong, "byLong", writeEveryTypeByLongEntry, longKey);
  if (row.byDecimal != null) writeMap(row.byDecimal, "byDecimal", writeEveryTypeByDecimalEntry, decimalKey);
  if (constructor$ != null) writeString(16386, constructor$, "constructor");
  return endRow(start);
}

export function validateEveryType(input: unknown): ValidationResult<EveryType> {
  return validateWith(isEveryType, columns, input);
}

export function isEveryType(value: unknown): value is EveryType {
  if (!isStruct<EveryType>(value)) return false;
  const constructor$ = ownValue(value, "constructor");
  return (
    hasOnly(value, columns) &&
    isLong(value.id) &&
    (value.flag == null || isBoolean(value.flag)) &&
    (value.tiny == null || isByte(value.tiny)) &&
    (value.small == null || isShort(value.small)) &&
    (value.whole == null || isInteger(value.whole)) &&
    (value.single == null || isFloat(value.single)) &&
    (value.real == null || isDouble(value.real)) &&
    (value.price == null || isDecimal(value.price, 10, 2)) &&
    (value.text == null || isString(value.text)) &&
    (value.code == null || isVarchar(value.code, 5)) &&
    (value.blob == null || isBinary(value.blob)) &&
    (value.day == null || isDate(value.day)) &&
    (value.instant == null || isTimestamp(value.instant)) &&
    (value.local == null || isTimestampNtz(value.local)) &&
    (value.payload == null || isVariant(value.payload)) &&
    (value.place == null || isEveryTypePlace(value.place)) &&
    (value.longs == null || isListOf(value.longs, isLong)) &&
    (value.places == null || isPlaces(value.places)) &&
    (value.reals == null || isStringMapOf(value.reals, isDouble)) &&
    (value.byLong == null || isMapOf(value.byLong, isLong, isString, longKey)) &&
    (value.byDecimal == null ||
      isMapOf(value.byDecimal, (key) => isDecimal(key, 10, 2), isEveryTypePlace, decimalKey)) &&
    (constructor$ == null || isString(constructor$))
  );
}

function isPlaces(value: unknown): boolean {
  if (!isList(value)) return false;
  for (const item of value) {
    if (!isEveryTypePlace(item)) return false;
  }
  return true;
}

export function decodeEveryType(bytes: Uint8Array): Decoded<EveryType> {
  return readEveryType(beginRead(bytes, "main.test.every_type"));
}

function readEveryType(end: number): Decoded<EveryType> {
  const row: Decoded<EveryType> = {
    id: unset,
    flag: null,
    tiny: null,
    small: null,
    whole: null,
    single: null,
    real: null,
    price: null,
    text: null,
    code: null,
    blob: null,
    day: null,
    instant: null,
    local: null,
    payload: null,
    place: null,
    longs: [],
    places: [],
    reals: new Map(),
    byLong: new Map(),
    byDecimal: new Map(),
    constructor: null,
  };
  for (let tag = readTag(end); tag !== 0; tag = readTag(end)) {
    switch (tag) {
      case 8:
        row.id = readLong();
        break;
      case 16:
        row.flag = readBoolean();
        break;
      case 24:
        row.tiny = readInteger();
        break;
      case 32:
        row.small = readInteger();
        break;
      case 40:
        row.whole = readInteger();
        break;
      case 53:
        row.single = readFloat();
        break;
      case 57:
        row.real = readDouble();
        break;
      case 66:
        row.price = readString();
        break;
      case 74:
        row.text = readString();
        break;
      case 82:
        row.code = readString();
        break;
      case 90:
        row.blob = readBinary();
        break;
      case 96:
        row.day = readInteger();
        break;
      case 104:
        row.instant = readLong();
        break;
      case 112:
        row.local = readLong();
        break;
      case 122:
        row.payload = readString();
        break;
      case 130:
        row.place = readEveryTypePlace(readEnd());
        break;
      case 136:
        row.longs.push(readLong());
        break;
      case 138:
        readPacked(row.longs, readLong);
        break;
      case 146:
        row.places.push(readEveryTypePlace(readEnd()));
        break;
      case 154:
        readEveryTypeRealsEntry(row.reals, readEnd());
        break;
      case 162:
        readEveryTypeByLongEntry(row.byLong, readEnd());
        break;
      case 170:
        readEveryTypeByDecimalEntry(row.byDecimal, readEnd());
        break;
      case 16386:
        row.constructor = readString();
        break;
      default:
        skipField(tag);
    }
  }
  requireField(row.id, "id");
  return row;
}

export function toJsonEveryType(row: EveryType): string {
  return rowToJson(columns, row, "main.test.every_type");
}

function writeEveryTypePlace(tag: number, value: EveryTypePlace, name: PathKey): void {
  const start = beginMessage(tag, value, name);
  writeString(10, value.name, "name");
  if (value.zone != null) writeInteger(16, value.zone, "zone");
  endMessage(start);
}

function isEveryTypePlace(value: unknown): value is EveryTypePlace {
  return (
    isStruct<EveryTypePlace>(value) &&
    hasOnly(value, placeFields) &&
    isString(value.name) &&
    (value.zone == null || isInteger(value.zone))
  );
}

function readEveryTypePlace(end: number): Decoded<EveryTypePlace> {
  const row: Decoded<EveryTypePlace> = { name: unset, zone: null };
  for (let tag = readTag(end); tag !== 0; tag = readTag(end)) {
    switch (tag) {
      case 10:
        row.name = readString();
        break;
      case 16:
        row.zone = readInteger();
        break;
      default:
        skipField(tag);
    }
  }
  requireField(row.name, "name");
  return row;
}

function writeEveryTypeRealsEntry(key: string, value: number): void {
  const start = beginEntry(154);
  writeString(10, key, key);
  writeDouble(17, value, key);
  endEntry(start);
}

function readEveryTypeRealsEntry(map: Map<string, number>, end: number): void {
  let key = "";
  let value = 0;
  for (let tag = readTag(end); tag !== 0; tag = readTag(end)) {
    if (tag === 10) key = readString();
    else if (tag === 17) value = readDouble();
    else skipField(tag);
  }
  map.set(key, value);
}

function writeEveryTypeByLongEntry(key: LongInput, value: string): void {
  const start = beginEntry(162);
  writeLong(8, key, key);
  writeString(18, value, key);
  endEntry(start);
}

function readEveryTypeByLongEntry(map: Map<bigint, string>, end: number): void {
  let key = 0n;
  let value = "";
  for (let tag = readTag(end); tag !== 0; tag = readTag(end)) {
    if (tag === 8) key = readLong();
    else if (tag === 18) value = readString();
    else skipField(tag);
  }
  map.set(key, value);
}

function writeEveryTypeByDecimalEntry(key: DecimalInput, value: EveryTypePlace): void {
  const start = beginEntry(170);
  writeDecimal(10, key, key, 10, 2);
  writeEveryTypePlace(18, value, key);
  endEntry(start);
}

function readEveryTypeByDecimalEntry(map: Map<string, Decoded<EveryTypePlace>>, end: number): void {
  let key = "";
  let value: Decoded<EveryTypePlace> | undefined;
  for (let tag = readTag(end); tag !== 0; tag = readTag(end)) {
    if (tag === 10) key = readString();
    else if (tag === 18) value = readEveryTypePlace(readEnd());
    else skipField(tag);
  }
  requireField(value, "value");
  if (value !== undefined) map.set(key, value);
}

const placeFields: StructInfo = structInfo([
  { name: "name", type: "string", nullable: false, number: 1 },
  { name: "zone", type: "integer", nullable: true, number: 2 },
]);

export const columns: StructInfo = structInfo([
  { name: "id", type: "long", nullable: false, number: 1, comment: "The key." },
  { name: "flag", type: "boolean", nullable: true, number: 2 },
  { name: "tiny", type: "byte", nullable: true, number: 3 },
  { name: "small", type: "short", nullable: true, number: 4 },
  { name: "whole", type: "integer", nullable: true, number: 5 },
  { name: "single", type: "float", nullable: true, number: 6 },
  { name: "real", type: "double", nullable: true, number: 7 },
  { name: "price", type: "decimal(10,2)", nullable: true, number: 8 },
  { name: "text", type: "string", nullable: true, number: 9 },
  { name: "code", type: "varchar(5)", nullable: true, number: 10 },
  { name: "blob", type: "binary", nullable: true, number: 11 },
  { name: "day", type: "date", nullable: true, number: 12 },
  { name: "instant", type: "timestamp", nullable: true, number: 13 },
  { name: "local", type: "timestamp_ntz", nullable: true, number: 14 },
  { name: "payload", type: "variant", nullable: true, number: 15 },
  { name: "place", type: placeFields, nullable: true, number: 16 },
  { name: "longs", type: { type: "array", elementType: "long" }, nullable: true, number: 17 },
  { name: "places", type: { type: "array", elementType: placeFields }, nullable: true, number: 18 },
  { name: "reals", type: { type: "map", keyType: "string", valueType: "double" }, nullable: true, number: 19 },
  { name: "byLong", type: { type: "map", keyType: "long", valueType: "string" }, nullable: true, number: 20 },
  {
    name: "byDecimal",
    type: { type: "map", keyType: "decimal(10,2)", valueType: placeFields },
    nullable: true,
    number: 21,
  },
  { name: "constructor", type: "string", nullable: true, number: 2048 },
]);

export const everyType: TableCodec<EveryType> = tableCodec({
  table: { catalog: "main", schema: "test", name: "every_type" },
  columns,
  descriptor: "Cg==",
  schemaHash: "00000000",
  encode: encodeEveryType,
  validate: validateEveryType,
  decode: decodeEveryType,
  toJson: toJsonEveryType,
});

/** The same table for an independent implementation of protobuf. */
export const proto = `
syntax = "proto2";
message EveryType {
  required int64 id = 1;
  optional bool flag = 2;
  optional int32 tiny = 3;
  optional int32 small = 4;
  optional int32 whole = 5;
  optional float single = 6;
  optional double real = 7;
  optional string price = 8;
  optional string text = 9;
  optional string code = 10;
  optional bytes blob = 11;
  optional int32 day = 12;
  optional int64 instant = 13;
  optional int64 local = 14;
  optional string payload = 15;
  optional Place place = 16;
  repeated int64 longs = 17;
  repeated Place places = 18;
  map<string, double> reals = 19;
  map<int64, string> byLong = 20;
  map<string, Place> byDecimal = 21;
  optional string constructor_ = 2048;
  message Place {
    required string name = 1;
    optional int32 zone = 2;
  }
}
`;
