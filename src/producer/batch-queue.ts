import { halvesOf, mergeInto, type Batch, type BatchMemory } from "./batch.js";
import type { BatchOptions } from "./options.js";

/** Batches that wait to be sent, in order, and the search for a row among them that the service refuses. */
export class BatchQueue {
  readonly #limits: Pick<Required<BatchOptions>, "maxRecords" | "maxBytes">;
  readonly #memory: BatchMemory;
  #batches: Batch[] = [];
  /** Batches at the head, one of which has a row that is refused; those behind them wait. */
  #suspects = 0;
  /** How many of them may be under way at once: the next refusal halves them. */
  #window = 0;

  constructor(limits: Pick<Required<BatchOptions>, "maxRecords" | "maxBytes">, memory: BatchMemory) {
    this.#limits = limits;
    this.#memory = memory;
  }

  get length(): number {
    return this.#batches.length;
  }

  get batches(): readonly Batch[] {
    return this.#batches;
  }

  /** Adds a batch at the end; where that cannot go out yet, its rows join the batch before it as far as there is room. */
  push(batch: Batch): void {
    const last = this.#batches.length > this.#suspects ? this.#batches.at(-1) : undefined;
    if (last !== undefined && this.#mayJoin(last, batch)) mergeInto(last, batch, this.#memory);
    else this.#batches.push(batch);
  }

  #mayJoin(last: Batch, batch: Batch): boolean {
    const { maxRecords, maxBytes } = this.#limits;
    return last.timesSent === 0 && last.count + batch.count <= maxRecords && last.size + batch.size <= maxBytes;
  }

  /** The batch to send after so many that are under way; null where there is none, or where it has to wait for them. */
  next(underWay: number): Batch | null {
    if (this.#suspects > 0 && underWay >= Math.min(this.#suspects, this.#window)) return null;
    return this.#batches.shift() ?? null;
  }

  /** So many of those under way are durable. */
  acked(batches: number): void {
    this.#suspects = Math.max(0, this.#suspects - batches);
  }

  /** Batches that were under way are to be sent again, before all others. */
  takeBack(batches: readonly Batch[]): void {
    if (batches.length > 0) this.#batches = [...batches, ...this.#batches];
  }

  /**
   * The service refused a row of the first so many batches. Half of them are sent next, and half of those, until a batch was
   * alone; then that is halved until the row is alone, too. Returns the row's batch, which is taken out, or null where the
   * search goes on.
   */
  narrow(suspects: number): Batch | null {
    const [first, ...others] = this.#batches;
    if (first === undefined || suspects > 1) {
      this.#suspects = suspects;
      this.#window = Math.ceil(suspects / 2);
      return null;
    }
    const isAlone = first.count === 1;
    this.#batches = isAlone ? others : [...halvesOf(first), ...others];
    this.#suspects = isAlone ? 0 : 2;
    this.#window = 1;
    return isAlone ? first : null;
  }
}
