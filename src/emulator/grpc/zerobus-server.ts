import { Buffer } from "node:buffer";
import { createServer, type Server as TcpServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ephemeralStreamPath } from "../../zerobus/names.js";
import type { StreamRegistry } from "../stream-registry.js";
import { connectCall, type Call } from "./connect-call.js";

/** Room for a batch of the largest records; grpc-js would take 4 MiB. */
const maxMessageBytes = 64 * 1024 * 1024;

const options = { "grpc.max_receive_message_length": maxMessageBytes };

export interface ZerobusServer {
  readonly port: number;
  /** Drops every connection, is not there for some milliseconds, and listens on the same port again. */
  readonly restart: (downMs: number) => Promise<void>;
  /** Drops every connection and stops listening. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the gRPC service; port 0 takes a free one. It accepts the connections itself, so that it can drop each of them.
 *
 * @throws what `listen` of node:net throws, such as EADDRINUSE.
 */
export async function startZerobusServer(streams: StreamRegistry, host: string, port: number): Promise<ZerobusServer> {
  const sockets = new Map<string, Socket>();
  const grpc = new Server(options);
  grpc.register(
    ephemeralStreamPath,
    (call: Call) => {
      const peer = call.getPeer();
      connectCall(call, streams, () => sockets.get(peer)?.resetAndDestroy());
    },
    (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    (bytes: Buffer) => bytes,
    "bidi",
  );
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const tcp = createServer({ noDelay: true }, (socket) => {
    remember(socket, sockets);
    injector.injectConnection(socket);
  });
  await listen(tcp, host, port);
  const bound = portOf(tcp);
  let isClosed = false;
  let restarted = Promise.resolve();
  const restart = async (downMs: number): Promise<void> => {
    await stop(tcp, sockets);
    await wait(downMs);
    if (!isClosed) await listen(tcp, host, bound);
  };
  return {
    port: bound,
    restart: (downMs) => {
      // One after the other, and one that failed is no reason for the next to fail.
      const done = restarted.then(() => restart(downMs));
      restarted = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      isClosed = true;
      await stop(tcp, sockets);
      grpc.forceShutdown();
    },
  };
}

function remember(socket: Socket, sockets: Map<string, Socket>): void {
  // As grpc-js names a peer.
  const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? ""}`;
  sockets.set(peer, socket);
  socket.on("close", () => sockets.delete(peer));
  // A connection that breaks ends its calls; there is nobody else to tell.
  socket.on("error", () => undefined);
}

function listen(tcp: TcpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once("error", reject);
    tcp.listen(port, host, () => {
      tcp.off("error", reject);
      resolve();
    });
  });
}

async function stop(tcp: TcpServer, sockets: ReadonlyMap<string, Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    tcp.close(() => {
      resolve();
    });
  });
  for (const socket of sockets.values()) socket.resetAndDestroy();
  await closed;
}

function portOf(tcp: TcpServer): number {
  const address = tcp.address();
  return address === null || typeof address === "string" ? 0 : address.port;
}
