import { clearTimeout, setTimeout } from "node:timers";
import { decodeResponse, type StreamResponse } from "../../zerobus/messages.js";
import { WireError } from "../../zerobus/wire.js";
import { ZerobusError, type ZerobusStatus, statusError } from "../../zerobus/zerobus-error.js";
import type { BatchRequest, StreamEvents, TransportStream } from "../transport.js";
import { type CallEnd, callError, type CallPlace, openingGivenUp } from "./call-error.js";
import type { Call, CallListener } from "./grpc-call.js";

/** How long the service may be silent after the last batch before it has ended the stream. */
const goodbyeMs = 5_000;

type Phase = "opening" | "open" | "closing" | "over";

/** One stream over one call. */
export class GrpcStream implements TransportStream {
  readonly #call: Call;
  readonly #events: StreamEvents;
  readonly #opened: Promise<void>;
  readonly #over: Promise<void>;
  #setOpen: () => void = () => undefined;
  #refuse: (error: ZerobusError) => void = () => undefined;
  #setOver: () => void = () => undefined;
  #place: CallPlace;
  #phase: Phase = "opening";
  #lastOffset = -1;
  #goodbye: ReturnType<typeof setTimeout> | null = null;

  /** `start` makes the call, `create` is its first message. */
  constructor(start: (listener: CallListener) => Call, create: Uint8Array, place: CallPlace, events: StreamEvents) {
    this.#place = place;
    this.#events = events;
    this.#opened = new Promise((resolve, reject) => {
      this.#setOpen = resolve;
      this.#refuse = reject;
    });
    this.#over = new Promise((resolve) => {
      this.#setOver = resolve;
    });
    this.#call = start({
      message: (bytes) => {
        if (this.#phase !== "over") this.#receive(bytes);
      },
      ended: (end) => {
        if (this.#phase !== "over") this.#ended(end);
      },
    });
    this.#call.write(create);
  }

  /** Resolves once the service has created the stream; rejects with a ZerobusError. */
  async opened(): Promise<this> {
    await this.#opened;
    return this;
  }

  /** Cancels the call unless the stream is open. */
  giveUpOpening(reason: unknown): void {
    if (this.#phase === "opening") this.#fail(openingGivenUp(this.#place, reason));
  }

  get id(): string {
    return this.#place.streamId ?? "";
  }

  send(request: BatchRequest): void {
    if (this.#phase !== "open") return;
    this.#call.write(request.envelope());
    this.#lastOffset = request.offset;
  }

  close(): Promise<void> {
    if (this.#phase === "open") {
      this.#phase = "closing";
      this.#call.end();
      this.#awaitGoodbye();
    }
    return this.#over;
  }

  abort(): void {
    this.#leave();
    this.#call.cancel();
  }

  #receive(bytes: Uint8Array): void {
    const response = this.#read(bytes);
    if (response === null) return;
    if (this.#phase === "opening") this.#created(response);
    else if (response.kind === "ack") this.#acked(response.offset);
    else if (response.kind === "close") {
      this.#tell(() => {
        this.#events.closing(response.seconds);
      });
    }
  }

  #read(bytes: Uint8Array): StreamResponse | null {
    try {
      return decodeResponse(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#fail(this.#error("INTERNAL", `The service sent what is no response of a stream: ${error.message}.`));
      return null;
    }
  }

  #created(response: StreamResponse): void {
    if (response.kind !== "created") {
      this.#fail(this.#error("INTERNAL", "The service answered before it created the stream."));
      return;
    }
    this.#place = { ...this.#place, streamId: response.streamId };
    this.#phase = "open";
    this.#setOpen();
  }

  #acked(int64: bigint): void {
    if (int64 < 0n) return;
    const offset = Number(int64);
    if (offset > this.#lastOffset) {
      // Taken at its word, it would make rows durable that were never sent.
      const text = `The service acknowledged offset ${offset}, where the last one sent is ${this.#lastOffset}.`;
      this.#fail(this.#error("INTERNAL", text));
      return;
    }
    if (this.#phase === "closing") this.#awaitGoodbye();
    this.#tell(() => {
      this.#events.ack(offset);
    });
  }

  #ended(end: CallEnd): void {
    if (end.code !== 0) this.#finish(callError(end, this.#place));
    else if (this.#phase !== "opening") this.#finish(null);
    else this.#finish(this.#error("UNAVAILABLE", "The service ended the stream before it created it."));
  }

  /** An exception here would be lost in the promises of grpc-js, and the stream would stand still. */
  #tell(handler: () => void): void {
    try {
      handler();
    } catch (cause) {
      const { table, streamId } = this.#place;
      const facts = { status: "INTERNAL", code: null, retryable: false, table, streamId, cause } as const;
      this.#fail(new ZerobusError("INTERNAL: A handler of the stream's events threw an error.", facts));
    }
  }

  #awaitGoodbye(): void {
    if (this.#goodbye !== null) clearTimeout(this.#goodbye);
    this.#goodbye = setTimeout(() => {
      this.#fail(this.#error("DEADLINE_EXCEEDED", `The service did not end the stream within ${goodbyeMs} ms.`));
    }, goodbyeMs);
  }

  #fail(error: ZerobusError): void {
    this.#call.cancel();
    this.#finish(error);
  }

  #finish(error: ZerobusError | null): void {
    const wasOpening = this.#phase === "opening";
    this.#leave();
    if (!wasOpening) this.#tellEnd(error);
    else if (error !== null) this.#refuse(error);
  }

  #tellEnd(error: ZerobusError | null): void {
    try {
      this.#events.end(error);
    } catch (thrown) {
      // There is no one left to tell but the process.
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }

  /** Nothing is reported from now on. */
  #leave(): void {
    this.#phase = "over";
    if (this.#goodbye !== null) clearTimeout(this.#goodbye);
    this.#setOver();
  }

  #error(status: ZerobusStatus, text: string, cause?: unknown): ZerobusError {
    const { table, streamId } = this.#place;
    return statusError(status, text, { table, streamId }, cause);
  }
}
