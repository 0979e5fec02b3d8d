import type { Severity } from "../../diagnostics/codes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Verbosity } from "../settings.js";
import { safeLine, safeText } from "./safe-text.js";
import type { Style } from "./style.js";

/** More warnings of one kind than this say nothing new; `--verbose` shows them all. */
const shownPerCode = 20;

const longestPlace = 300;

/** Diagnostics as people read them, in the given order, each with its place, its source lines and what to do. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style, verbosity: Verbosity): string {
  const shown = verbosity === "quiet" ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
  if (verbosity !== "normal") return shown.map((diagnostic) => diagnosticText(diagnostic, style)).join("");
  const { kept, folded } = fold(shown);
  return kept.map((diagnostic) => diagnosticText(diagnostic, style)).join("") + foldedText(folded, style);
}

/**
 * One diagnostic, ending in a line feed.
 *
 * @internal exported for its tests
 */
export function diagnosticText(diagnostic: Diagnostic, style: Style): string {
  const place = shortened(placeOf(diagnostic));
  const head = [
    ...(place === "" ? [] : [style.place(`${place}:`)]),
    `${style.severity[diagnostic.severity](`${diagnostic.severity} ${diagnostic.code}:`)} ${safeText(diagnostic.message)}`,
  ].join(" ");
  const frame = diagnostic.frame === undefined ? [] : [frameText(diagnostic.frame, diagnostic.severity, style)];
  const hint = diagnostic.hint === undefined ? [] : [`  ${style.faint("hint:")} ${safeText(diagnostic.hint)}`];
  return [head, ...frame, ...hint, ""].join("\n");
}

/** `3 errors, 1 warning`; empty where there are none. */
export function countsText(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ["error", "warning"];
  return severities
    .map((severity) => ({
      severity,
      count: diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
    .join(", ");
}

/** `1 table`, `2 tables`. */
export function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Names of tables and columns are of any length. */
function shortened(place: string): string {
  const line = safeLine(place);
  return line.length > longestPlace ? `${line.slice(0, longestPlace - 1)}…` : line;
}

function placeOf({ file, span, table, column }: Diagnostic): string {
  if (file === undefined) return [table, column].filter((part) => part !== undefined).join(".");
  return span === undefined ? file : `${file}:${String(span.line)}:${String(span.column)}`;
}

function frameText(frame: string, severity: Severity, style: Style): string {
  const lines = safeText(frame).replace(/\n$/, "").split("\n");
  return lines.map((line) => frameLine(line, severity, style)).join("\n");
}

/** The line in question is marked with `>`, and has the caret below it. */
function frameLine(line: string, severity: Severity, style: Style): string {
  if (line.startsWith(">")) return line;
  if (!/^[\s|]*\^/.test(line)) return style.faint(line);
  return line.replace(/\^.*$/, (caret) => style.severity[severity](caret));
}

function fold(diagnostics: readonly Diagnostic[]): { kept: Diagnostic[]; folded: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>();
  const kept = diagnostics.filter(({ code, severity }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return severity === "error" || count <= shownPerCode;
  });
  const folded = new Map(counts);
  for (const { code } of kept) folded.set(code, (folded.get(code) ?? 0) - 1);
  return { kept, folded };
}

function foldedText(folded: ReadonlyMap<string, number>, style: Style): string {
  return [...folded]
    .filter(([, count]) => count > 0)
    .map(([code, count]) => style.faint(`… and ${String(count)} more ${code} (--verbose shows them all)`) + "\n")
    .join("");
}
