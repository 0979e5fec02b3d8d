import { readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { isComplete, type LogDirectory, noActions, type TableActions, withOlder } from "./actions.js";
import { emptyLog, fileFault, noMetaData, unreachable } from "./faults.js";
import { type LogFiles, sortLogFiles } from "./log-files.js";
import { planReplay, type Replay } from "./plan-replay.js";
import { readParquetActions } from "./read-checkpoint.js";
import { readJsonActions } from "./read-json-actions.js";
import { stagedSchemaChange } from "./staged-commits.js";

/** The directory that makes the directory it is in a Delta table. */
export const logDirectoryName = "_delta_log";

/** Whether a directory is that of a Delta table. */
export async function isDeltaTable(absolute: string): Promise<boolean> {
  try {
    const facts = await stat(join(absolute, logDirectoryName));
    return facts.isDirectory();
  } catch {
    return false;
  }
}

/**
 * The `metaData` and `protocol` actions that a Delta table has at the newest version of its log, as the Delta protocol
 * finds them; of a table without a protocol action that is null. Never throws: why there are none is a diagnostic.
 *
 * @param table directory of the table, and its path as diagnostics shall name it.
 */
export async function readDeltaLog(table: LogDirectory): Promise<TableActions | Diagnostic> {
  const log: LogDirectory = {
    path: posix.join(table.path, logDirectoryName),
    absolute: join(table.absolute, logDirectoryName),
  };
  try {
    const files = sortLogFiles(await readdir(log.absolute));
    const read = await readNewest(log, files);
    if ("code" in read) return read;
    return (await stagedSchemaChange(log, planReplay(files).newest)) ?? read;
  } catch (error) {
    return diagnostic("GP5003", `The directory cannot be read: ${ioReason(error)}.`, { file: log.path });
  }
}

async function readNewest(log: LogDirectory, files: LogFiles): Promise<TableActions | Diagnostic> {
  const plan = planReplay(files);
  if (plan.newest < 0) return emptyLog(log);
  if (plan.missing !== null) return unreachable(log, plan.missing, files.incomplete);
  let first: Diagnostic | null = null;
  for (const replay of plan.replays) {
    const read = await readReplay(log, replay);
    if (!("fault" in read)) return read;
    first ??= read.fault;
    // The files above another checkpoint are the same and more: only a checkpoint can be done without.
    if (!read.inCheckpoint) break;
  }
  return first ?? emptyLog(log);
}

interface ReplayFault {
  readonly fault: Diagnostic;
  readonly inCheckpoint: boolean;
}

async function readReplay(log: LogDirectory, replay: Replay): Promise<TableActions | ReplayFault> {
  let found = noActions;
  for (const file of replay.files) {
    const read = await attempt(log, file, "json", () => readJsonActions(join(log.absolute, file)));
    if ("code" in read) return { fault: read, inCheckpoint: false };
    found = withOlder(found, read);
    if (isComplete(found)) return found;
  }
  if (replay.checkpoint !== null) {
    const read = await readCheckpoint(log, replay.checkpoint);
    if ("code" in read) return { fault: read, inCheckpoint: true };
    found = withOlder(found, read);
  }
  return found.metaData === null ? { fault: noMetaData(log), inCheckpoint: replay.checkpoint !== null } : found;
}

async function readCheckpoint(
  log: LogDirectory,
  { format, files }: NonNullable<Replay["checkpoint"]>,
): Promise<TableActions | Diagnostic> {
  let found = noActions;
  for (const file of files) {
    const path = join(log.absolute, file);
    const read = await attempt(log, file, format, () =>
      format === "json" ? readJsonActions(path) : readParquetActions(path),
    );
    if ("code" in read) return read;
    found = withOlder(found, read);
    if (isComplete(found)) break;
  }
  return found;
}

async function attempt(
  log: LogDirectory,
  file: string,
  format: "json" | "parquet",
  read: () => Promise<TableActions>,
): Promise<TableActions | Diagnostic> {
  try {
    return await read();
  } catch (error) {
    return fileFault(`${log.path}/${file}`, format, error, errorCode(error));
  }
}
