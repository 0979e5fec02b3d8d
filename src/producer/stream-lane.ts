import type { Clock } from "../async/clock.js";
import type { StreamEvents, TransportStream } from "../transport/transport.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";
import type { Batch, BatchMemory } from "./batch.js";
import { BatchQueue } from "./batch-queue.js";
import { Connection } from "./connection.js";
import type { Health } from "./health.js";
import { givenUp, laneError, refusesEverything } from "./lane-errors.js";
import { OpenStream } from "./open-stream.js";
import type { StreamLaneStats } from "./producer.js";
import { Quota } from "./quota.js";
import { verdictOn, type EndFacts } from "./recovery.js";
import type { Settings } from "./settings.js";

/** What a lane needs of its producer, and tells it. */
export interface LaneHost {
  readonly table: string;
  readonly clock: Clock;
  readonly settings: Pick<Settings, "retry" | "quota" | "batch">;
  readonly memory: BatchMemory;
  readonly health: Health;
  /** Opens a stream with a token that is good now. */
  readonly open: (events: StreamEvents, signal: AbortSignal) => Promise<TransportStream>;
  /** The token of the last stream was refused. */
  readonly forgetToken: () => void;
  readonly opened: (streamId: string, isFirst: boolean) => void;
  readonly sent: (batch: Batch) => void;
  readonly durable: (batches: readonly Batch[], streamId: string) => void;
  /** The service refuses the one row of the batch. */
  readonly refused: (batch: Batch, error: ZerobusError) => void;
  /** A stream will be opened again; null where it ended in order. */
  readonly broke: (error: ZerobusError | null, attempt: number, delayMs: number) => void;
  /** Nothing can be sent any more. */
  readonly failed: (error: ZerobusError) => void;
}

/** Before a refused row is looked for further, in milliseconds: every step costs the service a stream. */
const isolationDelayMs = 50;

/**
 * One stream after another, as one: batches go out in their order, and what was not acknowledged when a stream ended goes
 * out again before anything else.
 */
export class StreamLane {
  readonly #host: LaneHost;
  readonly #quota: Quota | null;
  readonly #queue: BatchQueue;
  #state: StreamLaneStats["state"] = "idle";
  #stream: OpenStream | null = null;
  #connection: Connection | null = null;
  #isWanted = false;
  #hasOpened = false;
  #attempts = 0;
  #refusedOpenings = 0;
  /** Of the pause before the next stream, or of the time a stream has to drain. */
  #cancelPause: (() => void) | null = null;
  #cancelQuota: (() => void) | null = null;

  constructor(host: LaneHost) {
    this.#host = host;
    const { quota, batch } = host.settings;
    this.#queue = new BatchQueue(batch, host.memory);
    this.#quota = quota === null ? null : new Quota(quota, host.clock.steady());
  }

  /** Opens a stream although there is nothing to send yet. */
  open(): void {
    this.#isWanted = true;
    this.#advance();
  }

  push(batch: Batch): void {
    this.#queue.push(batch);
    this.#advance();
  }

  /** Batches that are not acknowledged, oldest first. */
  pending(): readonly Batch[] {
    return [...(this.#stream?.inFlight ?? []), ...this.#queue.batches];
  }

  get pendingBatches(): number {
    return (this.#stream?.inFlight.length ?? 0) + this.#queue.length;
  }

  /** Number of the oldest row that is not acknowledged; infinite where there is none. */
  low(): number {
    return (this.#stream?.inFlight[0] ?? this.#queue.batches[0])?.firstNumber ?? Infinity;
  }

  stats(): StreamLaneStats {
    const rowsInFlight = (this.#stream?.inFlight ?? []).reduce((sum, { count }) => sum + count, 0);
    return { id: this.#stream?.id ?? null, state: this.#state, rowsInFlight };
  }

  /** Ends the stream in order; everything has been acknowledged before. */
  async close(): Promise<void> {
    await this.#detach("closed")?.close();
  }

  /** Ends the stream at once. What is pending stays here. */
  abort(): void {
    const stream = this.#detach("closed");
    this.#queue.takeBack(stream?.takeBack() ?? []);
    stream?.abort();
  }

  get #isNeeded(): boolean {
    return this.#isWanted || this.#queue.length > 0;
  }

  #advance(): void {
    if (this.#state === "open") this.#pump();
    else if (this.#state === "idle" && this.#isNeeded) this.#open();
  }

  #open(): void {
    const { table, clock, settings, open } = this.#host;
    this.#state = "connecting";
    this.#connection = new Connection(
      { table, clock, openTimeoutMs: settings.retry.openTimeoutMs, open },
      {
        opened: (stream) => {
          this.#opened(stream);
        },
        ack: (offset) => {
          this.#stream?.acked(offset);
        },
        closing: (seconds) => {
          this.#drain(seconds);
        },
        end: (error) => {
          this.#over(error);
        },
      },
    );
    void this.#connection.open();
  }

  #opened(transportStream: TransportStream): void {
    const { table, clock, settings, sent } = this.#host;
    const stream: OpenStream = new OpenStream(transportStream, {
      table,
      clock,
      ackTimeoutMs: settings.retry.ackTimeoutMs,
      sent,
      acked: (batches) => {
        this.#progressed(batches, stream);
      },
      broke: (error) => {
        this.#over(error);
      },
    });
    this.#stream = stream;
    this.#state = "open";
    this.#isWanted = false;
    this.#refusedOpenings = 0;
    const isFirst = !this.#hasOpened;
    this.#hasOpened = true;
    this.#host.opened(stream.id, isFirst);
    this.#advance();
  }

  #pump(): void {
    while (this.#state === "open" && this.#stream !== null && this.#cancelQuota === null) {
      const delay = this.#quota?.delay(this.#host.clock.steady()) ?? 0;
      const batch = delay > 0 ? null : this.#queue.next(this.#stream.inFlight.length);
      if (batch === null) {
        if (delay > 0 && this.#queue.length > 0) this.#pauseForQuota(delay);
        return;
      }
      this.#quota?.spend(batch.count, batch.size);
      this.#stream.send(batch);
    }
  }

  #pauseForQuota(delayMs: number): void {
    this.#cancelQuota = this.#host.clock.later(delayMs, () => {
      this.#cancelQuota = null;
      this.#advance();
    });
  }

  #progressed(batches: readonly Batch[], stream: OpenStream): void {
    this.#attempts = 0;
    this.#queue.acked(batches.length);
    this.#host.durable(batches, stream.id);
    if (this.#state === "draining" && stream.inFlight.length === 0) this.#leave(stream);
    else this.#advance();
  }

  /** The service will close the stream: what is under way is waited for, and the next stream takes the rest. */
  #drain(seconds: number): void {
    const stream = this.#stream;
    if (this.#state !== "open" || stream === null) return;
    this.#state = "draining";
    if (stream.inFlight.length === 0) {
      this.#leave(stream);
      return;
    }
    this.#cancelPause = this.#host.clock.later(Math.max(0, seconds * 1_000), () => {
      stream.abort();
      this.#over(null);
    });
  }

  #leave(stream: OpenStream): void {
    // It ends by itself, at the latest when the service closes it.
    stream.close().catch(() => undefined);
    this.#over(null);
  }

  /** The stream is over, or could not be opened; null for an end in order. */
  #over(error: ZerobusError | null): void {
    const wasDraining = this.#state === "draining";
    const stream = this.#detach("idle");
    const unacknowledged = stream?.takeBack() ?? [];
    this.#queue.takeBack(unacknowledged);
    if (error === null || (wasDraining && error.retryable)) this.#reopen(stream?.hasProgressed ?? false);
    else this.#recover(error, this.#factsOf(stream, unacknowledged));
  }

  #factsOf(stream: OpenStream | null, unacknowledged: readonly Batch[]): EndFacts {
    const refusedOpenings = this.#refusedOpenings;
    return { wasOpen: stream !== null, unacknowledged: unacknowledged.length, refusedOpenings };
  }

  /** After an end in order: at once, unless streams end again and again before anything is acknowledged. */
  #reopen(hasProgressed: boolean): void {
    if (!this.#isNeeded) return;
    if (hasProgressed) {
      this.#host.broke(null, 0, 0);
      this.#advance();
    } else {
      const text = "the service closed the stream before it acknowledged anything";
      this.#backOff(laneError(this.#host.table, null, "UNAVAILABLE", text));
    }
  }

  #recover(error: ZerobusError, facts: EndFacts): void {
    switch (verdictOn(error, facts)) {
      case "fail":
        this.#host.failed(error);
        return;
      case "isolate":
        this.#isolate(error, facts.unacknowledged);
        return;
      case "renew":
        this.#refusedOpenings++;
        this.#host.forgetToken();
        this.#backOff(error);
        return;
      case "retry":
        this.#refusedOpenings = 0;
        this.#backOff(error);
    }
  }

  /** With nothing to send there is nothing to do: the next row opens the next stream. */
  #backOff(error: ZerobusError): void {
    if (!this.#isNeeded) return;
    const delay = this.#host.health.failed(++this.#attempts, this.#host.clock.steady());
    if (delay === null) this.#host.failed(givenUp(error, this.#host.settings.retry.budgetMs));
    else this.#pause(error, delay);
  }

  #pause(error: ZerobusError, delayMs: number): void {
    this.#state = "waiting";
    this.#cancelPause = this.#host.clock.later(delayMs, () => {
      this.#cancelPause = null;
      this.#state = "idle";
      this.#advance();
    });
    this.#host.broke(error, this.#attempts, delayMs);
  }

  #isolate(error: ZerobusError, unacknowledged: number): void {
    const found = this.#queue.narrow(unacknowledged);
    if (found !== null) this.#host.refused(found, error);
    if (found !== null && !this.#host.health.refused()) this.#host.failed(refusesEverything(error));
    if (this.#state === "idle" && this.#isNeeded) this.#pause(error, isolationDelayMs);
  }

  /** Nothing of the stream there was is listened to any more. */
  #detach(state: StreamLaneStats["state"]): OpenStream | null {
    const stream = this.#stream;
    this.#state = state;
    this.#stream = null;
    this.#connection?.leave();
    this.#connection = null;
    this.#cancelPause?.();
    this.#cancelPause = null;
    this.#cancelQuota?.();
    this.#cancelQuota = null;
    return stream;
  }
}
