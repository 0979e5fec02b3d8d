import type { Draft } from "./draft.js";
import type { ScalarPlan } from "./plan.js";
import { columnText, Refused } from "./refused.js";

/** How the keys of a MAP are read. */
export interface MapKeys {
  /** What a key is read as. */
  readonly plan: ScalarPlan;
  /** The pairs of key and value that a map has, once all entries are read: a list of pairs, too, before that. */
  readonly finish: (entries: Draft) => Draft;
}

/**
 * Of entries with the same key the last one counts, as in protobuf, at the place of the first. Keys of DECIMAL are sent as
 * text, and different texts can be one number: `1.5` and `1.50` are two entries to protobuf and one to the table, which is
 * refused.
 */
export function mapKeys(plan: ScalarPlan, path: string): MapKeys {
  const { rule, type } = plan;
  if (type.kind !== "decimal" || rule.proto !== "string") return { plan, finish: lastOfEachKey };
  const { cell } = rule;
  return {
    plan: { ...plan, rule: { proto: "string", cell: (text) => text } },
    finish: (entries) => decimalKeys(lastOfEachKey(entries), cell, path),
  };
}

function lastOfEachKey(entries: Draft): Draft {
  if (!Array.isArray(entries) || entries.length < 2) return entries;
  const byKey = new Map<Draft, Draft>();
  for (const entry of entries) if (Array.isArray(entry)) byKey.set(entry[0] ?? null, entry);
  return byKey.size === entries.length ? entries : [...byKey.values()];
}

function decimalKeys(entries: Draft, cell: (text: string) => Draft, path: string): Draft {
  if (!Array.isArray(entries)) return entries;
  const seen = new Set<Draft>();
  for (const entry of entries) {
    if (!Array.isArray(entry) || typeof entry[0] !== "string") continue;
    entry[0] = cell(entry[0]);
    if (seen.has(entry[0]))
      throw new Refused("duplicate_key", path, `${columnText(path)} has one key twice, in different texts.`);
    seen.add(entry[0]);
  }
  return entries;
}
