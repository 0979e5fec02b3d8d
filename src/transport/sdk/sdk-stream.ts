import type { ZerobusError } from "../../zerobus/zerobus-error.js";
import type { BatchRequest, StreamEvents, TransportStream } from "../transport.js";
import { isWaitTimeout } from "./official-error.js";
import type { OfficialStream } from "./official-sdk.js";

/** A batch that the client has, under our number and under the client's. */
interface Pending {
  readonly offset: number;
  readonly official: bigint;
}

/**
 * A stream of the official client.
 *
 * The client tells of acknowledgements only to who waits for them, and takes no batch while someone waits. So one loop does
 * both in turn: it hands over what was sent meanwhile, then waits for the oldest batch, no longer than the stream's
 * `flushTimeoutMs`.
 */
export class SdkStream implements TransportStream {
  readonly id: string;
  /** Resolves when the stream is over and the client has let go of it. */
  readonly over: Promise<void>;
  readonly #official: OfficialStream;
  readonly #events: StreamEvents;
  readonly #errorOf: (failure: unknown) => ZerobusError | null;
  readonly #decoder = new TextDecoder();
  #queue: BatchRequest[] = [];
  readonly #pending: Pending[] = [];
  #next = 0n;
  #isClosing = false;
  #isAborted = false;
  #wake: () => void = () => undefined;

  constructor(
    id: string,
    official: OfficialStream,
    events: StreamEvents,
    errorOf: (failure: unknown) => ZerobusError | null,
  ) {
    this.id = id;
    this.#official = official;
    this.#events = events;
    this.#errorOf = errorOf;
    this.over = this.#run();
  }

  send(request: BatchRequest): void {
    this.#queue.push(request);
    this.#wake();
  }

  close(): Promise<void> {
    this.#isClosing = true;
    this.#wake();
    return this.over;
  }

  abort(): void {
    this.#isAborted = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    const error = await this.#work();
    // What the client says now concerns batches that nobody waits for any more.
    await this.#official.close().catch(() => undefined);
    if (!this.#isAborted) this.#events.end(error);
  }

  /** Resolves with what ended the stream; null where it ended in order, or was given up. */
  async #work(): Promise<ZerobusError | null> {
    try {
      while (!this.#isAborted) {
        await this.#handOver();
        if (this.#pending.length > 0) await this.#settleOldest();
        else if (this.#queue.length === 0) {
          if (this.#isClosing) return null;
          await this.#somethingToDo();
        }
      }
      return null;
    } catch (failure) {
      return this.#errorOf(await this.#settleFailed(failure));
    }
  }

  /** One after the other: batches given to the client at one time change places. */
  async #handOver(): Promise<void> {
    const queue = this.#queue;
    this.#queue = [];
    for (const request of queue) {
      if (this.#isAborted) return;
      const official = await this.#official.ingestRecordsOffset(this.#recordsOf(request));
      // Only a batch of no records has none.
      if (official !== null) this.#next = official + 1n;
      this.#pending.push({ offset: request.offset, official: this.#next - 1n });
    }
  }

  #recordsOf(request: BatchRequest): (Uint8Array | string)[] {
    const records = request.records();
    return request.recordType === "json" ? records.map((record) => this.#decoder.decode(record)) : [...records];
  }

  /** Returns without an acknowledgement where it takes longer, so that batches do not wait for it. */
  async #settleOldest(): Promise<void> {
    const [oldest] = this.#pending;
    if (oldest === undefined) return;
    try {
      await this.#official.waitForOffset(oldest.official);
    } catch (failure) {
      if (isWaitTimeout(failure) && (await this.#isAlive())) return;
      throw failure;
    }
    this.#settle(oldest);
  }

  /** A service that ends the stream with the text of a wait that took too long would else be waited for without end. */
  async #isAlive(): Promise<boolean> {
    return await this.#official.getUnackedBatches().then(
      () => false,
      () => true,
    );
  }

  /**
   * Reports what became durable before the stream failed, and resolves with why it failed, which is what waiting tells:
   * other methods only say that the stream is closed. The list of unacknowledged batches may still be empty at this
   * moment; the offset that is durable is set before the stream counts as failed.
   */
  async #settleFailed(failure: unknown): Promise<unknown> {
    try {
      for (const pending of [...this.#pending]) {
        await this.#official.waitForOffset(pending.official);
        this.#settle(pending);
      }
      await this.#official.waitForOffset(this.#next);
    } catch (cause) {
      if (!isWaitTimeout(cause)) return cause;
    }
    return failure;
  }

  #settle({ offset }: Pending): void {
    this.#pending.shift();
    if (!this.#isAborted) this.#events.ack(offset);
  }

  async #somethingToDo(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
