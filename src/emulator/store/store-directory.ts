import { mkdir, readdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ioReason } from "../../files/io-reason.js";
import { catalogFile, catalogOfFile } from "./names.js";
import { StoreError } from "./store-error.js";

/** A directory with one database file per catalog. */
export interface StoreDirectory {
  readonly path: string;
  /** Catalogs that have a file, in code-unit order. */
  readonly catalogs: readonly string[];
}

/**
 * Directories this process has open. The lock of a database file is one of the process: DuckDB would open the file a second time here,
 * and the two would overwrite each other.
 */
const openHere = new Set<string>();

/**
 * Takes the directory for this process, and makes it where it is not there.
 *
 * @throws {StoreError} of kind `locked` where this process has it open, `storage` where it cannot be used.
 */
export async function takeDirectory(path: string): Promise<StoreDirectory> {
  await attempt(path, () => mkdir(resolve(path), { recursive: true }));
  return findDirectory(path);
}

/**
 * Takes the directory for this process as it is.
 *
 * @throws {StoreError} as {@link takeDirectory}.
 */
export async function findDirectory(path: string): Promise<StoreDirectory> {
  const real = await attempt(path, () => realpath(path));
  if (openHere.has(real)) throw lockedDirectory(path, "by this process");
  openHere.add(real);
  try {
    const files = await attempt(path, () => readdir(real));
    const catalogs = files.map(catalogOfFile).filter((catalog) => catalog !== null);
    return { path: real, catalogs: catalogs.sort() };
  } catch (error) {
    openHere.delete(real);
    throw error;
  }
}

/** Lets go of a directory that was taken. */
export function releaseDirectory(directory: StoreDirectory): void {
  openHere.delete(directory.path);
}

/** Path of the database file of a catalog. */
export function catalogPath(directory: StoreDirectory, catalog: string): string {
  return join(directory.path, catalogFile(catalog));
}

/** Who has the directory, in words: the error that DuckDB gives names the process. */
export function lockedDirectory(path: string, who: string): StoreError {
  return new StoreError(
    "locked",
    `The store in ${path} is in use ${who}: stop the emulator that runs on it, or ask that one.`,
  );
}

async function attempt<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new StoreError("storage", `The store in ${path} cannot be used: ${ioReason(cause)}.`, { cause });
  }
}
