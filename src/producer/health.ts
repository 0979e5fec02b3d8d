import type { RetryOptions } from "./options.js";

/** How the service does, over all streams of a producer. */
export class Health {
  readonly #retry: Required<RetryOptions>;
  readonly #random: () => number;
  #failures = 0;
  /** When the first failure since the last acknowledgement was, in steady milliseconds. */
  #since: number | null = null;
  #refusedInARow = 0;

  /** `random` gives numbers from 0 to below 1. */
  constructor(retry: Required<RetryOptions>, random: () => number) {
    this.#retry = retry;
    this.#random = random;
  }

  get failures(): number {
    return this.#failures;
  }

  get isFailing(): boolean {
    return this.#failures >= this.#retry.failingAfter;
  }

  /** Counts a failure. Milliseconds until the next try of a lane; null where the budget is used up. */
  failed(attempt: number, now: number): number | null {
    this.#failures++;
    this.#since ??= now;
    const left = this.#since + this.#retry.budgetMs - now;
    return left <= 0 ? null : Math.min(left, this.#delay(attempt));
  }

  /** Rows are durable. */
  progressed(): void {
    this.#failures = 0;
    this.#since = null;
    this.#refusedInARow = 0;
  }

  /** A row was found that the service refuses; false where they are too many to go on. */
  refused(): boolean {
    this.#failures = 0;
    this.#since = null;
    return ++this.#refusedInARow < this.#retry.maxRefusedInARow;
  }

  #delay(attempt: number): number {
    const { initialMs, maxMs, jitter } = this.#retry;
    const full = Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 30));
    return full * (1 - jitter * this.#random());
  }
}
