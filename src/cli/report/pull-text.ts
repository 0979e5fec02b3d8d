import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Verbosity } from "../settings.js";
import { countsText, plural } from "./diagnostics-text.js";
import type { PulledTable, PullReport } from "./pull-report.js";
import { safeLine, safeText } from "./safe-text.js";
import type { Style } from "./style.js";

const states: readonly PulledTable["state"][] = ["added", "changed", "removed", "unchanged", "kept"];

/** What people read on the standard output after `pull`; `duration` is in milliseconds. */
export function pullText(report: PullReport, style: Style, verbosity: Verbosity, duration: number): string {
  if (verbosity === "quiet") return "";
  const isListed = ({ state }: PulledTable): boolean => verbosity === "verbose" || isChange(state);
  // Where the file stays as it is, nothing was added to it.
  const listed = hasErrors(report.diagnostics) ? [] : report.tables.filter(isListed);
  return listed.map((table) => tableLine(table, style)).join("") + `${summary(report, duration)}\n`;
}

function isChange(state: PulledTable["state"]): boolean {
  return state !== "unchanged" && state !== "kept";
}

function tableLine({ name, state }: PulledTable, style: Style): string {
  const line = `${state.padEnd(10)} ${safeLine(name)}`;
  return `${isChange(state) ? line : style.faint(line)}\n`;
}

/** `12 tables in gen-producers.snapshot.json (1 added, 11 unchanged), written in 310 ms` */
function summary(report: PullReport, duration: number): string {
  const problems = countsText(report.diagnostics);
  const time = `in ${String(Math.round(duration))} ms${problems === "" ? "" : `; ${problems}`}`;
  if (hasErrors(report.diagnostics)) return `${safeText(report.snapshot)} is left as it is, ${time}`;
  const present = report.tables.filter(({ state }) => state !== "removed").length;
  const counts = states.flatMap((state) => {
    const count = report.tables.filter((table) => table.state === state).length;
    return count === 0 ? [] : [`${String(count)} ${state}`];
  });
  return `${plural(present, "table")} in ${safeText(report.snapshot)} (${counts.join(", ")}), ${outcome(report)} ${time}`;
}

function outcome({ written, dryRun, tables }: PullReport): string {
  if (written) return "written";
  return dryRun && tables.some(({ state }) => isChange(state)) ? "would be written" : "up to date";
}
