import type { Clock } from "../async/clock.js";

/** Reasons not to read on; a connection is read while there is none. */
export class ReadPauses {
  readonly #clock: Clock;
  readonly #connection: { readonly pause: () => void; readonly resume: () => void };
  readonly #reasons = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  #count = 0;

  constructor(clock: Clock, connection: { readonly pause: () => void; readonly resume: () => void }) {
    this.#clock = clock;
    this.#connection = connection;
  }

  add(reason: string): void {
    if (this.#reasons.size === 0) this.#connection.pause();
    this.#reasons.add(reason);
  }

  drop(reason: string): void {
    if (this.#reasons.delete(reason) && this.#reasons.size === 0) this.#connection.resume();
  }

  /** Pauses for some milliseconds; several times at once are waited for side by side. */
  addFor(ms: number): void {
    this.#count += 1;
    const reason = `timer ${this.#count}`;
    this.add(reason);
    const cancel = this.#clock.later(Math.ceil(ms), () => {
      this.#timers.delete(reason);
      this.drop(reason);
    });
    this.#timers.set(reason, cancel);
  }

  /** Waits for nothing any more. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
