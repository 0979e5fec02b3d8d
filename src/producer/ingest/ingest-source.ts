import { clearTimeout, setTimeout } from "node:timers";
import type { AbortSignalLike } from "../../async/abort-signal.js";
import type { Position, Source } from "../checkpoint.js";
import type { IngestOptions, IngestResult } from "../producer.js";
import { CheckpointError, causeText } from "./checkpoint-error.js";
import { reasonOf } from "../until-aborted.js";
import { Halt } from "./halt.js";
import { PendingPositions } from "./pending-positions.js";
import { positionOf, positionText } from "./position.js";
import { PositionSaver, type Later } from "./position-saver.js";
import { SourceReader } from "./source-reader.js";

/** What rows of a source are sent to. */
export interface IngestTarget<Row> {
  /** `catalog.schema.table` */
  readonly table: string;
  /** Takes the row and resolves when there is room for the next one, having left the event loop its turns. */
  readonly send: (row: Row, signal?: AbortSignalLike) => Promise<void>;
  /** Number the next row will get; numbers rise by one for each accepted or dead-lettered row. */
  readonly next: () => number;
  /** Every row with a smaller number is durable or dealt with. */
  readonly settled: () => number;
  /** Calls the listener when `settled` rises or the producer fails, and returns how to end that. */
  readonly onSettled: (listener: () => void) => () => void;
  /** Whether `flush` will reject: nothing more needs to be sent. `settled` stays at the row that is the reason. */
  readonly isStopped: () => boolean;
  readonly flush: (signal?: AbortSignalLike) => Promise<void>;
}

const defaultSaveEveryMs = 1_000;
/** Longest time a timer of Node waits. */
const longestPause = 2 ** 31 - 1;

/**
 * Sends a source to its end, from behind the saved position, and saves the position of the last row below which all are
 * settled: at most every `saveEveryMs`, one save at a time, and once more before the promise is settled. A save that fails
 * is tried again with the newest position while rows go on; the fifth failure in a row ends the reading.
 *
 * Whatever ends the reading early, what was read is flushed and the position saved; then the promise rejects with it: the
 * reason of the signal, what the source or `send` threw, what `flush` rejects with, a CheckpointError where positions cannot
 * be loaded or saved, or a TypeError where a position is none that JSON carries, or is that of the row before.
 */
export async function ingestSource<Row>(
  source: Source<Row>,
  options: IngestOptions,
  target: IngestTarget<Row>,
  later: Later = timerLater,
): Promise<IngestResult> {
  const { saveEveryMs = defaultSaveEveryMs, signal } = options;
  if (typeof saveEveryMs !== "number" || !(saveEveryMs >= 0 && saveEveryMs <= longestPause)) {
    throw new TypeError(`saveEveryMs is a number of milliseconds from 0 to ${longestPause}.`);
  }
  if (signal?.aborted === true) throw reasonOf(signal);
  return new Ingestion(source, options, target, later).run();
}

/** Something that went wrong, whatever was thrown. */
interface Failure {
  readonly error: unknown;
}

/** One source on its way into one table. */
class Ingestion<Row> {
  readonly #source: Source<Row>;
  readonly #options: IngestOptions;
  readonly #target: IngestTarget<Row>;
  readonly #halt = new Halt();
  readonly #pending = new PendingPositions();
  readonly #saver: PositionSaver;
  #reader: SourceReader<Row> | null = null;
  #rows = 0;
  /** What `settled` of the target was last; asking it for every row would be dear. */
  #settled = 0;

  constructor(source: Source<Row>, options: IngestOptions, target: IngestTarget<Row>, later: Later) {
    this.#source = source;
    this.#options = options;
    this.#target = target;
    const { checkpoint, saveEveryMs = defaultSaveEveryMs } = options;
    this.#saver = new PositionSaver({
      place: target.table,
      save: (text) => checkpoint.save(target.table, positionOf(text)),
      pauseMs: saveEveryMs,
      later,
      onGiveUp: (error) => {
        this.#halt.fail(error);
      },
    });
  }

  async run(): Promise<IngestResult> {
    const stopListening = this.#listen();
    try {
      const after = await this.#load();
      const reading = await failureOf(() => this.#read(after));
      await this.#finish(reading);
      const last = this.#saver.saved ?? after;
      return { rows: this.#rows, position: last === null ? null : positionOf(last) };
    } finally {
      stopListening();
    }
  }

  #listen(): () => void {
    const { signal } = this.#options;
    const onAbort = (): void => {
      if (signal !== undefined) this.#halt.fail(reasonOf(signal));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const stopListening = this.#target.onSettled(() => {
      this.#settle();
      if (this.#target.isStopped()) this.#halt.stop();
    });
    return () => {
      stopListening();
      signal?.removeEventListener("abort", onAbort);
    };
  }

  /** The saved position as text. */
  async #load(): Promise<string | null> {
    const { table } = this.#target;
    const position = await this.#loadPosition();
    if (position === null) return null;
    try {
      return positionText(position);
    } catch (error) {
      const what = `what was loaded is no position: it is or has ${causeText(error)}; null stands for none`;
      throw new CheckpointError(`${table}: ${what}`, { place: table, cause: error });
    }
  }

  async #loadPosition(): Promise<Position | null> {
    const { table } = this.#target;
    try {
      return await this.#options.checkpoint.load(table);
    } catch (error) {
      if (error instanceof CheckpointError) throw error;
      const message = `${table}: the saved position of the source could not be loaded: ${causeText(error)}`;
      throw new CheckpointError(message, { place: table, cause: error });
    }
  }

  async #read(after: string | null): Promise<void> {
    this.#halt.throwIfFailed();
    const reader = new SourceReader(this.#source, after, this.#halt);
    this.#reader = reader;
    if (after !== null && typeof this.#source !== "function") await reader.passOver(after, this.#target.table);
    for (;;) {
      this.#halt.throwIfFailed();
      if (this.#halt.isStopped || this.#target.isStopped()) return;
      const next = reader.next();
      // Without a turn of its own for a row that is there.
      const item = next instanceof Promise ? await next : next;
      if (item !== null) await this.#send(item.row, item.text);
      else if (reader.isAtEnd) return;
    }
  }

  async #send(row: Row, text: string): Promise<void> {
    // Without the signal: a row that was taken while there was no room is one whose position counts.
    await this.#target.send(row);
    this.#rows++;
    const next = this.#target.next();
    this.#pending.add(next, text);
    // It may have settled while there was no room.
    if (this.#settled >= next) this.#save();
  }

  #settle(): void {
    this.#settled = this.#target.settled();
    this.#save();
  }

  #save(): void {
    const text = this.#pending.settle(this.#settled);
    if (text !== null) this.#saver.offer(text);
  }

  /** Flushes and saves what was read, and throws what ended the reading, or else what goes wrong here. */
  async #finish(reading: Failure | null): Promise<void> {
    const closed = this.#reader?.close();
    const flushing = await failureOf(() => this.#target.flush());
    this.#settle();
    const saving = await failureOf(() => this.#saver.finish());
    await closed;
    const failure = reading ?? flushing ?? saving;
    if (failure !== null) throw failure.error as Error;
    if (this.#pending.size > 0 || this.#reader?.isAtEnd !== true) {
      throw new Error(`${this.#target.table}: rows of the source were rejected.`);
    }
  }
}

async function failureOf(work: () => Promise<void>): Promise<Failure | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return { error };
  }
}

function timerLater(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => {
    clearTimeout(timer);
  };
}
