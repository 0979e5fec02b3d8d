import { describe, expect, expectTypeOf, it } from "vitest";
import { officialError } from "../../../../src/transport/sdk/official-error.js";
import type { OfficialSdkClass, OfficialStream } from "../../../../src/transport/sdk/official-sdk.js";
import { SdkStream } from "../../../../src/transport/sdk/sdk-stream.js";
import { sdk } from "../../../../src/transport/sdk/sdk.js";
import type { BatchRequest } from "../../../../src/transport/transport.js";
import type { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";

const closedText = "Failed to ingest batch: Stream is closed: code: 'Internal error', message: \"Stream closed\"";
const timeoutText =
  "Failed to wait for offset: Stream is closed: code: 'Deadline expired before operation could complete', message: \"Waiting for acknowledgement timed out\"";
const unavailableText =
  "Failed to wait for offset: Stream is closed: code: 'The service is currently unavailable', message: \"gone\"";

/** The official client as it behaves: what is durable, and whether the stream has failed, is set by the test. */
class FakeStream implements OfficialStream {
  readonly given: (readonly (Uint8Array | string)[])[] = [];
  durable = -1n;
  failure: string | null = null;
  isClosed = false;
  underWay = 0;
  mostUnderWay = 0;

  async ingestRecordsOffset(records: (Uint8Array | string)[]): Promise<bigint | null> {
    await this.#one();
    if (this.failure !== null) throw new Error(closedText);
    if (records.length === 0) return null;
    return BigInt(this.given.push(records) - 1);
  }

  async waitForOffset(offset: bigint): Promise<void> {
    await this.#one();
    if (this.durable < offset) throw new Error(this.failure ?? timeoutText);
  }

  async getUnackedBatches(): Promise<unknown[][]> {
    await this.#one();
    if (this.failure === null) throw new Error("Stream must be closed first.");
    return [];
  }

  async close(): Promise<void> {
    await this.#one();
    this.isClosed = true;
  }

  async #one(): Promise<void> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
  }
}

function open(official = new FakeStream()) {
  const acks: number[] = [];
  const ends: (ZerobusError | null)[] = [];
  const events = {
    ack: (offset: number) => void acks.push(offset),
    closing: () => undefined,
    end: (error: ZerobusError | null) => void ends.push(error),
  };
  const place = { table: "c.s.t", streamId: "sdk-1" };
  const stream = new SdkStream("sdk-1", official, events, (failure) => officialError(failure, place, []));
  return { official, stream, acks, ends };
}

function batch(offset: number, records: readonly Uint8Array[] = [Uint8Array.of(offset)]): BatchRequest {
  return {
    offset,
    recordType: "protobuf",
    count: records.length,
    size: records.length,
    envelope: () => new Uint8Array(),
    records: () => records,
  };
}

async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("SdkStream", () => {
  it("does one thing at a time, and hands over batches while it waits for acknowledgements", async () => {
    const { official, stream, acks, ends } = open();
    stream.send(batch(0));
    stream.send(batch(1));
    await turns();
    stream.send(batch(2));
    await turns();
    expect(official.given.map(([record]) => record)).toEqual([0, 1, 2].map((offset) => Uint8Array.of(offset)));
    expect(acks).toEqual([]);
    official.durable = 1n;
    await turns();
    expect(acks).toEqual([0, 1]);
    official.durable = 2n;
    await stream.close();
    expect([acks, ends, official.mostUnderWay, official.isClosed]).toEqual([[0, 1, 2], [null], 1, true]);
  });

  it("reports what is durable when the stream has failed, then why it failed", async () => {
    const { official, stream, acks, ends } = open();
    for (const offset of [0, 1, 2]) stream.send(batch(offset));
    await turns();
    official.durable = 1n;
    official.failure = unavailableText;
    await stream.over;
    expect(acks).toEqual([0, 1]);
    expect(ends).toMatchObject([{ status: "UNAVAILABLE", message: "c.s.t: UNAVAILABLE: gone" }]);
  });

  it("tells why a stream failed on which nothing was under way", async () => {
    const { official, stream, acks, ends } = open();
    stream.send(batch(0));
    official.durable = 0n;
    await turns();
    official.failure = unavailableText;
    await turns();
    expect([acks, ends]).toEqual([[0], []]);
    stream.send(batch(1));
    await stream.over;
    expect(acks).toEqual([0]);
    expect(ends).toMatchObject([{ status: "UNAVAILABLE" }]);
  });

  it("does not wait without end for a stream that failed with the text of a wait that took too long", async () => {
    const { official, stream, ends } = open();
    stream.send(batch(0));
    await turns();
    official.failure = timeoutText;
    await stream.over;
    expect(ends).toMatchObject([{ status: "DEADLINE_EXCEEDED" }]);
  });

  it("ends where the client does not take a batch and has not failed", async () => {
    const official = new FakeStream();
    official.ingestRecordsOffset = () => Promise.reject(new Error("Invalid argument: of another kind."));
    const { stream, ends } = open(official);
    stream.send(batch(0));
    await stream.over;
    expect(ends).toMatchObject([{ status: "INVALID_ARGUMENT" }]);
    expect(official.isClosed).toBe(true);
  });

  it("counts a batch of no records as durable with the one before it", async () => {
    const { official, stream, acks } = open();
    official.durable = 0n;
    stream.send(batch(0));
    stream.send(batch(1, []));
    await stream.close();
    expect(acks).toEqual([0, 1]);
  });

  it("reports nothing once it is given up, and hands over nothing more", async () => {
    const { official, stream, acks, ends } = open();
    stream.send(batch(0));
    stream.send(batch(1));
    official.durable = 1n;
    stream.abort();
    await stream.over;
    expect([acks, ends, official.isClosed]).toEqual([[], [], true]);
    expect(official.given.length).toBeLessThan(2);
  });
});

/** As the official package declares it. */
interface DeclaredStream {
  ingestRecordOffset(payload: Buffer | string | object): Promise<bigint>;
  ingestRecordsOffset(payloads: (Buffer | string | object)[]): Promise<bigint | null>;
  waitForOffset(offset: bigint): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
  getUnackedBatches(): Promise<Buffer[][]>;
}
type DeclaredSdk = new (
  zerobusEndpoint: string,
  unityCatalogUrl: string,
  options?: { applicationName?: string } | null,
) => {
  createStream(
    tableProperties: { tableName: string; descriptorProto?: string },
    clientId: string,
    clientSecret: string,
    options?: { maxInflightRequests?: number; recovery?: boolean; flushTimeoutMs?: number; recordType?: number } | null,
    headersProvider?: { getHeadersCallback: (...args: unknown[]) => unknown } | null,
  ): Promise<DeclaredStream>;
};

describe("sdk", () => {
  it("takes the class as it is declared", () => {
    expectTypeOf<DeclaredSdk>().toExtend<OfficialSdkClass>();
    expect(sdk(Object as unknown as DeclaredSdk).name).toBe("sdk");
  });

  it("refuses what is not the class", () => {
    const nothing = undefined as unknown as OfficialSdkClass;
    expect(() => sdk(nothing)).toThrow(TypeError);
  });
});
