import process from "node:process";
import { encodeRequest } from "../../zerobus/messages.js";
import { streamSecrets } from "../safe-text.js";
import type { StreamEvents, StreamSpec, TransportStream } from "../transport.js";
import { type CallPlace, openingGivenUp } from "./call-error.js";
import { callSpec, type GrpcSettings } from "./call-spec.js";
import { readEndpoint } from "./endpoint.js";
import { GrpcCall } from "./grpc-call.js";
import { GrpcStream } from "./grpc-stream.js";

/** Opens a stream with a connection of its own. Rejects with a ZerobusError. */
export async function openGrpcStream(
  spec: StreamSpec,
  settings: GrpcSettings,
  events: StreamEvents,
): Promise<TransportStream> {
  const { table, recordType, descriptor, headers, signal } = spec;
  const endpoint = readEndpoint(spec.endpoint, table);
  const call = callSpec(spec, endpoint, settings, process.env);
  const { isProxied } = call;
  const place: CallPlace = {
    table,
    streamId: null,
    origin: endpoint.origin,
    secrets: streamSecrets(headers),
    isProxied,
  };
  if (signal.aborted) throw openingGivenUp(place, signal.reason);
  const create = encodeRequest({ kind: "create", tableName: table, descriptor, recordType });
  const stream = new GrpcStream((listener) => new GrpcCall(call, listener), create, place, events);
  const giveUp = () => {
    stream.giveUpOpening(signal.reason);
  };
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await stream.opened();
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
