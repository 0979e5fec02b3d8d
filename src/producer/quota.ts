import type { QuotaOptions } from "./options.js";

/** What may be sent at once, in milliseconds of the quota: little, so that no second holds more than the quota. */
const burstMs = 20;

/** What one stream may send now. A batch may overdraw it; the next ones wait for that. */
export class Quota {
  readonly #recordsPerMs: number;
  readonly #bytesPerMs: number;
  #records = 0;
  #bytes = 0;
  #at = 0;

  constructor({ recordsPerSecond, bytesPerSecond }: Required<QuotaOptions>, now: number) {
    // The clocks of two machines and the ways between them differ a little.
    this.#recordsPerMs = (recordsPerSecond * 0.98) / 1_000;
    this.#bytesPerMs = (bytesPerSecond * 0.98) / 1_000;
    this.#at = now - burstMs;
  }

  /** Milliseconds to wait before the next batch; 0 for none. */
  delay(now: number): number {
    this.#refill(now);
    const records = this.#records < 0 ? -this.#records / this.#recordsPerMs : 0;
    const bytes = this.#bytes < 0 ? -this.#bytes / this.#bytesPerMs : 0;
    return Math.ceil(Math.max(records, bytes));
  }

  spend(records: number, bytes: number): void {
    this.#records -= records;
    this.#bytes -= bytes;
  }

  #refill(now: number): void {
    const passed = now - this.#at;
    this.#at = now;
    this.#records = Math.min(burstMs * this.#recordsPerMs, this.#records + passed * this.#recordsPerMs);
    this.#bytes = Math.min(burstMs * this.#bytesPerMs, this.#bytes + passed * this.#bytesPerMs);
  }
}
