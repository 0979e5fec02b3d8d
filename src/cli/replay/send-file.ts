import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { setInterval } from "node:timers";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { appendFile } from "../../producer/dead-letter/append-file.js";
import type { Auth } from "../../producer/auth/auth.js";
import type { Io } from "../io.js";
import { openProgress, ProgressError, type ReplayProgress } from "./progress.js";
import { type OtherLines, type ReplayFile, sendLines } from "./replay-lines.js";
import { type OpenProducer, RowSender, type SentCounts } from "./send-rows.js";
import type { ReplaySettings, ServiceSettings } from "./settings.js";

/** What came of sending a file. */
export interface SendOutcome {
  readonly counts: ReadonlyMap<string, Readonly<SentCounts>>;
  readonly others: Readonly<OtherLines>;
  readonly resumedAt: number | null;
  readonly out: string | null;
  readonly complete: boolean;
  readonly interrupted: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

type SendSettings = ReplaySettings & { readonly service: ServiceSettings };

/** How often the line on a terminal is drawn anew, in milliseconds. */
const redrawTime = 500;

/** Sends the rows, from where an interrupted replay of the file ended. */
export async function sendFile(
  file: ReplayFile,
  settings: SendSettings,
  io: Io,
  openProducer: OpenProducer,
): Promise<SendOutcome> {
  const auth = credentials(io.env);
  if ("code" in auth) return failed(auth);
  const progress = await startProgress(file, settings);
  if ("code" in progress) return failed(progress);
  const { findings } = file;
  const { number } = progress.start;
  const out = appendFile(resolve(io.cwd, settings.out));
  const options = { ...settings.service, auth };
  const sender = new RowSender({ openProducer, options, progress, out, findings, now: () => new Date().toISOString() });
  progress.onError((error) => {
    sender.fail(new Error(`How far the replay has come cannot be written down: ${ioReason(error)}.`));
  });
  const others = await sendAll(file, progress, sender, settings, io);
  const grown = sender.isStopped ? [] : await endProgress(file.path, settings.file, progress);
  return {
    counts: sender.counts,
    others,
    resumedAt: number === 1 ? null : number,
    out: sender.hasKept ? settings.out : null,
    complete: !sender.isStopped && grown.length === 0,
    interrupted: sender.isInterrupted,
    diagnostics: [...grown, ...(sender.failure === null ? [] : [failure(sender.failure)])],
  };
}

const noLines: OtherLines = { unreadable: 0, passedOver: 0 };

function failed(found: Diagnostic): SendOutcome {
  return {
    counts: new Map(),
    others: noLines,
    resumedAt: null,
    out: null,
    complete: false,
    interrupted: false,
    diagnostics: [found],
  };
}

function failure({ message }: Error): Diagnostic {
  const hint = "Run the command again once that is mended: it goes on where it stopped.";
  return diagnostic("GP5305", `Not all rows could be sent: ${message}`, { hint });
}

/** Secrets come from the environment, where no list of processes shows them. */
function credentials(env: Io["env"]): Auth | Diagnostic {
  const [clientId, clientSecret] = [env["DATABRICKS_CLIENT_ID"] ?? "", env["DATABRICKS_CLIENT_SECRET"] ?? ""];
  if (clientId !== "" && clientSecret !== "") return { clientId, clientSecret };
  const hint = "Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET to those of a service principal.";
  return diagnostic("GP5101", "No credentials are given for sending rows.", { hint });
}

async function startProgress(
  { path }: ReplayFile,
  { file, service, tables }: SendSettings,
): Promise<ReplayProgress | Diagnostic> {
  const place = `${path}.progress.json`;
  try {
    const target = { endpoint: service.endpoint, tables: tables ?? [] };
    const progress = await openProgress(place, path, target);
    await progress.saved();
    return progress;
  } catch (error) {
    if (error instanceof ProgressError) {
      const hint = `Remove ${file}.progress.json to begin again; rows that were sent are then sent once more.`;
      return diagnostic("GP5303", `The replay cannot go on. ${error.message}`, { file, hint });
    }
    if (errorCode(error) === null) throw error;
    const message = `How far the replay has come cannot be read or written down: ${ioReason(error)}.`;
    return diagnostic("GP5013", message, { file: `${file}.progress.json` });
  }
}

async function sendAll(
  file: ReplayFile,
  progress: ReplayProgress,
  sender: RowSender,
  settings: SendSettings,
  io: Io,
): Promise<OtherLines> {
  void io.interrupted().then(() => {
    sender.interrupt();
    if (!settings.report.json)
      io.stderr.write("Stopping; what is under way is waited for. Ctrl+C again gives it up.\n");
  });
  const stopShowing = showProgress(progress, settings, io);
  try {
    return await sendLines(file, progress, sender);
  } finally {
    await sender.finish();
    // Where it fails, the sender has heard of it.
    await progress.saved().catch(() => undefined);
    stopShowing();
  }
}

/** Forgets the progress, unless a producer went on adding to the file. */
async function endProgress(path: string, file: string, progress: ReplayProgress): Promise<readonly Diagnostic[]> {
  const { size } = await stat(path);
  if (size <= progress.start.start) {
    await progress.remove();
    return [];
  }
  const hint = "Run the command again for them.";
  return [diagnostic("GP5307", "Lines were added to the file while it was replayed.", { file, hint })];
}

/** On a terminal, one line that says how far it has come. */
function showProgress(progress: ReplayProgress, { report }: SendSettings, io: Io): () => void {
  if (!io.stderr.isTerminal || report.json || report.verbosity === "quiet") return () => undefined;
  const timer = setInterval(() => {
    const { sent, kept } = progress.counts;
    io.stderr.write(`\r\u001b[2K${String(sent)} rows sent · ${String(kept)} rejected again`);
  }, redrawTime);
  return () => {
    clearInterval(timer);
    io.stderr.write("\r\u001b[2K");
  };
}
