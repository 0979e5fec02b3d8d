import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setInterval } from "node:timers";
import { fullName } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { type Fault, readFault } from "../../emulator/faults.js";
import { type Emulator, startEmulator } from "../../emulator/start-emulator.js";
import type { EmulatorStats, Rejection } from "../../emulator/stats.js";
import { StoreError } from "../../emulator/store/store-error.js";
import { readTables } from "../commands/tables.js";
import { type ExitCode, exitCodeFor } from "../exit-codes.js";
import type { Io } from "../io.js";
import { reportDiagnostics } from "../report/reporter.js";
import { safeText } from "../report/safe-text.js";
import { styleFor } from "../report/style.js";
import { UsageError } from "../usage-error.js";
import type { EmulatorSettings, ExportSettings } from "./settings.js";
import { statusLine } from "./status-line.js";
import { welcomeText } from "./welcome.js";

/** How often the status line is drawn anew, in milliseconds. */
const redrawTime = 1000;

/** Rejections printed a second; more would push away what caused them. */
const printedRejections = 5;

/**
 * Runs the emulator until the process is interrupted; then it lets open streams end and keeps what they sent.
 *
 * @throws UsageError for a fault that is none.
 */
export async function emulatorCommand(settings: EmulatorSettings, io: Io): Promise<ExitCode> {
  const faults = settings.faults.map(parseFault);
  const { tables, diagnostics } = await readTables(settings, io);
  reportDiagnostics(diagnostics, settings.report, io);
  if (hasErrors(diagnostics)) return exitCodeFor(diagnostics);
  const { host, zerobusPort, workspacePort, tokenSeconds, seed, store } = settings;
  const started = await start({ tables, host, zerobusPort, workspacePort, tokenSeconds, seed, store, faults });
  if ("code" in started) {
    reportDiagnostics([started], settings.report, io);
    return exitCodeFor([started]);
  }
  announce(started, settings, tables, io);
  const stopWatching = watch(started, settings, io);
  await io.interrupted();
  stopWatching();
  await started.drain();
  const failures = settings.export === null ? [] : await exportTables(started, settings.export, io);
  await started.close();
  reportDiagnostics(failures, settings.report, io);
  return exitCodeFor(failures);
}

/** Tables that got rows, each in a file of its own. */
async function exportTables(emulator: Emulator, { format, directory }: ExportSettings, io: Io): Promise<Diagnostic[]> {
  const failures: Diagnostic[] = [];
  for (const { name, rows } of emulator.stats().tables) {
    if (rows === 0) continue;
    const file = join(directory, `${name}.${format}`);
    try {
      await mkdir(resolve(io.cwd, directory), { recursive: true });
      await emulator.exportTable(name, resolve(io.cwd, file), format);
      io.stderr.write(`exported ${safeText(file)}\n`);
    } catch (error) {
      failures.push(diagnostic("GP5202", `The rows cannot be exported: ${ioReason(error)}.`, { file, table: name }));
    }
  }
  return failures;
}

function parseFault(text: string): Fault {
  const read = readFault(parseJson(text));
  if (!read.ok) throw new UsageError(`--fault ${text}: ${read.message}`);
  return read.fault;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--fault takes JSON, not ${text}.`, 'For example: --fault \'{"kind":"delay_acks","ms":500}\'');
  }
}

async function start(options: Parameters<typeof startEmulator>[0]) {
  try {
    return await startEmulator(options);
  } catch (error) {
    if (error instanceof StoreError) return diagnostic("GP5202", error.message);
    if (errorCode(error) === null) throw error;
    const hint = "Choose other ports with --zerobus-port and --workspace-port; 0 takes a free one.";
    return diagnostic("GP5201", `The emulator cannot listen: ${ioReason(error)}.`, { hint });
  }
}

function announce(
  { zerobusEndpoint, workspaceUrl }: Emulator,
  { report, store }: EmulatorSettings,
  tables: Parameters<typeof welcomeText>[0]["tables"],
  io: Io,
): void {
  const names = tables.map(({ name }) => fullName(name));
  if (report.json) {
    io.stdout.write(`${JSON.stringify({ zerobusEndpoint, workspaceUrl, tables: names })}\n`);
    return;
  }
  const kept = store.kind === "directory" ? `in ${safeText(store.path)}` : storeTexts[store.kind];
  const style = styleFor(io.stdout, report.color, io.env);
  io.stdout.write(welcomeText({ zerobusEndpoint, workspaceUrl, tables, kept }, style));
}

const storeTexts = { memory: "in memory", none: "counted only" };

/** Shows rejections as they come, and on a terminal a line that says what is going on. */
function watch(emulator: Emulator, { report }: EmulatorSettings, io: Io): () => void {
  if (report.json || report.verbosity === "quiet") return () => undefined;
  const { isTerminal } = io.stderr;
  const clear = isTerminal ? "\r\u001b[2K" : "";
  let shown = rejectsOf(emulator.stats());
  const draw = (): void => {
    const stats = emulator.stats();
    const due = rejectsOf(stats) - shown;
    const fresh = due === 0 ? [] : emulator.rejections().slice(-Math.min(due, printedRejections));
    const more = due - fresh.length;
    shown += due;
    const lines = fresh.map(rejectionLine).join("") + (more > 0 ? `… and ${String(more)} more rejects\n` : "");
    if (lines !== "" || isTerminal) io.stderr.write(clear + lines + (isTerminal ? statusLine(stats) : ""));
  };
  const timer = setInterval(draw, redrawTime);
  return () => {
    clearInterval(timer);
    draw();
    if (isTerminal) io.stderr.write("\n");
  };
}

function rejectsOf({ tables }: EmulatorStats): number {
  return tables.reduce((total, { rejects }) => total + rejects, 0);
}

function rejectionLine({ table, column, rule, message }: Rejection): string {
  return safeText(`rejected ${table}${column === null ? "" : `.${column}`} [${rule}] ${message}`) + "\n";
}
