import type { Clock } from "../async/clock.js";
import { RateLimit } from "./rate-limit.js";
import type { StreamFaults } from "./stream-faults.js";
import { serviceQuota, type Quota } from "./stream-world.js";

/** A quota in force, with what is left of it. */
interface QuotaInForce {
  readonly quota: Quota;
  readonly bytes: RateLimit;
  readonly records: RateLimit;
}

/** What is over a quota: how long it would have to wait, and what the quota wants done. */
export interface Excess {
  readonly over: "refuse" | "delay";
  readonly ms: number;
  readonly message: string;
}

/** The quota of a stream, by the options or by a fault, and how fast the stream is read. */
export class StreamLimits {
  readonly #clock: Clock;
  readonly #faults: StreamFaults;
  readonly #quota: Quota | null;
  #inForce: QuotaInForce | null = null;
  #source: object | null = null;

  constructor(clock: Clock, faults: StreamFaults, quota: Quota | null) {
    this.#clock = clock;
    this.#faults = faults;
    this.#quota = quota;
  }

  /** Milliseconds to wait before the next request is read. */
  readingTime(bytes: number): number {
    const slow = this.#faults.lasting("slow_reads");
    return slow === null ? 0 : (bytes / slow.bytesPerSecond) * 1_000;
  }

  /** Counts a request against the quota; null where it is within. */
  take(records: number, bytes: number): Excess | null {
    const limits = this.#limits();
    if (limits === null) return null;
    const now = this.#clock.steady();
    const ms = Math.max(limits.bytes.take(bytes, now), limits.records.take(records, now));
    if (ms === 0) return null;
    const { over, bytesPerSecond, recordsPerSecond } = limits.quota;
    const message = `The stream is over its quota of ${bytesPerSecond} bytes and ${recordsPerSecond} records a second.`;
    return { over, ms, message };
  }

  #limits(): QuotaInForce | null {
    const fault = this.#faults.lasting("throttle");
    const source = fault ?? this.#quota;
    if (source === this.#source) return this.#inForce;
    this.#source = source;
    this.#inForce = source === null ? null : this.#enforce({ ...serviceQuota, ...source });
    return this.#inForce;
  }

  #enforce(quota: Quota): QuotaInForce {
    const now = this.#clock.steady();
    const bytes = new RateLimit(quota.bytesPerSecond, now);
    return { quota, bytes, records: new RateLimit(quota.recordsPerSecond, now) };
  }
}
