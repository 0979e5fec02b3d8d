import { fullName, type Table } from "../../catalog/table.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { selectTables } from "../../mapping/select-tables.js";
import { readDdlSources } from "../../read-ddl.js";
import type { Io } from "../io.js";
import type { ReportSettings } from "../settings.js";
import { readingOptions, type SourceSettings } from "../source-settings.js";
import { readDefinitions } from "./definitions.js";
import { noTables } from "./no-tables.js";

export interface ReadTables {
  /** The tables that were asked for. */
  readonly tables: readonly Table[];
  /** Whether a table of this name would be among them if there were one. */
  readonly covers: (fullName: string) => boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a command needs that works on tables and generates nothing. */
export interface TablesSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs; empty means every table. */
  readonly tables: readonly string[];
}

/** The tables of a source, read to the end. */
export async function readTables(settings: TablesSettings, io: Io): Promise<ReadTables> {
  const read = await readDefinitions(settings.source, settings.report, io);
  const parsed = readDdlSources(read.sources, readingOptions(settings.source));
  const tables = [...read.tables, ...parsed.tables];
  const found = [...read.diagnostics, ...parsed.diagnostics];
  const isFiltered = settings.source.definitions.kind === "files" && settings.tables.length > 0;
  const names = tables.map(({ name }) => fullName(name)).sort();
  const selection = selectTables(names, isFiltered ? settings.tables : undefined);
  return {
    tables: tables.filter(({ name }) => selection.includes(fullName(name))),
    covers: isFiltered ? selection.includes : read.covers,
    diagnostics: [...found, ...(read.isUsable ? noTables(tables, found) : []), ...selection.diagnostics],
  };
}
