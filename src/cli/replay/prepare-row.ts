import type { DeadLetter } from "../../producer/dead-letter/read-dead-letters.js";
import { hasOnly, isMap, isStruct } from "../../runtime/check.js";
import type { SparkTypeInfo, StructInfo } from "../../runtime/info.js";
import { EncodeError, type Issue } from "../../runtime/issue.js";
import { rowToJson } from "../../runtime/json.js";
import { refuse } from "../../runtime/refuse.js";
import { encodableRow } from "./encodable-row.js";

/** What can be done with a dead letter. */
export type PreparedRow =
  /** To be sent as this JSON record. */
  | { readonly kind: "sendable"; readonly json: string }
  | { readonly kind: "invalid"; readonly issues: readonly Issue[] }
  /** A person has to look at the line first. */
  | { readonly kind: "incomplete"; readonly message: string };

/** Makes a JSON record of a dead letter, or says what is wrong with it. */
export function prepareRow({ table, form, row, rowJson, lost }: DeadLetter, columns: StructInfo): PreparedRow {
  if (lost.length > 0) return { kind: "incomplete", message: lostMessage(lost) };
  if (form === "record") {
    const message = 'The line holds the bytes of a record: write the row in their place, and "form":"row".';
    return { kind: "incomplete", message };
  }
  if (form === "json") return { kind: "sendable", json: rowJson };
  return jsonOf(columns, form === "decoded" ? encodableRow(columns, row) : row, table);
}

function lostMessage(lost: DeadLetter["lost"]): string {
  const shown = lost.slice(0, 3).map(({ path, was }) => `${path.length === 0 ? "the row" : path.join(".")} was ${was}`);
  const more = lost.length > shown.length ? `, and ${String(lost.length - shown.length)} more` : "";
  return `The line does not hold all of its row (${shown.join("; ")}${more}): complete the row and remove "lost".`;
}

function jsonOf(columns: StructInfo, row: unknown, table: string): PreparedRow {
  try {
    const json = rowToJson(columns, row, table);
    // A column under a wrong name would be NULL without a word.
    if (hasOnlyColumns(columns, row)) return { kind: "sendable", json };
    return { kind: "invalid", issues: refuse(columns, row).issues };
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    return { kind: "invalid", issues: issuesOf(columns, row, error) };
  }
}

/** All that is wrong, of which the error tells the first; a value that JSON alone does not have is not among it. */
function issuesOf(columns: StructInfo, row: unknown, error: EncodeError): readonly Issue[] {
  const { issues } = refuse(columns, row);
  if (!issues.every(({ code }) => code === "unreadable")) return issues;
  const { code, path, expected, received } = error;
  return [{ code, path, expected, received, message: `expected ${expected}, received ${received}` }];
}

/** Of a row that is valid otherwise. */
function hasOnlyColumns(type: SparkTypeInfo, value: unknown): boolean {
  if (typeof type === "string" || typeof value !== "object" || value === null) return true;
  if (type.type === "array")
    return !Array.isArray(value) || value.every((item) => hasOnlyColumns(type.elementType, item));
  if (type.type === "map") {
    const items: readonly unknown[] = isMap(value) ? [...value.values()] : Object.values(value);
    return items.every((item) => hasOnlyColumns(type.valueType, item));
  }
  if (!isStruct<Record<string, unknown>>(value)) return true;
  return hasOnly(value, type) && type.fields.every((field) => hasOnlyColumns(field.type, value[field.name]));
}
