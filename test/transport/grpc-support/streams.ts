import { airQuality } from "../../../generated/main/sensors/air_quality.js";
import type { BatchRequest, StreamEvents, StreamSpec } from "../../../src/transport/transport.js";
import { encodeRequest, type RecordType } from "../../../src/zerobus/messages.js";
import type { ZerobusError } from "../../../src/zerobus/zerobus-error.js";
import { exampleTables } from "../../emulator/support/tables.js";

export const tableName = airQuality.table.fullName;
export const tables = exampleTables("air_quality.sql");
export const descriptor = new Uint8Array(Buffer.from(airQuality.descriptor, "base64"));

/** What an emulator takes that accepts every token. */
export function specOf(endpoint: string, more: Partial<StreamSpec> = {}): StreamSpec {
  return {
    endpoint,
    workspaceUrl: "http://127.0.0.1:1",
    table: tableName,
    descriptor,
    recordType: "protobuf",
    headers: { authorization: "Bearer secret-token-1", "x-databricks-zerobus-table-name": tableName },
    userAgent: "gen-producers-tests/1.0",
    ca: null,
    signal: new AbortController().signal,
    ...more,
  };
}

export type StreamEvent =
  | { readonly kind: "ack"; readonly offset: number }
  | { readonly kind: "closing"; readonly seconds: number }
  | { readonly kind: "end"; readonly error: ZerobusError | null };

/** Keeps what a stream reports. */
export class EventLog implements StreamEvents {
  readonly events: StreamEvent[] = [];

  readonly ack = (offset: number): void => {
    this.events.push({ kind: "ack", offset });
  };

  readonly closing = (seconds: number): void => {
    this.events.push({ kind: "closing", seconds });
  };

  readonly end = (error: ZerobusError | null): void => {
    this.events.push({ kind: "end", error });
  };

  get lastAck(): number {
    return this.events.reduce((last, event) => (event.kind === "ack" ? event.offset : last), -1);
  }

  /** The events that are ends; undefined where there is none yet. */
  get ended(): readonly (ZerobusError | null)[] {
    return this.events.flatMap((event) => (event.kind === "end" ? [event.error] : []));
  }
}

/** A batch of rows that the table takes. */
export function batchOf(offset: number, ...temps: readonly number[]): BatchRequest {
  return recordsOf(
    offset,
    temps.map((temp) => airQuality.encode({ device_name: "station", temp, observed_at: new Date(1_700_000_000_000) })),
  );
}

/** A batch of any records. */
export function recordsOf(
  offset: number,
  records: readonly Uint8Array[],
  recordType: RecordType = "protobuf",
): BatchRequest {
  const envelope = encodeRequest({ kind: "records", offset: BigInt(offset), recordType, records, isBatch: true });
  const size = records.reduce((sum, { length }) => sum + length, 0);
  return { offset, recordType, count: records.length, size, envelope: () => envelope, records: () => records };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<ZerobusError> {
  try {
    await promise;
  } catch (error) {
    return error as ZerobusError;
  }
  throw new Error("the promise was not rejected");
}
