import { WireError, WireReader, tagOf, wireTypes } from "./wire.js";
import { WireWriter, bytesFieldSize, int64FieldSize, utf8 } from "./wire-writer.js";

export type StreamResponse =
  | { readonly kind: "created"; readonly streamId: string }
  /** Everything up to `offset` is durable. */
  | { readonly kind: "ack"; readonly offset: bigint }
  /** The server closes the stream in so many seconds; fractions count, to the nanosecond. */
  | { readonly kind: "close"; readonly seconds: number };

/** Field numbers, by the messages of the `.proto`. */
const responseFields = { created: 1, ack: 2, close: 3 };
const streamIdField = 1;
const ackOffsetField = 1;
const closeDurationField = 1;
const durationFields = { seconds: 1, nanos: 2 };

/** Bytes of an `EphemeralStreamResponse`. Throws RangeError for an offset that is no int64 and for seconds that are not finite. */
export function encodeResponse(response: StreamResponse): Uint8Array {
  switch (response.kind) {
    case "created":
      return encodeCreated(response.streamId);
    case "ack":
      return encodeAck(response.offset);
    case "close":
      return encodeClose(response.seconds);
  }
}

function encodeCreated(streamId: string): Uint8Array {
  const id = utf8(streamId);
  const size = bytesFieldSize(id.length);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(responseFields.created, size);
  writer.bytesField(streamIdField, id);
  return writer.bytes;
}

function encodeAck(offset: bigint): Uint8Array {
  const size = int64FieldSize(offset);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(responseFields.ack, size);
  writer.int64Field(ackOffsetField, offset);
  return writer.bytes;
}

/** `google.protobuf.Duration`: both parts have the sign, and those that are 0 are left out, as in proto3. */
function encodeClose(time: number): Uint8Array {
  const { seconds, nanos } = durationOf(time);
  const durationSize = (seconds === 0n ? 0 : int64FieldSize(seconds)) + (nanos === 0n ? 0 : int64FieldSize(nanos));
  const size = bytesFieldSize(durationSize);
  const writer = new WireWriter(bytesFieldSize(size));
  writer.openField(responseFields.close, size);
  writer.openField(closeDurationField, durationSize);
  if (seconds !== 0n) writer.int64Field(durationFields.seconds, seconds);
  if (nanos !== 0n) writer.int64Field(durationFields.nanos, nanos);
  return writer.bytes;
}

function durationOf(time: number): { seconds: bigint; nanos: bigint } {
  const whole = Math.trunc(time);
  const nanos = Math.round((time - whole) * 1e9);
  const carried = Math.trunc(nanos / 1e9);
  return { seconds: BigInt(whole + carried), nanos: BigInt(nanos - carried * 1e9) };
}

/** What was read of a response; null where it was not there. */
type Draft =
  | { readonly kind: "created"; streamId: string }
  | { readonly kind: "ack"; offset: bigint | null }
  | { readonly kind: "close"; seconds: number; nanos: number };

const responseTags = {
  created: tagOf(responseFields.created, wireTypes.bytes),
  ack: tagOf(responseFields.ack, wireTypes.bytes),
  close: tagOf(responseFields.close, wireTypes.bytes),
};

/**
 * Reads an `EphemeralStreamResponse`, by the rules of protobuf like `decodeRequest`. Throws WireError for bytes that are
 * none, for a response without a payload, and for an acknowledgement without an offset, which must not be taken for 0.
 */
export function decodeResponse(bytes: Uint8Array): StreamResponse {
  const reader = new WireReader(bytes);
  let draft: Draft | null = null;
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === responseTags.created) draft = readCreated(reader, draft);
    else if (tag === responseTags.ack) draft = readAck(reader, draft);
    else if (tag === responseTags.close) draft = readClose(reader, draft);
    else reader.skip(tag);
  }
  return finished(draft, bytes.length);
}

function finished(draft: Draft | null, size: number): StreamResponse {
  switch (draft?.kind) {
    case undefined:
      throw new WireError("a response without a payload", size);
    case "created":
      return draft;
    case "ack":
      if (draft.offset === null) throw new WireError("an acknowledgement without an offset", size);
      return { kind: "ack", offset: draft.offset };
    case "close":
      // Not `seconds + nanos / 1e9`, which makes 1.9260000000000002 of 1.926.
      return { kind: "close", seconds: (draft.seconds * 1e9 + draft.nanos) / 1e9 };
  }
}

const streamIdTag = tagOf(streamIdField, wireTypes.bytes);

function readCreated(reader: WireReader, before: Draft | null): Draft {
  const draft: Draft = before?.kind === "created" ? before : { kind: "created", streamId: "" };
  readMessage(reader, streamIdTag, () => {
    draft.streamId = reader.string();
  });
  return draft;
}

const ackOffsetTag = tagOf(ackOffsetField, wireTypes.varint);

function readAck(reader: WireReader, before: Draft | null): Draft {
  const draft: Draft = before?.kind === "ack" ? before : { kind: "ack", offset: null };
  readMessage(reader, ackOffsetTag, () => {
    draft.offset = reader.int64();
  });
  return draft;
}

const closeDurationTag = tagOf(closeDurationField, wireTypes.bytes);
const secondsTag = tagOf(durationFields.seconds, wireTypes.varint);
const nanosTag = tagOf(durationFields.nanos, wireTypes.varint);

function readClose(reader: WireReader, before: Draft | null): Draft {
  const draft: Draft = before?.kind === "close" ? before : { kind: "close", seconds: 0, nanos: 0 };
  readMessage(reader, closeDurationTag, () => {
    const outer = reader.enter();
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      if (tag === secondsTag) draft.seconds = Number(reader.int64());
      else if (tag === nanosTag) draft.nanos = reader.int32();
      else reader.skip(tag);
    }
    reader.leave(outer);
  });
  return draft;
}

/** Reads a message that has one field. */
function readMessage(reader: WireReader, fieldTag: number, readField: () => void): void {
  const outer = reader.enter();
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === fieldTag) readField();
    else reader.skip(tag);
  }
  reader.leave(outer);
}
