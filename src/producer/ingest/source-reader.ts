import { setImmediate } from "node:timers/promises";
import type { Source, SourceItem } from "../checkpoint.js";
import { CheckpointError, oneLine } from "./checkpoint-error.js";
import type { Halt } from "./halt.js";
import { positionOf, positionText } from "./position.js";

/** A row with its position as text. */
export interface ReadRow<Row> {
  readonly row: Row;
  readonly text: string;
}

type RowIterator<Row> = Iterator<SourceItem<Row>> | AsyncIterator<SourceItem<Row>>;
type RowResult<Row> = IteratorResult<SourceItem<Row>, unknown>;

/** Rows passed over between two turns of the event loop. */
const rowsPerTurn = 1_000;

/** What is shown of a position, in characters. */
const longestShown = 100;

/** Reads a source row by row, from behind a position. */
export class SourceReader<Row> {
  readonly #iterator: RowIterator<Row>;
  readonly #halt: Halt;
  #state: "ready" | "waiting" | "ended" | "closed" = "ready";
  #count = 0;
  #lastText: string | null = null;

  /** `after` is what a source that is a function starts behind, as text. */
  constructor(source: Source<Row>, after: string | null, halt: Halt) {
    this.#halt = halt;
    this.#iterator = iteratorOf(
      typeof source === "function" ? source(after === null ? null : positionOf(after)) : source,
    );
  }

  get isAtEnd(): boolean {
    return this.#state === "ended";
  }

  /**
   * Passes over everything up to and including the position.
   *
   * @throws CheckpointError where the source ends without it.
   */
  async passOver(text: string, table: string): Promise<void> {
    for (;;) {
      const item = await this.next();
      this.#halt.throwIfFailed();
      if (item?.text === text || this.#halt.isStopped) return;
      if (this.isAtEnd) throw notInSource(text, table);
      if (this.#count % rowsPerTurn === 0) await setImmediate();
    }
  }

  /**
   * The next row; null where the source has ended, or where reading is to end while it is waited for.
   *
   * @throws TypeError where its position is none, and what the source throws.
   */
  next(): ReadRow<Row> | null | Promise<ReadRow<Row> | null> {
    const result = this.#ask();
    return "then" in result ? this.#wait(result) : this.#take(result);
  }

  /** Lets the source give back what it holds. Does not wait for one that is still looking for its next row. */
  async close(): Promise<void> {
    if (this.#state === "ended" || this.#state === "closed") return;
    const isWaiting = this.#state === "waiting";
    this.#state = "closed";
    const returned = this.#returnIterator();
    if (!isWaiting) await returned;
  }

  #ask(): RowResult<Row> | PromiseLike<RowResult<Row>> {
    try {
      return this.#iterator.next();
    } catch (error) {
      this.#state = "closed";
      throw error;
    }
  }

  async #wait(pending: PromiseLike<RowResult<Row>>): Promise<ReadRow<Row> | null> {
    this.#state = "waiting";
    try {
      const result = await this.#halt.unlessHalted(pending);
      if (result === null) return null;
      this.#state = "ready";
      return this.#take(result);
    } catch (error) {
      // What the row is like is no reason to leave the source open.
      if (this.#state === "waiting") this.#state = "closed";
      throw error;
    }
  }

  #take(result: RowResult<Row>): ReadRow<Row> | null {
    if (result.done === true) {
      this.#state = "ended";
      return null;
    }
    this.#count++;
    const { row, position } = result.value;
    const text = this.#textOf(position);
    if (text === this.#lastText) throw repeated(this.#count, text);
    this.#lastText = text;
    return { row, text };
  }

  #textOf(position: unknown): string {
    try {
      return positionText(position);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const what = `JSON does not carry the position of row ${this.#count} of the source`;
      throw new TypeError(`${what}: it is or has ${error.message}.`, { cause: error });
    }
  }

  async #returnIterator(): Promise<void> {
    try {
      await this.#iterator.return?.();
    } catch {
      // Reading ends for a reason of its own, which is what is reported.
    }
  }
}

function iteratorOf<Row>(rows: AsyncIterable<SourceItem<Row>> | Iterable<SourceItem<Row>>): RowIterator<Row> {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
}

function notInSource(text: string, table: string): CheckpointError {
  const what = `${table}: the source ended before the saved position ${shown(text)}; nothing was sent`;
  const hint = "Check that it is the same source, read from its beginning; to send it anew, delete the saved position";
  return new CheckpointError(`${what}. ${hint}.`, { place: table });
}

function repeated(count: number, text: string): TypeError {
  const what = `Row ${count} of the source has the position of the row before it, ${shown(text)}`;
  return new TypeError(`${what}: after a crash it would be missing. Give every row a position of its own.`);
}

function shown(text: string): string {
  return oneLine(text, longestShown);
}
