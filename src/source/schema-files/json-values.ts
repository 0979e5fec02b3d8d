import { parseJson } from "../../catalog/json/parse-json.js";
import { codeFrame } from "../../diagnostics/code-frame.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic, Span } from "../../diagnostics/diagnostic.js";
import { scanJson, skipSpace } from "./scan-json.js";

export interface JsonValues {
  readonly values: readonly unknown[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Problems shown of one text: with more than these it is not JSON with a slip in it. */
const maxProblems = 20;

/**
 * The JSON values of a text: one, or several one after the other, as a line each (NDJSON) or as a loop over
 * `databricks tables get` prints them. What is not valid is an error with its place; the values around it are read.
 */
export function readJsonValues(text: string, file: string): JsonValues {
  try {
    return { values: [parseJson(text)], diagnostics: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const whole = new JsonSequence(text, file);
  whole.read(text, 0);
  if (whole.diagnostics.length === 0 || !hasValueALine(text)) return whole.result();
  const byLine = new JsonSequence(text, file);
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*\S[^\r\n]*/g)) byLine.read(line, index);
  return byLine.result();
}

/** Whether the text is NDJSON with a slip in it: one of its first lines is an object by itself. */
function hasValueALine(text: string): boolean {
  const [first = "", second = ""] = text.trimStart().split(/\s*\n\s*/, 2);
  return [first, second].some((line) => {
    const scan = scanJson(line, 0);
    return line.startsWith("{") && scan.ok && skipSpace(line, scan.end) === line.length;
  });
}

/** Collects values that stand one after the other. */
class JsonSequence {
  readonly diagnostics: Diagnostic[] = [];
  private readonly values: unknown[] = [];
  private readonly text: string;
  private readonly file: string;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  /** Reads the values of a piece of the text that begins at `base`. */
  read(piece: string, base: number): void {
    let offset = skipSpace(piece, 0);
    while (this.diagnostics.length < maxProblems) {
      const scan = scanJson(piece, offset);
      if (scan.ok) {
        this.values.push(parseJson(piece.slice(offset, scan.end)));
        offset = skipSpace(piece, scan.end);
      } else {
        this.diagnostics.push(invalid(this.text, base + scan.offset, scan.problem, this.file));
        offset = this.nextObject(piece, scan.offset);
      }
      if (offset >= piece.length) break;
    }
  }

  result(): JsonValues {
    return { values: this.values, diagnostics: this.diagnostics };
  }

  /** Where another object begins after a broken one, at the start of a line; only what is known to be several has another. */
  private nextObject(piece: string, broken: number): number {
    const next = this.values.length > 0 ? piece.indexOf("\n{", broken) : -1;
    return next < 0 ? piece.length : next + 1;
  }
}

function invalid(text: string, offset: number, problem: string, file: string): Diagnostic {
  const span = spanAt(text, offset);
  const message = `The JSON is not valid: ${problem}.`;
  return diagnostic("GP2201", message, { file, span, frame: codeFrame(text, span) });
}

function spanAt(text: string, offset: number): Span {
  let line = 1;
  let lineStart = 0;
  for (let found = text.indexOf("\n"); found >= 0 && found < offset; found = text.indexOf("\n", lineStart)) {
    line++;
    lineStart = found + 1;
  }
  return { start: offset, end: Math.min(offset + 1, text.length), line, column: offset - lineStart + 1 };
}
