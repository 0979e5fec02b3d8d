import { createServer } from "node:http2";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { once } from "node:events";
import { Metadata } from "@grpc/grpc-js";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { grpc } from "../../src/transport/grpc/grpc.js";
import type { StreamEvents } from "../../src/transport/transport.js";
import { encodeResponse } from "../../src/zerobus/messages.js";
import { until } from "../emulator/support/run-emulator.js";
import { scriptedServer, type ScriptedCall } from "./grpc-support/scripted-server.js";
import { batchOf, EventLog, rejection, specOf, tableName } from "./grpc-support/streams.js";

const created = encodeResponse({ kind: "created", streamId: "stream-1" });
const ack = (offset: bigint) => encodeResponse({ kind: "ack", offset });
const transport = grpc();
let log = new EventLog();

beforeEach(() => {
  log = new EventLog();
});

/** Opens a stream to a server that answers so once it has the first message. */
async function openTo(answer: (call: ScriptedCall) => void, events: StreamEvents = log) {
  const port = await scriptedServer((call) => {
    call.sendMetadata(new Metadata());
    call.once("data", () => {
      answer(call);
    });
  });
  return transport.open(specOf(`http://127.0.0.1:${port}`), events);
}

const bytes = (text: string) => Buffer.from(text);

it.each<[name: string, answer: (call: ScriptedCall) => void, status: string, text: RegExp]>([
  ["bytes that are no response", (call) => call.write(bytes("\xff")), "INTERNAL", /no response of a stream/],
  ["an acknowledgement first", (call) => call.write(ack(0n)), "INTERNAL", /before it created/],
  ["the end first", (call) => call.end(), "UNAVAILABLE", /ended the stream before/],
  ["an unknown status", (call) => call.emit("error", { code: 99, details: "?" }), "UNKNOWN", /UNKNOWN: \?/],
  ["a status without text", (call) => call.emit("error", { code: 8, details: "" }), "RESOURCE_EXHAUSTED", /EXHAUSTED$/],
])("rejects where the service answers with %s", async (_name, answer, status, text) => {
  const error = await rejection(openTo(answer));
  expect(error).toMatchObject({ name: "ZerobusError", status, retryable: true, table: tableName, streamId: null });
  expect(error.message).toMatch(text);
});

it.each<[name: string, answer: (call: ScriptedCall) => void, text: RegExp]>([
  ["bytes that are no response", (call) => call.write(bytes("\xff")), /no response of a stream/],
  ["an acknowledgement of what was not sent", (call) => call.write(ack(5n)), /offset 5, where the last one sent is 0/],
])("ends with INTERNAL, once, where the service sends %s", async (_name, answer, text) => {
  let isCancelled = false;
  const stream = await openTo((call) => {
    call.on("cancelled", () => {
      isCancelled = true;
    });
    call.once("data", () => {
      call.write(ack(0n));
      answer(call);
      call.write(ack(0n));
    });
    call.write(created);
  });
  stream.send(batchOf(0, 1));
  await until(() => isCancelled && log.ended.length > 0);
  expect(log.events).toMatchObject([
    { kind: "ack", offset: 0 },
    { kind: "end", error: { status: "INTERNAL", retryable: true, streamId: "stream-1" } },
  ]);
  expect(log.ended[0]?.message).toMatch(text);
});

it("keeps what the service says on one line, short, and without the token", async () => {
  const details = `no secret-token-1\r\n\u001b[31m\u202e${"x".repeat(3_000)}`;
  const error = await rejection(openTo((call) => call.emit("error", { code: 3, details })));
  expect(error.message).toMatch(/INVALID_ARGUMENT: no \*\*\* \[31m x+…$/);
  expect(error.message.length).toBeLessThan(600);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("secret-token");
  expect(error.cause).toBeUndefined();
});

it("sends the headers, and names the product", async () => {
  const port = await scriptedServer((call, metadata) => {
    const [agent, authorization, table] = ["user-agent", "authorization", "x-databricks-zerobus-table-name"].map(
      (key) => metadata.get(key)[0],
    );
    call.emit("error", {
      code: 3,
      details: JSON.stringify({ agent, isRight: authorization === "Bearer secret-token-1", table }),
    });
  });
  const { message } = await rejection(transport.open(specOf(`http://localhost:${port}`), log));
  const said = JSON.parse(/\{.*\}/.exec(message)![0]) as unknown;
  expect(said).toEqual({
    agent: expect.stringMatching(/^gen-producers-tests\/1\.0 grpc-node-js\//) as string,
    isRight: true,
    table: tableName,
  });
});

it("refuses headers that cannot be sent, without showing them", async () => {
  const headers = { authorization: "Bearer töken\n" };
  const error = await rejection(transport.open(specOf("http://127.0.0.1:1", { headers }), log));
  expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
  expect(error.message).toContain("The header authorization cannot be sent");
  expect(error.message).not.toContain("ken");
});

it("ends a stream whose events throw: an exception never just stops it", async () => {
  const thrown = new Error("a bug");
  const ack0 = vi.fn(() => {
    throw thrown;
  });
  const stream = await openTo(
    (call) => {
      call.once("data", () => call.write(ack(0n)));
      call.write(created);
    },
    { ...log, ack: ack0, end: log.end },
  );
  stream.send(batchOf(0, 1));
  await until(() => log.ended.length > 0);
  expect(log.ended).toMatchObject([{ status: "INTERNAL", retryable: false, cause: thrown, streamId: "stream-1" }]);
  expect(ack0).toHaveBeenCalledOnce();
  await stream.close();
});

/** A server that accepts connections, and nothing else. */
async function silentServer(): Promise<{ port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.resume();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, sockets };
}

it.each(["http://127.0.0.1", "https://localhost"])(
  "gives up opening when it is told to, and lets go of the connection (%s)",
  async (host) => {
    const { port, sockets } = await silentServer();
    const controller = new AbortController();
    const opening = rejection(transport.open(specOf(`${host}:${port}`, { signal: controller.signal }), log));
    await until(() => sockets.size === 1);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await opening).toMatchObject({ status: "CANCELLED", retryable: true, cause: reason, table: tableName });
    await until(() => sockets.size === 0);
    expect(log.events).toEqual([]);
  },
);

it("does not even connect for a signal that is aborted already", async () => {
  const { port, sockets } = await silentServer();
  const spec = specOf(`http://127.0.0.1:${port}`, { signal: AbortSignal.abort() });
  expect(await rejection(transport.open(spec, log))).toMatchObject({ status: "CANCELLED" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sockets.size).toBe(0);
});

it("takes a later abort of the signal for none of its business", async () => {
  const controller = new AbortController();
  const port = await scriptedServer((call) => {
    call.on("data", () => undefined);
    call.on("end", () => call.end());
    call.write(created);
  });
  const stream = await transport.open(specOf(`http://127.0.0.1:${port}`, { signal: controller.signal }), log);
  controller.abort();
  await stream.close();
  expect(log.ended).toEqual([null]);
});

it("leaves no connection behind where one fails, though gRPC tries once more", async () => {
  const seen = new Set<Socket>();
  let accepts = false;
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    if (accepts) seen.add(socket);
    else socket.destroy();
    socket.on("close", () => seen.delete(socket));
    accepts = true;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address() as { port: number };
  const error = await rejection(transport.open(specOf(`http://127.0.0.1:${address.port}`), log));
  expect(error.message).toContain("cannot be reached: the connection breaks off");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen.size).toBe(0);
});

it("says that a server does not speak gRPC", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address() as { port: number };
  const { status, message } = await rejection(transport.open(specOf(`http://127.0.0.1:${address.port}`), log));
  expect(status).toBe("UNAVAILABLE");
  expect(message).toMatch(
    /UNAVAILABLE: http:\/\/127\.0\.0\.1:\d+ cannot be understood: what answers there does not speak HTTP/,
  );
});

/** Length and type of HTTP/2 frames; 0 is DATA, 1 HEADERS. */
function frameTypes(bytes: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) types.push(bytes.readUInt8(at + 3));
  return types;
}

/** A way to a server on which everything of the same moment comes in one piece. What came is in `pieces`. */
async function piecewise(port: number): Promise<{ port: number; pieces: Buffer[] }> {
  const pieces: Buffer[] = [];
  const wire = createTcpServer((client) => {
    const server = connect(port, "127.0.0.1");
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.pipe(server);
    let held: Buffer[] = [];
    server.on("data", (bytes: Buffer) => {
      if (held.push(bytes) > 1) return;
      setTimeout(() => {
        pieces.push(Buffer.concat(held));
        client.write(Buffer.concat(held));
        held = [];
      }, 30);
    });
  }).listen(0, "127.0.0.1");
  await once(wire, "listening");
  onTestFinished(() => void wire.close());
  return { port: (wire.address() as { port: number }).port, pieces };
}

it("tells of acknowledgements that arrive in one piece with the failure, before it", async () => {
  const server = await scriptedServer((call) => {
    let requests = 0;
    call.on("data", () => {
      requests++;
      if (requests === 1) call.write(created);
      if (requests < 6) return;
      for (const offset of [0n, 1n, 2n, 3n]) call.write(ack(offset));
      call.emit("error", { code: 3, details: "bad" });
    });
  });
  const { port, pieces } = await piecewise(server);
  const stream = await transport.open(specOf(`http://127.0.0.1:${port}`), log);
  for (let offset = 0; offset < 5; offset++) stream.send(batchOf(offset, 1));
  await until(() => log.ended.length > 0);
  const acks = [0, 1, 2, 3].map((offset) => ({ kind: "ack", offset }));
  expect(log.events).toMatchObject([...acks, { kind: "end", error: { status: "INVALID_ARGUMENT" } }]);
  const [data, headers] = [0, 1];
  expect(frameTypes(pieces.at(-1)!)).toEqual(expect.arrayContaining([data, headers]));
});

it("takes the HTTP status of a server that has no such service", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(404).end("<html>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address() as { port: number };
  const error = await rejection(transport.open(specOf(`http://127.0.0.1:${address.port}`), log));
  expect(error).toMatchObject({ status: "UNIMPLEMENTED", retryable: false });
});
