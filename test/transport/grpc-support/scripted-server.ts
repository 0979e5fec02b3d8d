import { Server, ServerCredentials, type Metadata, type ServerDuplexStream } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { ephemeralStreamPath } from "../../../src/zerobus/names.js";

export type ScriptedCall = ServerDuplexStream<Buffer, Uint8Array>;

/** A gRPC server that does what a test wants with each call; it is gone after the test. Returns its port. */
export async function scriptedServer(
  answer: (call: ScriptedCall, metadata: Metadata) => void,
  credentials: ServerCredentials = ServerCredentials.createInsecure(),
): Promise<number> {
  const server = new Server();
  server.register<Buffer, Uint8Array>(
    ephemeralStreamPath,
    (call: ScriptedCall) => {
      call.on("error", () => undefined);
      answer(call, call.metadata);
    },
    (bytes) => Buffer.from(bytes),
    (bytes) => bytes,
    "bidi",
  );
  onTestFinished(() => {
    server.forceShutdown();
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
