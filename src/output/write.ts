import { rmSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { errorCode, ioReason } from "../files/io-reason.js";
import { filesInTurn } from "./files-in-turn.js";
import { labelOf, once, type OutputDirectory, resolveInside } from "./paths.js";
import type { PlannedFile, TargetFile } from "./plan.js";
import { makeDirectorySync, replaceFileSync } from "../files/write-atomically.js";

export interface WriteResult {
  /** Paths now up to date on disk that were not before, in the order of the plan. */
  readonly written: readonly string[];
  /** Paths of orphans that were removed. */
  readonly removed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Carries a plan without errors out. Writes only what is created or changed, each file as a whole: a crash leaves the
 * old file or the new one. After a failure no further file is started, and nothing is removed.
 */
export async function writeOutput(
  directory: OutputDirectory,
  files: readonly PlannedFile[],
  options: { readonly prune: boolean },
): Promise<WriteResult> {
  const due = files.filter(isDue);
  const makeDirectoryOnce = once(makeDirectorySync);
  const written = await eachUntilFailure(directory, due, "written", (file, path) => {
    makeDirectoryOnce(dirname(path));
    replaceFileSync(path, file.content);
  });
  const prune = options.prune && written.diagnostics.length === 0;
  const orphans = prune ? files.filter((file) => file.state === "orphaned") : [];
  const removed = await eachUntilFailure(directory, orphans, "removed", (_, path) => {
    rmSync(path);
  });
  const emptied = await removeEmptyDirectories(directory, removed.done);
  return {
    written: written.done,
    removed: removed.done,
    diagnostics: [...written.diagnostics, ...removed.diagnostics, ...emptied],
  };
}

function isDue(file: PlannedFile): file is TargetFile {
  return file.state === "created" || file.state === "changed";
}

interface Progress {
  readonly done: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One file after the other in this thread: half the time that they take through the pool where a disk is at hand. */
async function eachUntilFailure<File extends PlannedFile>(
  directory: OutputDirectory,
  files: readonly File[],
  verb: "written" | "removed",
  work: (file: File, absolute: string) => void,
): Promise<Progress> {
  const done: string[] = [];
  for (const file of files) {
    const absolute = resolveInside(directory.root, file.path);
    if (absolute === null) continue;
    try {
      work(file, absolute);
    } catch (error) {
      return { done, diagnostics: [notDone(directory, file.path, verb, error)] };
    }
    done.push(file.path);
    if (done.length % filesInTurn === 0) await setImmediate();
  }
  return { done, diagnostics: [] };
}

/** Removes the directories that the removed files leave empty, inner ones first, never the output directory itself. */
async function removeEmptyDirectories(directory: OutputDirectory, removed: readonly string[]): Promise<Diagnostic[]> {
  const parents = new Set(removed.flatMap(parentsOf));
  const deepestFirst = [...parents].sort((a, b) => b.length - a.length);
  const diagnostics: Diagnostic[] = [];
  for (const parent of deepestFirst) {
    try {
      await rmdir(join(directory.root, parent));
    } catch (error) {
      if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") {
        diagnostics.push(notDone(directory, parent, "removed", error));
      }
    }
  }
  return diagnostics;
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [] : [parent, ...parentsOf(parent)];
}

function notDone(directory: OutputDirectory, path: string, verb: string, error: unknown): Diagnostic {
  const message = `The file cannot be ${verb}: ${ioReason(error)}.`;
  return diagnostic("GP5013", message, {
    file: labelOf(directory, path),
    hint: "What was not done yet is left as it is.",
  });
}
