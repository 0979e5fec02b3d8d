import type { ReadProgress } from "../../source/workspace/workspace.js";
import type { Io } from "../io.js";
import type { ReportSettings } from "../settings.js";
import { plural } from "./diagnostics-text.js";
import { safeText } from "./safe-text.js";
import { displayWidth } from "./table-text.js";

/** Shows on the standard error how far a long reading of tables has come. */
export interface Progress {
  readonly onProgress: (event: ReadProgress) => void;
  /** Ends the showing and leaves no line behind on a terminal; to be called before anything else is written there. */
  readonly done: () => void;
}

/** What showing progress needs of the world. */
type ProgressWorld = Pick<Io, "stderr" | "env" | "now">;

/**
 * For a terminal, one line that is written over and over, and wiped out in the end. For a pipe or a log, a line every
 * now and then, so that short readings say nothing. Nothing at all with --quiet and --json. It acts on events only, and
 * has no timer that could keep the process.
 */
export function startProgress(io: ProgressWorld, settings: ReportSettings): Progress {
  if (settings.json || settings.verbosity === "quiet") return silentProgress;
  const canErase = io.stderr.isTerminal && io.env["TERM"] !== "dumb";
  return canErase ? terminalProgress(io) : plainProgress(io, settings.verbosity === "verbose");
}

const silentProgress: Progress = { onProgress: () => undefined, done: () => undefined };

/** How far the reading has come. */
interface Counts {
  /** Tables known to be wanted so far. */
  found: number;
  /** Tables that were read or could not be. */
  read: number;
  failed: number;
}

function startCounts(): Counts {
  return { found: 0, read: 0, failed: 0 };
}

function count(counts: Counts, event: ReadProgress): void {
  if (event.kind === "found") counts.found = event.tables;
  if (event.kind !== "read") return;
  counts.read++;
  if (!event.ok) counts.failed++;
}

/** A request that is to be sent again. */
interface Wait {
  readonly reason: string;
  /** On the clock of the world, in milliseconds. */
  readonly until: number;
}

/** Milliseconds between two pictures of the line: more than ten a second nobody sees. */
const frame = 100;
const eraseLine = "\r\u001b[K";

function terminalProgress(io: ProgressWorld): Progress {
  const counts = startCounts();
  const start = io.now();
  let [drawnAt, drawn] = [Number.NEGATIVE_INFINITY, ""];
  let wait: Wait | null = null;
  let ended = false;
  const draw = (now: number): void => {
    const line = fitting(progressLine(counts, now - start, remaining(wait, now)), io.stderr.columns);
    if (line !== drawn) io.stderr.write(`${eraseLine}${line}`);
    [drawnAt, drawn] = [now, line];
  };
  return {
    onProgress: (event) => {
      if (ended) return;
      const now = io.now();
      const isQuiet = remaining(wait, now) === null;
      count(counts, event);
      if (event.kind === "retry") wait = longer(wait, { reason: event.reason, until: now + event.pause });
      // While it waits no other event may come: that it does must not be lost between two pictures.
      if (now - drawnAt >= frame || (event.kind === "retry" && isQuiet)) draw(now);
    },
    done: () => {
      if (drawn !== "" && !ended) io.stderr.write(eraseLine);
      ended = true;
    },
  };
}

function longer(wait: Wait | null, other: Wait): Wait {
  return wait !== null && wait.until > other.until ? wait : other;
}

/** The words for a wait that is not over; null where there is none. */
function remaining(wait: Wait | null, now: number): string | null {
  return wait === null || wait.until <= now ? null : waitWords(wait.reason, wait.until - now);
}

/** `reading 1,240 of 5,000 tables · 310/s · 2 failed · waiting 3 s: too many requests` */
function progressLine({ found, read, failed }: Counts, elapsed: number, waiting: string | null): string {
  const total = Math.max(found, read);
  const tables = total === 0 ? "tables" : `${grouped(read)} of ${grouped(total)} ${total === 1 ? "table" : "tables"}`;
  const parts = [
    `reading ${tables}`,
    ...(elapsed >= 1_000 && read > 0 ? [rate(read, elapsed)] : []),
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(waiting === null ? [] : [waiting]),
  ];
  return parts.join(" · ");
}

function rate(read: number, elapsed: number): string {
  const perSecond = (read * 1_000) / elapsed;
  return `${perSecond < 10 ? perSecond.toFixed(1) : grouped(Math.round(perSecond))}/s`;
}

function grouped(number: number): string {
  return new Intl.NumberFormat("en-US").format(number);
}

/** Longest text of a reason; servers send whole pages. */
const maxReason = 200;

function waitWords(reason: string, pause: number): string {
  const shown = safeText(reason.slice(0, maxReason)).replace(/\s+/g, " ").trim();
  return `waiting ${String(Math.max(1, Math.ceil(pause / 1_000)))} s: ${shown}`;
}

const usualColumns = 80;

/** A line that wraps could not be wiped out; a cursor in the last column wraps in some terminals. */
function fitting(line: string, columns: number | null): string {
  const room = Math.max(1, (columns ?? usualColumns) - 1);
  if (displayWidth(line) <= room) return line;
  const characters = [...line];
  while (displayWidth(characters.join("")) > room - 1) characters.pop();
  return `${characters.join("")}…`;
}

/** Milliseconds from one line of a log to the next one of its kind. */
const lineGap = 10_000;
const retryGap = 5_000;

function plainProgress(io: ProgressWorld, showRetries: boolean): Progress {
  const counts = startCounts();
  let countsAt = io.now();
  let retryAt = Number.NEGATIVE_INFINITY;
  let ended = false;
  const onProgress = (event: ReadProgress): void => {
    if (ended) return;
    const now = io.now();
    count(counts, event);
    if (now - countsAt >= lineGap) {
      countsAt = now;
      io.stderr.write(`${plainLine(counts)}\n`);
    }
    if (event.kind === "retry" && showRetries && now - retryAt >= retryGap) {
      retryAt = now;
      io.stderr.write(`${waitWords(event.reason, event.pause)}\n`);
    }
  };
  return { onProgress, done: () => (ended = true) };
}

/** `read 1240 of 5000 tables, 2 failed` */
function plainLine({ found, read, failed }: Counts): string {
  const tables = plural(Math.max(found, read), "table");
  return `read ${String(read)} of ${tables}${failed === 0 ? "" : `, ${String(failed)} failed`}`;
}
