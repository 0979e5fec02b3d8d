import { TextDecoder } from "node:util";
import type { RowForm } from "./dead-letter-line.js";
import { inexactNumber, memberText } from "./json-text.js";
import { type Line, readLines } from "./read-lines.js";
import { readRow, RowFormError } from "./read-row.js";
import type { LostValue } from "./row-text.js";

/** A line of a dead-letter file. */
export type DeadLetterEntry = DeadLetter | UnreadableLine;

/** Where a line is. */
export interface DeadLetterPlace {
  /** From 1. */
  readonly line: number;
  /** Bytes before the line, and up to its end. */
  readonly start: number;
  readonly end: number;
}

/** A rejected row. */
export interface DeadLetter extends DeadLetterPlace {
  readonly kind: "dead-letter";
  /** `catalog.schema.table` */
  readonly table: string;
  /** ISO instant; null where the line does not say it. */
  readonly at: string | null;
  /** Whether `encode` or the service rejected it; null where the line does not say it. */
  readonly rejected: "invalid" | "refused" | null;
  /** Why, a sentence each: the issues with their paths, or what the service said. */
  readonly reasons: readonly string[];
  /**
   * `row`: as it was passed to the producer. `decoded`: as `decode` gives it, so that the text of a VARIANT needs `rawJson`
   * around it to be encoded again. `json`: `rowJson` is the record. `record`: `row` is the bytes of a record that could not
   * be decoded.
   */
  readonly form: RowForm;
  /** Instants of Temporal are `{ epochNanoseconds }`, objects of classes plain ones. */
  readonly row: unknown;
  /** The row as the line has it. */
  readonly rowJson: string;
  /** What could not be kept; the row is not the one that was rejected unless this is empty. */
  readonly lost: readonly LostValue[];
}

/** A line that is no dead letter, because of a crash or of an editor. */
export interface UnreadableLine extends DeadLetterPlace {
  readonly kind: "unreadable";
  /** Why, without anything of what the line holds. */
  readonly message: string;
}

/**
 * The lines of a file that `deadLetterFile` wrote, in their order; blank lines are passed over.
 *
 * @throws the error of the file system
 */
export async function* readDeadLetters(path: string): AsyncGenerator<DeadLetterEntry, void, void> {
  for await (const line of readLines(path)) {
    const entry = readDeadLetter(line);
    if (entry !== null) yield entry;
  }
}

/** What a line holds; null for a blank one. */
export function readDeadLetter(line: Line): DeadLetterEntry | null {
  const place = { line: line.number, start: line.start, end: line.end };
  const unreadable = (message: string): UnreadableLine => ({ kind: "unreadable", ...place, message });
  const text = textOf(line);
  if (text === null) return unreadable(line.bytes === null ? "The line is too long." : "The line is not UTF-8 text.");
  if (text.trim() === "") return null;
  const members = parsed(text);
  if (members === null) {
    return unreadable(line.isWhole ? "The line is no JSON object." : "The line ends before its JSON does.");
  }
  const letter = letterOf(members, memberText(text, "row"));
  return typeof letter === "string" ? unreadable(letter) : { kind: "dead-letter", ...place, ...letter };
}

function textOf({ bytes, number }: Line): string | null {
  if (bytes === null) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return number === 1 ? text.replace(/^\ufeff/, "") : text;
  } catch {
    return null;
  }
}

type Members = Partial<Record<"table" | "at" | "kind" | "issues" | "error" | "form" | "lost" | "row", unknown>>;

function parsed(text: string): Members | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}

/** Names that the service takes, and some more. */
const tableName = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+){2}$/u;

/** The dead letter, or what is wrong with it. */
function letterOf(members: Members, rowJson: string | null): Omit<DeadLetter, "kind" | keyof DeadLetterPlace> | string {
  const { table, at, kind, form = "row", lost = [] } = members;
  if (typeof table !== "string" || !tableName.test(table))
    return 'The line has no "table" such as catalog.schema.table.';
  if (rowJson === null) return 'The line has no "row".';
  if (!isForm(form)) return 'The "form" of the line is not "row", "decoded", "json" or "record".';
  if (!Array.isArray(lost)) return 'The "lost" of the line is no list.';
  const rejected: DeadLetter["rejected"] = kind === "invalid" || kind === "refused" ? kind : null;
  const facts = {
    table,
    at: typeof at === "string" ? at : null,
    rejected,
    reasons: reasonsOf(members),
    form,
    rowJson,
    lost: lost.map(lostValue),
  };
  if (form === "json") return { ...facts, row: members.row };
  if (inexactNumber(rowJson) !== null) {
    return 'The row has a number with more digits than a number of JavaScript keeps: write {"$bigint":"…"}, or text for a DECIMAL.';
  }
  try {
    return { ...facts, row: readRow(members.row) };
  } catch (error) {
    if (error instanceof RowFormError) return `The row ${error.message}.`;
    throw error;
  }
}

function reasonsOf({ issues, error }: Members): readonly string[] {
  const found: readonly unknown[] = Array.isArray(issues) ? issues : [];
  return [...found, error].flatMap((each) => {
    const { path, message } = membersOf(each);
    if (typeof message !== "string") return [];
    return Array.isArray(path) && path.length > 0 ? `${path.map(String).join(".")}: ${message}` : message;
  });
}

/** Members of what people may have edited. */
function membersOf(json: unknown): { readonly path?: unknown; readonly message?: unknown; readonly was?: unknown } {
  return typeof json === "object" && json !== null ? json : {};
}

function isForm(form: unknown): form is RowForm {
  return form === "row" || form === "decoded" || form === "json" || form === "record";
}

function lostValue(json: unknown): LostValue {
  const { path, was } = membersOf(json);
  const steps: readonly unknown[] = Array.isArray(path) ? path : [];
  return {
    path: steps.filter((step) => typeof step === "string" || typeof step === "number"),
    was: typeof was === "string" ? was : "a value",
  };
}
