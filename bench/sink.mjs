/**
 * The least a service can do: takes streams and inserts, counts, and acknowledges. It speaks HTTP/2 without
 * a gRPC library, so that the client is what is measured.
 *
 *     node bench/sink.mjs        prints {"zerobusEndpoint":…,"workspaceUrl":…} and runs until SIGTERM
 */
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { setImmediate } from "node:timers";
import { encodeResponse } from "../dist/zerobus/messages.js";

let rows = 0;

/** Reads a protobuf varint that a number holds. */
function varint(bytes, cursor) {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[cursor.at++];
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
}

/** Offset and number of records of an `EphemeralStreamRequest`; null for one that creates a stream. */
function recordsIn(bytes) {
  const cursor = { at: 0 };
  const kind = varint(bytes, cursor) >>> 3;
  if (kind === 1) return null;
  varint(bytes, cursor);
  let offset = 0;
  let count = kind === 2 ? 1 : 0;
  while (cursor.at < bytes.length) {
    if (varint(bytes, cursor) >>> 3 === 1) {
      offset = varint(bytes, cursor);
      continue;
    }
    const end = varint(bytes, cursor) + cursor.at;
    if (kind === 2) cursor.at = end;
    while (cursor.at < end) {
      count++;
      cursor.at++;
      const size = varint(bytes, cursor);
      cursor.at += size;
    }
  }
  return { offset, count };
}

/** Messages of a gRPC stream, out of the pieces they come in. */
function messageReader(take) {
  let pieces = [];
  let held = 0;
  let wanted = 5;
  return (piece) => {
    pieces.push(piece);
    held += piece.length;
    if (held < wanted) return;
    let bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
    for (;;) {
      wanted = bytes.length < 5 ? 5 : 5 + bytes.readUInt32BE(1);
      if (bytes.length < wanted) break;
      take(bytes.subarray(5, wanted));
      bytes = bytes.subarray(wanted);
    }
    pieces = [bytes];
    held = bytes.length;
  };
}

function message(response) {
  const bytes = encodeResponse(response);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Acknowledges once for all requests that came in together, as the service does. */
function takeStream(stream) {
  let acknowledged = -1;
  let received = -1;
  const acknowledge = () => {
    if (received === acknowledged || stream.destroyed) return;
    acknowledged = received;
    stream.write(message({ kind: "ack", offset: BigInt(received) }));
  };
  const take = (bytes) => {
    const records = recordsIn(bytes);
    if (records === null) {
      stream.write(message({ kind: "created", streamId: `stream-${process.pid}` }));
      return;
    }
    rows += records.count;
    if (received === acknowledged) setImmediate(acknowledge);
    received = records.offset;
  };
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.on("data", messageReader(take));
  stream.on("end", () => {
    acknowledge();
    stream.end();
  });
  stream.on("error", () => undefined);
}

/** How much a client may send ahead of being read; HTTP/2's own 64 KiB would slow large batches down. */
const windowBytes = 16 * 1024 * 1024;

async function startStreams() {
  const server = createHttp2Server({ settings: { initialWindowSize: windowBytes } });
  server.on("session", (session) => session.setLocalWindowSize(windowBytes));
  server.on("stream", takeStream);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

/** Tokens for everyone, inserts by REST, and the count. */
async function startHttp() {
  const answers = {
    "/oidc/v1/token": () => ({ access_token: "bench-token", token_type: "Bearer", expires_in: 3600 }),
    "/rows": () => ({ rows }),
  };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const answer = answers[request.url] ?? (() => ((rows += JSON.parse(Buffer.concat(chunks)).length), {}));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer()));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

console.log(JSON.stringify({ zerobusEndpoint: await startStreams(), workspaceUrl: await startHttp() }));
process.on("SIGTERM", () => process.exit(0));
