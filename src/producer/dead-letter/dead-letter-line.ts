import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import type { InvalidRow, RefusedRow, Rejection } from "../rejection.js";
import { rowText } from "./row-text.js";

/**
 * How a line holds its row. `row`: as it was passed. `decoded`: as `decode` gives it. `json`: the JSON record as it was
 * sent. `record`: bytes of a record that is nothing of these.
 */
export type RowForm = "row" | "decoded" | "json" | "record";

/** Why a row is a dead letter; the members of its line. */
export type Reason = Pick<InvalidRow, "kind" | "issues"> | Pick<RefusedRow, "kind" | "error">;

/** The JSON of a row, under the form it has. */
export interface HeldRow {
  readonly form: RowForm;
  readonly text: string;
  readonly lost: readonly object[];
}

/** A rejected row as one line, without its line feed. Never throws. */
export function deadLetterLine(rejection: Rejection): string {
  const { table, at } = rejection;
  return lineOf(table, at, rejection, heldRow(rejection));
}

/** What was rejected comes first, so that it is seen whatever the size of the row. */
export function lineOf(table: string, at: string, reason: Reason, { form, text, lost }: HeldRow): string {
  const { kind } = reason;
  const why = kind === "invalid" ? { issues: reason.issues } : { error: errorFacts(reason) };
  const head = { table, at, kind, ...why, ...(lost.length > 0 && { lost }), form };
  return `${JSON.stringify(head).slice(0, -1)},"row":${text}}`;
}

function errorFacts({ error }: Pick<RefusedRow, "error">): object {
  const { status, code, message } = error;
  return { status, code, message };
}

function heldRow(rejection: Rejection): HeldRow {
  if (rejection.kind === "invalid") return { form: "row", ...rowText(rejection.row) };
  const { recordType, record, row } = rejection;
  if (recordType === "json") return jsonRecord(record);
  return row === null ? { form: "record", ...rowText(record) } : { form: "decoded", ...rowText(row) };
}

/** Line feeds of JSON stand between its values only: a space is as good. */
function jsonRecord(record: Uint8Array): HeldRow {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(record);
    JSON.parse(text);
    return { form: "json", text: text.replaceAll(/[\r\n]/g, " "), lost: [] };
  } catch {
    return { form: "record", ...rowText(Buffer.from(record)) };
  }
}
