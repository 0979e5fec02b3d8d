import type { Clock } from "../../src/async/clock.js";

interface Timer {
  readonly due: number;
  readonly work: () => void;
}

/** A clock that a test moves. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: Timer[] = [];
  #soon: (() => void)[] = [];

  readonly now = (): number => this.#now;
  readonly steady = (): number => this.#now;
  readonly later = (ms: number, work: () => void): (() => void) => {
    const timer = { due: this.#now + ms, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };
  readonly soon = (work: () => void): void => {
    this.#soon.push(work);
  };

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Runs what was to run soon. */
  turn(): void {
    while (this.#soon.length > 0) for (const work of this.#soon.splice(0)) work();
  }

  /** Lets time pass, with what is due in it, in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    this.turn();
    for (;;) {
      const [next] = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.due);
      next.work();
      this.turn();
    }
    this.#now = end;
  }
}
