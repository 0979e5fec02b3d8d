import { Buffer } from "node:buffer";
import { env } from "node:process";
import { systemClock } from "../async/clock.js";
import { networkFetch } from "../network/network-fetch.js";
import { grpc } from "../transport/grpc/grpc.js";
import type { StreamSpec, Transport } from "../transport/transport.js";
import { metadataKeys } from "../zerobus/names.js";
import { ZerobusError } from "../zerobus/zerobus-error.js";
import { Announcer } from "./announcer.js";
import { openTokenSource, type TokenSource } from "./auth/token-source.js";
import type { ProducerCodec } from "./codec.js";
import { Delivery, type DeliveryWorld } from "./delivery.js";
import type { ProducerOptions } from "./options.js";
import type { Producer } from "./producer.js";
import { settingsOf, type Settings } from "./settings.js";
import { TableProducer } from "./table-producer.js";
import { reasonOf } from "./until-aborted.js";
import { version } from "./version.js";

/**
 * Opens a producer for a table; resolves once the service has created the first stream.
 *
 * @throws {TypeError} for options that cannot be.
 * @throws {ZerobusError} where the stream cannot be opened: for good, or within `retry.openTimeoutMs`.
 */
export async function openProducer<Row>(
  codec: ProducerCodec<Row>,
  options: ProducerOptions<Row>,
): Promise<Producer<Row>> {
  const transport = options.transport ?? grpc();
  const settings = settingsOf(options, transport);
  const announcer = new Announcer(settings.logger);
  const world = await worldOf(codec, options, settings, transport);
  const delivery = new Delivery(codec, options.partitionBy, settings, announcer, world);
  const stopListening = stopAt(options, codec.table.fullName, (error) => {
    delivery.fail(error);
  });
  const release = async (): Promise<void> => {
    stopListening();
    await transport.close();
    await settings.sink?.close();
  };
  try {
    await delivery.start();
  } catch (error) {
    await release();
    throw error;
  }
  return new TableProducer({
    codec,
    delivery,
    checksKeys: settings.checksKeys,
    announcer,
    clock: systemClock,
    release,
  });
}

async function worldOf<Row>(
  codec: ProducerCodec<Row>,
  options: ProducerOptions<Row>,
  settings: Settings,
  transport: Transport,
): Promise<DeliveryWorld> {
  const tokens = await tokensFor(codec.table.fullName, options);
  const spec = specOf(codec, options, settings);
  return {
    clock: systemClock,
    random: Math.random,
    forgetToken: tokens.discard,
    open: async (events, signal) => {
      const authorization = await tokens.authorization(signal);
      const headers = { ...spec.headers, [metadataKeys.authorization]: authorization };
      return transport.open({ ...spec, headers, signal }, events);
    },
  };
}

async function tokensFor<Row>(table: string, options: ProducerOptions<Row>): Promise<TokenSource> {
  const { endpoint, workspaceUrl, auth, headers = {}, ca = null } = options;
  const fetch = await networkFetch(env, { ca });
  return openTokenSource(auth, { endpoint, workspaceUrl, table, headers }, { fetch, now: systemClock.now });
}

/** What all streams of the producer have in common. */
function specOf<Row>(
  codec: ProducerCodec<Row>,
  options: ProducerOptions<Row>,
  { recordType }: Settings,
): Omit<StreamSpec, "signal"> {
  const { endpoint, workspaceUrl, headers = {}, ca = null } = options;
  const table = codec.table.fullName;
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) own[name.toLowerCase()] = value;
  return {
    endpoint,
    workspaceUrl,
    table,
    recordType,
    ca,
    descriptor: recordType === "protobuf" ? Buffer.from(codec.descriptor, "base64") : null,
    headers: { ...own, [metadataKeys.tableName]: table },
    userAgent: `gen-producers/${version}`,
  };
}

/** Calls `stop` when the signal of the options is aborted. Returns how to end that. */
function stopAt<Row>({ signal }: ProducerOptions<Row>, table: string, stop: (error: ZerobusError) => void): () => void {
  if (signal === undefined) return () => undefined;
  const abort = () => {
    const facts = { status: "CANCELLED", code: null, retryable: false, table, streamId: null } as const;
    stop(new ZerobusError(`${table}: the producer was aborted`, { ...facts, cause: reasonOf(signal) }));
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return () => {
    signal.removeEventListener("abort", abort);
  };
}
