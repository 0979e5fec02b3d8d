import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CallPlace } from "../../../../src/transport/grpc/call-error.js";
import type { Call, CallListener } from "../../../../src/transport/grpc/grpc-call.js";
import { GrpcStream } from "../../../../src/transport/grpc/grpc-stream.js";
import type { BatchRequest, StreamEvents } from "../../../../src/transport/transport.js";
import { encodeResponse, type StreamResponse } from "../../../../src/zerobus/messages.js";

// What is imported from node:timers is not faked by itself.
vi.mock("node:timers", () => ({
  setTimeout: (work: () => void, ms: number) => setTimeout(work, ms),
  clearTimeout: (timer: NodeJS.Timeout) => {
    clearTimeout(timer);
  },
}));

const place: CallPlace = { table: "c.s.t", streamId: null, origin: "https://z", secrets: [], isProxied: false };

/** A stream over a call that only notes what it is told. */
function streamWith(events: Partial<StreamEvents> = {}) {
  const told: unknown[] = [];
  const sent: string[] = [];
  const call: Call = {
    write: (bytes) => sent.push(Buffer.from(bytes).toString()),
    end: () => sent.push("<end>"),
    cancel: () => sent.push("<cancel>"),
  };
  const log: StreamEvents = {
    ack: (offset) => told.push(offset),
    closing: (seconds) => told.push({ seconds }),
    end: (error) => told.push(error?.status ?? error),
  };
  const listeners: CallListener[] = [];
  const start = (listener: CallListener) => {
    listeners.push(listener);
    return call;
  };
  const stream = new GrpcStream(start, Buffer.from("create"), place, { ...log, ...events });
  const listener = listeners[0]!;
  const answer = (response: StreamResponse) => {
    listener.message(encodeResponse(response));
  };
  const ended = (code: number, details = "") => {
    listener.ended({ code, details });
  };
  return { stream, told, sent, answer, ended };
}

function batch(offset: number): BatchRequest {
  const envelope = () => Buffer.from(`batch ${offset}`);
  return { offset, recordType: "protobuf", count: 1, size: 1, envelope, records: () => [] };
}

const created: StreamResponse = { kind: "created", streamId: "s1" };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

it("sends the first message, is open when it is answered, and then sends batches", async () => {
  const { stream, sent, answer } = streamWith();
  stream.send(batch(0));
  expect(sent).toEqual(["create"]);
  answer(created);
  expect(await stream.opened()).toBe(stream);
  expect(stream.id).toBe("s1");
  stream.send(batch(0));
  expect(sent).toEqual(["create", "batch 0"]);
});

it("gives up a stream that the service does not end within 5 seconds", async () => {
  const { stream, told, sent, answer } = streamWith();
  answer(created);
  const closed = stream.close();
  vi.advanceTimersByTime(4_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  await closed;
  expect(told).toEqual(["DEADLINE_EXCEEDED"]);
  expect(sent).toEqual(["create", "<end>", "<cancel>"]);
});

it("waits on while acknowledgements come", async () => {
  const { stream, told, answer, ended } = streamWith();
  answer(created);
  for (const offset of [0, 1, 2]) stream.send(batch(offset));
  const closed = stream.close();
  for (const offset of [0n, 1n, 2n]) {
    vi.advanceTimersByTime(4_000);
    answer({ kind: "ack", offset });
  }
  vi.advanceTimersByTime(4_000);
  ended(0);
  await closed;
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([0, 1, 2, null]);
});

it("sends nothing after it is closed, and is closed once", async () => {
  const { stream, sent, answer, ended } = streamWith();
  answer(created);
  const closed = [stream.close(), stream.close()];
  stream.send(batch(0));
  ended(0);
  await Promise.all(closed);
  expect(sent).toEqual(["create", "<end>"]);
});

it("reports one end, and nothing after it", () => {
  const { stream, told, answer, ended } = streamWith();
  answer(created);
  stream.send(batch(0));
  ended(14, "gone");
  answer({ kind: "ack", offset: 0n });
  answer({ kind: "close", seconds: 1 });
  ended(0);
  stream.abort();
  expect(told).toEqual(["UNAVAILABLE"]);
});

it("passes over an acknowledgement of nothing", () => {
  const { told, answer } = streamWith();
  answer(created);
  answer({ kind: "ack", offset: -1n });
  expect(told).toEqual([]);
});

it("leaves an exception of the last handler to the process", async () => {
  const thrown = new Error("a bug");
  const uncaught = new Promise((resolve) => {
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => {
      for (const listener of before) process.on("uncaughtException", listener);
      resolve(error);
    });
  });
  const { stream, answer, ended } = streamWith({
    end: () => {
      throw thrown;
    },
  });
  answer(created);
  ended(13, "broken");
  expect(await uncaught).toBe(thrown);
  await stream.close();
});
