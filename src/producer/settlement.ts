interface Waiter {
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Knows up to which row everything is durable or dealt with, and who waits for that. */
export class Settlement {
  /** Numbers of the oldest rows that are under way somewhere; infinite where there is none. */
  readonly #lows: readonly (() => number)[];
  readonly #next: () => number;
  /** Numbers of rows whose rejection is being written. */
  readonly #held = new Map<object, number>();
  readonly #listeners = new Set<() => void>();
  #waiting: Waiter[] = [];

  /** `next` is the number that the next row gets. */
  constructor(lows: readonly (() => number)[], next: () => number) {
    this.#lows = lows;
    this.#next = next;
  }

  /** Every row with a smaller number is durable or dealt with. */
  low(): number {
    let low = this.#next();
    for (const each of this.#lows) low = Math.min(low, each());
    for (const number of this.#held.values()) low = Math.min(low, number);
    return low;
  }

  /** Counts the row as under way until the returned function is called. */
  hold(number: number): () => void {
    const key = {};
    this.#held.set(key, number);
    return () => {
      this.#held.delete(key);
      this.update();
    };
  }

  /** Resolves when all rows there are now are settled. */
  settled(): Promise<void> {
    const number = this.#next();
    if (this.low() >= number) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ number, resolve, reject });
    });
  }

  /** Called whenever rows are settled or all is lost. Returns how to end that. */
  onUpdate(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Rows were settled. */
  update(): void {
    if (this.#waiting.length > 0) this.#release(this.low());
    for (const listener of this.#listeners) listener();
  }

  /** Nothing will be settled any more. */
  fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    for (const listener of this.#listeners) listener();
  }

  #release(low: number): void {
    const still: Waiter[] = [];
    for (const waiter of this.#waiting) {
      if (waiter.number <= low) waiter.resolve();
      else still.push(waiter);
    }
    this.#waiting = still;
  }
}
