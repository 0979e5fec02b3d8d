/** What generated modules import. Everything is free of side effects: a bundler keeps what a module uses. */

export type { RowBatch } from "./batch.js";
export { hasOnly, isList, isListOf, isMapOf, isStringMapOf, isStruct, ownValue, type Unchecked } from "./check.js";
export {
  type StandardProps,
  type StandardResult,
  type TableCodec,
  type TableCodecInput,
  type TableInfo,
  tableCodec,
} from "./codec.js";
export { decimalKey, isDecimal } from "./decimal.js";
export {
  type ArrayInfo,
  type ColumnInfo,
  type MapInfo,
  type SparkTypeInfo,
  type StructInfo,
  structInfo,
} from "./info.js";
export { DecodeError, EncodeError, type Issue, type IssueCode } from "./issue.js";
export { rowToJson } from "./json.js";
export {
  isBoolean,
  isByte,
  isDouble,
  isFloat,
  isInteger,
  isLong,
  isLongBigInt,
  isLongNumber,
  isShort,
  longKey,
} from "./number.js";
export { beginRow, endRow } from "./output.js";
export {
  beginRead,
  readBinary,
  readBoolean,
  readDouble,
  readEnd,
  readFloat,
  readInteger,
  readLong,
  readLongNumber,
  readPacked,
  readString,
  readTag,
  requireField,
  skipField,
  unset,
} from "./read.js";
export { refuse, validateWith, type ValidationResult } from "./refuse.js";
export { isBinary, isString, isVarchar } from "./text.js";
export { dateKey, isDate, isTimestamp, isTimestampNtz, timestampKey, timestampNtzKey } from "./time.js";
export type {
  DateInput,
  Decoded,
  DecimalInput,
  EpochNanoseconds,
  LongInput,
  MapInput,
  PathKey,
  RawJson,
  StringMapInput,
  TimestampInput,
  TimestampNtzInput,
  VariantInput,
} from "./types.js";
export { isVariant, rawJson } from "./variant.js";
export { writeMap, writeStringMap } from "./write-map.js";
export { writeDate, writeDecimal, writeTimestamp, writeTimestampNtz, writeVariant } from "./write-value.js";
export {
  beginEntry,
  beginList,
  beginMessage,
  endEntry,
  endList,
  endMessage,
  writeBinary,
  writeBoolean,
  writeByte,
  writeDouble,
  writeFloat,
  writeInteger,
  writeLong,
  writeLongBigInt,
  writeLongNumber,
  writeShort,
  writeString,
  writeVarchar,
} from "./write.js";
