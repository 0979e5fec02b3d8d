import { fullName, type Table } from "../../catalog/table.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { inspectTable, type TableInspection } from "../../inspect.js";
import { selectTables } from "../../mapping/select-tables.js";
import { readDdlSources } from "../../read-ddl.js";
import type { Io } from "../io.js";
import type { InspectionReport } from "../report/inspection-report.js";
import type { InspectSettings } from "../settings.js";
import { readingOptions } from "../source-settings.js";
import { readDefinitions } from "./definitions.js";
import { noTables } from "./no-tables.js";

/** Explains tables column by column; generates nothing. */
export async function inspectCommand(settings: InspectSettings, io: Io): Promise<InspectionReport> {
  const read = await readDefinitions(settings.source, settings.report, io);
  if (!read.isUsable) return { command: "inspect", tables: [], diagnostics: read.diagnostics };
  const parsed = readDdlSources(read.sources, readingOptions(settings.source));
  const tables = [...read.tables, ...parsed.tables];
  const found = [...read.diagnostics, ...parsed.diagnostics];
  if (tables.length === 0) {
    return { command: "inspect", tables: [], diagnostics: [...found, ...noTables(tables, found)] };
  }
  return inspect(tables, found, settings);
}

function inspect(tables: readonly Table[], found: readonly Diagnostic[], settings: InspectSettings): InspectionReport {
  // A table that could not be read is one that was found: its error is what to show, not that there is no such table.
  const names = [...tables.map(({ name }) => fullName(name)), ...found.flatMap(({ table }) => table ?? [])];
  const selection = selectTables([...new Set(names)].sort(), settings.tables);
  const chosen = tables.filter(({ name }) => selection.includes(fullName(name)));
  const relevant = found.filter(({ table }) => table === undefined || selection.includes(table));
  const { unsupported, overrides } = settings;
  return {
    command: "inspect",
    tables: chosen.map((table) => withReadErrors(inspectTable(table, { unsupported, overrides }), relevant)),
    diagnostics: [...relevant, ...selection.diagnostics],
  };
}

/** A table that was read with errors is not generated, whatever its types. */
function withReadErrors(inspection: TableInspection, found: readonly Diagnostic[]): TableInspection {
  const errors = found.filter(({ severity, table }) => severity === "error" && table === inspection.table);
  if (errors.length === 0) return inspection;
  return {
    ...inspection,
    accepted: false,
    refusals: [...errors.map(({ message }) => message), ...inspection.refusals],
  };
}
