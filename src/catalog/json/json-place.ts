import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Table } from "../table.js";

/** The file or answer that schema JSON came from, as diagnostics shall name it. */
export interface JsonPlace {
  readonly file: string | null;
}

/** A table read from schema JSON; null where the diagnostics hold an error. */
export interface ReadTable {
  readonly table: Table | null;
  readonly diagnostics: readonly Diagnostic[];
}
