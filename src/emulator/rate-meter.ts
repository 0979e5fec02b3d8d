/** How much there was in the last whole second. */
export class RateMeter {
  #second = 0;
  #current = 0;
  #previous = 0;

  /** `now` in milliseconds. */
  add(amount: number, now: number): void {
    this.#turn(now);
    this.#current += amount;
  }

  perSecond(now: number): number {
    this.#turn(now);
    return this.#previous;
  }

  #turn(now: number): void {
    const second = Math.floor(now / 1_000);
    if (second === this.#second) return;
    this.#previous = second === this.#second + 1 ? this.#current : 0;
    this.#current = 0;
    this.#second = second;
  }
}
