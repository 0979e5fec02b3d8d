import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type handleBidiStreamingCall, Metadata, Server, ServerCredentials } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { type Plain, foreignRequest, foreignResponse } from "../unit/zerobus/envelope.js";

/** One call of the service, as it was made. */
export interface RecordedCall {
  readonly path: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The messages, each as its bytes. */
  readonly requests: Uint8Array[];
}

export interface RecordingServer {
  readonly zerobusEndpoint: string;
  readonly workspaceUrl: string;
  readonly calls: readonly RecordedCall[];
}

const identity = (bytes: Buffer) => bytes;

/** A service on loopback that keeps what it is sent and acknowledges all of it; nothing in it is code under test. */
export async function recordingServer(path: string): Promise<RecordingServer> {
  const calls: RecordedCall[] = [];
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  const method = {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
  server.addService({ ephemeralStream: method }, { ephemeralStream: recorder(calls) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  onTestFinished(() => {
    server.forceShutdown();
  });
  return { zerobusEndpoint: `http://127.0.0.1:${port}`, workspaceUrl: await tokenServer(), calls };
}

function recorder(calls: RecordedCall[]): handleBidiStreamingCall<Buffer, Buffer> {
  return (call) => {
    const requests: Uint8Array[] = [];
    calls.push({ path: call.getPath(), metadata: call.metadata.getMap(), requests });
    // The client waits for headers before it says anything.
    call.sendMetadata(new Metadata());
    call.on("data", (bytes: Buffer) => {
      requests.push(Uint8Array.from(bytes));
      call.write(Buffer.from(foreignResponse.write(answerTo(foreignRequest.read(bytes)))));
    });
    call.on("end", () => {
      call.end();
    });
  };
}

function answerTo(request: Plain): Plain {
  const records = (request["ingest_record"] ?? request["ingest_record_batch"]) as Plain | undefined;
  if (records === undefined) return { create_stream_response: { stream_id: "recorded" } };
  return { ingest_record_response: { durability_ack_up_to_offset: records["offset_id"] } };
}

/** Gives a token to everyone. */
async function tokenServer(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "a-token", token_type: "Bearer", expires_in: 3600 }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
