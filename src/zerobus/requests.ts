import { WireError, WireReader, tagOf, wireTypes } from "./wire.js";
import { WireWriter, bytesFieldSize, int64FieldSize, utf8 } from "./wire-writer.js";

/** How records are written: field 4 of `CreateIngestStreamRequest`, and the arm of a record's oneof. */
export type RecordType = "protobuf" | "json";

/** First message of a stream. What is null is not in the message. */
export interface CreateRequest {
  readonly kind: "create";
  /** `catalog.schema.table`, unchecked; empty where the message has none. */
  readonly tableName: string;
  /** One serialised `google.protobuf.DescriptorProto`. */
  readonly descriptor: Uint8Array | null;
  /** Null for `RECORD_TYPE_UNSPECIFIED` and for numbers other than those of the two types. */
  readonly recordType: RecordType | null;
}

/** Records under one offset. */
export interface RecordsRequest {
  readonly kind: "records";
  readonly offset: bigint;
  readonly recordType: RecordType;
  /** Views on the bytes that were decoded. JSON records are UTF-8, unchecked. */
  readonly records: readonly Uint8Array[];
  /** `ingest_record_batch` rather than `ingest_record`; the latter has exactly one record. */
  readonly isBatch: boolean;
}

export type StreamRequest = CreateRequest | RecordsRequest;

/** Field numbers, by the messages of the `.proto`. */
const requestFields = { createStream: 1, record: 2, batch: 3 };
const createFields = { tableName: 1, descriptor: 3, recordType: 4 };
const offsetField = 1;
/** Of both `IngestRecordRequest` and `IngestRecordBatchRequest`. */
const recordFields = { protobuf: 2, json: 3 };
const batchRecordsField = 1;

const recordTypeNumbers = { protobuf: 1, json: 2 };

/** Bytes of an `EphemeralStreamRequest`. Throws RangeError for an offset that is no int64, and unless a record that is no batch is one. */
export function encodeRequest(request: StreamRequest): Uint8Array {
  if (request.kind === "create") return encodeCreate(request);
  return request.isBatch ? encodeBatch(request) : encodeRecord(request);
}

function encodeCreate({ tableName, descriptor, recordType }: CreateRequest): Uint8Array {
  const name = utf8(tableName);
  const size =
    bytesFieldSize(name.length) +
    (descriptor === null ? 0 : bytesFieldSize(descriptor.length)) +
    (recordType === null ? 0 : 2);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(requestFields.createStream, size);
  writer.bytesField(createFields.tableName, name);
  if (descriptor !== null) writer.bytesField(createFields.descriptor, descriptor);
  if (recordType !== null) writer.int64Field(createFields.recordType, BigInt(recordTypeNumbers[recordType]));
  return writer.bytes;
}

function encodeRecord({ offset, recordType, records }: RecordsRequest): Uint8Array {
  const [record] = records;
  if (record === undefined || records.length > 1) throw new RangeError(`${records.length} records without a batch`);
  const size = int64FieldSize(offset) + bytesFieldSize(record.length);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(requestFields.record, size);
  writer.int64Field(offsetField, offset);
  writer.bytesField(recordFields[recordType], record);
  return writer.bytes;
}

function encodeBatch({ offset, recordType, records }: RecordsRequest): Uint8Array {
  let recordsSize = 0;
  for (const record of records) recordsSize += bytesFieldSize(record.length);
  const size = int64FieldSize(offset) + bytesFieldSize(recordsSize);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(requestFields.batch, size);
  writer.int64Field(offsetField, offset);
  writer.openField(recordFields[recordType], recordsSize);
  for (const record of records) writer.bytesField(batchRecordsField, record);
  return writer.bytes;
}

/** The payload as far as it is read; null and empty where nothing was read yet. */
type Draft =
  | { readonly kind: "create"; tableName: string; descriptor: Uint8Array | null; recordType: RecordType | null }
  | RecordsDraft;

interface RecordsDraft {
  readonly kind: "records";
  readonly isBatch: boolean;
  offset: bigint | null;
  recordType: RecordType | null;
  records: Uint8Array[];
}

const requestTags = {
  createStream: tagOf(requestFields.createStream, wireTypes.bytes),
  record: tagOf(requestFields.record, wireTypes.bytes),
  batch: tagOf(requestFields.batch, wireTypes.bytes),
};

/**
 * Reads an `EphemeralStreamRequest`; records and descriptor are views on the bytes. As protobuf has it, unknown fields
 * are passed over, the last arm of a oneof wins, and the parts of a message that comes in several are put together.
 * Throws WireError for bytes that are none, and for requests without a payload, an offset, or records of a known type.
 */
export function decodeRequest(bytes: Uint8Array): StreamRequest {
  const reader = new WireReader(bytes);
  let draft: Draft | null = null;
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === requestTags.createStream) draft = readCreate(reader, draft);
    else if (tag === requestTags.record) draft = readRecords(reader, draft, false);
    else if (tag === requestTags.batch) draft = readRecords(reader, draft, true);
    else reader.skip(tag);
  }
  return finished(draft, bytes.length);
}

function finished(draft: Draft | null, size: number): StreamRequest {
  if (draft === null) throw new WireError("a request without a payload", size);
  if (draft.kind === "create") return draft;
  const { kind, isBatch, offset, recordType, records } = draft;
  if (offset === null) throw new WireError("records without offset_id", size);
  if (recordType === null) throw new WireError("records that are neither protobuf nor JSON", size);
  return { kind, offset, recordType, records, isBatch };
}

const createTags = {
  tableName: tagOf(createFields.tableName, wireTypes.bytes),
  descriptor: tagOf(createFields.descriptor, wireTypes.bytes),
  recordType: tagOf(createFields.recordType, wireTypes.varint),
};

function readCreate(reader: WireReader, before: Draft | null): Draft {
  const draft: Draft =
    before?.kind === "create" ? before : { kind: "create", tableName: "", descriptor: null, recordType: null };
  const outer = reader.enter();
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === createTags.tableName) draft.tableName = reader.string();
    else if (tag === createTags.descriptor) draft.descriptor = reader.bytes();
    else if (tag === createTags.recordType) draft.recordType = recordTypeOf(reader.int32());
    else reader.skip(tag);
  }
  reader.leave(outer);
  return draft;
}

function recordTypeOf(value: number): RecordType | null {
  if (value === recordTypeNumbers.protobuf) return "protobuf";
  return value === recordTypeNumbers.json ? "json" : null;
}

const recordTags = {
  offset: tagOf(offsetField, wireTypes.varint),
  protobuf: tagOf(recordFields.protobuf, wireTypes.bytes),
  json: tagOf(recordFields.json, wireTypes.bytes),
};

function readRecords(reader: WireReader, before: Draft | null, isBatch: boolean): Draft {
  const draft: RecordsDraft =
    before?.kind === "records" && before.isBatch === isBatch
      ? before
      : { kind: "records", isBatch, offset: null, recordType: null, records: [] };
  const outer = reader.enter();
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === recordTags.offset) draft.offset = reader.int64();
    else if (tag === recordTags.protobuf) readArm(reader, draft, "protobuf");
    else if (tag === recordTags.json) readArm(reader, draft, "json");
    else reader.skip(tag);
  }
  reader.leave(outer);
  return draft;
}

/** A record replaces the one before it; a batch goes on unless it was of the other type. */
function readArm(reader: WireReader, draft: RecordsDraft, recordType: RecordType): void {
  if (!draft.isBatch || draft.recordType !== recordType) draft.records = [];
  draft.recordType = recordType;
  if (draft.isBatch) readBatch(reader, draft.records);
  else draft.records.push(reader.bytes());
}

const batchRecordsTag = tagOf(batchRecordsField, wireTypes.bytes);

function readBatch(reader: WireReader, records: Uint8Array[]): void {
  const outer = reader.enter();
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === batchRecordsTag) records.push(reader.bytes());
    else reader.skip(tag);
  }
  reader.leave(outer);
}
