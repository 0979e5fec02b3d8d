import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { selectTables } from "../../mapping/select-tables.js";
import { openProducer } from "../../producer/open-producer.js";
import { readTables } from "../commands/tables.js";
import type { Io } from "../io.js";
import type { Given } from "../source-settings.js";
import { sourceSettings } from "../source-settings.js";
import { UsageError } from "../usage-error.js";
import { Findings } from "./findings.js";
import { checkLines, type OtherLines, type ReplayFile } from "./replay-lines.js";
import { replayTables } from "./replay-tables.js";
import type { ReplayReport } from "./report.js";
import { type SendOutcome, sendFile } from "./send-file.js";
import type { OpenProducer, SentCounts } from "./send-rows.js";
import type { ReplaySettings } from "./settings.js";
import { tablesOf } from "./tables-of.js";

/**
 * Sends the rows of a dead-letter file again, as the tables are defined now.
 *
 * @throws UsageError where the options do not fit together.
 */
export async function replayCommand(
  settings: ReplaySettings,
  given: Given,
  io: Io,
  open: OpenProducer = openProducer,
): Promise<ReplayReport> {
  const path = resolve(io.cwd, settings.file);
  await refuseSameFile(path, resolve(io.cwd, settings.out));
  const names = await readNames(path, settings.file);
  if ("code" in names) return reportOf(settings, { diagnostics: [names] });
  const selection = selectTables(names, settings.tables ?? undefined);
  const wanted = names.filter(selection.includes);
  const read = wanted.length === 0 ? nothingRead : await readWanted(wanted, settings, given, io);
  const found = [...selection.diagnostics, ...read.diagnostics];
  if (hasErrors(found)) return reportOf(settings, { diagnostics: found });
  const findings = new Findings(settings.file);
  const file: ReplayFile = { path, tables: read.tables, includes: selection.includes, findings };
  if (settings.service === null) {
    const { counts, others } = await checkLines(file);
    return reportOf(settings, { counts, others, diagnostics: [...found, ...findings.all()] });
  }
  const outcome = await sendFile(file, { ...settings, service: settings.service }, io, open);
  return reportOf(settings, { ...outcome, diagnostics: [...found, ...findings.all(), ...outcome.diagnostics] });
}

const nothingRead = { tables: new Map(), diagnostics: [] } as const;

async function refuseSameFile(file: string, out: string): Promise<void> {
  const [read, written] = await Promise.all([file, out].map(identity));
  if (file !== out && (read === null || read !== written)) return;
  throw new UsageError(
    "The rows that are rejected again cannot go to the file that is read.",
    "Name another one with --out.",
  );
}

/** Equal for two names of one file; null where there is none. */
async function identity(path: string): Promise<string | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts === null ? null : `${String(facts.dev)}:${String(facts.ino)}`;
}

async function readNames(path: string, file: string): Promise<readonly string[] | Diagnostic> {
  try {
    return await tablesOf(path);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return diagnostic("GP5301", `The dead-letter file cannot be read: ${ioReason(error)}.`, { file });
  }
}

/** The definitions of the tables that there are rows of; a workspace is asked for no others. */
async function readWanted(wanted: readonly string[], settings: ReplaySettings, given: Given, io: Io) {
  const source = sourceSettings(given, wanted);
  const read = await readTables({ source, report: settings.report, tables: [] }, io);
  const isWanted = ({ table }: Diagnostic): boolean => table === undefined || wanted.includes(table);
  const diagnostics = read.diagnostics.filter(isWanted);
  if (hasErrors(diagnostics)) return { tables: new Map(), diagnostics };
  const mapped = replayTables(wanted, read.tables, settings);
  return { tables: mapped.tables, diagnostics: [...diagnostics, ...mapped.diagnostics] };
}

interface Outcome extends Partial<SendOutcome> {
  readonly diagnostics: readonly Diagnostic[];
  readonly counts?: ReadonlyMap<string, Readonly<SentCounts>>;
  readonly others?: Readonly<OtherLines>;
}

function reportOf({ file, service }: ReplaySettings, outcome: Outcome): ReplayReport {
  const { counts = new Map<string, SentCounts>(), others = { unreadable: 0, passedOver: 0 } } = outcome;
  const tables = [...counts].map(([name, { sent, rejected }]) => ({ name, sent, rejected }));
  return {
    command: "replay",
    file,
    dryRun: service === null,
    resumedAt: outcome.resumedAt ?? null,
    tables: tables.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
    ...others,
    out: outcome.out ?? null,
    complete: outcome.complete ?? false,
    interrupted: outcome.interrupted ?? false,
    diagnostics: outcome.diagnostics,
  };
}
