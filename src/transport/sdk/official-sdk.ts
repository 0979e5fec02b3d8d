/** Class `ZerobusSdk` of `@databricks/zerobus-ingest-sdk` 1.x, as far as it is used. */
export type OfficialSdkClass = new (
  zerobusEndpoint: string,
  workspaceUrl: string,
  options?: { applicationName?: string },
) => OfficialSdk;

/** A connection, which its streams share. */
export interface OfficialSdk {
  readonly createStream: (
    table: { tableName: string; descriptorProto?: string },
    clientId: string,
    clientSecret: string,
    options?: OfficialStreamOptions,
    headersProvider?: { getHeadersCallback: () => [string, string][] },
  ) => Promise<OfficialStream>;
}

/** Times in milliseconds. */
export interface OfficialStreamOptions {
  recordType?: number;
  recovery?: boolean;
  recoveryTimeoutMs?: number;
  flushTimeoutMs?: number;
  serverLackOfAckTimeoutMs?: number;
}

/** Its failures are plain errors, of which only the text tells. Every method waits for the one before it to end. */
export interface OfficialStream {
  /** Copies the records at once, and resolves with the offset of the batch once it is queued; null for no records. */
  readonly ingestRecordsOffset: (records: (Uint8Array | string)[]) => Promise<bigint | null>;
  /** Resolves when the offset is durable, of a stream that has failed too; rejects after `flushTimeoutMs`. */
  readonly waitForOffset: (offset: bigint) => Promise<void>;
  /** Resolves for a stream that has failed only. */
  readonly getUnackedBatches: () => Promise<unknown[][]>;
  readonly close: () => Promise<void>;
}

/** Numbers of the client's `RecordType`. */
export const officialRecordTypes = { json: 0, protobuf: 1 } as const;
