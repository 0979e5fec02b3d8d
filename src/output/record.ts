import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { writeAtomically } from "../files/write-atomically.js";

/** What a run without errors made, for a later run that is asked for the same. */
export interface GenerationRecord {
  /** Digest of everything it was made from, the generator included. */
  readonly key: string;
  /** Full names of all tables that are defined. */
  readonly tables: readonly string[];
  readonly files: readonly RecordedFile[];
  /** Its warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RecordedFile {
  /** Relative to the output directory, with `/`. */
  readonly path: string;
  /** Full name of the table; null for a runtime file. */
  readonly table: string | null;
  /** The name of the table in the words of the header. */
  readonly header: string | null;
  /** Of the content. */
  readonly digest: string;
}

/** The same for the same texts in the same order only. */
export function digestOf(texts: Iterable<string | Uint8Array>): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${String(text.length)}:`).update(text);
  return hash.digest("base64url");
}

/** The record in a file; null where there is none, or none with this key. */
export async function readRecord(path: string, key: string): Promise<GenerationRecord | null> {
  try {
    const record: unknown = JSON.parse(await readFile(path, "utf8"));
    return isRecord(record) && record.key === key ? record : null;
  } catch {
    // It is only there to save time.
    return null;
  }
}

/** Whether it has the form of one; what it says of the disk is looked at there. */
function isRecord(value: unknown): value is GenerationRecord {
  const { key, tables, files, diagnostics } = partsOf(value);
  return (
    typeof key === "string" &&
    Array.isArray(tables) &&
    tables.every((name) => typeof name === "string") &&
    Array.isArray(files) &&
    files.every((file) => typeof partsOf(file)["path"] === "string") &&
    Array.isArray(diagnostics) &&
    diagnostics.every((found) => typeof partsOf(found)["message"] === "string")
  );
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** @throws the error of the file system; the old record is as it was. */
export async function writeRecord(path: string, record: GenerationRecord): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(record)}\n`);
}
