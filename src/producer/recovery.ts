import { errorCodes } from "../zerobus/names.js";
import type { ZerobusError, ZerobusStatus } from "../zerobus/zerobus-error.js";

/** What a stream was about when it ended. */
export interface EndFacts {
  /** Whether the service had created it. */
  readonly wasOpen: boolean;
  /** Batches that were sent and not acknowledged. */
  readonly unacknowledged: number;
  /** Tokens that were refused one after the other, with no stream and no other failure between them. */
  readonly refusedOpenings: number;
}

/**
 * What to do about the error that ended a stream.
 *
 * - `fail`: no later try changes it
 * - `isolate`: one of the unacknowledged rows is at fault; it must be found
 * - `renew`: open it again with a new token
 * - `retry`: open it again later
 */
export type Verdict = "fail" | "isolate" | "renew" | "retry";

/** Judges an end as the service's statuses mean it. */
export function verdictOn(error: ZerobusError, facts: EndFacts): Verdict {
  if (facts.wasOpen && facts.unacknowledged > 0 && blamesRows(error)) return "isolate";
  if (error.code === errorCodes.offsetOrder) return "retry";
  // New grants take a moment to reach every server: one refusal is not the last word.
  const mayPass = error.status === "PERMISSION_DENIED" || (error.status === "UNAUTHENTICATED" && error.retryable);
  if (mayPass) return facts.refusedOpenings === 0 ? "renew" : "fail";
  return error.retryable ? "retry" : "fail";
}

/**
 * A request that is too large comes back with the words of the service's gRPC library: those of C++, Go and Node, of Java, and
 * of Rust. The statuses alone mean other things, too, such as a quota that is used up.
 */
const tooLarge = /message larger than max|message exceeds maximum size|message length too large/i;
const tooLargeStatuses: ReadonlySet<ZerobusStatus> = new Set(["RESOURCE_EXHAUSTED", "OUT_OF_RANGE"]);

function blamesRows({ status, code, message }: ZerobusError): boolean {
  if (status === "INVALID_ARGUMENT") return code !== errorCodes.offsetOrder;
  return tooLargeStatuses.has(status) && tooLarge.test(message);
}
