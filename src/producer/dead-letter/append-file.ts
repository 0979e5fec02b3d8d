import { Buffer } from "node:buffer";
import { constants, type FileHandle, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ioReason } from "../../files/io-reason.js";
import { makeDirectory } from "../../files/write-atomically.js";

/** What appending needs of an open file. */
type AppendHandle = Pick<FileHandle, "write" | "datasync" | "stat" | "read" | "close">;

/** How files are opened; tests give one that fails. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<AppendHandle>;

/** A file that lines are added to. */
export interface AppendFile {
  /**
   * Adds a line, given without its line feed; resolves once it is on the disk. Rejects with an Error
   * that names the file and says why; the next call tries again.
   */
  readonly append: (line: string | Uint8Array) => Promise<void>;
  /** Waits for what is under way and gives the file back. A later `append` opens it again. */
  readonly close: () => Promise<void>;
}

/** Bytes that are written and synced at once, unless one line is longer. */
const maxGroup = 16 * 1024 * 1024;

/** Rows may be personal data. */
const mode = 0o600;
const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;

const lineFeed = 0x0a;

/** A file in which lines are kept. Nothing is touched before the first `append`. */
export function appendFile(path: string, openFile: OpenFile = open): AppendFile {
  const file = new LineFile(resolve(path), openFile);
  return { append: (line) => file.append(line), close: () => file.close() };
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

class LineFile {
  readonly #path: string;
  readonly #openFile: OpenFile;
  readonly #queue: Waiting[] = [];
  #handle: AppendHandle | null = null;
  #writing: Promise<void> | null = null;

  constructor(path: string, openFile: OpenFile) {
    this.#path = path;
    this.#openFile = openFile;
  }

  append(line: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes: withLineFeed(line), resolve, reject });
      this.#writing ??= this.#writeQueue();
    });
  }

  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    await this.#release();
  }

  /** Lines that come while one group is written are the next group. */
  async #writeQueue(): Promise<void> {
    // Lines of the same turn are one group too.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#writeGroup(this.#nextGroup());
    this.#writing = null;
  }

  #nextGroup(): readonly Waiting[] {
    let size = 0;
    const end = this.#queue.findIndex(({ bytes }, index) => (size += bytes.length) > maxGroup && index > 0);
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      this.#handle ??= await this.#open();
      await writeAll(this.#handle, Buffer.concat(group.map(({ bytes }) => bytes)));
      await this.#handle.datasync();
      for (const { resolve } of group) resolve();
    } catch (error) {
      // Opened again, the file is looked at again: half a line may be in it.
      await this.#release();
      const failure = new Error(`Rows cannot be written to ${this.#path}: ${ioReason(error)}.`, { cause: error });
      for (const { reject } of group) reject(failure);
    }
  }

  async #open(): Promise<AppendHandle> {
    await makeDirectory(dirname(this.#path));
    const handle = await this.#openFile(this.#path, flags, mode);
    try {
      const { size } = await regular(handle);
      if (size === 0) await syncDirectory(dirname(this.#path));
      else if (await isTorn(handle, size)) await writeAll(handle, Buffer.of(lineFeed));
      return handle;
    } catch (error) {
      await quietly(handle.close());
      throw error;
    }
  }

  async #release(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    // What was acknowledged is on the disk already.
    if (handle !== null) await quietly(handle.close());
  }
}

function withLineFeed(line: string | Uint8Array): Uint8Array {
  return typeof line === "string" ? Buffer.from(`${line}\n`) : Buffer.concat([line, Buffer.of(lineFeed)]);
}

async function regular(handle: AppendHandle): Promise<{ readonly size: number }> {
  const facts = await handle.stat();
  if (facts.isFile()) return facts;
  throw new Error("it is no regular file");
}

/** Whether a crash left half a line at the end. */
async function isTorn(handle: AppendHandle, size: number): Promise<boolean> {
  const last = Buffer.alloc(1);
  const { bytesRead } = await handle.read(last, 0, 1, size - 1);
  return bytesRead === 1 && last[0] !== lineFeed;
}

async function writeAll(handle: AppendHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written, null)).bytesWritten;
  }
}

/** So that the new file's name survives a crash too; not every system can. */
async function syncDirectory(path: string): Promise<void> {
  await quietly(
    open(path, constants.O_RDONLY).then(async (directory) => {
      await directory.sync().finally(() => directory.close());
    }),
  );
}

async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
