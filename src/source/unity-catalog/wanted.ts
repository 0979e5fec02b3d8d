import { isGlob, literalName, nameMatcher, patternParts } from "../../catalog/name-pattern.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { shown } from "../workspace/server-text.js";

/** A name or glob that was asked for. */
export interface Wanted {
  readonly text: string;
  readonly catalog: WantedPart;
  readonly schema: WantedPart;
  readonly table: WantedPart;
}

export interface WantedPart {
  /** The one name it stands for; null for a glob. */
  readonly name: string | null;
  readonly matches: (name: string) => boolean;
}

/** One table, asked for by its full name. */
export function isOneTable({ catalog, schema, table }: Wanted): boolean {
  return catalog.name !== null && schema.name !== null && table.name !== null;
}

/** Takes the patterns apart, each once; one that is not of three parts is an error. */
export function parseWanted(patterns: readonly string[]): { wanted: readonly Wanted[]; diagnostics: Diagnostic[] } {
  const wanted: Wanted[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of new Set(patterns)) {
    const [catalog = "", schema = "", table = "", ...more] = patternParts(text);
    if (more.length > 0 || [catalog, schema, table].some((part) => literalName(part) === "")) {
      diagnostics.push(notOfThreeParts(text));
    } else {
      wanted.push({ text, catalog: wantedPart(catalog), schema: wantedPart(schema), table: wantedPart(table) });
    }
  }
  return { wanted, diagnostics };
}

function wantedPart(part: string): WantedPart {
  if (isGlob(part)) return { name: null, matches: nameMatcher(part) };
  const name = literalName(part);
  return { name, matches: (other) => other.toLowerCase() === name.toLowerCase() };
}

function notOfThreeParts(text: string): Diagnostic {
  const hint = "A table of a workspace is named catalog.schema.table; any part may be a glob, such as main.sensors.*.";
  return diagnostic("GP2014", `${shown(text)} is no full name of a table.`, { hint });
}
