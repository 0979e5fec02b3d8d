import { fullName, type Table } from "../catalog/table.js";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { problem, subject, type Place } from "./problem.js";
import { isProtoIdentifier } from "./proto-names.js";

/** One reason for the service to refuse a table, whatever its columns are. */
interface ServiceRule {
  readonly code: DiagnosticCode;
  /** The rest of the sentence that starts with the table, or null where the rule holds. */
  readonly refusal: (table: Table) => string | null;
  readonly hint: string;
}

const maxColumns = 2_000;

const rules: readonly ServiceRule[] = [
  {
    code: "GP3101",
    refusal: (table) =>
      table.format === "delta" ? null : `is stored as ${table.format}; the service writes Delta tables only`,
    hint: "Create the table with USING DELTA.",
  },
  {
    code: "GP3102",
    refusal: (table) =>
      table.kind === "external" || table.location !== null
        ? "is external; the service writes managed tables only"
        : null,
    hint: "Create the table without EXTERNAL and LOCATION.",
  },
  {
    code: "GP3103",
    refusal: (table) => (table.kind === "view" ? "is a view; the service writes tables only" : null),
    hint: "Write to a table the view reads.",
  },
  {
    code: "GP3104",
    refusal: (table) => (hasColumnMapping(table) ? "uses column mapping, which the service does not support" : null),
    hint: "Recreate the table without delta.columnMapping.mode.",
  },
  {
    code: "GP3105",
    refusal: (table) =>
      hasCatalogManagedCommits(table) ? "uses catalog-managed commits, which the service does not support" : null,
    hint: "Recreate the table without the table feature catalogManaged.",
  },
  {
    code: "GP3106",
    refusal: (table) => (hasPlainName(table) ? null : "has a name that the service does not take"),
    hint: "Names are ASCII letters, digits and underscores, and do not start with a digit.",
  },
  {
    code: "GP3110",
    refusal: (table) =>
      table.columns.length > maxColumns
        ? `has ${table.columns.length} columns; the service takes ${maxColumns} at most`
        : null,
    hint: "Split the table, or put columns that belong together into a STRUCT.",
  },
];

/** A diagnostic for every rule of the service that the table breaks as a whole. */
export function checkServiceRules(table: Table): readonly Diagnostic[] {
  const place: Place = { table, column: null, origin: table.origin };
  return rules.flatMap(({ code, refusal, hint }) => {
    const reason = refusal(table);
    return reason === null ? [] : [problem(code, place, `${subject(place)} ${reason}.`, hint)];
  });
}

function hasColumnMapping(table: Table): boolean {
  const mode = property(table, "delta.columnMapping.mode");
  return mode !== null && mode.toLowerCase() !== "none";
}

function hasCatalogManagedCommits(table: Table): boolean {
  const features = ["delta.feature.catalogManaged", "delta.feature.catalogOwned-preview"];
  return features.some((feature) => property(table, feature) !== null);
}

function property(table: Table, key: string): string | null {
  return Object.hasOwn(table.properties, key) ? (table.properties[key] ?? null) : null;
}

/** Hyphens and the like are usual in the names of catalogs and schemas; only the table's own name has the strict rule. */
function hasPlainName(table: Table): boolean {
  return isProtoIdentifier(table.name.table) && /^[\x20-\x7e]*$/.test(fullName(table.name));
}
