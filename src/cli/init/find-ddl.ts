import type { Dirent } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join, posix } from "node:path";

const definitionFile = /\.(?:sql|ddl|hql)$/i;
const createsTable = /\bcreate\b(?:\s+\w+){0,3}?\s+table\b/i;
const skipped = new Set(["node_modules", "dist", "build", "out", "coverage", "target", "vendor", "generated"]);

/** Bounds of the search: it is for a proposal, and must not keep anybody waiting. */
const deepest = 3;
const mostDirectories = 500;
const filesRead = 5;
const bytesRead = 64 * 1024;

/**
 * Where files are that create tables: the topmost directories, with a slash at the end, and globs for those that lie in
 * `cwd` itself. Looks a few levels deep, and into the beginning of a few files of each directory.
 */
export async function findDdl(cwd: string): Promise<readonly string[]> {
  const found: string[] = [];
  const queue = [""];
  for (const directory of queue) {
    const entries = await entriesOf(join(cwd, directory));
    const files = entries.filter((entry) => entry.isFile() && definitionFile.test(entry.name)).map(({ name }) => name);
    const creating = await firstCreating(join(cwd, directory), files);
    // Whoever reads a directory reads everything below it, but for the whole project that would be too much.
    if (creating !== null && directory !== "") found.push(`${directory}/`);
    else queue.push(...subdirectories(directory, entries).slice(0, mostDirectories - queue.length));
    if (creating !== null && directory === "") found.push(`*${posix.extname(creating)}`);
  }
  return found;
}

function subdirectories(directory: string, entries: readonly Dirent[]): string[] {
  if (directory.split("/").length >= deepest && directory !== "") return [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.filter((name) => !name.startsWith(".") && !skipped.has(name)).map((name) => posix.join(directory, name));
}

async function firstCreating(directory: string, files: readonly string[]): Promise<string | null> {
  for (const file of files.slice(0, filesRead)) {
    if (createsTable.test(await beginningOf(join(directory, file)))) return file;
  }
  return null;
}

async function entriesOf(directory: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
  } catch {
    return [];
  }
}

async function beginningOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead: length } = await file.read(Buffer.alloc(bytesRead), 0, bytesRead, 0);
      return buffer.toString("utf8", 0, length);
    } finally {
      await file.close();
    }
  } catch {
    return "";
  }
}
