import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality, type AirQuality } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type EmulatorOptions, type Fault } from "../../src/emulator/index.js";
import { openProducer } from "../../src/producer/index.js";
import type { OfficialSdkClass } from "../../src/transport/sdk/official-sdk.js";
import { sdk } from "../../src/transport/sdk/sdk.js";
import type {
  BatchRequest,
  StreamEvents,
  StreamSpec,
  Transport,
  TransportStream,
} from "../../src/transport/transport.js";
import { decodeRequest, type RecordType } from "../../src/zerobus/messages.js";
import { ephemeralStreamPath, metadataKeys } from "../../src/zerobus/names.js";
import type { ZerobusError, ZerobusStatus } from "../../src/zerobus/zerobus-error.js";
import { officialClient, officialClientNote } from "../emulator/support/official-client.js";
import { until, values } from "../emulator/support/run-emulator.js";
import { exampleTables } from "../emulator/support/tables.js";
import { recordingServer } from "../zerobus/recording-server.js";

const table = airQuality.table.fullName;
const tables = exampleTables("air_quality.sql");

const statuses: readonly ZerobusStatus[] = [
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

function reading(temp: number): AirQuality {
  return { device_name: "station", temp, observed_at: new Date(1_700_000_000_000) };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

const utf8 = new TextEncoder();
const inForm: Readonly<Record<RecordType, (temp: number) => Uint8Array>> = {
  protobuf: (temp) => airQuality.encode(reading(temp)),
  json: (temp) => utf8.encode(airQuality.toJson(reading(temp))),
};

function request(offset: number, records: readonly Uint8Array[], recordType: RecordType = "protobuf"): BatchRequest {
  return {
    offset,
    recordType,
    count: records.length,
    size: records.reduce((sum, { length }) => sum + length, 0),
    envelope: () => {
      throw new Error("the official client writes its own");
    },
    records: () => records,
  };
}

/** What a stream has reported. */
class Events implements StreamEvents {
  readonly acks: number[] = [];
  readonly ends: (ZerobusError | null)[] = [];
  readonly ack = (offset: number): void => {
    this.acks.push(offset);
  };
  readonly closing = (): void => {
    throw new Error("the official client does not tell");
  };
  readonly end = (error: ZerobusError | null): void => {
    this.ends.push(error);
  };
}

describe.skipIf(officialClient === null)(`sdk()${officialClientNote}`, () => {
  const ZerobusSdk = officialClient?.ZerobusSdk as unknown as OfficialSdkClass;
  let emulator: Emulator;
  let transport: Transport;
  let events: Events;

  async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
    emulator = await startEmulator({ tables, tokens: "any", ...options });
  }

  beforeEach(async () => {
    await start();
    transport = sdk(ZerobusSdk);
    events = new Events();
  });
  afterEach(async () => {
    await transport.close();
    await emulator.close();
  });

  function specOf(more: Partial<StreamSpec> = {}): StreamSpec {
    const headers = { [metadataKeys.authorization]: "Bearer the-token", [metadataKeys.tableName]: table };
    return {
      endpoint: emulator.zerobusEndpoint,
      workspaceUrl: emulator.workspaceUrl,
      table,
      descriptor: more.recordType === "json" ? null : Uint8Array.from(Buffer.from(airQuality.descriptor, "base64")),
      recordType: "protobuf",
      headers,
      userAgent: "gen-producers/0.0.0",
      ca: null,
      signal: new AbortController().signal,
      ...more,
    };
  }

  function open(more: Partial<StreamSpec> = {}): Promise<TransportStream> {
    return transport.open(specOf(more), events);
  }

  /** Rows of `temp` from one to another number, a batch each of ten. */
  function sendTens(stream: TransportStream, batches: number, recordType: RecordType = "protobuf"): void {
    for (const offset of range(0, batches)) {
      const records = range(offset * 10, offset * 10 + 10).map(inForm[recordType]);
      stream.send(request(offset, records, recordType));
    }
  }

  async function ended(): Promise<ZerobusError | null> {
    await until(() => events.ends.length > 0);
    return events.ends[0]!;
  }

  it.each(["protobuf", "json"] as const)("writes batches of %s, in order, and reports each", async (recordType) => {
    await emulator.close();
    await start({ record: true });
    const stream = await open({ recordType });
    sendTens(stream, 50, recordType);
    await stream.close();
    expect(events).toMatchObject({ acks: range(0, 50), ends: [null] });
    expect(await values(emulator, `SELECT temp FROM ${table} ORDER BY temp`)).toEqual(range(0, 500));
    const requests = emulator.requests().map(({ bytes }) => decodeRequest(bytes));
    const [, first, ...rest] = requests;
    expect(first).toMatchObject({ kind: "records", offset: 0n, recordType, isBatch: true });
    expect(first?.kind === "records" && first.records.map((record) => [...record])).toEqual(
      range(0, 10).map((temp) => [...inForm[recordType](temp)]),
    );
    expect(rest.map((sent) => sent.kind === "records" && sent.offset)).toEqual(range(1, 50).map(BigInt));
  });

  it("reports batches that are sent while it waits for others", async () => {
    const giveAcks = emulator.inject({ kind: "withhold_acks" });
    const stream = await open();
    stream.send(request(0, [inForm.protobuf(0)]));
    await until(() => emulator.stats().tables[0]?.rows === 1);
    stream.send(request(1, [inForm.protobuf(1)]));
    await until(() => emulator.stats().tables[0]?.rows === 2);
    expect(events.acks).toEqual([]);
    giveAcks();
    await stream.close();
    expect(events).toMatchObject({ acks: [0, 1], ends: [null] });
  });

  it("takes the records at once, as the views they are", async () => {
    const stream = await open();
    const memory = new Uint8Array(1_000).fill(255);
    const record = inForm.protobuf(7);
    memory.set(record, 13);
    stream.send(request(0, [memory.subarray(13, 13 + record.length)]));
    await until(() => events.acks.length === 1);
    memory.fill(0);
    await stream.close();
    expect(await values(emulator, `SELECT temp FROM ${table}`)).toEqual([7]);
  });

  it("sends the token, the table, more headers and who we are", async () => {
    const server = await recordingServer(ephemeralStreamPath);
    const headers = { ...specOf().headers, "x-team": "sensors" };
    const endpoint = { endpoint: server.zerobusEndpoint, workspaceUrl: server.workspaceUrl };
    const stream = await open({ ...endpoint, headers });
    await stream.close();
    const [call] = server.calls;
    expect(call?.metadata).toMatchObject(headers);
    expect(call?.metadata[metadataKeys.userAgent]).toContain("gen-producers/0.0.0");
  });

  it("ends with what the service says of a bad row, and reports what was durable before it", async () => {
    const stream = await open();
    sendTens(stream, 3);
    const tooLarge = Uint8Array.from([56, 200, 1]);
    stream.send(request(3, [inForm.protobuf(30), tooLarge]));
    stream.send(request(4, [inForm.protobuf(31)]));
    const error = await ended();
    expect(error).toMatchObject({ status: "INVALID_ARGUMENT", code: 4044, retryable: false, table });
    expect(error?.message).toMatch(/Record 1 of offset 3.* breaks the rule .*127/);
    expect(error?.message).not.toMatch(/\.\.$/);
    expect(events.acks).toEqual([0, 1, 2]);
    expect(await values(emulator, `SELECT temp FROM ${table} ORDER BY temp`)).toEqual(range(0, 30));
    await stream.close();
    expect(events.ends).toHaveLength(1);
  });

  const endings: readonly (readonly [name: string, fault: Fault, status: ZerobusStatus])[] = [
    ["a dropped connection", { kind: "drop_connection", afterRecords: 25, stored: true, times: 1 }, "UNKNOWN"],
    [
      "a status after storing",
      { kind: "end_stream", afterRecords: 25, status: "UNAVAILABLE", stored: true, times: 1 },
      "UNAVAILABLE",
    ],
    ["a status before storing", { kind: "end_stream", afterRecords: 25, status: "INTERNAL", times: 1 }, "INTERNAL"],
  ];
  it.each(endings)("ends with %s, and opens again", async (_name, fault, status) => {
    emulator.inject(fault);
    const stream = await open();
    sendTens(stream, 10);
    expect(await ended()).toMatchObject({ status, retryable: true, streamId: stream.id });
    expect(range(0, 3).slice(0, events.acks.length)).toEqual(events.acks);
    events = new Events();
    const another = await open();
    expect(another.id).not.toBe(stream.id);
    sendTens(another, 10);
    await another.close();
    expect(events).toMatchObject({ acks: range(0, 10), ends: [null] });
    expect(await values(emulator, `SELECT DISTINCT temp FROM ${table} ORDER BY temp`)).toEqual(range(0, 100));
  });

  it("ends with null where the service has closed the stream in order, which the next batch shows", async () => {
    emulator.inject({ kind: "close_signal", afterRecords: 10, seconds: 0, times: 1 });
    const stream = await open();
    stream.send(request(0, range(0, 10).map(inForm.protobuf)));
    await until(() => emulator.stats().streams[0]?.state === "ended");
    stream.send(request(1, [inForm.protobuf(10)]));
    expect(await ended()).toBeNull();
  });

  it("reports a stream that ended while there was nothing to send with the next batch", async () => {
    const stream = await open();
    sendTens(stream, 1);
    await until(() => events.acks.length === 1);
    await emulator.restart(0);
    expect(events.ends).toEqual([]);
    stream.send(request(1, [inForm.protobuf(10)]));
    expect(await ended()).toMatchObject({ retryable: true });
    expect((await ended())?.message).not.toContain("Stream closed");
    expect(events.acks).toEqual([0]);
  });

  it("waits for acknowledgements that are withheld, until it is given up", async () => {
    emulator.inject({ kind: "withhold_acks" });
    const stream = await open();
    sendTens(stream, 2);
    await until(() => emulator.stats().tables[0]?.rows === 20);
    let isOver = false;
    const over = stream.close().then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([isOver, events.acks, events.ends]).toEqual([false, [], []]);
    stream.abort();
    await over;
    await until(() => emulator.stats().streams[0]?.state === "ended");
    expect(events).toMatchObject({ acks: [], ends: [] });
  });

  it("reports nothing of a stream that is given up", async () => {
    const stream = await open();
    sendTens(stream, 5);
    stream.abort();
    await transport.close();
    expect(events).toMatchObject({ acks: [], ends: [] });
    await until(() => emulator.stats().streams[0]?.state === "ended");
  });

  describe("cannot open", () => {
    it.each(statuses)("where the service says %s", async (status) => {
      const text = `Error 4024: "no"\n\u0007\\ for the-token`;
      emulator.inject({ kind: "fail_create", status, message: text, times: 1 });
      const final = ["INVALID_ARGUMENT", "NOT_FOUND", "OUT_OF_RANGE", "UNIMPLEMENTED", "PERMISSION_DENIED"];
      const opened = open();
      await expect(opened).rejects.toMatchObject({ status, code: 4024, retryable: !final.includes(status), table });
      await expect(opened).rejects.toThrow(`${table}: ${status}: Error 4024: "no" \\ for *** (Grant`);
      await (await open()).close();
    });

    it("without a service", async () => {
      const opened = open({ endpoint: "http://127.0.0.1:1" });
      await expect(opened).rejects.toMatchObject({ status: "UNAVAILABLE", retryable: true });
    });

    it.each([{ endpoint: "127.0.0.1" }, { userAgent: "a\nb" }])("with %j", async (wrong) => {
      await expect(open(wrong)).rejects.toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
    });

    it("with a token that no header can hold, and does not tell it", async () => {
      const headers = { ...specOf().headers, [metadataKeys.authorization]: "Bearer a\nb" };
      const opened = open({ headers });
      await expect(opened).rejects.toMatchObject({ status: "UNAUTHENTICATED" });
      await expect(opened).rejects.not.toThrow(/a\nb/);
    });

    it("with certificates, which the client takes from elsewhere", async () => {
      const opened = open({ ca: "-----BEGIN CERTIFICATE-----" });
      await expect(opened).rejects.toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
      await expect(opened).rejects.toThrow(/SSL_CERT_FILE/);
    });

    it("once nobody waits for it, and gives up the stream that was created after all", async () => {
      const controller = new AbortController();
      const opened = open({ signal: controller.signal });
      controller.abort();
      await expect(opened).rejects.toMatchObject({ status: "CANCELLED", retryable: true });
      await expect(open({ signal: controller.signal })).rejects.toMatchObject({ status: "CANCELLED" });
      await transport.close();
      await until(() => emulator.stats().streams.every(({ state }) => state === "ended"));
      expect(events.ends).toEqual([]);
    });
  });

  it.each(["protobuf", "json"] as const)("carries a producer of %s through what goes wrong", async (recordType) => {
    emulator.inject({ kind: "drop_connection", afterRecords: 250, stored: true, times: 1 });
    emulator.inject({ kind: "end_stream", afterRecords: 120, status: "UNAVAILABLE", times: 2 });
    emulator.inject({ kind: "close_signal", afterRecords: 330, seconds: 0, times: 1 });
    emulator.inject({ kind: "fail_create", status: "RESOURCE_EXHAUSTED", times: 1 });
    const producer = await openProducer(airQuality, {
      endpoint: emulator.zerobusEndpoint,
      workspaceUrl: emulator.workspaceUrl,
      auth: { clientId: "id", clientSecret: "secret" },
      transport,
      recordType,
      batch: { maxRecords: 20, lingerMs: 1 },
      retry: { initialMs: 10, maxMs: 20 },
    });
    await producer.sendMany(range(0, 1_000).map(reading));
    await producer.close();
    expect(await values(emulator, `SELECT DISTINCT temp FROM ${table} ORDER BY temp`)).toEqual(range(0, 1_000));
    expect(producer.stats()).toMatchObject({ rowsDurable: 1_000, rowsInFlight: 0, rowsRefused: 0 });
    expect(producer.stats().reconnects).toBeGreaterThanOrEqual(4);
  });

  it("runs several streams side by side", async () => {
    const all = range(0, 3).map(() => new Events());
    const streams = await Promise.all(all.map((one) => transport.open(specOf(), one)));
    expect(new Set(streams.map(({ id }) => id)).size).toBe(3);
    for (const stream of streams) sendTens(stream, 10);
    await Promise.all(streams.map((stream) => stream.close()));
    expect(all.map(({ acks }) => acks)).toEqual([range(0, 10), range(0, 10), range(0, 10)]);
    expect(await values(emulator, `SELECT count(*)::INT FROM ${table}`)).toEqual([300]);
  });
});
