import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { selectTables } from "./select-tables.js";
import type { TableOverride } from "./table-override.js";
import { visibleText } from "./visible-text.js";

/** The overrides of many tables. */
export interface OverrideSelection {
  /** What is chosen for a table; where several names match it, later ones win property by property. */
  readonly of: (fullName: string) => TableOverride;
  /** One for every name or glob that matches no table; none where there are no tables. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the override of each table. Names and globs match as those of `tables` do. */
export function selectOverrides(
  fullNames: readonly string[],
  overrides: Readonly<Record<string, TableOverride>> = {},
): OverrideSelection {
  const choices = Object.entries(overrides).map(([pattern, override]) => {
    const { includes, diagnostics } = selectTables(fullNames, [pattern]);
    return { override, includes, unmatched: diagnostics.map(({ hint }) => noMatch(pattern, hint)) };
  });
  return {
    of: (name) =>
      choices.reduce<TableOverride>(
        (chosen, { includes, override }) => (includes(name) ? { ...chosen, ...override } : chosen),
        {},
      ),
    diagnostics: fullNames.length === 0 ? [] : choices.flatMap(({ unmatched }) => unmatched),
  };
}

function noMatch(pattern: string, hint: string | undefined): Diagnostic {
  const message = `No table matches \`${visibleText(pattern)}\`, for which there is an override.`;
  return diagnostic("GP4203", message, hint === undefined ? {} : { hint });
}
