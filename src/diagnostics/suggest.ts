import { distance } from "fastest-levenshtein";

/**
 * The candidates that `given` is most likely a slip of, nearest first, three at most. Case does not count, and about
 * one wrong character in three is forgiven.
 */
export function nearest(given: string, candidates: readonly string[]): string[] {
  const lower = given.toLowerCase();
  const allowed = Math.max(1, Math.ceil(given.length / 3));
  return candidates
    .map((candidate) => ({ candidate, cost: distance(lower, candidate.toLowerCase()) }))
    .filter(({ cost }) => cost <= allowed)
    .sort((a, b) => a.cost - b.cost || Number(a.candidate > b.candidate) - Number(a.candidate < b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "a" or "b"?`; null without a candidate. */
export function didYouMean(names: readonly string[]): string | null {
  return names.length === 0 ? null : `Did you mean ${names.map((name) => `"${name}"`).join(" or ")}?`;
}
