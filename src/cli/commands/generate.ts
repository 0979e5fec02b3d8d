import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { ioReason } from "../../files/io-reason.js";
import { orphanDiagnostic } from "../../output/orphans.js";
import type { PlannedFile } from "../../output/plan.js";
import { writeRecord } from "../../output/record.js";
import { writeOutput, type WriteResult } from "../../output/write.js";
import type { Io } from "../io.js";
import { emptyReport, type FileReport, type FilesReport } from "../report/files-report.js";
import type { GenerateSettings } from "../settings.js";
import { type Prepared, prepare } from "./files.js";

/** Generates, and writes what is new or changed. Tables with errors are left as they are on disk, the others written. */
export async function generateCommand(settings: GenerateSettings, io: Io): Promise<FilesReport> {
  const prepared = await prepare(settings, io);
  const facts = { command: "generate", out: prepared.directory.label, dryRun: settings.dryRun } as const;
  if (prepared.plan === null) return emptyReport(facts, prepared.diagnostics);
  const done = await write(prepared, settings);
  const unkept = settings.dryRun || hasErrors(done.diagnostics) ? [] : await keepRecord(prepared);
  return {
    ...facts,
    tables: prepared.tables,
    files: fileReports(prepared.plan.files, done),
    drift: [],
    diagnostics: [
      ...prepared.diagnostics,
      ...staying(prepared, settings, done.removed),
      ...done.diagnostics,
      ...unkept,
    ],
  };
}

/** Once the files are written. A record that nobody asked for may stay unwritten: it is there to save time alone. */
async function keepRecord({ record }: Prepared): Promise<readonly Diagnostic[]> {
  if (record === null) return [];
  try {
    await writeRecord(record.path, record.content);
    return [];
  } catch (error) {
    const { label: file } = record;
    return file === null ? [] : [diagnostic("GP5013", `The file cannot be written: ${ioReason(error)}.`, { file })];
  }
}

/** A plan with errors is not carried out at all. */
async function write({ plan, directory, diagnostics }: Prepared, settings: GenerateSettings): Promise<WriteResult> {
  const nothing = { written: [], removed: [], diagnostics: [] };
  if (plan === null || hasErrors(plan.diagnostics)) return nothing;
  const prune = settings.prune && !hasErrors(diagnostics);
  if (!settings.dryRun) return writeOutput(directory, plan.files, { prune });
  return {
    ...nothing,
    removed: plan.files.filter(({ state }) => prune && state === "orphaned").map(({ path }) => path),
  };
}

/** Where a definition is wrong nothing is removed: its fault may be why a table seems to be gone. */
function staying({ plan, directory }: Prepared, settings: GenerateSettings, removed: readonly string[]): Diagnostic[] {
  const gone = new Set(removed);
  const hint = settings.prune ? "--prune removes it once there are no errors." : "Remove it with --prune.";
  return (plan?.files ?? []).flatMap((file) =>
    file.state === "orphaned" && !gone.has(file.path) ? [orphanDiagnostic(directory, file, hint)] : [],
  );
}

function fileReports(files: readonly PlannedFile[], done: WriteResult): readonly FileReport[] {
  const [written, removed] = [new Set(done.written), new Set(done.removed)];
  return files.map(({ path, table, state }) => {
    return { path, table, state: removed.has(path) ? "removed" : state, written: written.has(path), diff: null };
  });
}
