import type { ColumnChange, ColumnDrift, TableDrift, Verdict } from "../../drift/table-drift.js";
import type { Verbosity } from "../settings.js";
import { safeLine } from "./safe-text.js";
import type { Style } from "./style.js";
import { displayWidth } from "./table-text.js";

/** Tables in full, and changes of one table, before the rest is only counted; `--verbose` shows them all. */
const shownTables = 20;
const shownColumns = 20;

/** A column of text wider than this is not worth moving all others to the right. */
const widestCell = 40;

/** From the one to act on first. */
const verdicts: readonly Verdict[] = ["breaks", "regenerate", "compatible"];

/**
 * What changed in tables, and what it means for running producers, as people read it: the worst first, a line for every
 * change. Empty where nothing did, and with --quiet.
 */
export function driftText(drifts: readonly TableDrift[], style: Style, verbosity: Verbosity): string {
  if (verbosity === "quiet" || drifts.length === 0) return "";
  const sorted = worstFirst(drifts);
  const shown = verbosity === "verbose" ? sorted : sorted.slice(0, shownTables);
  const blocks = shown.map((drift) => tableBlock(drift, style, verbosity));
  return [...blocks, ...foldedTables(sorted.slice(shown.length), style), `${summary(drifts)}\n`].join("\n");
}

function worstFirst<Item extends { readonly verdict: Verdict }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
}

const headings: Readonly<Record<Verdict, string>> = {
  breaks: "breaks running producers",
  regenerate: "needs new code",
  compatible: "running producers go on",
};

function tableBlock({ table, verdict, columns }: TableDrift, style: Style, verbosity: Verbosity): string {
  const sorted = worstFirst(columns);
  const shown = verbosity === "verbose" ? sorted : sorted.slice(0, shownColumns);
  const head = `${style.heading(safeLine(table))}: ${verdictPaint(verdict, style)(headings[verdict])}`;
  return [head, ...columnLines(shown, style), ...foldedColumns(sorted.slice(shown.length), style), ""].join("\n");
}

function columnLines(columns: readonly ColumnDrift[], style: Style): readonly string[] {
  if (columns.length === 0) return ["  Only the text of the file differs; the table is the same."];
  const rows = columns.map((column) => ({ column, name: nameOf(column), change: changeText(column.change) }));
  const nameWidth = cellWidth(rows.map(({ name }) => name));
  const changeWidth = cellWidth(rows.map(({ change }) => change));
  return rows.map(({ column, name, change }) => {
    const verdict = `${verdictPaint(column.verdict, style)(`${column.verdict}:`)} ${safeLine(column.meaning)}`;
    return `  ${mark(column.change, style)} ${padded(name, nameWidth)}  ${padded(change, changeWidth)}  ${verdict}`;
  });
}

function nameOf({ column, change }: ColumnDrift): string {
  if (column === null) return "(table)";
  return safeLine(change.kind === "renamed" ? `${pathBefore(column, change)} → ${change.to}` : column);
}

/** The path of today up to the name, and the name of before. */
function pathBefore(column: string, { from, to }: Extract<ColumnChange, { readonly kind: "renamed" }>): string {
  return column.slice(0, column.length - to.length) + from;
}

function changeText(change: ColumnChange): string {
  switch (change.kind) {
    case "added":
    case "removed":
      return safeLine(change.nullable ? change.type : `${change.type} NOT NULL`);
    case "renamed":
      return safeLine(change.type);
    case "type":
      return safeLine(`${change.from} → ${change.to}`);
    case "required":
      return "NOT NULL added";
    case "optional":
      return "NOT NULL dropped";
    case "identity":
      return change.to ? "IDENTITY added" : "IDENTITY dropped";
    case "moved":
      return `moved from ${String(change.from)} to ${String(change.to)}`;
    case "renumbered":
      return `number ${String(change.from)} → ${String(change.to)}`;
    case "default":
      return `DEFAULT ${whatHappened(change)}`;
    case "comment":
      return `comment ${whatHappened(change)}`;
  }
}

function whatHappened({ from, to }: { readonly from: string | null; readonly to: string | null }): string {
  if (from === null) return "added";
  return to === null ? "dropped" : "changed";
}

function mark({ kind }: ColumnChange, style: Style): string {
  if (kind === "added") return style.added("+");
  return kind === "removed" ? style.removed("-") : "~";
}

function verdictPaint(verdict: Verdict, style: Style): (text: string) => string {
  if (verdict === "compatible") return style.added;
  return verdict === "breaks" ? style.severity.error : style.severity.warning;
}

function cellWidth(cells: readonly string[]): number {
  return Math.max(...cells.map(displayWidth).filter((width) => width <= widestCell), 0);
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

function foldedColumns(columns: readonly ColumnDrift[], style: Style): readonly string[] {
  if (columns.length === 0) return [];
  const counts = countedVerdicts(columns).map(({ verdict, count }) => `${String(count)} ${verdict}`);
  return [`  ${style.faint(`… and ${String(columns.length)} more: ${counts.join(", ")} (--verbose shows them all)`)}`];
}

function foldedTables(drifts: readonly TableDrift[], style: Style): readonly string[] {
  if (drifts.length === 0) return [];
  const counts = countedVerdicts(drifts).map(({ verdict, count }) => `${String(count)} ${verdict}`);
  const noun = drifts.length === 1 ? "table" : "tables";
  const text = `… and ${String(drifts.length)} more ${noun}: ${counts.join(", ")} (--verbose shows them all)`;
  return [`${style.faint(text)}\n`];
}

function countedVerdicts(items: readonly { readonly verdict: Verdict }[]) {
  return verdicts
    .map((verdict) => ({ verdict, count: items.filter((item) => item.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
}

/** `3 changed tables: 1 breaks running producers, 2 compatible` */
function summary(drifts: readonly TableDrift[]): string {
  const noun = drifts.length === 1 ? "changed table" : "changed tables";
  const words: Readonly<Record<Verdict, (count: number) => string>> = {
    breaks: (count) => (count === 1 ? "breaks running producers" : "break running producers"),
    regenerate: (count) => (count === 1 ? "needs new code" : "need new code"),
    compatible: () => "compatible",
  };
  const counts = countedVerdicts(drifts).map(({ verdict, count }) => `${String(count)} ${words[verdict](count)}`);
  return `${String(drifts.length)} ${noun}: ${counts.join(", ")}`;
}
