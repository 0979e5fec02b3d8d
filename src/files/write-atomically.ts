import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "./io-reason.js";

/**
 * Writes a file as a whole, making its directory.
 *
 * @throws the error of the file system; the old file is as it was, and nothing else is left.
 */
export async function writeAtomically(path: string, content: string): Promise<void> {
  await makeDirectory(dirname(path));
  await replaceFile(path, content);
}

/**
 * Writes a file through one of its own beside it: within one directory a rename replaces the old file in one step.
 *
 * @throws the error of the file system; the old file is as it was, and nothing else is left.
 */
export async function replaceFile(path: string, content: string, mode = 0o666): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeFile(temporary, content, { flag: "wx", mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * The same in this thread, for many small files.
 *
 * @throws the error of the file system; the old file is as it was, and nothing else is left.
 */
export function replaceFileSync(path: string, content: string): void {
  const temporary = temporaryPath(path);
  try {
    writeFileSync(temporary, content, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** With a short name of its own, so that a long name does not make the temporary name too long. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 40)}.${randomUUID().slice(0, 8)}.tmp`);
}

/**
 * Makes a directory, and those it is in; it may be there already.
 *
 * @throws the error of the file system; not where a file is in its place: writing into it says so.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    // Node's own recursive form never comes back where a parent exists and still nothing can be made in it, as in /proc.
    await mkdir(path);
  } catch (error) {
    // Made a moment ago for another file.
    if (errorCode(error) === "EEXIST") return;
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path).catch(passExisting);
  }
}

/**
 * The same in this thread.
 *
 * @throws the error of the file system; not where a file is in its place: writing into it says so.
 */
export function makeDirectorySync(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return;
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeDirectorySync(dirname(path));
    try {
      mkdirSync(path);
    } catch (again) {
      passExisting(again);
    }
  }
}

/** Somebody else made it in the meantime. */
function passExisting(error: unknown): void {
  if (errorCode(error) !== "EEXIST") throw error;
}
