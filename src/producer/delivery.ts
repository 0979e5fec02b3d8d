import type { Clock } from "../async/clock.js";
import type { StreamEvents, TransportStream } from "../transport/transport.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";
import type { Announcer } from "./announcer.js";
import { BatchMemory, type Batch } from "./batch.js";
import type { ProducerCodec } from "./codec.js";
import { Health } from "./health.js";
import { InFlight } from "./in-flight.js";
import { laneError } from "./lane-errors.js";
import { Meter } from "./meter.js";
import type { ProducerOptions } from "./options.js";
import { RowRejectedError, type RefusedRow } from "./rejection.js";
import { RowIntake } from "./row-intake.js";
import { RowRejections, sinkFailure } from "./row-rejections.js";
import { Settlement } from "./settlement.js";
import type { Settings } from "./settings.js";
import { StreamLane, type LaneHost } from "./stream-lane.js";

/** What rows are delivered with. */
export interface DeliveryWorld {
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Opens a stream with a token that is good now. */
  readonly open: (events: StreamEvents, signal: AbortSignal) => Promise<TransportStream>;
  /** The token of the last stream was refused. */
  readonly forgetToken: () => void;
}

/** Takes rows and sees to it that each becomes durable or is rejected; or else knows which did not. */
export class Delivery<Row> {
  readonly meter = new Meter();
  readonly inFlight: InFlight;
  readonly intake: RowIntake<Row>;
  readonly settlement: Settlement;
  readonly rejections: RowRejections<Row>;
  readonly lanes: readonly StreamLane[];
  readonly #table: string;
  readonly #settings: Settings;
  readonly #world: DeliveryWorld;
  readonly #announcer: Announcer;
  readonly #health: Health;
  readonly #memory = new BatchMemory();
  readonly #refusalListeners = new Set<(number: number) => void>();
  /** Refused rows that no sink took. */
  readonly #unwritten: Batch[] = [];
  #failure: ZerobusError | null = null;
  #lastBreak: ZerobusError | null = null;
  #isFailing = false;
  #opening: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null;

  constructor(
    codec: ProducerCodec<Row>,
    partitionBy: ProducerOptions<Row>["partitionBy"],
    settings: Settings,
    announcer: Announcer,
    world: DeliveryWorld,
  ) {
    this.#table = codec.table.fullName;
    this.#settings = settings;
    this.#world = world;
    this.#announcer = announcer;
    this.#health = new Health(settings.retry, world.random);
    this.inFlight = new InFlight(settings.inFlight);
    this.rejections = new RowRejections(codec, settings.sink, announcer, world.clock.now);
    const host = this.#laneHost();
    this.lanes = Array.from({ length: settings.streams }, () => new StreamLane(host));
    this.intake = new RowIntake({
      codec,
      partitionBy,
      clock: world.clock,
      recordType: settings.recordType,
      limits: settings.batch,
      inFlight: this.inFlight,
      memory: this.#memory,
      slots: partitionBy === undefined ? 1 : settings.streams,
      sealed: (batch, slot) => {
        (partitionBy === undefined ? this.#idlest() : this.lanes[slot])?.push(batch);
      },
    });
    const lows = [() => this.intake.low(), ...this.lanes.map((lane) => () => lane.low())];
    this.settlement = new Settlement(lows, () => this.intake.next);
  }

  /** Why nothing can be sent any more. */
  get failure(): ZerobusError | null {
    return this.#failure;
  }

  /** Whether the service failed several times in a row. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Batches whose rows are neither durable nor rejected. */
  pending(): readonly Batch[] {
    return [...this.lanes.flatMap((lane) => lane.pending()), ...this.intake.pending(), ...this.#unwritten];
  }

  /** Opens the first stream. Rejects where that fails for good, or for longer than `openTimeoutMs`. */
  start(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const cancelTimeout = this.#world.clock.later(this.#settings.retry.openTimeoutMs, () => {
      const text = "the first stream could not be opened in time";
      this.fail(this.#lastBreak ?? laneError(this.#table, null, "DEADLINE_EXCEEDED", text));
    });
    const opened = new Promise<void>((resolve, reject) => {
      this.#opening = { resolve, reject };
    });
    this.lanes[0]?.open();
    return opened.finally(() => {
      this.#opening = null;
      cancelTimeout();
    });
  }

  /** Told the number of a row that the service refused and that only an error will tell of. Returns how to end that. */
  onRefusal(listener: (number: number) => void): () => void {
    this.#refusalListeners.add(listener);
    return () => {
      this.#refusalListeners.delete(listener);
    };
  }

  /** Ends everything; whoever waits is told. */
  fail(error: ZerobusError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    for (const lane of this.lanes) lane.abort();
    for (const { handles } of this.pending()) for (const handle of handles) handle.reject(error);
    this.inFlight.fail(error);
    this.settlement.fail(error);
    this.#opening?.reject(error);
    this.#announcer.log("error", "the producer failed", { table: this.#table, status: error.status, code: error.code });
    this.#announcer.emit("close", { table: this.#table, error });
  }

  #laneHost(): LaneHost {
    const { clock, open, forgetToken } = this.#world;
    return {
      table: this.#table,
      clock,
      open,
      forgetToken,
      settings: this.#settings,
      memory: this.#memory,
      health: this.#health,
      opened: (streamId, isFirst) => {
        this.#opened(streamId, isFirst);
      },
      sent: (batch) => {
        this.#sent(batch);
      },
      durable: (batches, streamId) => {
        this.#durable(batches, streamId);
      },
      refused: (batch, error) => {
        void this.#refused(batch, error);
      },
      broke: (error, attempt, delayMs) => {
        this.#broke(error, attempt, delayMs);
      },
      failed: (error) => {
        this.fail(error);
      },
    };
  }

  #opened(streamId: string, isFirst: boolean): void {
    if (!isFirst) this.meter.reconnects++;
    this.#announcer.log("debug", "a stream is open", { table: this.#table, streamId });
    this.#opening?.resolve();
  }

  #sent(batch: Batch): void {
    this.meter.batchesSent++;
    this.meter.bytesSent += batch.size;
    if (batch.timesSent > 1) this.meter.rowsReplayed += batch.count;
  }

  #durable(batches: readonly Batch[], streamId: string): void {
    const now = this.#world.clock.steady();
    let rows = 0;
    let bytes = 0;
    for (const batch of batches) {
      rows += batch.count;
      bytes += batch.size;
      this.meter.latency.add(now - batch.sentAt);
      for (const { resolve } of batch.handles) resolve();
    }
    this.meter.rowsDurable += rows;
    this.#recovered();
    const latencyMs = now - (batches[0]?.sentAt ?? now);
    // What was sent on an earlier stream, too, may still lie in its buffers.
    for (const batch of batches) if (batch.timesSent === 1) this.#memory.give(batch);
    this.inFlight.remove(rows, bytes);
    if (this.#announcer.has("ack")) this.#announcer.emit("ack", { table: this.#table, streamId, rows, latencyMs });
    this.settlement.update();
  }

  #recovered(): void {
    this.#health.progressed();
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#announcer.log("info", "the service has recovered", { table: this.#table });
    this.#announcer.emit("recovered", { table: this.#table });
  }

  #broke(error: ZerobusError | null, attempt: number, delayMs: number): void {
    if (error !== null) this.#lastBreak = error;
    const status = error?.status ?? null;
    this.#announcer.log("warn", "a stream will be opened again", { table: this.#table, status, attempt, delayMs });
    this.#announcer.emit("reconnect", { table: this.#table, attempt, delayMs, error });
    if (error === null || this.#isFailing || !this.#health.isFailing) return;
    const { failures } = this.#health;
    this.#isFailing = true;
    this.#announcer.log("error", "the service keeps failing", { table: this.#table, status, failures });
    this.#announcer.emit("failing", { table: this.#table, failures, error });
  }

  async #refused(batch: Batch, error: ZerobusError): Promise<void> {
    const rejection = this.rejections.refused(batch, error);
    const told = batch.handles.some(({ isWatched }) => isWatched());
    for (const { reject } of batch.handles) reject(new RowRejectedError([rejection]));
    if (!this.rejections.hasSink) {
      this.#refusedWithoutSink(batch, rejection, told);
      return;
    }
    const release = this.settlement.hold(batch.firstNumber);
    try {
      await this.rejections.write(rejection);
    } catch (cause) {
      this.#unwritten.push(batch);
      this.fail(sinkFailure(this.#table, cause));
      return;
    }
    this.meter.rowsRefused++;
    this.inFlight.remove(1, batch.size);
    release();
  }

  #refusedWithoutSink(batch: Batch, rejection: RefusedRow, told: boolean): void {
    this.rejections.announce(rejection);
    if (!told) this.rejections.tellLater(rejection);
    for (const listener of this.#refusalListeners) listener(batch.firstNumber);
    this.meter.rowsRefused++;
    this.inFlight.remove(1, batch.size);
    this.settlement.update();
  }

  /** The lane with the fewest batches. */
  #idlest(): StreamLane | undefined {
    const [first, ...others] = this.lanes;
    return others.reduce((best, lane) => (best && lane.pendingBatches >= best.pendingBatches ? best : lane), first);
  }
}
