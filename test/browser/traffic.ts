import { Client, credentials, Metadata } from "@grpc/grpc-js";
import type { Emulator } from "../../src/emulator/start-emulator.js";
import { decodeResponse, encodeRequest, type StreamRequest, type StreamResponse } from "../../src/zerobus/messages.js";
import { ephemeralStreamPath, metadataKeys } from "../../src/zerobus/names.js";
import { ask, tokenOf } from "../unit/emulator/http/support.js";

/** A reading of the sample table `main.sensors.air_quality`. */
export function reading(index: number): Readonly<Record<string, unknown>> {
  return {
    device_name: `station-${String(index)}`,
    temp: 18 + (index % 7),
    humidity: 40 + (index % 50),
    pm2_5: 4.5,
    observed_at: 1_735_689_600_000_000 + index * 60_000_000,
  };
}

/** Inserts rows by REST; answers with the status. */
export async function insert(emulator: Emulator, table: string, rows: readonly object[]): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenOf(emulator.workspaceUrl, table)}` };
  const url = `${emulator.workspaceUrl}/zerobus/v1/tables/${table}/insert`;
  return (await ask(url, { method: "POST", headers, body: JSON.stringify(rows) })).status;
}

/** A stream of JSON records. */
export interface TestStream {
  /** Sends records as one batch; resolves when they are acknowledged, rejects when the stream ends before. */
  readonly send: (records: readonly object[]) => Promise<void>;
  readonly end: () => void;
}

export async function openStream(emulator: Emulator, table: string): Promise<TestStream> {
  const client = new Client(new URL(emulator.zerobusEndpoint).host, credentials.createInsecure());
  const call = client.makeBidiStreamRequest<StreamRequest, StreamResponse>(
    ephemeralStreamPath,
    (request) => Buffer.from(encodeRequest(request)),
    decodeResponse,
    await metadataOf(emulator, table),
  );
  const waiting = new Map<bigint, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  call.on("data", (response: StreamResponse) => {
    if (response.kind === "ack") waiting.get(response.offset)?.resolve();
  });
  call.on("error", (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  call.write({ kind: "create", tableName: table, descriptor: null, recordType: "json" });
  return {
    send: (rows) => {
      const offset = BigInt(waiting.size);
      const records = rows.map((row) => new TextEncoder().encode(JSON.stringify(row)));
      call.write({ kind: "records", offset, recordType: "json", records, isBatch: true });
      return new Promise((resolve, reject) => waiting.set(offset, { resolve, reject }));
    },
    end: () => {
      call.cancel();
      client.close();
    },
  };
}

async function metadataOf(emulator: Emulator, table: string): Promise<Metadata> {
  const metadata = new Metadata();
  metadata.set(metadataKeys.authorization, `Bearer ${await tokenOf(emulator.workspaceUrl, table)}`);
  metadata.set(metadataKeys.tableName, table);
  return metadata;
}
