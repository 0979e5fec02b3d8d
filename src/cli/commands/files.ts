import { isAbsolute, posix, resolve, sep } from "node:path";
import { type Diagnostic, tablesWithErrors } from "../../diagnostics/diagnostic.js";
import { fullName, type Table } from "../../catalog/table.js";
import type { GeneratedFile, GenerateOptions, Generation } from "../../generate.js";
import { fileOwner } from "../../output/header.js";
import type { KnownTables } from "../../output/orphans.js";
import { labelOf, type OutputDirectory } from "../../output/paths.js";
import { type OutputPlan, planOutput } from "../../output/plan.js";
import { commentLine } from "../../plan/text.js";
import type { Io } from "../io.js";
import type { TableReport } from "../report/files-report.js";
import type { GenerateSettings } from "../settings.js";
import { readingOptions } from "../source-settings.js";
import { type Definitions, readDefinitions } from "./definitions.js";
import { noTables } from "./no-tables.js";

/** What `generate` and `check` have in common: everything up to the decision what the disk should hold. */
export interface Prepared {
  readonly directory: OutputDirectory;
  /** Null where the run ended before anything was generated. */
  readonly plan: OutputPlan | null;
  readonly tables: readonly TableReport[];
  /** All tables that were read, those that were not asked for included. */
  readonly definitions: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads, generates and compares; writes nothing. */
export async function prepare(settings: GenerateSettings, io: Io): Promise<Prepared> {
  const directory = outputDirectory(settings.out, io.cwd);
  const read = await readDefinitions(settings.source, settings.report, io);
  if (!read.isUsable) return { directory, plan: null, tables: [], definitions: [], diagnostics: read.diagnostics };
  const { startGeneration } = await import("../../generate.js");
  const generation = startGeneration({
    sources: read.sources,
    tables: read.tables,
    options: generateOptions(settings),
  });
  const made: Made = { tables: new Set(), headers: new Set() };
  const files = settings.verify ? [...noted(generation.files, made)] : noted(generation.files, made);
  const diagnosed = (): readonly Diagnostic[] => {
    const found = [...read.diagnostics, ...generation.diagnostics().map((each) => placedInConfig(each, settings))];
    return [...found, ...noTables(generation.tables, found)];
  };
  const known = () => knownTables(generation, made, diagnosed(), settings.isWhole ? () => true : read.covers);
  const compared = await planOutput({ directory, files, force: settings.force, known });
  const verified = Array.isArray(files) ? await verify(files, directory) : [];
  const plan = { ...compared, diagnostics: [...verified, ...compared.diagnostics] };
  const diagnostics = diagnosed();
  const tables = tableReports(generation, made, diagnostics);
  return {
    directory,
    plan,
    tables,
    definitions: generation.tables,
    diagnostics: [...diagnostics, ...plan.diagnostics],
  };
}

/** Of the files made so far. */
interface Made {
  /** Full names of their tables. */
  readonly tables: Set<string>;
  /** The same in the words of their headers. */
  readonly headers: Set<string>;
}

/** The files as they are made, none of which is kept. */
function* noted(files: Iterable<GeneratedFile>, made: Made): Generator<GeneratedFile> {
  for (const file of files) {
    if (file.table !== null) made.tables.add(file.table);
    const owner = fileOwner(file.content);
    if (owner?.kind === "table") made.headers.add(owner.table);
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

function tableReports(generation: Generation, made: Made, diagnostics: readonly Diagnostic[]): TableReport[] {
  const failed = tablesWithErrors(diagnostics);
  const names = new Set([...generation.tables.map(({ name }) => fullName(name)), ...failed]);
  return [...names].sort().map((name) => {
    if (made.tables.has(name)) return { name, state: "generated" };
    return { name, state: failed.has(name) ? "failed" : "not_selected" };
  });
}

/**
 * Tables in the words of the headers of their files, those that were not asked for included. Null where an error names
 * no table: the table it is about would be taken for gone.
 */
function knownTables(
  { tables, unread }: Generation,
  { headers: generated }: Made,
  diagnostics: readonly Diagnostic[],
  covers: Definitions["covers"],
): KnownTables | null {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ table }) => table === undefined)) return null;
  const defined = [...tables.map(({ name }) => fullName(name)), ...unread, ...tablesWithErrors(errors)];
  const complete = errors.length === 0 && unread.length === 0;
  return { all: new Set([...defined.map(commentLine), ...generated]), generated, complete, covers };
}
