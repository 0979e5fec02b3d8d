import type { AbortSignalLike } from "../async/abort-signal.js";
import { untilAborted } from "./until-aborted.js";
import type { InFlightOptions } from "./options.js";

/** Rows that are accepted and not yet dealt with, and those who wait until they are fewer. */
export class InFlight {
  rows = 0;
  bytes = 0;
  /** Invalid rows that are being written to the dead letters: they count against the limit of rows. */
  #invalid = 0;
  readonly #most: Required<InFlightOptions>;
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(most: Required<InFlightOptions>) {
    this.#most = most;
  }

  /** No row is taken. */
  get isFull(): boolean {
    return this.rows + this.#invalid >= this.#most.maxRecords || this.bytes >= this.#most.maxBytes;
  }

  /** Rows are taken, and callers are to wait before they bring the next. */
  get isCrowded(): boolean {
    return 2 * (this.rows + this.#invalid) >= this.#most.maxRecords || 2 * this.bytes >= this.#most.maxBytes;
  }

  add(rows: number, bytes: number): void {
    this.rows += rows;
    this.bytes += bytes;
  }

  remove(rows: number, bytes: number): void {
    this.rows -= rows;
    this.bytes -= bytes;
    this.#release();
  }

  /** Counts an invalid row until the returned function is called. */
  holdInvalid(): () => void {
    this.#invalid++;
    return () => {
      this.#invalid--;
      this.#release();
    };
  }

  #release(): void {
    if (this.#waiting.length > 0 && !this.isCrowded) for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when it is no longer crowded. */
  room(signal: AbortSignalLike | undefined): Promise<void> {
    const roomy = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    return untilAborted(roomy, signal);
  }

  /** Nobody needs to wait any longer. */
  fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
