import { lstat, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { errorCode, ioReason } from "../diagnostics/io-reason.js";
import { openFiles } from "./open-files.js";
import { fileOwner } from "./header.js";
import { findOrphans, type KnownTables, type OrphanedFile } from "./orphans.js";
import { byCodeUnit, labelOf, leavesRoot, once, type OutputDirectory, resolveInside } from "./paths.js";

/** A file as the generator made it. */
export interface FileContent {
  /** Relative to the output directory, with `/`. */
  readonly path: string;
  readonly content: string;
  /** Full name of the table; null for a runtime file. */
  readonly table: string | null;
}

/** What is to happen to one file of the output directory; `path` is relative to it, with `/`. */
export type PlannedFile = TargetFile | OrphanedFile;

export interface TargetFile extends FileContent {
  /** `foreign`: a file that we did not generate is in the way. */
  readonly state: "created" | "changed" | "unchanged" | "foreign";
  /** Empty where the file is `unchanged`: the disk has it, and thousands of them fill the memory. */
  readonly content: string;
  /** What it holds now, with `\n` line ends; null unless `changed`. */
  readonly current: string | null;
}

export interface OutputPlan {
  /** In code-unit order of the paths. */
  readonly files: readonly PlannedFile[];
  /** With an error here nothing may be written: the plan is all or nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanRequest {
  readonly directory: OutputDirectory;
  /** Gone through once, each file asked for when the ones before it are nearly compared. */
  readonly files: Iterable<FileContent>;
  /** Take over files in the way that we did not generate. */
  readonly force: boolean;
  /**
   * What decides which files are orphans, asked for after the last file; null where the definitions have holes, so that
   * nobody can know.
   */
  readonly known: () => KnownTables | null;
}

/** Compares generated files with the output directory. Reads only; everything is decided before anything is written. */
export async function planOutput(request: PlanRequest): Promise<OutputPlan> {
  const unusable = await checkDirectory(request.directory);
  if (unusable !== null) {
    exhaust(request.files);
    return { files: [], diagnostics: [unusable] };
  }
  const paths = new Set<string>();
  const results = await compareAll(request, paths);
  const targets = results.flatMap((result) => ("state" in result ? [result] : []));
  const problems = results.flatMap((result) => ("state" in result ? foreignFile(request, result) : [result]));
  const orphans = await findOrphans(request.directory, paths, request.known());
  const files = [...targets, ...orphans.files].sort((a, b) => byCodeUnit(a.path, b.path));
  return { files, diagnostics: [...problems, ...orphans.diagnostics] };
}

/** What makes the files may have things to say at the end, whether they are of use or not. */
function exhaust(files: Iterable<FileContent>): void {
  const rest = files[Symbol.iterator]();
  while (rest.next().done !== true) continue;
}

/** Compares the files in their order, asking for more of them while the disk answers; notes their paths. */
async function compareAll(request: PlanRequest, paths: Set<string>): Promise<readonly Compared[]> {
  const leaves = once((directory) => leavesRoot(request.directory.root, directory));
  const results: Compared[] = [];
  const underWay: Promise<Compared>[] = [];
  for (const file of request.files) {
    paths.add(file.path);
    underWay.push(planFile(request, file, leaves));
    const first = underWay.length < openFiles ? undefined : await underWay.shift();
    if (first !== undefined) results.push(first);
  }
  return [...results, ...(await Promise.all(underWay))];
}

type Compared = TargetFile | Diagnostic;

async function checkDirectory(directory: OutputDirectory): Promise<Diagnostic | null> {
  try {
    const facts = await stat(directory.root);
    if (facts.isDirectory()) return null;
    return diagnostic("GP5012", `The output directory "${directory.label}" is a file.`, {
      hint: "Name a directory with --out, or move the file away.",
    });
  } catch (error) {
    if (errorCode(error) === "ENOENT") return brokenLink(directory);
    return diagnostic("GP5012", `The output directory "${directory.label}" cannot be used: ${ioReason(error)}.`);
  }
}

/** For a directory that is not there: null where nothing is in its place, so that it can be made. */
async function brokenLink(directory: OutputDirectory): Promise<Diagnostic | null> {
  const facts = await lstat(directory.root).catch(() => null);
  if (facts === null) return null;
  return diagnostic("GP5012", `The output directory "${directory.label}" is a link that leads nowhere.`, {
    hint: "Make the directory that it leads to, or remove the link.",
  });
}

async function planFile(
  request: PlanRequest,
  file: FileContent,
  leaves: (directory: string) => Promise<boolean>,
): Promise<Compared> {
  const { directory } = request;
  const label = labelOf(directory, file.path);
  const absolute = resolveInside(directory.root, file.path);
  if (absolute === null) return outside(label);
  try {
    if (await leaves(dirname(absolute))) return outside(label);
    return compare(file, await readOrNull(absolute), request.force);
  } catch (error) {
    return diagnostic("GP5013", `The file cannot be compared: ${ioReason(error)}.`, { file: label });
  }
}

async function readOrNull(absolute: string): Promise<Buffer | null> {
  try {
    return await readFile(absolute);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Line ends do not count: Git may check files out with CRLF, and they mean the same. */
function compare(file: FileContent, bytes: Buffer | null, force: boolean): TargetFile {
  const target = { path: file.path, table: file.table, content: file.content, current: null };
  if (bytes === null) return { ...target, state: "created" };
  const current = bytes.toString("utf8").replaceAll("\r\n", "\n");
  if (current === file.content) return { ...target, content: "", state: "unchanged" };
  if (fileOwner(current) === null && !force) return { ...target, state: "foreign" };
  return { ...target, state: "changed", current };
}

function foreignFile(request: PlanRequest, target: TargetFile): Diagnostic[] {
  if (target.state !== "foreign") return [];
  const message = "The file in this place was not generated by gen-producers and is left as it is; nothing is written.";
  const hint = "Move it away, choose another --out, or overwrite it with --force.";
  return [diagnostic("GP5010", message, { file: labelOf(request.directory, target.path), hint, ...tableOf(target) })];
}

function tableOf(target: TargetFile): { readonly table?: string } {
  return target.table === null ? {} : { table: target.table };
}

function outside(file: string): Diagnostic {
  return diagnostic("GP5011", "The path leads out of the output directory; nothing is written.", {
    file,
    hint: "Look for a link among the directories of this path.",
  });
}
