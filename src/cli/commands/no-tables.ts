import type { Table } from "../../catalog/table.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";

/** That there is nothing to work on, where no other finding says why. */
export function noTables(tables: readonly Table[], found: readonly Diagnostic[]): Diagnostic[] {
  if (tables.length > 0 || hasErrors(found)) return [];
  const hint = "A definition is a CREATE TABLE statement with a column list.";
  return [diagnostic("GP5005", "The definitions hold no table.", { hint })];
}
