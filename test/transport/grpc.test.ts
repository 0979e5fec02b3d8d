import { afterEach, expect, it } from "vitest";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type EmulatorOptions, type StatusName } from "../../src/emulator/index.js";
import { grpc } from "../../src/transport/grpc/grpc.js";
import type { StreamSpec, TransportStream } from "../../src/transport/transport.js";
import { decodeRequest } from "../../src/zerobus/messages.js";
import { until, values } from "../emulator/support/run-emulator.js";
import {
  batchOf,
  descriptor,
  EventLog,
  recordsOf,
  rejection,
  specOf,
  tableName,
  tables,
} from "./grpc-support/streams.js";

const transport = grpc();
let emulator: Emulator;
let log = new EventLog();

async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
  log = new EventLog();
  emulator = await startEmulator({ tables, tokens: "any", ...options });
}

afterEach(() => emulator.close());

function open(more: Partial<StreamSpec> = {}): Promise<TransportStream> {
  return transport.open(specOf(emulator.zerobusEndpoint, more), log);
}

const retryable: Readonly<Record<StatusName, boolean>> = {
  CANCELLED: true,
  UNKNOWN: true,
  INVALID_ARGUMENT: false,
  DEADLINE_EXCEEDED: true,
  NOT_FOUND: false,
  ALREADY_EXISTS: true,
  PERMISSION_DENIED: false,
  RESOURCE_EXHAUSTED: true,
  FAILED_PRECONDITION: true,
  ABORTED: true,
  OUT_OF_RANGE: false,
  UNIMPLEMENTED: false,
  INTERNAL: true,
  UNAVAILABLE: true,
  DATA_LOSS: true,
  UNAUTHENTICATED: true,
};
const statuses = Object.entries(retryable) as [StatusName, boolean][];

it("opens a stream, is told of each durable batch, and closes in order", async () => {
  await start();
  const stream = await open();
  expect(stream.id).toBe(emulator.stats().streams[0]?.id);
  stream.send(batchOf(0, 1, 2));
  await until(() => log.lastAck === 0);
  expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual([1, 2]);
  stream.send(batchOf(1, 3));
  await stream.close();
  expect(log.events).toEqual([
    { kind: "ack", offset: 0 },
    { kind: "ack", offset: 1 },
    { kind: "end", error: null },
  ]);
  expect(emulator.stats().streams[0]).toMatchObject({ state: "ended", status: "OK" });
});

it("takes close, abort and batches after the end for what they are: too late", async () => {
  await start();
  const stream = await open();
  await stream.close();
  stream.send(batchOf(0, 1));
  stream.abort();
  await stream.close();
  expect(log.events).toEqual([{ kind: "end", error: null }]);
});

it("delivers 1,000 batches in order and byte for byte, and the descriptor too", async () => {
  await start({ record: true, store: { kind: "none" } });
  const stream = await open();
  const batches = Array.from({ length: 1_000 }, (_, offset) => batchOf(offset, offset, -offset));
  for (const batch of batches) stream.send(batch);
  await stream.close();
  expect(log.lastAck).toBe(999);
  const offsets = log.events.flatMap((event) => (event.kind === "ack" ? [event.offset] : []));
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  const [create, ...requests] = emulator.requests().map(({ bytes }) => bytes);
  expect(decodeRequest(create!)).toEqual({
    kind: "create",
    tableName,
    descriptor,
    recordType: "protobuf",
  });
  expect(requests).toHaveLength(1_000);
  const differing = requests.findIndex((bytes, index) => Buffer.compare(bytes, batches[index]!.envelope()) !== 0);
  expect(differing).toBe(-1);
});

it("sends the part of the memory that an envelope is a view on", async () => {
  await start({ record: true, store: { kind: "none" } });
  const stream = await open();
  const batch = batchOf(0, 1);
  const memory = Buffer.concat([Buffer.alloc(100, 1), batch.envelope(), Buffer.alloc(100, 2)]);
  const view = new Uint8Array(memory.buffer, memory.byteOffset + 100, memory.length - 200);
  stream.send({ ...batch, envelope: () => view });
  await stream.close();
  expect(log.lastAck).toBe(0);
  expect(Buffer.compare(emulator.requests()[1]!.bytes, batch.envelope())).toBe(0);
});

it("carries batches beyond the 4 MiB that gRPC takes by itself", async () => {
  await start({ store: { kind: "none" } });
  const stream = await open();
  const row = airQuality.encode({ device_name: "x".repeat(1_000_000), observed_at: new Date(0) });
  stream.send(recordsOf(0, Array<Uint8Array>(10).fill(row)));
  await stream.close();
  expect(log.events).toEqual([
    { kind: "ack", offset: 0 },
    { kind: "end", error: null },
  ]);
});

it("opens streams of JSON records without a descriptor", async () => {
  await start();
  const stream = await open({ recordType: "json", descriptor: null });
  const record = Buffer.from(airQuality.toJson({ device_name: "json", observed_at: new Date(0) }));
  stream.send(recordsOf(0, [record], "json"));
  await stream.close();
  expect(await values(emulator, `SELECT device_name FROM ${tableName}`)).toEqual(["json"]);
});

it.each(statuses)("rejects with %s where the service refuses to create the stream", async (status, isRetryable) => {
  await start({ faults: [{ kind: "fail_create", status, message: "Error 4024: no" }] });
  const error = await rejection(open());
  expect(error).toMatchObject({ name: "ZerobusError", status, code: 4024, retryable: isRetryable, table: tableName });
  expect(error.message).toContain(`${tableName}: ${status}: Error 4024: no`);
  expect(log.events).toEqual([]);
});

it.each(statuses)("ends with %s where the service says so later, after the acknowledgements", async (status) => {
  await start({ faults: [{ kind: "end_stream", afterRecords: 3, status, message: "because" }] });
  const stream = await open();
  for (let offset = 0; offset < 10; offset++) stream.send(batchOf(offset, offset));
  await until(() => log.ended.length > 0);
  expect(log.events.at(-1)).toMatchObject({
    kind: "end",
    error: { status, message: `${tableName}: ${status}: because`, streamId: stream.id },
  });
  expect(log.lastAck).toBe(2);
  expect(log.ended).toHaveLength(1);
});

it("tells why rows are refused, after what was acknowledged before them", async () => {
  await start();
  const stream = await open();
  stream.send(batchOf(0, 1));
  stream.send(recordsOf(1, [Buffer.from([1, 2, 3])]));
  await until(() => log.ended.length > 0);
  expect(log.lastAck).toBe(0);
  expect(log.ended[0]).toMatchObject({ status: "INVALID_ARGUMENT", code: 4044, retryable: false });
});

it("passes on that the service will close the stream, and that it did", async () => {
  await start({ faults: [{ kind: "close_signal", afterRecords: 1, seconds: 0.05 }] });
  const stream = await open();
  stream.send(batchOf(0, 1));
  await until(() => log.ended.length > 0);
  expect(log.events).toContainEqual({ kind: "closing", seconds: 0.05 });
  expect(log.lastAck).toBe(0);
  expect(log.ended).toEqual([null]);
  await stream.close();
});

it("says that the connection was lost", async () => {
  await start({ faults: [{ kind: "drop_connection", afterRecords: 1 }] });
  const stream = await open();
  stream.send(batchOf(0, 1));
  stream.send(batchOf(1, 1));
  await until(() => log.ended.length > 0);
  expect(log.ended[0]).toMatchObject({ status: "UNAVAILABLE", retryable: true });
  expect(log.ended[0]?.message).toBe(
    `${tableName}: UNAVAILABLE: The connection to ${emulator.zerobusEndpoint} was lost.`,
  );
});

it("fails at once while nobody listens, and connects at once when somebody does again", async () => {
  await start();
  const stream = await open();
  const restarted = emulator.restart(300);
  await until(() => log.ended.length > 0);
  expect(log.ended[0]).toMatchObject({ status: "UNAVAILABLE" });
  const failures = [await rejection(open()), await rejection(open()), await rejection(open())];
  for (const { message, retryable } of failures) {
    expect(message).toBe(
      `${tableName}: UNAVAILABLE: ${emulator.zerobusEndpoint} cannot be reached: the connection is refused; check the endpoint and its port.`,
    );
    expect(retryable).toBe(true);
  }
  await restarted;
  const again = await open();
  expect(again.id).not.toBe(stream.id);
  await again.close();
});

it("reports nothing after a stream is given up, and cancels it", async () => {
  await start({ faults: [{ kind: "delay_acks", ms: 20 }] });
  const stream = await open();
  stream.send(batchOf(0, 1));
  await until(() => emulator.stats().streams[0]?.rows === 1);
  const closed = stream.close();
  stream.abort();
  await closed;
  await until(() => emulator.stats().streams[0]?.state === "ended");
  expect(emulator.stats().streams[0]).toMatchObject({ status: "CANCELLED" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(log.events).toEqual([]);
});

it("opens several streams, of which one that is lost takes no other along", async () => {
  await start();
  const first = await open();
  const other = new EventLog();
  const second = await transport.open(specOf(emulator.zerobusEndpoint), other);
  emulator.inject({ kind: "drop_connection", afterRecords: 0, times: 1 });
  first.send(batchOf(0, 1));
  await until(() => log.ended.length > 0);
  second.send(batchOf(0, 2));
  await second.close();
  expect(other.events).toEqual([
    { kind: "ack", offset: 0 },
    { kind: "end", error: null },
  ]);
});
