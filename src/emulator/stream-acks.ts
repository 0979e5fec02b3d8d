import type { Clock } from "../async/clock.js";
import type { StreamFaults } from "./stream-faults.js";

interface DueAck {
  offset: bigint;
  /** On the steady clock. */
  readonly due: number;
}

export interface AckTiming {
  readonly clock: Clock;
  readonly faults: StreamFaults;
  /** Milliseconds between storing and acknowledging. */
  readonly delayMs: number;
}

/** Acknowledges what is stored: in order, cumulatively, many requests by one acknowledgement where they are stored together. */
export class StreamAcks {
  readonly #timing: AckTiming;
  readonly #send: (offset: bigint) => void;
  #waiting: DueAck[] = [];
  #onEmpty: (() => void) | null = null;
  #scheduled = false;
  #stopped = false;
  #cancelTimer: (() => void) | null = null;

  constructor(timing: AckTiming, send: (offset: bigint) => void) {
    this.#timing = timing;
    this.#send = send;
  }

  /** Everything up to the offset is stored. */
  stored(offset: bigint): void {
    const { clock, faults, delayMs } = this.#timing;
    const last = this.#waiting.at(-1);
    const delay = delayMs + (faults.lasting("delay_acks")?.ms ?? 0);
    // An acknowledgement covers all before it, so none may overtake one that is due later.
    const due = Math.max(Math.floor(clock.steady()) + delay, last?.due ?? 0);
    if (last?.due === due) last.offset = offset;
    else this.#waiting.push({ offset, due });
    this.#schedule();
  }

  /** Calls back once everything stored is acknowledged: never while acknowledgements are withheld. */
  whenEmpty(done: () => void): void {
    this.#onEmpty = done;
    this.#schedule();
  }

  /** Acknowledges at once what is stored, whatever the delay; nothing while acknowledgements are withheld. */
  flush(): void {
    const last = this.#waiting.at(-1);
    if (this.#stopped || last === undefined || this.#timing.faults.lasting("withhold_acks") !== null) return;
    this.#waiting = [];
    this.#send(last.offset);
  }

  /** Looks again, because the faults changed. */
  refresh(): void {
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Sends nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancelTimer?.();
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    const wait = (this.#waiting[0]?.due ?? 0) - this.#timing.clock.steady();
    const pump = (): void => {
      this.#scheduled = false;
      this.#pump();
    };
    if (wait > 0) this.#cancelTimer = this.#timing.clock.later(Math.ceil(wait), pump);
    else this.#timing.clock.soon(pump);
  }

  #pump(): void {
    if (this.#stopped || (this.#waiting.length > 0 && this.#timing.faults.lasting("withhold_acks") !== null)) return;
    const now = this.#timing.clock.steady();
    const due = this.#waiting.filter((ack) => ack.due <= now);
    this.#waiting = this.#waiting.slice(due.length);
    const last = due.at(-1);
    if (last !== undefined) this.#send(last.offset);
    if (this.#waiting.length > 0) this.#schedule();
    else this.#onEmpty?.();
  }
}
