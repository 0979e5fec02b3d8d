import type { CheckpointStore, Position, SourceItem } from "../../../../src/producer/checkpoint.js";
import type { IngestTarget } from "../../../../src/producer/ingest/ingest-source.js";

export const table = "main.sensors.air_quality";

/** Rows that are what they are numbered by, from 1, at the positions 1, 2, … */
export function* numbers(from: number, to: number): Generator<SourceItem<number>> {
  for (let row = from; row <= to; row++) yield { row, position: row };
}

/** Rows that come one by one. */
export async function* awaited<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

/** The rows `numbers` gives as a source that starts behind a position. */
export function numbersAfter(to: number): (after: Position | null) => Iterable<SourceItem<number>> {
  return (after) => numbers(Number(after ?? 0) + 1, to);
}

/** A producer in which rows settle when the test says so. */
export class FakeTarget implements IngestTarget<number> {
  readonly table = table;
  /** Rows that were accepted, in order. */
  readonly sent: number[] = [];
  /** Rows sent at once by somebody else are counted by it. */
  others = 0;
  settledRows = 0;
  stopped: Error | null = null;
  flushes = 0;
  onSend: (row: number) => Promise<void> | void = () => undefined;
  onFlush: () => Promise<void> | void = () => {
    this.settle(this.next());
  };
  readonly #listeners = new Set<() => void>();

  send = async (row: number): Promise<void> => {
    this.sent.push(row);
    await this.onSend(row);
  };

  next = (): number => this.sent.length + this.others;

  settled = (): number => this.settledRows;

  onSettled = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  isStopped = (): boolean => this.stopped !== null;

  flush = async (): Promise<void> => {
    this.flushes++;
    await this.onFlush();
    if (this.stopped !== null) throw this.stopped;
  };

  /** Rows below the number are durable. */
  settle(number: number): void {
    this.settledRows = number;
    this.notify();
  }

  /** A row was refused, which only an exception tells of. */
  stop(error: Error): void {
    this.stopped = error;
    this.onFlush = () => undefined;
    this.notify();
  }

  notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Keeps positions in memory, and every position that was ever saved. */
export class MemoryCheckpoint implements CheckpointStore {
  position: Position | null;
  readonly saves: Position[] = [];
  underWay = 0;
  mostUnderWay = 0;
  onSave: (position: Position) => Promise<void> | void = () => undefined;

  constructor(position: Position | null = null) {
    this.position = position;
  }

  load = (): Promise<Position | null> => Promise.resolve(this.position);

  save = async (_table: string, position: Position): Promise<void> => {
    this.underWay++;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      await this.onSave(position);
      this.position = position;
      this.saves.push(position);
    } finally {
      this.underWay--;
    }
  };
}
