import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import type { GenerateOptions } from "../../generate.js";
import type { KnownTables } from "../../output/orphans.js";
import type { OutputDirectory } from "../../output/paths.js";
import { type OutputPlan, planRecorded } from "../../output/plan.js";
import { digestOf, type GenerationRecord, readRecord } from "../../output/record.js";
import { commentLine } from "../../plan/text.js";
import type { Definitions } from "./definitions.js";
import { programDigest } from "./program-digest.js";

/** Stands for everything that decides what is generated: the program, its options, the definitions and their places. */
export function recordKey({ sources, tables }: Definitions, options: GenerateOptions): string {
  const texts = sources.flatMap(({ path, text }) => [path, text]);
  return digestOf([programDigest(), JSON.stringify(options), JSON.stringify(tables), ...texts]);
}

interface RecallRequest {
  /** Absolute path of the record. */
  readonly path: string;
  readonly key: string;
  readonly directory: OutputDirectory;
  readonly covers: Definitions["covers"];
  /** What reading the definitions brought to light. */
  readonly found: readonly Diagnostic[];
}

/** A record with the key, and the plan for a disk that holds its files to the letter; null where either is missing. */
export async function recallPlan({
  path,
  key,
  directory,
  covers,
  found,
}: RecallRequest): Promise<{ readonly record: GenerationRecord; readonly plan: OutputPlan } | null> {
  const record = hasErrors(found) ? null : await readRecord(path, key);
  if (record === null) return null;
  const generated = new Set(record.files.flatMap(({ header }) => header ?? []));
  const all = new Set([...record.tables.map(commentLine), ...generated]);
  const known: KnownTables = { all, generated, complete: true, covers };
  const plan = await planRecorded(directory, record.files, known);
  return plan === null ? null : { record, plan };
}
