import { createRequire } from "node:module";
import process from "node:process";

const packageName = "@databricks/zerobus-ingest-sdk-linux-x64-gnu";

/** The parts of the official Node client that the tests use. */
export interface OfficialSdk {
  readonly createStream: (
    table: { readonly tableName: string; readonly descriptorProto?: string },
    clientId: string,
    clientSecret: string,
    options?: OfficialOptions,
  ) => Promise<OfficialStream>;
  readonly recreateStream: (stream: OfficialStream) => Promise<OfficialStream>;
}

export interface OfficialOptions {
  readonly recordType?: number;
  readonly recovery?: boolean;
  readonly recoveryTimeoutMs?: number;
  readonly recoveryBackoffMs?: number;
  readonly recoveryRetries?: number;
  readonly maxInflightRequests?: number;
  readonly flushTimeoutMs?: number;
  readonly serverLackOfAckTimeoutMs?: number;
}

export interface OfficialStream {
  readonly ingestRecordOffset: (record: Buffer | string | object) => Promise<bigint>;
  readonly ingestRecordsOffset: (records: readonly (Buffer | string | object)[]) => Promise<bigint | null>;
  readonly waitForOffset: (offset: bigint) => Promise<void>;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly getUnackedRecords: () => Promise<readonly unknown[]>;
}

interface OfficialModule {
  readonly ZerobusSdk: new (zerobusEndpoint: string, workspaceUrl: string) => OfficialSdk;
}

/** Numbers of the client's `RecordType`. */
export const officialRecordTypes = { json: 0, protobuf: 1 } as const;

/** The client, or null where there is none for this platform. */
export const officialClient = loadClient();

/** Why a test of it is skipped, for its title. */
export const officialClientNote = officialClient === null ? " (skipped: no native client for this platform)" : "";

function loadClient(): OfficialModule | null {
  // The client goes through a proxy to loopback too, unless it is told not to.
  process.env["no_proxy"] = "127.0.0.1,localhost";
  try {
    return createRequire(import.meta.url)(packageName) as OfficialModule;
  } catch {
    return null;
  }
}

/** Options with which the client gives up or comes back within a second. */
export const quickRecovery: OfficialOptions = {
  recovery: true,
  recoveryBackoffMs: 100,
  recoveryRetries: 20,
  recoveryTimeoutMs: 5_000,
  flushTimeoutMs: 15_000,
  serverLackOfAckTimeoutMs: 5_000,
};
