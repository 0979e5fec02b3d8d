import protobuf from "protobufjs";

/** The messages of the service as its `.proto` has them, for a reader and writer that is not ours. */
const envelope = `
  syntax = "proto2";
  package databricks.zerobus;

  enum RecordType { RECORD_TYPE_UNSPECIFIED = 0; PROTO = 1; JSON = 2; }

  message EphemeralStreamRequest {
    oneof payload {
      CreateIngestStreamRequest create_stream = 1;
      IngestRecordRequest ingest_record = 2;
      IngestRecordBatchRequest ingest_record_batch = 3;
    }
  }
  message CreateIngestStreamRequest {
    reserved 2;
    optional string table_name = 1;
    optional bytes descriptor_proto = 3;
    optional RecordType record_type = 4;
  }
  message IngestRecordRequest {
    optional int64 offset_id = 1;
    oneof record { bytes proto_encoded_record = 2; string json_record = 3; }
  }
  message ProtoEncodedRecordBatch { repeated bytes records = 1; }
  message JsonRecordBatch { repeated string records = 1; }
  message IngestRecordBatchRequest {
    optional int64 offset_id = 1;
    oneof batch { ProtoEncodedRecordBatch proto_encoded_batch = 2; JsonRecordBatch json_batch = 3; }
  }

  message EphemeralStreamResponse {
    oneof payload {
      CreateIngestStreamResponse create_stream_response = 1;
      IngestRecordResponse ingest_record_response = 2;
      CloseStreamSignal close_stream_signal = 3;
    }
  }
  message CreateIngestStreamResponse { optional string stream_id = 1; }
  message IngestRecordResponse { optional int64 durability_ack_up_to_offset = 1; }
  message CloseStreamSignal { optional Duration duration = 1; }
  message Duration { optional int64 seconds = 1; optional int32 nanos = 2; }
`;

const { root } = protobuf.parse(envelope, { keepCase: true });

export type Plain = Readonly<Record<string, unknown>>;

export interface ForeignMessage {
  /** The message as an object: bytes as Uint8Array, 64-bit numbers as bigint, enums as numbers, what is absent left out. */
  read(bytes: Uint8Array): Plain;
  write(message: Plain): Uint8Array;
}

function foreignMessage(name: string): ForeignMessage {
  const type = root.lookupType(`databricks.zerobus.${name}`);
  return {
    read: (bytes) => type.toObject(type.decode(new protobuf.Reader(Uint8Array.from(bytes))), { longs: BigInt }),
    write: (message) => Uint8Array.from(type.encode(type.fromObject(message)).finish()),
  };
}

export const foreignRequest = foreignMessage("EphemeralStreamRequest");
export const foreignResponse = foreignMessage("EphemeralStreamResponse");
