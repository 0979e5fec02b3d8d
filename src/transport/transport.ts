import type { AbortSignalLike } from "../async/abort-signal.js";
import type { RecordType } from "../zerobus/messages.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";

/**
 * One way to the service. The producer owns batching, order, replay, retry and limits; a transport moves batches and
 * reports what becomes of them.
 */
export interface Transport {
  /** `grpc`, `sdk` or `rest`, or a name of your own; for logs and statistics. */
  readonly name: string;
  /** The forms of records it carries; the first is the one to use where nothing is said. */
  readonly recordTypes: readonly [RecordType, ...RecordType[]];
  /**
   * Opens a stream; resolves once the service has created it. Rejects with a ZerobusError, also where the signal of the
   * spec is aborted meanwhile. Events come after it has resolved.
   */
  readonly open: (spec: StreamSpec, events: StreamEvents) => Promise<TransportStream>;
  /** Gives back what streams share; called once, when no stream is open. */
  readonly close: () => Promise<void>;
}

/** What a stream is opened with. */
export interface StreamSpec {
  /** URL of the Zerobus endpoint, with `https://` or, to this machine, `http://`. */
  readonly endpoint: string;
  readonly workspaceUrl: string;
  /** `catalog.schema.table` */
  readonly table: string;
  /** One serialised `google.protobuf.DescriptorProto`; null for JSON records. */
  readonly descriptor: Uint8Array | null;
  readonly recordType: RecordType;
  /** In lower case: `authorization`, the table's name, and what the caller adds. */
  readonly headers: Readonly<Record<string, string>>;
  /** Product and version, for the user-agent. */
  readonly userAgent: string;
  /** Certificates in PEM to trust instead of those that Node knows; null for Node's. */
  readonly ca: string | null;
  /** Ends an attempt to open the stream. It says nothing about the stream once it is open. */
  readonly signal: AbortSignalLike;
}

/** What a stream reports. */
export interface StreamEvents {
  /** Every request up to this offset is durable. */
  readonly ack: (offset: number) => void;
  /** The service closes the stream in so many seconds. */
  readonly closing: (seconds: number) => void;
  /** The stream is over; null where the service ended it in order. At most once, and not after `abort`. */
  readonly end: (error: ZerobusError | null) => void;
}

/** A stream that is open. */
export interface TransportStream {
  readonly id: string;
  /** Offsets rise by one, from 0. Does not wait: how much is under way is the producer's matter. */
  readonly send: (request: BatchRequest) => void;
  /** Nothing more will be sent; what was sent is still acknowledged. Resolves when the stream is over. */
  readonly close: () => Promise<void>;
  /** Gives the stream up at once. */
  readonly abort: () => void;
}

/** A batch under its offset. Its bytes stay as they are until the batch is acknowledged or the stream is over. */
export interface BatchRequest {
  readonly offset: number;
  readonly recordType: RecordType;
  /** How many records, and their bytes with a few each for tag and length. */
  readonly count: number;
  readonly size: number;
  /** The whole `EphemeralStreamRequest`. */
  readonly envelope: () => Uint8Array;
  /** The records, as views; JSON records are UTF-8. */
  readonly records: () => readonly Uint8Array[];
}
