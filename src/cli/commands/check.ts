import { posix } from "node:path";
import { fullName, type Table } from "../../catalog/table.js";
import { explainFiles } from "../../drift/explain-drift.js";
import { findField } from "../../mapping/column-path.js";
import type { OutputDirectory } from "../../output/paths.js";
import type { PlannedFile } from "../../output/plan.js";
import { unifiedDiff } from "../../output/unified-diff.js";
import type { Io } from "../io.js";
import { emptyReport, type FileReport, type FilesReport } from "../report/files-report.js";
import type { GenerateSettings } from "../settings.js";
import { prepare } from "./files.js";

const states = {
  created: "missing",
  changed: "stale",
  unchanged: "unchanged",
  foreign: "foreign",
  orphaned: "orphaned",
} as const;

/** Compares what would be generated with what is on disk, and explains what changed in the tables. Believes no record. */
export async function checkCommand(settings: GenerateSettings, io: Io): Promise<FilesReport> {
  const { directory, plan, tables, definitions, diagnostics } = await prepare({ ...settings, cache: false }, io);
  const facts = { command: "check", out: directory.label, dryRun: true } as const;
  if (plan === null) return emptyReport(facts, diagnostics);
  const files: FileReport[] = [];
  for (const file of plan.files) files.push(await fileReport(file, directory));
  const compared = plan.files.flatMap((file) => (file.state === "orphaned" ? [] : [file]));
  const drift = explainFiles(compared, columnLookup(definitions));
  return { ...facts, tables, files, drift, diagnostics };
}

/** Whether a table of today has a column, whatever becomes of it in the rows. */
function columnLookup(definitions: readonly Table[]): (table: string, names: readonly string[]) => boolean {
  const tables = new Map(definitions.map((table) => [fullName(table.name), table]));
  return (name, names) => {
    const table = tables.get(name);
    return table !== undefined && findField(table, names.join(".")) !== null;
  };
}

async function fileReport(file: PlannedFile, directory: OutputDirectory): Promise<FileReport> {
  const { path, table } = file;
  const diff =
    file.state === "changed" && file.current !== null
      ? await diffOf(file.current, file.content, path, directory)
      : null;
  return { path, table, state: states[file.state], written: false, diff };
}

/** An absolute output directory is named from the root of the file system, as `git diff --no-index` does. */
async function diffOf(
  current: string,
  content: string,
  path: string,
  directory: OutputDirectory,
): Promise<string | null> {
  const label = posix.join(directory.label, path).replace(/^\/+/, "");
  return unifiedDiff(label, current, content);
}
