import { NameScope } from "../../catalog/name-scope.js";
import { fullName, type TableName } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";

/** Parts of table names that neither a file nor its name gives; null where the user gives none. */
export interface GivenNames {
  readonly catalog: string | null;
  readonly schema: string | null;
}

/** A name as far as it is written: the table, or schema and table, or all three. */
export type NameParts = readonly string[];

/** The name of a table whose definition does not hold it; null where the diagnostics say why there is none. */
export interface NamedTable {
  readonly name: TableName | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Endings of files, and of the directories of Delta tables, that are no part of a name. */
const endings = /(?:\.schema)?\.(?:jsonl?|ndjson|txt|delta)$/i;

/** Unity Catalog stores a managed table in a directory called by the id of the table. */
const id = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The name that a file or directory is called by: `main.sensors.air_quality.json`, `air_quality.json`. Null where it is
 * none a table of Unity Catalog can have, which has no white space in it.
 *
 * @param base last part of the path.
 */
export function nameOfFile(base: string): NameParts | null {
  const parts = base.replace(endings, "").split(".");
  const isName = parts.length <= 3 && parts.every((part) => part !== "" && !/[\s\p{C}]/u.test(part));
  return isName && !parts.some((part) => id.test(part)) ? parts : null;
}

/** Completes a name with the parts the user gives for all names, or assumes them as for DDL, which is a warning. */
export function completeName(parts: NameParts, names: GivenNames, path: string): NamedTable {
  const scope = new NameScope({ catalog: names.catalog ?? undefined, schema: names.schema ?? undefined });
  const place = { start: 0, end: 0 };
  const diagnostics: Diagnostic[] = [];
  const resolved = scope.resolve({ parts: parts.map((text) => ({ text, ...place })), ...place }, (problem) => {
    const hint = problem.hint === undefined ? {} : { hint: problem.hint };
    diagnostics.push(diagnostic(problem.code, problem.message, { ...hint, file: path }));
  });
  if (resolved === null) return { name: null, diagnostics };
  const { name, assumption } = resolved;
  if (assumption !== null) {
    const hint = `Pass --catalog and --schema, or put the name before the path: ${prefixed(name, path)}`;
    const details = { hint, file: path, table: fullName(name) };
    diagnostics.push(diagnostic(assumption.code, assumption.message, details));
  }
  return { name, diagnostics };
}

/** Says that nothing tells the name of a table. */
export function namelessDiagnostic(path: string): Diagnostic {
  const name = { catalog: "main", schema: "sensors", table: "air_quality" };
  return diagnostic("GP2205", "The schema does not hold the name of its table, and its file is not called by one.", {
    file: path,
    hint: `Put the name before the path: ${prefixed(name, path)}`,
  });
}

function prefixed(name: TableName, path: string): string {
  return `${fullName(name)}=${path === "<stdin>" ? "-" : path}`;
}
