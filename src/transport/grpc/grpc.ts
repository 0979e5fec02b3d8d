import type { Transport } from "../transport.js";
import { openGrpcStream } from "./open-grpc-stream.js";

/** How streams are opened over gRPC. */
export interface GrpcOptions {
  /**
   * Milliseconds after which a connection on which nothing arrives is asked for a sign of life; it counts as lost if there is
   * none within 20 seconds. 30,000 where it is left out; 0 never asks.
   */
  readonly keepaliveMs?: number;
  /** Options of a channel of `@grpc/grpc-js`, such as `grpc.ssl_target_name_override`; they win over what is set here. */
  readonly channelOptions?: Readonly<Record<string, string | number>>;
}

const defaultKeepaliveMs = 30_000;

/**
 * The transport over gRPC. Each stream has a connection of its own: streams do not wait for each other, one that is lost
 * takes no other along, and a new one is never held up by the pauses gRPC makes between attempts to connect again.
 *
 * `@grpc/grpc-js` is loaded when the first stream is opened.
 *
 * @throws {RangeError} for a `keepaliveMs` that is no number of milliseconds.
 */
export function grpc({ keepaliveMs = defaultKeepaliveMs, channelOptions = {} }: GrpcOptions = {}): Transport {
  if (!(keepaliveMs >= 0 && keepaliveMs <= maxKeepaliveMs)) {
    throw new RangeError(`keepaliveMs is a number of milliseconds from 0 to ${maxKeepaliveMs}.`);
  }
  return {
    name: "grpc",
    recordTypes: ["protobuf", "json"],
    open: async (spec, events) => {
      const library = await import("@grpc/grpc-js");
      return openGrpcStream(spec, { library, keepaliveMs, channelOptions }, events);
    },
    // Every stream closes its own connection.
    close: () => Promise.resolve(),
  };
}

/** The longest a timer of Node can wait. */
const maxKeepaliveMs = 2_147_483_647;
