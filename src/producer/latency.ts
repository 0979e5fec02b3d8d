/** From one bucket to the next the latency grows by this. */
const growth = 1.15;
const logGrowth = Math.log(growth);
/** Upper end of the first bucket, in milliseconds. */
const first = 0.05;
const buckets = 160;

/** Latencies in milliseconds, to 15 percent, in memory that does not grow. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(buckets);
  #total = 0;
  #max = 0;

  add(ms: number): void {
    const bucket = ms <= first ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms / first) / logGrowth));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total++;
    this.#max = Math.max(this.#max, ms);
  }

  get max(): number {
    return this.#max;
  }

  /** The latency that this part of them, from 0 to 1, does not exceed; 0 where there are none. */
  quantile(part: number): number {
    let rest = part * this.#total;
    // What is beyond the last bucket's end is in it, too.
    for (let bucket = 0; bucket < buckets - 1 && this.#total > 0; bucket++) {
      rest -= this.#counts[bucket] ?? 0;
      if (rest <= 0) return Math.min(this.#max, first * growth ** bucket);
    }
    return this.#max;
  }
}
