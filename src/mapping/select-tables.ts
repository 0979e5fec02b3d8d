import { closest, distance } from "fastest-levenshtein";
import { nameMatcher } from "../catalog/name-pattern.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { visibleText } from "./visible-text.js";

/** Which of the names were asked for. */
export interface Selection {
  readonly includes: (fullName: string) => boolean;
  /** One for every pattern that matches no name. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Names a hint lists where none is near. */
const listedNames = 5;

/**
 * Selects tables by name or glob, in any case. A pattern of fewer parts than three is about the last parts of the full
 * names (`orders`, `shop.*`); `*` does not go past a dot. Without patterns everything is selected.
 */
export function selectTables(fullNames: readonly string[], patterns: readonly string[] | undefined): Selection {
  if (patterns === undefined) return { includes: () => true, diagnostics: [] };
  const matchers = patterns.map((pattern) => ({ pattern, matches: matcherOf(pattern) }));
  const unmatched = matchers.filter(({ matches }) => !fullNames.some(matches));
  return {
    includes: (name) => matchers.some(({ matches }) => matches(name)),
    diagnostics: unmatched.map(({ pattern }) => noMatch(pattern, fullNames)),
  };
}

function matcherOf(pattern: string): (fullName: string) => boolean {
  const parts = partCount(pattern);
  const matches = nameMatcher(pattern);
  return (fullName) => matches(lastParts(fullName, parts));
}

/** A dot in backticks belongs to its part. */
function partCount(pattern: string): number {
  return pattern.replaceAll(/`[^`]*`/g, "").split(".").length;
}

function lastParts(name: string, count: number): string {
  return name.split(".").slice(-count).join(".");
}

function noMatch(pattern: string, fullNames: readonly string[]): Diagnostic {
  const hint = matchHint(pattern, fullNames);
  return diagnostic("GP4104", `No table matches \`${visibleText(pattern)}\`.`, { hint });
}

function matchHint(pattern: string, fullNames: readonly string[]): string {
  if (fullNames.length === 0) return "No table was read.";
  const near = nearNames(pattern, fullNames);
  if (near.length > 0) return `Did you mean ${near.join(" or ")}?`;
  const short = partCount(pattern) < 3 ? "It is compared with the end of catalog.schema.table. " : "";
  const listed = fullNames.slice(0, listedNames).map(visibleText).join(", ");
  return `${short}Tables read: ${listed}${fullNames.length > listedNames ? `, and ${fullNames.length - listedNames} more` : ""}.`;
}

/** The nearest name, and any other that is as near. */
function nearNames(pattern: string, fullNames: readonly string[]): readonly string[] {
  const wanted = pattern.toLowerCase();
  const shortOf = (name: string) => lastParts(name.toLowerCase(), partCount(pattern));
  const least = distance(wanted, closest(wanted, fullNames.map(shortOf)));
  if (least > Math.max(2, Math.floor(wanted.length / 4))) return [];
  const near = fullNames.filter((name) => distance(wanted, shortOf(name)) === least);
  return near.slice(0, listedNames).map(visibleText);
}
