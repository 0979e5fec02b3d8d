import type { Table } from "../../catalog/table.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { selectTables } from "../../mapping/select-tables.js";
import { readSources, type SourceText } from "../../source/read-sources.js";
import { hasIoErrors } from "../exit-codes.js";
import type { Io } from "../io.js";
import { startProgress } from "../report/progress.js";
import type { ReportSettings } from "../settings.js";
import type { FileSettings, SourceSettings, WorkspaceSettings } from "../source-settings.js";

/** What the sources hold, before anything is generated. */
export interface Definitions {
  /** DDL still to be parsed. */
  readonly sources: readonly SourceText[];
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether what could be read makes sense without what could not. */
  readonly isUsable: boolean;
  /** Whether a table of this name would be here if there were one. */
  readonly covers: (fullName: string) => boolean;
}

/** Reads everything the settings name; shows the progress where it takes long. */
export async function readDefinitions(settings: SourceSettings, report: ReportSettings, io: Io): Promise<Definitions> {
  const { definitions } = settings;
  return definitions.kind === "files" ? readFiles(definitions, settings, io) : readLive(definitions, report, io);
}

async function readFiles({ ddl, from }: FileSettings, settings: SourceSettings, io: Io): Promise<Definitions> {
  const texts = await readSources(ddl, io);
  const schemas = from.length === 0 ? { tables: [], diagnostics: [] } : await readSchemas(from, settings, io);
  const diagnostics = [...texts.diagnostics, ...schemas.diagnostics];
  // Later files may change tables of earlier ones: with a file missing, what comes out would be wrong, not just less.
  const isUsable = !hasIoErrors(diagnostics);
  return { sources: texts.sources, tables: schemas.tables, diagnostics, isUsable, covers: () => true };
}

async function readSchemas(from: readonly string[], { catalog, schema }: SourceSettings, io: Io) {
  const { readSchemaFiles } = await import("../../source/schema-files/read-schema-files.js");
  return readSchemaFiles(from, { catalog, schema }, io);
}

async function readLive(settings: WorkspaceSettings, report: ReportSettings, io: Io): Promise<Definitions> {
  const { workspaceWorld } = await import("../world.js");
  const { readWorkspace } = await import("../../source/read-workspace.js");
  const progress = startProgress(io, report);
  // A workspace may let us wait long for its first answer.
  progress.onProgress({ kind: "found", tables: 0 });
  try {
    const request = { ...settings, onProgress: progress.onProgress };
    const { tables, diagnostics } = await readWorkspace(settings, request, await workspaceWorld(io));
    const { includes } = selectTables([], settings.patterns);
    return { sources: [], tables, diagnostics, isUsable: true, covers: includes };
  } finally {
    progress.done();
  }
}
