import { closest, distance } from "fastest-levenshtein";

const mostNames = 5;

/** The names nearest to one that is not among them, in any case; none where all are far. */
export function nearNames(wanted: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const written = wanted.toLowerCase();
  const spelled = names.map((name) => ({ name, lower: name.toLowerCase() }));
  const nearest = closest(
    written,
    spelled.map(({ lower }) => lower),
  );
  const least = distance(written, nearest);
  if (least > Math.max(1, Math.floor(written.length / 3))) return [];
  const near = spelled.filter(({ lower }) => distance(written, lower) === least);
  return near.slice(0, mostNames).map(({ name }) => name);
}
