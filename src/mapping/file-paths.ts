import type { Table, TableName } from "../catalog/table.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { problem, subject } from "./problem.js";

/** Paths of the files of a table, relative to the output directory, with "/". */
export interface TablePaths {
  readonly module: string;
  readonly proto: string;
}

/** Where the files of a table go. */
export function tablePaths({ catalog, schema, table }: TableName): TablePaths {
  const base = `${catalog}/${schema}/${table}`;
  return { module: `${base}.ts`, proto: `${base}.proto` };
}

/** From a module back to the output directory. */
export const pathToOutput = "../../";

/** Separators and controls, and what Windows forbids; hidden characters make two paths look like one. */
const forbidden = /[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Bytes file systems allow in a name, less the extension. */
const maxBytes = 240;

/** An error for a part of the name that is no name of a file or directory on every system. */
export function checkPaths(table: Table): readonly Diagnostic[] {
  const parts = [table.name.catalog, table.name.schema, table.name.table];
  if (parts.every(isFileName)) return [];
  const place = { table, column: null, origin: table.origin };
  const hint =
    'A part of a name cannot be empty, `.` or `..`, end in a dot or space, or contain / \\ < > : " | ? * or hidden characters.';
  return [problem("GP4102", place, `${subject(place)} cannot be the name of a file.`, hint)];
}

function isFileName(part: string): boolean {
  const usual = part !== "" && !part.endsWith(".") && part.trim() === part && !forbidden.test(part);
  return usual && new TextEncoder().encode(part).length <= maxBytes;
}
