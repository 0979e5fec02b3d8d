const gap = "  ";
/** Types of structs are as long as the struct is deep; beyond this a cell is continued on the next line. */
const widestCell = 36;
/** A last column narrower than this is harder to read wrapped than running over the edge. */
const narrowestLast = 24;

/**
 * Lines of an aligned table. For a terminal of `columns`, long cells are wrapped; a pipe (null) gets one line per row,
 * which suits grep.
 */
export function tableLines(rows: readonly (readonly string[])[], columns: number | null): string[] {
  if (columns === null) return rowsLines(rows.map((row) => row.map((cell) => [cell])));
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const wrapped = rows.map((row) => row.map((cell, index) => (index === last ? [cell] : wrapCell(cell, widestCell))));
  const before = columnWidths(wrapped).slice(0, last);
  const room = columns - before.reduce((sum, width) => sum + width + gap.length, 0);
  if (room < narrowestLast) return rowsLines(wrapped);
  return rowsLines(
    wrapped.map((row) => row.map((cell, index) => (index === last ? wrapCell(cell.join(""), room) : cell))),
  );
}

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Takes longer to make than a table to generate; most runs do without. */
let segmenter: Intl.Segmenter | null = null;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** A cell is the list of its lines. */
type Cell = readonly string[];

function rowsLines(rows: readonly (readonly Cell[])[]): string[] {
  const widths = columnWidths(rows);
  return rows.flatMap((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, index) => padded(cell[line] ?? "", widths[index] ?? 0))
        .join(gap)
        .trimEnd(),
    );
  });
}

function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, ...cell.map(displayWidth))));
  }
  return widths;
}

function padded(text: string, width: number): string {
  return text + " ".repeat(width - displayWidth(text));
}

/** Breaks after spaces, and after the commas and brackets of types; a longer word runs over. */
function wrapCell(text: string, room: number): Cell {
  const lines: string[] = [];
  for (const piece of text.split(/(?<=[ ,<])/)) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth((last + piece).trimEnd()) <= room) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}
