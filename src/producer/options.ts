import type { Transport } from "../transport/transport.js";
import type { RecordType } from "../zerobus/messages.js";
import type { AbortSignalLike } from "../async/abort-signal.js";
import type { Auth } from "./auth/auth.js";
import type { DeadLetterSink, Rejection } from "./rejection.js";

/** What a producer is opened with. Endpoint, workspace and auth must be given. */
export interface ProducerOptions<Row> {
  /** Zerobus endpoint, such as `https://1234567890123456.zerobus.eu-west-1.cloud.databricks.com`. */
  readonly endpoint: string;
  /** URL of the workspace, which issues the tokens. */
  readonly workspaceUrl: string;
  /** A service principal, or a token of your own. */
  readonly auth: Auth;
  /** `grpc()` where it is left out. */
  readonly transport?: Transport;
  /** Form of the records; what the transport prefers where it is left out, protobuf for gRPC. */
  readonly recordType?: RecordType;
  /** Streams to send over, each with a quota of its own; 1 where it is left out. */
  readonly streams?: number;
  /** Rows with the same key keep their order; without it, rows of one batch do. Only matters with several streams. */
  readonly partitionBy?: (row: Row) => string | number | bigint;
  readonly batch?: BatchOptions;
  readonly inFlight?: InFlightOptions;
  readonly retry?: RetryOptions;
  /** What a stream may take in a second; `false` for no limit. The service's quotas where it is left out. */
  readonly quota?: QuotaOptions | false;
  /**
   * What becomes of rows that are invalid or that the service refuses. `throw` (where it is left out): `send` rejects for an
   * invalid row, `flush` and `close` for those the service refused. Or a sink such as `deadLetterFile(path)`, or a function,
   * whose promise is waited for.
   */
  readonly onReject?: "throw" | DeadLetterSink | ((rejection: Rejection) => void | Promise<void>);
  /**
   * `reject`: a row with a key that is no column is invalid, as `validate` has it; `ignore` (where it is left out): the key is
   * passed over. Checking takes about a quarter of the time of encoding.
   */
  readonly unknownKeys?: "ignore" | "reject";
  /** Sent with every stream and token request, in addition to those of the protocol. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates in PEM to trust instead of those that Node knows. NODE_EXTRA_CA_CERTS adds to them without this. */
  readonly ca?: string;
  /** Stops the producer at once; what is not acknowledged then, `unacknowledged` tells. */
  readonly signal?: AbortSignalLike;
  /** Silent where it is left out. */
  readonly logger?: Logger;
}

/** When a batch is sent: at the first of these. */
export interface BatchOptions {
  /** Rows; 1,000 where it is left out. */
  readonly maxRecords?: number;
  /** Bytes; 4,000,000 where it is left out, at most 10,485,760. A larger row goes alone. */
  readonly maxBytes?: number;
  /** Milliseconds after its first row; 5 where it is left out. */
  readonly lingerMs?: number;
}

/** How much is held until it is durable. From half of either limit on `send` waits; at the limit it rejects. */
export interface InFlightOptions {
  /** Bytes; 64 MiB where it is left out. It is exceeded by one row at most. */
  readonly maxBytes?: number;
  /** Rows; 1,000,000 where it is left out. */
  readonly maxRecords?: number;
}

/** How a failing service is met. */
export interface RetryOptions {
  /** Milliseconds before the first new try; 200 where it is left out. */
  readonly initialMs?: number;
  /** Longest wait between two tries, in milliseconds; 30,000 where it is left out. */
  readonly maxMs?: number;
  /** Part of each wait that is random, from 0 to 1; 0.5 where it is left out. */
  readonly jitter?: number;
  /** Milliseconds without one acknowledgement after which the producer gives up; 300,000 where it is left out. */
  readonly budgetMs?: number;
  /** Milliseconds a stream may take to open, tokens included; 30,000 where it is left out. */
  readonly openTimeoutMs?: number;
  /** Milliseconds without an acknowledgement after which a stream counts as dead; 60,000 where it is left out. */
  readonly ackTimeoutMs?: number;
  /** Failures in a row after which the service counts as failing, see the event `failing`; 5 where it is left out. */
  readonly failingAfter?: number;
  /** Rows refused in a row, with none accepted between them, after which the producer gives up; 1,000 where it is left out. */
  readonly maxRefusedInARow?: number;
}

/** Of one stream. */
export interface QuotaOptions {
  /** 100,000 where it is left out. */
  readonly recordsPerSecond?: number;
  /** 100,000,000 where it is left out. */
  readonly bytesPerSecond?: number;
}

/** What is told while the producer runs. Fields never hold rows or secrets. */
export interface Logger {
  readonly debug: (message: string, fields: LogFields) => void;
  readonly info: (message: string, fields: LogFields) => void;
  readonly warn: (message: string, fields: LogFields) => void;
  readonly error: (message: string, fields: LogFields) => void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
