import type { Clock } from "../async/clock.js";
import { ZerobusError, type ZerobusStatus } from "../zerobus/zerobus-error.js";
import type { Announcer } from "./announcer.js";
import type { Batch, RowHandle } from "./batch.js";
import type { Source } from "./checkpoint.js";
import type { ProducerCodec } from "./codec.js";
import type { Delivery } from "./delivery.js";
import { ingestSource } from "./ingest/ingest-source.js";
import { ingestTarget } from "./ingest-target.js";
import type {
  IngestOptions,
  IngestResult,
  Posted,
  Producer,
  ProducerEvents,
  ProducerState,
  ProducerStats,
  UnacknowledgedRow,
  WaitOptions,
} from "./producer.js";
import { RowRejectedError, type InvalidRow } from "./rejection.js";
import { decodedRow } from "./row-rejections.js";
import type { AbortSignalLike } from "../async/abort-signal.js";
import { reasonOf, untilAborted } from "./until-aborted.js";

/** Who waits for one row. */
type RowWaiter = Omit<RowHandle, "index">;

/** What `send` returns where nothing is to be waited for. */
const taken = Promise.resolve();

/** What a producer is put together from. */
export interface TableProducerParts<Row> {
  readonly codec: ProducerCodec<Row>;
  readonly delivery: Delivery<Row>;
  /** Whether rows with keys that are no columns are rejected. */
  readonly checksKeys: boolean;
  readonly announcer: Announcer;
  readonly clock: Clock;
  /** Gives back what outlives the streams. */
  readonly release: () => Promise<void>;
}

/** The producer that callers hold. */
export class TableProducer<Row> implements Producer<Row> {
  readonly table: string;
  readonly #codec: ProducerCodec<Row>;
  readonly #delivery: Delivery<Row>;
  readonly #checksKeys: boolean;
  readonly #announcer: Announcer;
  readonly #clock: Clock;
  readonly #release: () => Promise<void>;
  #turn: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  #isClosed = false;
  #isIngesting = false;

  constructor({ codec, delivery, checksKeys, announcer, clock, release }: TableProducerParts<Row>) {
    this.table = codec.table.fullName;
    this.#codec = codec;
    this.#delivery = delivery;
    this.#checksKeys = checksKeys;
    this.#announcer = announcer;
    this.#clock = clock;
    this.#release = release;
  }

  send(row: Row, options?: WaitOptions): Promise<void> {
    return this.#take(row, options?.signal, null);
  }

  post(row: Row): Posted {
    let isWatched = false;
    const settle = { resolve: ignore, reject: ignore as (error: Error) => void };
    const durable = new Promise<void>((resolve, reject) => Object.assign(settle, { resolve, reject }));
    const accepted = this.#take(row, undefined, { isWatched: () => isWatched, ...settle });
    accepted.catch(ignore);
    durable.catch(ignore);
    return {
      accepted,
      get durable() {
        isWatched = true;
        return durable;
      },
    };
  }

  async sendMany(rows: Iterable<Row> | AsyncIterable<Row>, options?: WaitOptions): Promise<number> {
    const signal = options?.signal;
    let count = 0;
    if (Symbol.asyncIterator in rows) {
      for await (const row of rows) {
        if (signal?.aborted === true) throw reasonOf(signal);
        await this.#take(row, signal, null);
        count++;
      }
      return count;
    }
    for (const row of rows) {
      if (signal?.aborted === true) throw reasonOf(signal);
      const room = this.#take(row, signal, null);
      if (room !== taken) await room;
      count++;
    }
    return count;
  }

  async flush(options?: WaitOptions): Promise<void> {
    this.#delivery.intake.sealAll();
    if (this.#delivery.failure !== null) throw this.#delivery.failure;
    await untilAborted(this.#delivery.settlement.settled(), options?.signal);
    this.#delivery.rejections.tell();
  }

  async ingest(source: Source<Row>, options: IngestOptions): Promise<IngestResult> {
    if (this.#isIngesting) {
      const why = "two at a time could save positions of rows that the other one has not sent";
      throw new TypeError(`${this.table}: an ingest is under way on this producer, and ${why}. Wait for it.`);
    }
    this.#isIngesting = true;
    const target = ingestTarget(this.#delivery, {
      table: this.table,
      send: (row, signal) => this.#take(row, signal, null),
      flush: (signal) => this.flush(signal === undefined ? {} : { signal }),
    });
    try {
      return await ingestSource(source, options, target);
    } finally {
      target.stop();
      this.#isIngesting = false;
    }
  }

  stats(): ProducerStats {
    const { meter, inFlight, lanes } = this.#delivery;
    const { latency, ...counts } = meter;
    return {
      state: this.#state(),
      ...counts,
      rowsInFlight: inFlight.rows,
      bytesInFlight: inFlight.bytes,
      ackLatencyMs: { p50: latency.quantile(0.5), p99: latency.quantile(0.99), max: latency.max },
      streams: lanes.map((lane) => lane.stats()),
    };
  }

  on<Kind extends keyof ProducerEvents>(kind: Kind, listener: (event: ProducerEvents[Kind]) => void): () => void {
    return this.#announcer.on(kind, listener);
  }

  unacknowledged(): readonly UnacknowledgedRow[] {
    return this.#delivery.pending().flatMap((batch) =>
      batch.records().map((view) => {
        const { recordType } = batch;
        const record = Uint8Array.from(view);
        return { row: decodedRow(this.#codec, record, recordType), record, recordType };
      }),
    );
  }

  close(options?: WaitOptions): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Takes a row, or tells why not. Returns `taken` itself where nothing is to be waited for. Never throws. */
  #take(row: Row, signal: AbortSignalLike | undefined, waiter: RowWaiter | null): Promise<void> {
    const { intake } = this.#delivery;
    const refusal = this.#refusal();
    if (refusal !== null) return rejected(refusal, waiter);
    if (this.#checksKeys) {
      const rejection = this.#delivery.rejections.checked(row);
      if (rejection !== null) return this.#reject(rejection, waiter);
    }
    let batch: Batch;
    try {
      batch = intake.add(row);
    } catch (error) {
      return this.#invalid(row, error, waiter);
    }
    this.#delivery.meter.rowsSent++;
    if (waiter !== null) batch.handles.push({ index: batch.count - 1, ...waiter });
    return this.#room(intake.sealFull(batch), signal);
  }

  /** When the next row may come: the event loop is let through between two batches. */
  #room(isSealed: boolean, signal: AbortSignalLike | undefined): Promise<void> {
    const { inFlight, failure } = this.#delivery;
    if (failure !== null) return Promise.reject(failure);
    if (inFlight.isCrowded) return inFlight.room(signal);
    return isSealed ? this.#nextTurn() : taken;
  }

  #nextTurn(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      this.#clock.soon(() => {
        this.#turn = null;
        resolve();
      });
    });
    return this.#turn;
  }

  #refusal(): ZerobusError | null {
    const { failure, inFlight } = this.#delivery;
    if (failure !== null) return failure;
    if (this.#closing !== null) return this.#error("FAILED_PRECONDITION", "the producer is closed", false);
    if (!inFlight.isFull) return null;
    const held = `${inFlight.rows} rows of ${inFlight.bytes} bytes are in flight, as many as may be`;
    return this.#error("RESOURCE_EXHAUSTED", `${held}; wait for the promise of send before the next row`, true);
  }

  #invalid(row: Row, error: unknown, waiter: RowWaiter | null): Promise<void> {
    const rejection = this.#delivery.rejections.invalid(row, error);
    if (rejection !== null) return this.#reject(rejection, waiter);
    return rejected(error instanceof Error ? error : new Error(String(error)), waiter);
  }

  #reject(rejection: InvalidRow, waiter: RowWaiter | null): Promise<void> {
    const { rejections, meter } = this.#delivery;
    meter.rowsInvalid++;
    const thrown = new RowRejectedError([rejection]);
    if (rejections.hasSink) {
      waiter?.reject(thrown);
      return this.#deadLetter(() => rejections.write(rejection));
    }
    rejections.announce(rejection);
    return rejected(thrown, waiter);
  }

  /** A row that is being written counts as in flight: bad rows are no way around the limits. */
  async #deadLetter(write: () => Promise<void>): Promise<void> {
    const { intake, inFlight, settlement } = this.#delivery;
    const release = settlement.hold(intake.skip());
    const leave = inFlight.holdInvalid();
    try {
      await write();
    } finally {
      leave();
      release();
    }
  }

  #state(): ProducerState {
    const { failure, isFailing } = this.#delivery;
    if (this.#isClosed) return "closed";
    if (failure !== null) return "failed";
    if (this.#closing !== null) return "closing";
    return isFailing ? "failing" : "open";
  }

  async #close(options: WaitOptions | undefined): Promise<void> {
    // The promise is known before anything is sent: no row comes behind the flush.
    await taken;
    try {
      await this.flush(options);
    } catch (error) {
      // A failure that cost no row was told before; one that did is told again.
      if (error !== this.#delivery.failure || this.#delivery.pending().length > 0) throw error;
    } finally {
      await this.#end();
    }
  }

  async #end(): Promise<void> {
    const { lanes } = this.#delivery;
    if (this.#delivery.pending().length > 0) {
      this.#delivery.fail(this.#error("CANCELLED", "the producer was closed before everything was acknowledged", true));
    }
    await Promise.allSettled(lanes.map((lane) => lane.close()));
    await this.#release();
    this.#isClosed = true;
    if (this.#delivery.failure === null) this.#announcer.emit("close", { table: this.table, error: null });
  }

  #error(status: ZerobusStatus, text: string, retryable: boolean): ZerobusError {
    const facts = { status, code: null, retryable, table: this.table, streamId: null };
    return new ZerobusError(`${this.table}: ${text}`, facts);
  }
}

function ignore(): void {
  // Told elsewhere.
}

function rejected(error: Error, waiter: RowWaiter | null): Promise<void> {
  waiter?.reject(error);
  return Promise.reject(error);
}
