import type { Span } from "../diagnostics/diagnostic.js";

/** Values for template holes, by the name written in the hole. */
export type Variables = ReadonlyMap<string, string>;

/** One text of definitions, with its path and the way from offsets to lines. */
export class SourceText {
  readonly text: string;
  readonly path: string | null;
  readonly variables: Variables;
  private lineStarts: readonly number[] | null = null;
  private lastLine = 0;

  constructor(text: string, path: string | null = null, variables: Variables = new Map()) {
    this.text = text;
    this.path = path;
    this.variables = variables;
  }

  /** Where the statements begin: after a byte order mark, which is no white space to Spark. */
  get firstOffset(): number {
    return this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Line and column of a range; quickest when asked in the order of the text. */
  spanOf(start: number, end: number): Span {
    const line = this.lineOf(start);
    return { start, end, line: line + 1, column: start - this.startOfLine(line) + 1 };
  }

  private lineOf(offset: number): number {
    let line = this.lastLine;
    if (this.startOfLine(line) > offset) line = this.searchLine(offset);
    for (let steps = 0; this.startOfLine(line + 1) <= offset; steps++) {
      line++;
      if (steps === 8) line = this.searchLine(offset);
    }
    this.lastLine = line;
    return line;
  }

  private searchLine(offset: number): number {
    let low = 0;
    let high = this.starts().length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.startOfLine(middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Offset of a 0-based line; infinite past the last one. */
  private startOfLine(line: number): number {
    return this.starts()[line] ?? Number.POSITIVE_INFINITY;
  }

  private starts(): readonly number[] {
    this.lineStarts ??= findLineStarts(this.text, this.firstOffset);
    return this.lineStarts;
  }
}

function findLineStarts(text: string, first: number): readonly number[] {
  const starts = [first];
  for (let at = text.indexOf("\n", first); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
