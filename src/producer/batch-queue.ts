import { halvesOf, type Batch } from "./batch.js";

/** Batches that wait to be sent, in order, and the search for a row among them that the service refuses. */
export class BatchQueue {
  #batches: Batch[] = [];
  /** Batches at the head that are sent one at a time: one of them has a row that is refused. */
  #suspects = 0;

  get length(): number {
    return this.#batches.length;
  }

  get batches(): readonly Batch[] {
    return this.#batches;
  }

  push(batch: Batch): void {
    this.#batches.push(batch);
  }

  /** The batch to send after so many that are under way; null where there is none, or where it has to wait for them. */
  next(underWay: number): Batch | null {
    if (this.#suspects > 0 && underWay > 0) return null;
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
   * The service refused a row of the first so many batches. A batch that was alone under way is known to have it, and is
   * halved until the row is alone too. Returns that row's batch, which is taken out, or null where the search goes on.
   */
  narrow(suspects: number): Batch | null {
    const [first, ...others] = this.#batches;
    if (first === undefined || suspects > 1) {
      this.#suspects = suspects;
      return null;
    }
    const otherSuspects = Math.max(0, this.#suspects - 1);
    if (first.count > 1) {
      this.#batches = [...halvesOf(first), ...others];
      this.#suspects = otherSuspects + 2;
      return null;
    }
    this.#batches = others;
    this.#suspects = otherSuspects;
    return first;
  }
}
