import type { Verdict } from "./table-drift.js";

const bySeverity: readonly Verdict[] = ["breaks", "regenerate"];

/** The worst of several verdicts; `compatible` for none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return bySeverity.find((verdict) => verdicts.includes(verdict)) ?? "compatible";
}
