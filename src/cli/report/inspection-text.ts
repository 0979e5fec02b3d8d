import type { ColumnInspection, TableInspection } from "../../inspect.js";
import type { InspectionReport } from "./inspection-report.js";
import { safeLine, safeText } from "./safe-text.js";
import type { Style } from "./style.js";
import { tableLines } from "./table-text.js";

const headings = ["COLUMN", "SPARK TYPE", "PROTO FIELD", "TYPESCRIPT", "NOTES"];

/** Tables as people read them, one after the other; `columns` is the width of the terminal, null for a pipe. */
export function inspectionText(report: InspectionReport, style: Style, columns: number | null): string {
  return report.tables.map((table) => tableText(table, style, columns)).join("\n");
}

function tableText(table: TableInspection, style: Style, columns: number | null): string {
  const hash = table.schemaHash === "" ? "" : ` (schema ${table.schemaHash})`;
  const [heading = "", ...lines] = tableLines([headings, ...table.columns.map(columnCells)], columns);
  return [
    `${style.heading(safeLine(table.table))}${hash}`,
    ...verdictLines(table, style),
    "",
    style.faint(heading),
    ...lines,
    "",
  ].join("\n");
}

function verdictLines(table: TableInspection, style: Style): string[] {
  if (table.accepted) return ["The service accepts this table."];
  return [
    style.severity.error("The service does not accept this table:"),
    ...table.refusals.map((refusal) => `  - ${safeText(refusal)}`),
  ];
}

function columnCells(column: ColumnInspection): string[] {
  return [
    column.name,
    `${column.sparkType}${column.nullable ? "" : " NOT NULL"}`,
    column.proto ?? "",
    // Every nullable column may be left out; to say so in each row hides the types.
    (column.typescript ?? "").replace(/ \| undefined$/, ""),
    column.notes.join("; "),
  ].map((cell) => safeLine(cell));
}
