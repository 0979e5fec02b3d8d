/** Producers: rows to the service, and what becomes of them. */
export type { AbortSignalLike } from "../async/abort-signal.js";
export type { Auth, ServicePrincipal, TokenProvider } from "./auth/auth.js";
export type { CheckpointStore, Position, Source, SourceItem } from "./checkpoint.js";
export type { ProducerCodec } from "./codec.js";
export { deadLetterFile } from "./dead-letter/dead-letter-file.js";
export {
  type DeadLetter,
  type DeadLetterEntry,
  readDeadLetters,
  type UnreadableLine,
} from "./dead-letter/read-dead-letters.js";
export { CheckpointError } from "./ingest/checkpoint-error.js";
export { fileCheckpoint } from "./ingest/file-checkpoint.js";
export { volumeCheckpoint, type VolumeCheckpointOptions } from "./ingest/volume-checkpoint.js";
export { openProducer } from "./open-producer.js";
export type {
  BatchOptions,
  InFlightOptions,
  LogFields,
  Logger,
  ProducerOptions,
  QuotaOptions,
  RetryOptions,
} from "./options.js";
export type {
  IngestOptions,
  IngestResult,
  Posted,
  Producer,
  ProducerEvents,
  ProducerState,
  ProducerStats,
  StreamLaneStats,
  UnacknowledgedRow,
  WaitOptions,
} from "./producer.js";
export {
  type DeadLetterSink,
  type InvalidRow,
  type RefusedRow,
  type Rejection,
  RowRejectedError,
} from "./rejection.js";
export type { BatchRequest, StreamEvents, StreamSpec, Transport, TransportStream } from "../transport/transport.js";
export type { RecordType } from "../zerobus/messages.js";
export {
  ZerobusError,
  type ZerobusErrorFacts,
  type ZerobusPlace,
  type ZerobusStatus,
} from "../zerobus/zerobus-error.js";
export { grpc } from "../transport/grpc/grpc.js";
export { rest } from "../transport/rest/rest.js";
export { sdk } from "../transport/sdk/sdk.js";
export type { GrpcOptions } from "../transport/grpc/grpc.js";
export type { RestOptions } from "../transport/rest/rest.js";
