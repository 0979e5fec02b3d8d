import { Buffer } from "node:buffer";
import type { Client, ClientDuplexStream } from "@grpc/grpc-js";
import { ephemeralStreamPath } from "../../zerobus/names.js";
import type { CallEnd } from "./call-error.js";
import type { CallSpec } from "./call-spec.js";
import { ConnectionSockets } from "./connection-sockets.js";

/** What a call reports, each on a tick of its own. */
export interface CallListener {
  readonly message: (bytes: Uint8Array) => void;
  /** Comes once, after the last message, also where the call was cancelled. */
  readonly ended: (end: CallEnd) => void;
}

/** A call, message by message. */
export interface Call {
  readonly write: (bytes: Uint8Array) => void;
  /** Nothing more will be written. */
  readonly end: () => void;
  readonly cancel: () => void;
}

/** A call of the service's method with a connection of its own, which is closed when the call is over. */
export class GrpcCall implements Call {
  readonly #sockets = new ConnectionSockets();
  readonly #client: Client;
  readonly #call: ClientDuplexStream<Uint8Array, Uint8Array>;
  #isConnected = false;

  constructor({ client, metadata }: CallSpec, listener: CallListener) {
    this.#client = client();
    this.#call = this.#sockets.watch(() =>
      this.#client.makeBidiStreamRequest(ephemeralStreamPath, asBuffer, asBytes, metadata),
    );
    // The status says it too, and says it last.
    this.#call.on("error", () => undefined);
    this.#call.on("data", (bytes: Uint8Array) => {
      if (!this.#isConnected) this.#connected();
      listener.message(bytes);
    });
    this.#call.on("status", ({ code, details }: CallEnd) => {
      this.#release();
      listener.ended({ code, details });
    });
  }

  write(bytes: Uint8Array): void {
    this.#call.write(bytes);
  }

  end(): void {
    this.#call.end();
  }

  cancel(): void {
    this.#call.cancel();
  }

  /** Before anything of the caller runs, whose connections are its own. */
  #connected(): void {
    this.#isConnected = true;
    this.#sockets.connected();
  }

  #release(): void {
    this.#client.close();
    if (this.#isConnected) this.#sockets.release();
    else this.#sockets.giveUp();
  }
}

/** A view: the message is copied once, into its frame. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function asBytes(bytes: Buffer): Uint8Array {
  return bytes;
}
