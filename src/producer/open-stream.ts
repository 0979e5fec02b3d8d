import type { Clock } from "../async/clock.js";
import type { TransportStream } from "../transport/transport.js";
import type { ZerobusError, ZerobusStatus } from "../zerobus/zerobus-error.js";
import type { Batch } from "./batch.js";
import { laneError } from "./lane-errors.js";

/** What a stream needs of its lane, and tells it. */
export interface OpenStreamHost {
  readonly table: string;
  readonly clock: Clock;
  /** Milliseconds without an acknowledgement after which the stream counts as dead. */
  readonly ackTimeoutMs: number;
  readonly sent: (batch: Batch) => void;
  /** Batches are durable, oldest first; at least one. */
  readonly acked: (batches: readonly Batch[]) => void;
  /** The stream was given up. */
  readonly broke: (error: ZerobusError) => void;
}

/** A stream that the service has created, with the batches that are under way on it. */
export class OpenStream {
  readonly #stream: TransportStream;
  readonly #host: OpenStreamHost;
  readonly #inFlight: Batch[] = [];
  #nextOffset = 0;
  #hasProgressed = false;
  #lastProgress = 0;
  #cancelAckWatch: (() => void) | null = null;

  constructor(stream: TransportStream, host: OpenStreamHost) {
    this.#stream = stream;
    this.#host = host;
  }

  get id(): string {
    return this.#stream.id;
  }

  get inFlight(): readonly Batch[] {
    return this.#inFlight;
  }

  /** Whether anything was acknowledged on it. */
  get hasProgressed(): boolean {
    return this.#hasProgressed;
  }

  send(batch: Batch): void {
    if (this.#inFlight.length === 0) this.#watchAcks();
    this.#inFlight.push(batch);
    batch.timesSent++;
    batch.sentAt = this.#host.clock.steady();
    this.#host.sent(batch);
    try {
      this.#stream.send(batch.request(this.#nextOffset++));
    } catch (cause) {
      this.#giveUp("INTERNAL", "the transport failed", cause);
    }
  }

  acked(offset: number): void {
    if (offset >= this.#nextOffset) {
      this.#giveUp("INTERNAL", `offset ${offset} was acknowledged before it was sent`);
      return;
    }
    const oldest = this.#nextOffset - this.#inFlight.length;
    const done = this.#inFlight.splice(0, Math.max(0, offset - oldest + 1));
    if (done.length === 0) return;
    this.#hasProgressed = true;
    this.#lastProgress = this.#host.clock.steady();
    if (this.#inFlight.length === 0) this.#stopAckWatch();
    this.#host.acked(done);
  }

  /** What was sent and not acknowledged; nothing is waited for any longer. */
  takeBack(): readonly Batch[] {
    this.#stopAckWatch();
    return this.#inFlight.splice(0);
  }

  async close(): Promise<void> {
    this.#stopAckWatch();
    await this.#stream.close();
  }

  abort(): void {
    this.#stopAckWatch();
    this.#stream.abort();
  }

  /** One timer at a time, however many acknowledgements there are. */
  #watchAcks(): void {
    this.#lastProgress = this.#host.clock.steady();
    if (this.#cancelAckWatch === null) this.#checkAcksIn(this.#host.ackTimeoutMs);
  }

  #checkAcksIn(ms: number): void {
    const { clock, ackTimeoutMs } = this.#host;
    this.#cancelAckWatch = clock.later(ms, () => {
      this.#cancelAckWatch = null;
      const left = this.#lastProgress + ackTimeoutMs - clock.steady();
      if (left > 0) this.#checkAcksIn(left);
      else this.#giveUp("DEADLINE_EXCEEDED", "the service acknowledges nothing");
    });
  }

  #stopAckWatch(): void {
    this.#cancelAckWatch?.();
    this.#cancelAckWatch = null;
  }

  #giveUp(status: ZerobusStatus, text: string, cause?: unknown): void {
    this.abort();
    this.#host.broke(laneError(this.#host.table, this.id, status, text, cause));
  }
}
