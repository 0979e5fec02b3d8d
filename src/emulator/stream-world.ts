import type { Clock } from "../async/clock.js";
import type { OpeningWorld } from "./open-stream.js";
import type { RejectionLog } from "./rejection-log.js";
import type { RowStore } from "./store/row-store.js";

/** What every stream is allowed; what is over it ends the stream or waits. */
export interface Quota {
  readonly over: "refuse" | "delay";
  readonly bytesPerSecond: number;
  readonly recordsPerSecond: number;
}

/** The emulator around its streams. */
export interface StreamWorld extends OpeningWorld {
  readonly clock: Clock;
  readonly store: Pick<RowStore, "append">;
  readonly rejections: RejectionLog;
  /** Null where the streams may send what they can. */
  readonly quota: Quota | null;
  /** Milliseconds between storing and acknowledging. */
  readonly ackDelayMs: number;
  /** Sees every request as it came; null where nobody wants to. */
  readonly record: ((streamId: string, bytes: Uint8Array) => void) | null;
}

/** The service's quota of a stream. */
export const serviceQuota: Quota = { over: "refuse", bytesPerSecond: 100_000_000, recordsPerSecond: 100_000 };
