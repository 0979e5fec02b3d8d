import { errorCodes } from "../zerobus/names.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";

/** What a stream was about when it ended. */
export interface EndFacts {
  /** Whether the service had created it. */
  readonly wasOpen: boolean;
  /** Batches that were sent and not acknowledged. */
  readonly unacknowledged: number;
  /** Streams of the lane in a row that ended with UNAUTHENTICATED or PERMISSION_DENIED before one could be opened. */
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

/** A request that is too large for the service comes back as RESOURCE_EXHAUSTED, like a quota that is used up. */
const tooLarge = /larger than max|too large|message size|exceeds/i;

function blamesRows({ status, code, message }: ZerobusError): boolean {
  if (status === "INVALID_ARGUMENT") return code !== errorCodes.offsetOrder;
  return status === "RESOURCE_EXHAUSTED" && tooLarge.test(message);
}
