import { commentChange, compareRows, type IsInTable } from "./compare-messages.js";
import { readProto } from "./read-proto.js";
import type { ColumnDrift, TableDrift } from "./table-drift.js";
import { worst } from "./verdict.js";

/** A generated file beside what is on the disk. */
export interface ComparedFile {
  /** Relative to the output directory, with `/`. */
  readonly path: string;
  /** Full name of the table; null for a runtime file. */
  readonly table: string | null;
  /** What the disk holds, with `\n` line ends; null where there is nothing, or nothing else. */
  readonly current: string | null;
  readonly content: string;
}

/**
 * What changed in the tables whose `.proto` files differ from the disk; files that cannot be understood are left out.
 * `isInTable` tells columns that the rows leave out from those that are gone.
 */
export function explainFiles(
  files: readonly ComparedFile[],
  isInTable: (table: string, names: readonly string[]) => boolean = () => false,
): readonly TableDrift[] {
  return files.flatMap(({ path, table, current, content }) => {
    if (table === null || current === null || current === content || !path.endsWith(".proto")) return [];
    return explainDrift(current, content, (names) => isInTable(table, names)) ?? [];
  });
}

/**
 * What changed in a table between the `.proto` file that is checked in and that of today. Null where one of them is not
 * as this version prints it, or where they are of two tables.
 */
export function explainDrift(before: string, after: string, isInTable: IsInTable = () => false): TableDrift | null {
  const [old, now] = [readProto(before), readProto(after)];
  if (old === null || old.name !== now?.name) return null;
  const columns = [...tableComment(old.comment, now.comment), ...compareRows(old.row, now.row, isInTable)];
  return { table: now.name, verdict: worst(columns.map(({ verdict }) => verdict)), columns };
}

function tableComment(from: string | null, to: string | null): readonly ColumnDrift[] {
  const found = commentChange(from, to);
  return found === null ? [] : [{ column: null, change: found.change, ...found.ruling }];
}
