import type { ArmedFault } from "./faults.js";

/** What the emulator did since it started; plain JSON. */
export interface EmulatorStats {
  /** ISO instant. */
  readonly since: string;
  readonly zerobusEndpoint: string;
  readonly workspaceUrl: string;
  /** True while it refuses new streams. */
  readonly draining: boolean;
  readonly tokensIssued: number;
  readonly tables: readonly TableStats[];
  /** Open streams, and the last that ended; in the order of their opening. */
  readonly streams: readonly StreamStats[];
  readonly faults: readonly ArmedFault[];
}

export interface TableStats {
  /** `catalog.schema.table`. */
  readonly name: string;
  /** Rows stored since the start, and the bytes of the requests they came in. */
  readonly rows: number;
  readonly bytes: number;
  /** Requests stored: single records and batches. */
  readonly batches: number;
  /** Acknowledgements sent; one may cover many requests. */
  readonly acks: number;
  /** Records and descriptors refused. */
  readonly rejects: number;
  readonly warnings: readonly string[];
  /** Over the last whole second. */
  readonly rowsPerSecond: number;
  readonly bytesPerSecond: number;
}

export type StreamState = "creating" | "open" | "closing" | "ended";

export interface StreamStats {
  readonly id: string;
  /** Empty until the stream is created. */
  readonly table: string;
  readonly recordType: "protobuf" | "json" | null;
  readonly state: StreamState;
  /** ISO instant. */
  readonly openedAt: string;
  readonly rows: number;
  readonly bytes: number;
  /** Offset of the last request received, of the last stored, of the last acknowledged; -1 before the first. */
  readonly receivedOffset: number;
  readonly storedOffset: number;
  readonly ackedOffset: number;
  /** gRPC status by name and its text, once it ended. */
  readonly status: string | null;
  readonly message: string | null;
}

/** Something that was refused, to debug a producer by. */
export interface Rejection {
  /** ISO instant. */
  readonly at: string;
  /** `stream`: its creation; `record`: a record of a stream; `insert`: a row of a REST insert. */
  readonly kind: "stream" | "record" | "insert";
  readonly table: string;
  /** gRPC status by name; null for an insert. */
  readonly status: string | null;
  readonly rule: string;
  readonly column: string | null;
  readonly message: string;
  readonly streamId: string | null;
  readonly offset: number | null;
  /** 0-based index of the record in its request. */
  readonly index: number | null;
  /** First bytes of the record (at most 1,024) in base64; null where there was none. */
  readonly record: string | null;
}
