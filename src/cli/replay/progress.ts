import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { errorCode } from "../../files/io-reason.js";
import { replaceFile } from "../../files/write-atomically.js";
import { type Line, type LineStart, readLines } from "../../producer/dead-letter/read-lines.js";

/** What a replay was told to do; another one must not go on from its progress. */
export interface ReplayTarget {
  readonly endpoint: string;
  /** Names or globs of `--table`. */
  readonly tables: readonly string[];
}

/** How far a replay has come, as its file has it. */
interface SavedProgress extends ReplayTarget {
  readonly version: 1;
  /** The first line that is not dealt with, and its offset. */
  readonly line: number;
  readonly offset: number;
  /** Of all lines before. */
  readonly digest: string;
  /** Lines behind that are dealt with: their offsets and digests. */
  readonly beyond: Readonly<Record<string, string>>;
  /** Rows that are durable. */
  readonly sent: number;
  /** Lines that are in the file for rows rejected again. */
  readonly kept: number;
}

/** A line that is being dealt with. */
export interface PendingLine {
  readonly line: Line;
  isSettled: boolean;
}

/** Thrown for progress that a replay cannot go on from; the message says why. */
export class ProgressError extends Error {
  override readonly name = "ProgressError";
}

const version = 1;

/**
 * Which lines of a dead-letter file are dealt with, in a file beside it. Lines before the first one that is not are known
 * by their digest; a few behind may be done too, for tables do not wait for each other.
 */
export class ReplayProgress {
  readonly #path: string;
  readonly #target: ReplayTarget;
  /** Lines that the interrupted replay dealt with, and this one has not come to. */
  readonly #before: Map<number, string>;
  #pending: PendingLine[] = [];
  #at: LineStart;
  #digest: string;
  #sent: number;
  #kept: number;
  #isChanged = true;
  #saving: Promise<void> | null = null;
  #onError: (error: unknown) => void = () => undefined;
  #error: Error | null = null;

  /** Use `openProgress`. */
  constructor(path: string, saved: SavedProgress) {
    this.#path = path;
    this.#target = { endpoint: saved.endpoint, tables: saved.tables };
    this.#before = new Map(Object.entries(saved.beyond).map(([offset, digest]) => [Number(offset), digest]));
    this.#at = { number: saved.line, start: saved.offset };
    this.#digest = saved.digest;
    this.#sent = saved.sent;
    this.#kept = saved.kept;
  }

  /** Where to go on reading. */
  get start(): LineStart {
    this.#advance();
    return this.#at;
  }

  /** Rows that are durable, and lines that were kept, with those of the replay that was interrupted. */
  get counts(): { readonly sent: number; readonly kept: number } {
    return { sent: this.#sent, kept: this.#kept };
  }

  /** Takes lines in their order. Null for a line that was dealt with before the interruption. */
  begin(line: Line): PendingLine | null {
    const isDone = this.#before.get(line.start) === line.digest;
    this.#before.delete(line.start);
    const pending = { line, isSettled: isDone };
    this.#pending.push(pending);
    return isDone ? null : pending;
  }

  /** The row is durable, the line kept elsewhere, or there was nothing to do. */
  settle(pending: PendingLine, fate: "sent" | "kept" | "passed"): void {
    pending.isSettled = true;
    if (fate === "sent") this.#sent++;
    if (fate === "kept") this.#kept++;
    this.#isChanged = true;
    this.#save();
  }

  /** Calls the listener when the file cannot be written. */
  onError(listener: (error: unknown) => void): void {
    this.#onError = listener;
  }

  /** Waits until the file says what is known now. Rejects with the error of the file system. */
  async saved(): Promise<void> {
    this.#isChanged = true;
    this.#save();
    while (this.#saving !== null) await this.#saving;
    if (this.#error !== null) throw this.#error;
  }

  /** Takes the file away: everything is dealt with. */
  async remove(): Promise<void> {
    while (this.#saving !== null) await this.#saving;
    await rm(this.#path, { force: true });
  }

  /** Takes the lines off the list that nothing before waits for; for many at once, for it is long. */
  #advance(): void {
    const first = this.#pending.findIndex(({ isSettled }) => !isSettled);
    for (const { line } of this.#pending.splice(0, first === -1 ? this.#pending.length : first)) {
      this.#digest = chained(this.#digest, line);
      this.#at = { number: line.number + 1, start: line.end };
    }
  }

  /** One file after the other, each with what is known when it is written. */
  #save(): void {
    if (this.#saving === null && this.#isChanged) this.#saving = this.#write();
  }

  async #write(): Promise<void> {
    try {
      while (this.#isChanged) {
        this.#isChanged = false;
        await replaceFile(this.#path, `${JSON.stringify(this.#state())}\n`, 0o600);
        this.#error = null;
      }
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#onError(error);
    } finally {
      // At once: what is settled next starts the next writing.
      this.#saving = null;
    }
  }

  #state(): SavedProgress {
    this.#advance();
    const { number: line, start: offset } = this.#at;
    const done = this.#pending.filter(({ isSettled }) => isSettled);
    const beyond = Object.fromEntries([
      ...this.#before,
      ...done.map(({ line: each }) => [String(each.start), each.digest] as const),
    ]);
    return { version, ...this.#target, line, offset, digest: this.#digest, beyond, sent: this.#sent, kept: this.#kept };
  }
}

/** Digest of all lines up to this one. */
function chained(before: string, { digest }: Line): string {
  return createHash("sha256").update(before).update(digest).digest("base64");
}

/**
 * The progress of a replay of the file, from its beginning or from where it was interrupted.
 *
 * @throws ProgressError where the file or the target is another than before the interruption
 * @throws the error of the file system
 */
export async function openProgress(path: string, file: string, target: ReplayTarget): Promise<ReplayProgress> {
  const saved = await readProgress(path);
  const start = { version, ...target, line: 1, offset: 0, digest: "", beyond: {}, sent: 0, kept: 0 } as const;
  if (saved !== null) await checkProgress(saved, file, target);
  return new ReplayProgress(path, saved ?? start);
}

async function readProgress(path: string): Promise<SavedProgress | null> {
  try {
    const json: unknown = JSON.parse(await readFile(path, "utf8"));
    if (isProgress(json)) return json;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ProgressError("The file beside it does not say how far a replay has come.");
}

function isProgress(json: unknown): json is SavedProgress {
  if (typeof json !== "object" || json === null) return false;
  const { version: written, endpoint, tables, line, offset, digest, beyond, sent, kept }: Partial<SavedProgress> = json;
  return (
    written === version &&
    typeof endpoint === "string" &&
    Array.isArray(tables) &&
    [line, offset, sent, kept].every((count) => Number.isSafeInteger(count) && Number(count) >= 0) &&
    typeof digest === "string" &&
    typeof beyond === "object" &&
    Object.values(beyond).every((each) => typeof each === "string")
  );
}

async function checkProgress(saved: SavedProgress, file: string, target: ReplayTarget): Promise<void> {
  if (saved.endpoint !== target.endpoint) throw new ProgressError(`A replay to ${saved.endpoint} was interrupted.`);
  if (JSON.stringify(saved.tables) !== JSON.stringify(target.tables)) {
    throw new ProgressError("A replay of other tables was interrupted.");
  }
  let [digest, end] = ["", 0];
  if (saved.offset > 0) {
    for await (const line of readLines(file)) {
      digest = chained(digest, line);
      ({ end } = line);
      if (end >= saved.offset) break;
    }
  }
  if (end === saved.offset && digest === saved.digest) return;
  throw new ProgressError(`The file was changed before line ${String(saved.line)}, up to which it was dealt with.`);
}
