import { Buffer } from "node:buffer";
import { streamSecrets } from "../safe-text.js";
import { statusError, type ZerobusError } from "../../zerobus/zerobus-error.js";
import type { StreamEvents, StreamSpec, Transport, TransportStream } from "../transport.js";
import { officialError } from "./official-error.js";
import {
  type OfficialSdk,
  type OfficialSdkClass,
  type OfficialStream,
  type OfficialStreamOptions,
  officialRecordTypes,
} from "./official-sdk.js";
import { SdkStream } from "./sdk-stream.js";

export interface SdkOptions {
  /** Longest a batch waits, in milliseconds, while the client waits for an acknowledgement; 10 where it is left out. */
  readonly ackPollMs?: number;
}

/** The longest time the client takes: the producer watches over missing acknowledgements itself. */
const forever = 4_294_967_295;

/** Milliseconds after which the client gives up an attempt to open a stream that nobody may be waiting for any more. */
const openTimeoutMs = 30_000;

const caRefused =
  "the official client takes no certificates: leave out `ca`, and name a file of them in SSL_CERT_FILE when Node is started";

/**
 * Streams of the official client `@databricks/zerobus-ingest-sdk`, whose class `ZerobusSdk` is passed in. Its recovery is
 * off: replay and retry are the producer's. Where `grpc()` can be used it is quicker.
 *
 * The client trusts the certificates of the machine, or those of SSL_CERT_FILE: the producer's `ca` is refused. The ids of
 * its streams are its own secret; ours count up.
 *
 * @throws {TypeError} for something else than the class.
 */
export function sdk(ZerobusSdk: OfficialSdkClass, options: SdkOptions = {}): Transport {
  if (typeof ZerobusSdk !== "function") throw new TypeError("sdk() takes the class ZerobusSdk of the official client");
  return new SdkTransport(ZerobusSdk, options.ackPollMs ?? 10);
}

class SdkTransport implements Transport {
  readonly name = "sdk";
  readonly recordTypes = ["protobuf", "json"] as const;
  readonly #ZerobusSdk: OfficialSdkClass;
  readonly #ackPollMs: number;
  /** Clients without a stream, by what they were made with. Each has a connection of its own, which outlives streams. */
  readonly #idle = new Map<string, OfficialSdk[]>();
  /** Streams of the client, until it has let go of them. */
  readonly #streams = new Set<Promise<void>>();
  #opened = 0;

  constructor(ZerobusSdk: OfficialSdkClass, ackPollMs: number) {
    this.#ZerobusSdk = ZerobusSdk;
    this.#ackPollMs = ackPollMs;
  }

  async open(spec: StreamSpec, events: StreamEvents): Promise<TransportStream> {
    if (spec.ca !== null) throw statusError("INVALID_ARGUMENT", caRefused, { table: spec.table, streamId: null });
    const client = this.#takeClient(spec);
    const created = createStream(client, spec, this.#ackPollMs);
    try {
      const official = await unlessAborted(created, spec);
      return this.#streamOf(official, client, spec, events);
    } catch (failure) {
      // A stream that is created after all must not stay open.
      void created
        .then(closeQuietly, () => undefined)
        .then(() => {
          this.#giveBack(client, spec);
        });
      throw failure;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#streams);
    this.#idle.clear();
  }

  #streamOf(official: OfficialStream, client: OfficialSdk, spec: StreamSpec, events: StreamEvents): SdkStream {
    this.#opened += 1;
    const place = { table: spec.table, streamId: `sdk-${this.#opened}` };
    const stream = new SdkStream(place.streamId, official, events, (failure) =>
      officialError(failure, place, streamSecrets(spec.headers)),
    );
    const over = stream.over.then(() => {
      this.#streams.delete(over);
      this.#giveBack(client, spec);
    });
    this.#streams.add(over);
    return stream;
  }

  #takeClient(spec: StreamSpec): OfficialSdk {
    const idle = this.#idle.get(clientKey(spec))?.pop();
    if (idle !== undefined) return idle;
    try {
      return new this.#ZerobusSdk(spec.endpoint, spec.workspaceUrl, { applicationName: spec.userAgent });
    } catch (failure) {
      throw creationError(failure, spec);
    }
  }

  #giveBack(client: OfficialSdk, spec: StreamSpec): void {
    const key = clientKey(spec);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), client]);
  }
}

function clientKey({ endpoint, workspaceUrl, userAgent }: StreamSpec): string {
  return JSON.stringify([endpoint, workspaceUrl, userAgent]);
}

/** Rejects with a ZerobusError. */
async function createStream(client: OfficialSdk, spec: StreamSpec, ackPollMs: number): Promise<OfficialStream> {
  const table = {
    tableName: spec.table,
    ...(spec.descriptor === null ? {} : { descriptorProto: Buffer.from(spec.descriptor).toString("base64") }),
  };
  const options: OfficialStreamOptions = {
    recordType: officialRecordTypes[spec.recordType],
    recovery: false,
    recoveryTimeoutMs: openTimeoutMs,
    flushTimeoutMs: ackPollMs,
    serverLackOfAckTimeoutMs: forever,
  };
  // A callback that throws or returns a promise would abort the process.
  const headers = Object.entries(spec.headers);
  try {
    return await client.createStream(table, "", "", options, { getHeadersCallback: () => headers });
  } catch (failure) {
    throw creationError(failure, spec);
  }
}

function creationError(failure: unknown, spec: StreamSpec): ZerobusError {
  const place = { table: spec.table, streamId: null };
  const ended = "the service ended the stream before it was created";
  return officialError(failure, place, streamSecrets(spec.headers)) ?? statusError("UNAVAILABLE", ended, place);
}

async function closeQuietly(official: OfficialStream): Promise<void> {
  await official.close().catch(() => undefined);
}

async function unlessAborted(created: Promise<OfficialStream>, { signal, table }: StreamSpec): Promise<OfficialStream> {
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => {
      reject(statusError("CANCELLED", "the stream was given up before it was open", { table, streamId: null }));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    stopListening = () => {
      signal.removeEventListener("abort", onAbort);
    };
  });
  return await Promise.race([created, aborted]).finally(stopListening);
}
