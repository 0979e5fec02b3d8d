import { posix } from "node:path";
import type { Verbosity } from "../settings.js";
import { driftText } from "./drift-text.js";
import { countsText, plural } from "./diagnostics-text.js";
import { countFiles, type FileReport, filesExitCode, type FilesReport, type FileState } from "./files-report.js";
import { safeText } from "./safe-text.js";
import type { Style } from "./style.js";

/** What people read on the standard output after `generate` or `check`; `duration` is in milliseconds. */
export function filesText(report: FilesReport, style: Style, verbosity: Verbosity, duration: number): string {
  const loud = verbosity !== "quiet";
  return [
    ...(loud ? report.files.flatMap((file) => diffText(file, style)) : []),
    ...(loud ? [driftText(report.drift, style, verbosity)] : []),
    ...report.files.filter((file) => isListed(file, report, verbosity)).map((file) => fileLine(file, report, style)),
    ...(loud ? [`${summary(report, duration)}\n`, adviceText(report)] : []),
  ].join("");
}

/** A run that wrote says so in its summary; one that only compares names the files, for they are what to act on. */
function isListed(file: FileReport, report: FilesReport, verbosity: Verbosity): boolean {
  if (verbosity === "verbose") return true;
  if (verbosity === "quiet") return report.command === "check" && file.state !== "unchanged";
  return file.state === "removed" || (report.dryRun && file.state !== "unchanged");
}

function fileLine(file: FileReport, report: FilesReport, style: Style): string {
  const state = report.dryRun ? plannedStates[file.state] : file.state;
  const paint = file.state === "unchanged" ? style.faint : (text: string) => text;
  return paint(`${state.padEnd(10)} ${safeText(posix.join(report.out, file.path))}`) + "\n";
}

/** How a run that writes nothing words what another would do. */
const plannedStates: Readonly<Record<FileState, string>> = {
  created: "to create",
  changed: "to change",
  removed: "to remove",
  missing: "missing",
  stale: "stale",
  unchanged: "unchanged",
  foreign: "in the way",
  orphaned: "orphaned",
};

function diffText(file: FileReport, style: Style): string[] {
  if (file.diff === null) return [];
  return [
    ...safeText(file.diff)
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => paintDiffLine(line, style)),
    "",
  ].map((line) => `${line}\n`);
}

function paintDiffLine(line: string, style: Style): string {
  if (line.startsWith("--- ") || line.startsWith("+++ ")) return style.heading(line);
  if (line.startsWith("@@")) return style.hunk(line);
  if (line.startsWith("+")) return style.added(line);
  return line.startsWith("-") ? style.removed(line) : line;
}

function summary(report: FilesReport, duration: number): string {
  const counts = countsText(report.diagnostics);
  const problems = counts === "" ? "" : `; ${counts}`;
  const time = `in ${String(Math.round(duration))} ms`;
  if (report.files.length === 0) return `Nothing to ${report.command}, ${time}${problems}`;
  return `${report.command === "generate" ? generateSummary(report) : checkSummary(report)} ${time}${problems}`;
}

/** `12 tables → 25 files in generated/ (3 written, 22 unchanged)` */
function generateSummary(report: FilesReport): string {
  const due = countFiles(report, "created", "changed");
  const written = report.files.filter((file) => file.written).length;
  const parts = [
    report.dryRun ? `${String(due)} would be written` : `${String(written)} written`,
    ...part(report.dryRun ? 0 : due - written, "not written"),
    `${String(countFiles(report, "unchanged"))} unchanged`,
    ...part(countFiles(report, "foreign"), "in the way"),
    ...part(countFiles(report, "orphaned"), "orphaned"),
    ...part(countFiles(report, "removed"), report.dryRun ? "would be removed" : "removed"),
  ];
  return `${tablesText(report)} → ${plural(targets(report), "file")} in ${directoryText(report)} (${parts.join(", ")})`;
}

function checkSummary(report: FilesReport): string {
  const tables = tablesText(report);
  const files = plural(targets(report), "file");
  if (filesExitCode(report) === 0) return `${tables} → ${files} in ${directoryText(report)} up to date,`;
  const parts = [
    ...part(countFiles(report, "missing"), "missing"),
    ...part(countFiles(report, "stale"), "stale"),
    ...part(countFiles(report, "orphaned"), "orphaned"),
    ...part(countFiles(report, "foreign"), "in the way"),
    `${String(countFiles(report, "unchanged"))} up to date`,
  ];
  return `${tables} → ${files} in ${directoryText(report)} (${parts.join(", ")})`;
}

function adviceText(report: FilesReport): string {
  const outdated = countFiles(report, "missing", "stale") > 0;
  const orphaned = report.command === "check" && countFiles(report, "orphaned") > 0;
  if (!outdated && !orphaned) return "";
  const prune = orphaned ? ", with --prune to remove what is orphaned" : "";
  return `To update the files, run gen-producers generate with the same options${prune}.\n`;
}

function part(count: number, words: string): string[] {
  return count === 0 ? [] : [`${String(count)} ${words}`];
}

function tablesText(report: FilesReport): string {
  const selected = report.tables.filter((table) => table.state !== "not_selected").length;
  const generated = report.tables.filter((table) => table.state === "generated").length;
  return generated === selected ? plural(selected, "table") : `${String(generated)} of ${plural(selected, "table")}`;
}

function targets(report: FilesReport): number {
  return report.files.length - countFiles(report, "orphaned", "removed");
}

function directoryText(report: FilesReport): string {
  return safeText(report.out.replace(/\/*$/, "/"));
}
