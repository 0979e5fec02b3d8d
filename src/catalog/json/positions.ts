import { quote } from "../../ddl/quote.js";
import type { JsonReport } from "./json-report.js";
import { at, formatPath, isJsonObject, type JsonPath, kindOf, member } from "./json-value.js";

/**
 * The positions of columns, which their field numbers on the wire follow from: as given, gaps included; in the order of the
 * list where none is given. Null after reporting positions that would leave the numbers to chance.
 */
export function assignPositions(
  columns: readonly unknown[],
  path: JsonPath,
  report: JsonReport,
): readonly number[] | null {
  const given = columns.map(positionOf);
  const missing = given.filter((position) => position === undefined).length;
  if (missing === given.length) return given.map((_, index) => index);
  // Clients that leave out zeros leave out this one.
  const isZeroLeftOut = missing === 1 && !given.includes(0);
  return distinct(isZeroLeftOut ? given.map((position) => position ?? 0) : given, columns, path, report);
}

/** The positions of columns each of which has to have one. Null after reporting what is wrong with them. */
export function readPositions(
  columns: readonly unknown[],
  path: JsonPath,
  report: JsonReport,
): readonly number[] | null {
  return distinct(columns.map(positionOf), columns, path, report);
}

function positionOf(column: unknown): unknown {
  return isJsonObject(column) ? member(column, "position") : undefined;
}

function distinct(
  positions: readonly unknown[],
  columns: readonly unknown[],
  path: JsonPath,
  report: JsonReport,
): readonly number[] | null {
  const byPosition = new Map<number, unknown>();
  const valid: number[] = [];
  for (const [index, column] of columns.entries()) {
    if (!isJsonObject(column)) continue; // The reader of columns reports it.
    const position = positions[index];
    if (!isPosition(position)) {
      reportNoPosition(position, column, at(at(path, index), "position"), report);
    } else if (byPosition.has(position)) {
      const names = [byPosition.get(position), column].map(nameOf).join(" and ");
      report.add("GP2203", `The columns ${names} both have position ${position}.`);
    } else {
      byPosition.set(position, column);
      valid.push(position);
    }
  }
  return valid.length === columns.length ? valid : null;
}

function isPosition(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0x7fffffff;
}

function reportNoPosition(position: unknown, column: unknown, path: JsonPath, report: JsonReport): void {
  const found = typeof position === "number" ? String(position) : kindOf(position);
  const name = isJsonObject(column) ? member(column, "name") : undefined;
  report.add("GP2203", `\`${formatPath(path)}\` is ${found} and must be a whole number from 0 on.`, {
    column: typeof name === "string" ? name : null,
  });
}

function nameOf(column: unknown): string {
  const name = isJsonObject(column) ? member(column, "name") : undefined;
  return typeof name === "string" ? quote(name) : "without a name";
}
