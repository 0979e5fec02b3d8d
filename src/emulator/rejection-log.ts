import { Buffer } from "node:buffer";
import type { Clock } from "../async/clock.js";
import type { Rejection } from "./stats.js";

/** What a rejection says beside when it was and the record as text. */
export interface RejectionFacts extends Omit<Rejection, "at" | "record"> {
  readonly record: Uint8Array | null;
}

const kept = 1_000;
const recordBytes = 1_024;

/** The last rejections. */
export class RejectionLog {
  readonly #clock: Clock;
  #rejections: Rejection[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(facts: RejectionFacts): void {
    const { record } = facts;
    const head = record === null ? null : Buffer.from(record.subarray(0, recordBytes)).toString("base64");
    this.#rejections.push({ ...facts, at: new Date(this.#clock.now()).toISOString(), record: head });
    if (this.#rejections.length > 2 * kept) this.#rejections = this.#rejections.slice(-kept);
  }

  list(): readonly Rejection[] {
    return this.#rejections.slice(-kept);
  }
}
