/** An allowance that fills up by so much a second, to no more than one second's worth. */
export class RateLimit {
  readonly #perSecond: number;
  #left: number;
  #at: number;

  /** `now` in milliseconds. */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
    this.#at = now;
  }

  /** Takes an amount, into debt if need be; returns the milliseconds until the debt is paid, 0 where there is none. */
  take(amount: number, now: number): number {
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    this.#left -= amount;
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1_000;
  }
}
