import type { RecordType } from "../zerobus/messages.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";
import type { AbortSignalLike } from "../async/abort-signal.js";
import type { CheckpointStore, Position, Source } from "./checkpoint.js";
import type { Rejection } from "./rejection.js";

declare global {
  // As @types/node declares it for libraries before ES2024: these types compile with and without it.
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** Streams rows of one table to the service. */
export interface Producer<Row> {
  /** `catalog.schema.table` */
  readonly table: string;
  /**
   * Checks and encodes the row at once, so that later changes of the object do not matter, and resolves when there is room
   * for the next one. Rejects with a RowRejectedError for an invalid row (where `onReject` is `throw`), and with a
   * ZerobusError where the row was not taken: too much is in flight because nobody waits, or the producer is closed or has
   * failed.
   */
  send(row: Row, options?: WaitOptions): Promise<void>;
  /**
   * As `send`, and tells when this row is durable. Nothing needs to be done about either promise; of a refused row whose
   * `durable` was never looked at, `flush` tells.
   */
  post(row: Row): Posted;
  /** Sends rows one after the other, waiting for room. Resolves with their number once all are accepted. */
  sendMany(rows: Iterable<Row> | AsyncIterable<Row>, options?: WaitOptions): Promise<number>;
  /**
   * Resolves when every row sent so far is durable or dealt with by the dead-letter sink. Rejects with a RowRejectedError
   * where the service refused rows and `onReject` is `throw`; all others are durable then. Rejects with a ZerobusError
   * where the producer has failed.
   */
  flush(options?: WaitOptions): Promise<void>;
  /**
   * Sends a source to its end, from where it was left; see `CheckpointStore`. Every row lands at least once. Rejects with a
   * TypeError while another one is under way.
   */
  ingest(source: Source<Row>, options: IngestOptions): Promise<IngestResult>;
  stats(): ProducerStats;
  /** Calls the listener for every event of the kind, and returns how to end that. What it throws is logged. */
  on<Kind extends keyof ProducerEvents>(kind: Kind, listener: (event: ProducerEvents[Kind]) => void): () => void;
  /** Rows that were accepted and are neither durable nor rejected, in the order they were sent in per stream. */
  unacknowledged(): readonly UnacknowledgedRow[];
  /** Flushes, then ends the streams. Rejects as `flush` does; the streams are ended all the same. */
  close(options?: WaitOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface WaitOptions {
  /** Ends the waiting, not what is waited for: rows that were accepted are sent. */
  readonly signal?: AbortSignalLike;
}

export interface Posted {
  /** As the promise of `send`. */
  readonly accepted: Promise<void>;
  /** Resolves when the row is durable; rejects with a RowRejectedError or a ZerobusError where it will not be. */
  readonly durable: Promise<void>;
}

export interface IngestOptions {
  readonly checkpoint: CheckpointStore;
  /** Milliseconds between two saved positions; 1,000 where it is left out. */
  readonly saveEveryMs?: number;
  /** Stops reading; what was read is flushed and its position saved before the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}

export interface IngestResult {
  /** Rows read from the source, without those passed over. */
  readonly rows: number;
  /** The position that is saved now; null where nothing was ever read. */
  readonly position: Position | null;
}

/** A row whose fate is unknown: it may be in the table. */
export interface UnacknowledgedRow {
  /** As `decode` gives it; null for JSON records, whose `record` can be read. */
  readonly row: unknown;
  readonly record: Uint8Array;
  readonly recordType: RecordType;
}

export type ProducerState = "open" | "failing" | "failed" | "closing" | "closed";

/** Plain numbers, since the producer was opened. */
export interface ProducerStats {
  /** `failing` while the service fails again and again and is still tried; see `RetryOptions.failingAfter`. */
  readonly state: ProducerState;
  /** Rows accepted by `send`; of those: durable, refused by the service, and under way. */
  readonly rowsSent: number;
  readonly rowsDurable: number;
  readonly rowsRefused: number;
  readonly rowsInFlight: number;
  /** Rows that were not accepted because they are invalid. */
  readonly rowsInvalid: number;
  /** Rows sent again after a stream broke; one row can count several times. */
  readonly rowsReplayed: number;
  readonly bytesInFlight: number;
  /** Bytes of records given to the transport, replays included. */
  readonly bytesSent: number;
  readonly batchesSent: number;
  /** Streams opened after the first of each lane. */
  readonly reconnects: number;
  /** From handing a batch to the transport to its acknowledgement, in milliseconds; 0 where there was none. */
  readonly ackLatencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly streams: readonly StreamLaneStats[];
}

export interface StreamLaneStats {
  /** The service's id of the stream; null while there is none. */
  readonly id: string | null;
  readonly state: "idle" | "connecting" | "open" | "draining" | "waiting" | "closed";
  readonly rowsInFlight: number;
}

export interface ProducerEvents {
  /** Rows became durable. */
  readonly ack: {
    readonly table: string;
    readonly streamId: string;
    readonly rows: number;
    readonly latencyMs: number;
  };
  /** A stream will be opened again after so many milliseconds; the error that ended it, null after a close signal. */
  readonly reconnect: {
    readonly table: string;
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: ZerobusError | null;
  };
  /** The service failed several times in a row. It is tried on, with long pauses. */
  readonly failing: { readonly table: string; readonly failures: number; readonly error: ZerobusError };
  /** The first acknowledgement after `failing`. */
  readonly recovered: { readonly table: string };
  /** A row was rejected, whatever `onReject` says. */
  readonly reject: Rejection;
  /** The producer is closed, or has failed for good. */
  readonly close: { readonly table: string; readonly error: Error | null };
}
