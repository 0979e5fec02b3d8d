/**
 * Lets so many requests be under way at once. A server that asks to slow down gets half as many, and none before the
 * pause is over; every answer after that raises the number a little.
 */
export class Gate {
  readonly #most: number;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #waiting = new Set<() => void>();
  #limit: number;
  #running = 0;
  #pauses = 0;
  /** Resolves when every pause asked for so far is over. */
  #calm: Promise<unknown> = Promise.resolve();

  constructor(most: number, sleep: (ms: number) => Promise<void>) {
    this.#most = Math.max(1, most);
    this.#limit = this.#most;
    this.#sleep = sleep;
  }

  /** Does the work when its turn comes, and when no pause is on. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => {
      this.#waiting.add(start);
      this.#startNext();
    });
    try {
      await this.calm();
      return await work();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  /** Asks for a pause of so many milliseconds. */
  slowDown(ms: number): void {
    // What is under way meets the same answer; that is one reason, not many.
    if (this.#pauses === 0) this.#limit = Math.max(1, this.#limit / 2);
    this.#pauses += 1;
    const over = this.#sleep(ms).then(() => {
      this.#pauses -= 1;
    });
    this.#calm = Promise.all([this.#calm, over]);
  }

  /** Resolves when no pause is on any more. */
  async calm(): Promise<void> {
    let awaited: Promise<unknown> | null = null;
    while (awaited !== this.#calm) {
      awaited = this.#calm;
      await awaited;
    }
  }

  speedUp(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
  }

  #startNext(): void {
    for (const start of this.#waiting) {
      if (this.#running >= Math.floor(this.#limit)) return;
      this.#waiting.delete(start);
      this.#running += 1;
      start();
    }
  }
}
