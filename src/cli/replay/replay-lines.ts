import { readDeadLetter } from "../../producer/dead-letter/read-dead-letters.js";
import { type Line, type LineStart, readLines } from "../../producer/dead-letter/read-lines.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import type { Findings } from "./findings.js";
import { prepareRow } from "./prepare-row.js";
import type { PendingLine, ReplayProgress } from "./progress.js";
import type { ReplayTable } from "./replay-tables.js";
import type { RowSender, SentCounts } from "./send-rows.js";

/** A dead-letter file, and which of its rows are wanted. */
export interface ReplayFile {
  /** Absolute. */
  readonly path: string;
  readonly tables: ReadonlyMap<string, ReplayTable>;
  readonly includes: (table: string) => boolean;
  readonly findings: Findings;
}

/** Lines that went to no table. */
export interface OtherLines {
  unreadable: number;
  passedOver: number;
}

/** What is to be done about a line. */
type LineTask =
  | { readonly kind: "pass" }
  /** Not to be sent as it is. */
  | { readonly kind: "keep"; readonly table: string | null }
  | ({ readonly kind: "row" } & LetterTask);

interface LetterTask {
  readonly letter: Parameters<RowSender["send"]>[0];
  readonly table: ReplayTable;
  readonly prepared: Exclude<ReturnType<typeof prepareRow>, { readonly kind: "incomplete" }>;
}

/** Sends the rows from where the progress stands. What stops the reading is a failure of the sender. */
export async function sendLines(file: ReplayFile, progress: ReplayProgress, sender: RowSender): Promise<OtherLines> {
  const others: OtherLines = { unreadable: 0, passedOver: 0 };
  try {
    for await (const line of linesOf(file, progress.start)) {
      if (sender.isStopped) break;
      const pending = progress.begin(line);
      if (pending !== null) await sendLine(line, taskOf(line, file, others), progress, sender, pending);
    }
  } catch (error) {
    if (errorCode(error) === null) throw error;
    sender.fail(new Error(`The dead-letter file cannot be read: ${ioReason(error)}.`));
  }
  return others;
}

async function sendLine(
  line: Line,
  task: LineTask,
  progress: ReplayProgress,
  sender: RowSender,
  pending: PendingLine,
): Promise<void> {
  if (task.kind === "pass") progress.settle(pending, "passed");
  else if (task.kind === "keep") sender.keep(line, task.table, pending);
  else if (task.prepared.kind === "sendable") await sender.send(task.letter, task.prepared.json, task.table, pending);
  else sender.reject(task.letter, { kind: "invalid", issues: task.prepared.issues }, pending);
}

/** Checks the rows alone. */
export async function checkLines(file: ReplayFile) {
  const others: OtherLines = { unreadable: 0, passedOver: 0 };
  const counts = new Map<string, SentCounts>();
  for await (const line of linesOf(file)) {
    const task = taskOf(line, file, others);
    const table = task.kind === "row" ? task.letter.table : task.kind === "keep" ? task.table : null;
    if (table === null) continue;
    const known = counts.get(table) ?? { sent: 0, rejected: 0 };
    counts.set(table, known);
    if (task.kind === "row" && task.prepared.kind === "sendable") known.sent++;
    else known.rejected++;
  }
  return { others, counts };
}

function linesOf({ path }: ReplayFile, start?: LineStart): AsyncIterable<Line> {
  return readLines(path, start);
}

/** Notes what is wrong with the line. */
function taskOf(line: Line, { tables, includes, findings }: ReplayFile, others: OtherLines): LineTask {
  const entry = readDeadLetter(line);
  if (entry === null) return { kind: "pass" };
  if (entry.kind === "unreadable") {
    others.unreadable++;
    findings.add("GP5302", entry.message, entry);
    return { kind: "keep", table: null };
  }
  const table = includes(entry.table) ? tables.get(entry.table) : undefined;
  if (table === undefined) {
    others.passedOver++;
    return { kind: "pass" };
  }
  const prepared = prepareRow(entry, table.columns);
  if (prepared.kind === "incomplete") {
    findings.add("GP5302", prepared.message, entry, entry.table);
    return { kind: "keep", table: entry.table };
  }
  if (prepared.kind === "invalid") findings.invalid(entry, prepared.issues);
  return { kind: "row", letter: entry, table, prepared };
}
