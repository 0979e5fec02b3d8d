import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fullName, type Table } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { writeAtomically } from "../../files/write-atomically.js";
import type { Io } from "../io.js";
import type { PullReport, PulledTable } from "../report/pull-report.js";
import type { PullSettings } from "../settings.js";
import { readTables } from "./tables.js";

/**
 * Brings a snapshot file up to date with what the source says. All or nothing: with an error the file stays as it is.
 * Tables that were not asked for stay in it.
 */
export async function pullCommand(settings: PullSettings, io: Io): Promise<PullReport> {
  const facts = { command: "pull", snapshot: settings.snapshot, dryRun: settings.dryRun } as const;
  const wanted = await readTables(settings, io);
  const old = await readOldSnapshot(settings.snapshot, io.cwd);
  const diagnostics = [...wanted.diagnostics, ...old.diagnostics];
  if (hasErrors(diagnostics)) return { ...facts, written: false, tables: [], diagnostics };
  const kept = old.tables.filter(({ name }) => !wanted.covers(fullName(name)));
  const { formatSnapshot } = await import("../../catalog/json/snapshot.js");
  const text = formatSnapshot([...kept, ...wanted.tables]);
  const tables = changesOf(old.tables, wanted.tables, kept, formatSnapshot);
  if (text === old.text) return { ...facts, written: false, tables, diagnostics };
  const failures = settings.dryRun ? [] : await write(settings.snapshot, text, io.cwd);
  const written = !settings.dryRun && failures.length === 0;
  return { ...facts, written, tables, diagnostics: [...diagnostics, ...failures] };
}

interface OldSnapshot {
  readonly text: string | null;
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

async function readOldSnapshot(path: string, cwd: string): Promise<OldSnapshot> {
  try {
    const text = (await readFile(resolve(cwd, path), "utf8")).replaceAll("\r\n", "\n");
    return { text, ...(await parseSnapshot(text, path)) };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { text: null, tables: [], diagnostics: [] };
    const found = diagnostic("GP5003", `The snapshot cannot be read: ${ioReason(error)}.`, { file: path });
    return { text: null, tables: [], diagnostics: [found] };
  }
}

async function parseSnapshot(text: string, file: string): Promise<Omit<OldSnapshot, "text">> {
  const { readSnapshot } = await import("../../catalog/json/snapshot.js");
  try {
    return readSnapshot(JSON.parse(text), { file });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const hint = "Name another file with --snapshot, or move this one away.";
    const message = "The file in the place of the snapshot is no snapshot and is left as it is.";
    return { tables: [], diagnostics: [diagnostic("GP5010", message, { file, hint })] };
  }
}

/** Compared as they are written: that is what a reviewer sees. */
function changesOf(
  old: readonly Table[],
  wanted: readonly Table[],
  kept: readonly Table[],
  format: (tables: readonly Table[]) => string,
): readonly PulledTable[] {
  const before = new Map(old.map((table) => [fullName(table.name), table]));
  const now = new Set([...wanted, ...kept].map(({ name }) => fullName(name)));
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const changes = wanted.map((table): PulledTable => {
    const name = fullName(table.name);
    const known = before.get(name);
    if (known === undefined) return { name, state: "added" };
    return { name, state: format([known]) === format([table]) ? "unchanged" : "changed" };
  });
  const rest = kept.map(({ name }): PulledTable => ({ name: fullName(name), state: "kept" }));
  const removed = gone.map((name): PulledTable => ({ name, state: "removed" }));
  return [...changes, ...rest, ...removed].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

async function write(path: string, text: string, cwd: string): Promise<readonly Diagnostic[]> {
  try {
    await writeAtomically(resolve(cwd, path), text);
    return [];
  } catch (error) {
    return [diagnostic("GP5013", `The snapshot cannot be written: ${ioReason(error)}.`, { file: path })];
  }
}
