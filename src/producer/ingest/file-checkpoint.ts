import { randomUUID } from "node:crypto";
import { open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "../../files/io-reason.js";
import type { CheckpointStore, Position } from "../checkpoint.js";
import { CheckpointError, causeText } from "./checkpoint-error.js";
import { readPositions, writePositions, type SavedPositions } from "./checkpoint-file.js";
import { serially } from "./serially.js";

/** A temporary file this old was left by a process that died, in milliseconds. */
const oldAge = 60 * 60 * 1_000;

/**
 * Keeps positions in a JSON file, `{"version":1,"tables":{"catalog.schema.table":{"position":…,"savedAt":…}}}`, that several
 * producers of one process may share. A save replaces the file at once and is on disk when it has resolved, so that the
 * file is whole whenever the process or the machine dies. Only its owner can read it. Its directory has to exist.
 *
 * Where the file is damaged, of another version, or cannot be read or written, `load` and `save` reject with a
 * CheckpointError; a file that is missing holds no positions. Processes that run at the same time need a file each.
 */
export function fileCheckpoint(path: string): CheckpointStore {
  const place = resolve(path);
  return {
    load: (table) => serially(place, () => load(place, table)),
    save: (table, position) => serially(place, () => save(place, table, position)),
  };
}

async function load(path: string, table: string): Promise<Position | null> {
  await explained(path, "loaded", () => removeLeftovers(path));
  const positions = await read(path);
  return positions.get(table)?.position ?? null;
}

async function save(path: string, table: string, position: Position): Promise<void> {
  // Read again each time: were another process to write it too, its tables stay in it.
  const positions = new Map(await read(path));
  positions.set(table, { position, savedAt: new Date().toISOString() });
  await explained(path, "saved", () => replaceFile(path, writePositions(positions)));
}

async function read(path: string): Promise<SavedPositions> {
  const text = await explained(path, "loaded", () => readUnlessMissing(path));
  return text === null ? new Map() : readPositions(text, path);
}

async function readUnlessMissing(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return null;
  }
}

/** Writes a file beside it first: what is at the path is the old text or the new one, never a part. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await targetOf(path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await writeDurably(temporary, text);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(target));
}

/** Where a link leads to, so that the link stays one. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return path;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some systems open or flush no directories; there the rename is durable a little later. */
const cannotSync: ReadonlySet<string | null> = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"]);

async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, "r");
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch (error) {
    if (!cannotSync.has(errorCode(error))) throw error;
  }
}

/** Removes temporary files of processes that were killed while they saved. */
async function removeLeftovers(path: string): Promise<void> {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(directory)) {
    const isTemporary = name.startsWith(prefix) && /^[\da-f-]{36}\.tmp$/.test(name.slice(prefix.length));
    if (isTemporary) await removeIfOld(join(directory, name));
  }
}

async function removeIfOld(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > oldAge) await rm(path, { force: true });
  } catch {
    // Somebody else has removed it, or it stays: it does no harm.
  }
}

async function explained<Result>(path: string, done: "loaded" | "saved", work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isMissing = errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
    const reason = isMissing ? `there is no directory ${dirname(path)}. Create it` : causeText(error);
    throw new CheckpointError(`${path}: the position could not be ${done}: ${reason}.`, { place: path, cause: error });
  }
}
