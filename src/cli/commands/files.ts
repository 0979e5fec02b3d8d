import { isAbsolute, posix, resolve, sep } from "node:path";
import { type Diagnostic, hasErrors, tablesWithErrors } from "../../diagnostics/diagnostic.js";
import { fullName, type Table } from "../../catalog/table.js";
import type { GeneratedFile, GenerateOptions } from "../../generate.js";
import { fileOwner } from "../../output/header.js";
import type { KnownTables } from "../../output/orphans.js";
import { labelOf, type OutputDirectory } from "../../output/paths.js";
import { type OutputPlan, planOutput } from "../../output/plan.js";
import { digestOf, type GenerationRecord, type RecordedFile } from "../../output/record.js";
import { commentLine } from "../../plan/text.js";
import type { Io } from "../io.js";
import type { TableReport } from "../report/files-report.js";
import type { GenerateSettings } from "../settings.js";
import { readingOptions } from "../source-settings.js";
import { type Definitions, readDefinitions } from "./definitions.js";
import { noTables } from "./no-tables.js";
import { recallPlan, recordKey } from "./recall.js";
import { type RecordPath, recordPath } from "./record-path.js";

/** What `generate` and `check` have in common: everything up to the decision what the disk should hold. */
export interface Prepared {
  readonly directory: OutputDirectory;
  /** Null where the run ended before anything was generated. */
  readonly plan: OutputPlan | null;
  readonly tables: readonly TableReport[];
  /** All tables that were read, those that were not asked for included; none where a record stands for them. */
  readonly definitions: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
  /** What is to be remembered of the run, and where. */
  readonly record: (RecordPath & { readonly content: GenerationRecord }) | null;
}

/** Reads, generates and compares; writes nothing. */
export async function prepare(settings: GenerateSettings, io: Io): Promise<Prepared> {
  const directory = outputDirectory(settings.out, io.cwd);
  const read = await readDefinitions(settings.source, settings.report, io);
  if (!read.isUsable) {
    return { directory, plan: null, tables: [], definitions: [], diagnostics: read.diagnostics, record: null };
  }
  // What is verified depends on more than what a key stands for.
  const path = settings.verify ? null : recordPath(settings.cache, directory.root, io.cwd);
  const record = path === null ? null : { ...path, key: recordKey(read, generateOptions(settings)) };
  const recalled = record === null ? null : await recall(settings, directory, read, record);
  return recalled ?? prepareAnew(settings, directory, read, record);
}

type KeyedPath = RecordPath & { readonly key: string };

/** The same from the record of an earlier run; null where there is none, or where the disk does not hold what it made. */
async function recall(
  settings: GenerateSettings,
  directory: OutputDirectory,
  read: Definitions,
  { path, key }: KeyedPath,
): Promise<Prepared | null> {
  const found = await recallPlan({ path, key, directory, covers: covered(settings, read), found: read.diagnostics });
  if (found === null) return null;
  const { record, plan } = found;
  const diagnostics = [...read.diagnostics, ...record.diagnostics];
  const made = new Set(record.files.flatMap(({ table }) => table ?? []));
  const tables = tableReports(record.tables, made, diagnostics);
  return { directory, plan, tables, definitions: [], diagnostics: [...diagnostics, ...plan.diagnostics], record: null };
}

async function prepareAnew(
  settings: GenerateSettings,
  directory: OutputDirectory,
  read: Definitions,
  record: KeyedPath | null,
): Promise<Prepared> {
  const { startGeneration } = await import("../../generate.js");
  const options = generateOptions(settings);
  const generation = startGeneration({ sources: read.sources, tables: read.tables, options });
  const made: Made = { tables: new Set(), headers: new Set(), files: record === null ? null : [] };
  const files = settings.verify ? [...noted(generation.files, made)] : noted(generation.files, made);
  const generated = (): readonly Diagnostic[] => generation.diagnostics().map((each) => placedInConfig(each, settings));
  const diagnosed = (): readonly Diagnostic[] => {
    const found = [...read.diagnostics, ...generated()];
    return [...found, ...noTables(generation.tables, found)];
  };
  const names = generation.tables.map(({ name }) => fullName(name));
  const known = () => knownTables({ ...generation, names }, made, diagnosed(), covered(settings, read));
  const compared = await planOutput({ directory, files, force: settings.force, known });
  const verified = Array.isArray(files) ? await verify(files, directory) : [];
  const plan = { ...compared, diagnostics: [...verified, ...compared.diagnostics] };
  const diagnostics = diagnosed();
  const all = [...diagnostics, ...plan.diagnostics];
  return {
    directory,
    plan,
    tables: tableReports(names, made.tables, diagnostics),
    definitions: generation.tables,
    diagnostics: all,
    record:
      record === null || made.files === null || hasErrors(all)
        ? null
        : { ...record, content: { key: record.key, tables: names, files: made.files, diagnostics: generated() } },
  };
}

function covered(settings: GenerateSettings, read: Definitions): Definitions["covers"] {
  return settings.isWhole ? () => true : read.covers;
}

/** Of the files made so far. */
interface Made {
  /** Full names of their tables. */
  readonly tables: Set<string>;
  /** The same in the words of their headers. */
  readonly headers: Set<string>;
  /** For a record; null where none is wanted. */
  readonly files: RecordedFile[] | null;
}

/** The files as they are made, none of which is kept. */
function* noted(files: Iterable<GeneratedFile>, made: Made): Generator<GeneratedFile> {
  for (const file of files) {
    if (file.table !== null) made.tables.add(file.table);
    const owner = fileOwner(file.content);
    const header = owner?.kind === "table" ? owner.table : null;
    if (header !== null) made.headers.add(header);
    const { path, table } = file;
    made.files?.push({ path, table, header, digest: digestOf([file.content]) });
    yield file;
  }
}

/** An override that fits no table has its place in the configuration, which the generator knows nothing of. */
function placedInConfig(found: Diagnostic, { configFile }: GenerateSettings): Diagnostic {
  const isOverride = found.code === "GP4203" || found.code === "GP4204";
  return isOverride && found.file === undefined && configFile !== null ? { ...found, file: configFile } : found;
}

function outputDirectory(out: string, cwd: string): OutputDirectory {
  const label = sep === "/" ? out : out.replaceAll(sep, "/");
  return { root: resolve(cwd, out), label: isAbsolute(out) ? label : posix.normalize(label) };
}

function generateOptions(settings: GenerateSettings): GenerateOptions {
  return {
    ...readingOptions(settings.source),
    runtime: settings.runtime,
    importExtension: settings.importExtension,
    producer: settings.producer,
    unsupported: settings.unsupported,
    overrides: settings.overrides,
    // A workspace was asked for these tables only: what it does not have, it has said itself.
    ...(settings.source.definitions.kind === "files" && settings.tables.length > 0 && { tables: settings.tables }),
  };
}

/** Faults of emitted code, which are not written: by the names that the files would have. */
async function verify(files: readonly GeneratedFile[], directory: OutputDirectory): Promise<readonly Diagnostic[]> {
  const { verifyFiles } = await import("../../emit/verify-files.js");
  const found = await verifyFiles(files);
  return found.map((one) => (one.file === undefined ? one : { ...one, file: labelOf(directory, one.file) }));
}

function tableReports(defined: readonly string[], made: ReadonlySet<string>, diagnostics: readonly Diagnostic[]) {
  const failed = tablesWithErrors(diagnostics);
  const names = [...new Set([...defined, ...failed])].sort();
  return names.map((name): TableReport => {
    if (made.has(name)) return { name, state: "generated" };
    return { name, state: failed.has(name) ? "failed" : "not_selected" };
  });
}

/**
 * Tables in the words of the headers of their files, those that were not asked for included. Null where an error names
 * no table: the table it is about would be taken for gone.
 */
function knownTables(
  { names, unread }: { readonly names: readonly string[]; readonly unread: readonly string[] },
  { headers: generated }: Pick<Made, "headers">,
  diagnostics: readonly Diagnostic[],
  covers: Definitions["covers"],
): KnownTables | null {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ table }) => table === undefined)) return null;
  const defined = [...names, ...unread, ...tablesWithErrors(errors)];
  const complete = errors.length === 0 && unread.length === 0;
  return { all: new Set([...defined.map(commentLine), ...generated]), generated, complete, covers };
}
