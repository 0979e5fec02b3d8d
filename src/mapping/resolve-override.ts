import type { SparkType } from "../catalog/spark-type.js";
import { fullName, type Table } from "../catalog/table.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findField, pathKey, pathsOf, type FoundField } from "./column-path.js";
import { nearNames } from "./near-names.js";
import { problem, subject, type Place } from "./problem.js";
import { pascalCase } from "./proto-names.js";
import type { Int64Choice, TableOverride } from "./table-override.js";
import { typeText } from "./type-text.js";
import { visibleText } from "./visible-text.js";

/** An override held against the table it is for. */
export interface ResolvedOverride {
  /** Null where the table names the row. */
  readonly rowName: string | null;
  /** Paths of the columns and fields that are left out. */
  readonly omitted: readonly (readonly string[])[];
  /** What the BIGINTs at a path are; null where the default holds for all of them. */
  readonly int64: Int64Choices | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The choice for the column or field at a path; null where it has none. */
export type Int64Choices = (path: readonly string[]) => Int64Choice | null;

/** What of an override can be done, and why the rest cannot. */
export function resolveOverride(table: Table, { rowName, omit = [], int64 = {} }: TableOverride): ResolvedOverride {
  const named = rowName === undefined ? noName : resolveRowName(table, rowName);
  const omissions = omit.map((path) => resolveOmission(table, path));
  const choices = typeof int64 === "string" ? { all: int64, diagnostics: [] } : resolveInt64(table, int64);
  return {
    rowName: named.rowName,
    omitted: omissions.flatMap((each) => (each.ok ? [each.found.path] : [])),
    int64: "all" in choices ? () => choices.all : choices.choiceAt,
    diagnostics: [
      ...named.diagnostics,
      ...omissions.flatMap((each) => (each.ok ? [] : [each.diagnostic])),
      ...choices.diagnostics,
    ],
  };
}

type Resolved =
  { readonly ok: true; readonly found: FoundField } | { readonly ok: false; readonly diagnostic: Diagnostic };

const noName: Pick<ResolvedOverride, "rowName" | "diagnostics"> = { rowName: null, diagnostics: [] };

/** What is a name in TypeScript, in protobuf and in what others generate from the `.proto`, and looks like a type. */
const rowNamePattern = /^[A-Z][A-Za-z0-9_]*$/;

function resolveRowName(table: Table, rowName: string): Pick<ResolvedOverride, "rowName" | "diagnostics"> {
  if (rowNamePattern.test(rowName)) return { rowName, diagnostics: [] };
  const message = `Table \`${visibleText(fullName(table.name))}\` cannot have rows named \`${visibleText(rowName)}\`.`;
  const better = pascalCase(rowName);
  const suggestion = rowNamePattern.test(better) ? `, such as \`${better}\`` : "";
  const hint = `A \`rowName\` is ASCII letters, digits and underscores, a capital letter first${suggestion}.`;
  return { rowName: null, diagnostics: [diagnostic("GP4204", message, { hint, table: fullName(table.name) })] };
}

function resolveOmission(table: Table, path: string): Resolved {
  const found = findField(table, path);
  if (found === null) return { ok: false, diagnostic: unknownColumn(table, path, "omit") };
  if (mayBeAbsent(found)) return { ok: true, found };
  const place = placeOf(table, found);
  const message = `${subject(place)} is NOT NULL and cannot be left out of the row.`;
  const hint = "Take it out of `omit`: the service stores NULL in a column that a row leaves out, never its DEFAULT.";
  return { ok: false, diagnostic: problem("GP4204", place, message, hint) };
}

/** Whether the table takes a row without the field, or computes its value. */
function mayBeAbsent({ column, field }: FoundField): boolean {
  return field.nullable || column.fill.kind === "identity" || column.fill.kind === "generated";
}

function resolveInt64(table: Table, int64: Readonly<Record<string, Int64Choice>>) {
  const resolved = Object.entries(int64).map(([path, choice]) => ({ choice, ...resolveLong(table, path) }));
  const choices = new Map(
    resolved.flatMap((each) => (each.ok ? [[pathKey(each.found.path), each.choice] as const] : [])),
  );
  const choiceAt: Int64Choices | null = choices.size === 0 ? null : (path) => choices.get(pathKey(path)) ?? null;
  return { choiceAt, diagnostics: resolved.flatMap((each) => (each.ok ? [] : [each.diagnostic])) };
}

function resolveLong(table: Table, path: string): Resolved {
  const found = findField(table, path);
  if (found === null) return { ok: false, diagnostic: unknownColumn(table, path, "int64") };
  const { type } = found.field;
  if (holdsLong(type)) return { ok: true, found };
  const place = placeOf(table, found);
  const message = `${subject(place)} is ${visibleText(typeText(type))}, and \`int64\` is about BIGINT.`;
  const inner = longInside(table, found);
  const hint =
    inner === null ? "Take it out of `int64`." : `Name a field of the struct, such as \`${visibleText(inner)}\`.`;
  return { ok: false, diagnostic: problem("GP4204", place, message, hint) };
}

/** The path of a BIGINT in the struct that a path leads to. */
function longInside(table: Table, { path, column }: FoundField): string | null {
  const paths = pathsOf({ ...table, columns: [column] }).filter((each) => each.startsWith(`${path.join(".")}.`));
  const isLong = (each: string): boolean => {
    const inner = findField(table, each);
    return inner !== null && holdsLong(inner.field.type);
  };
  return paths.find(isLong) ?? null;
}

/** Whether a type is BIGINT, or a collection that has BIGINT for its elements, keys or values. */
function holdsLong(type: SparkType): boolean {
  if (type.kind === "array") return holdsLong(type.element);
  if (type.kind === "map") return type.key.kind === "long" || holdsLong(type.value);
  return type.kind === "long";
}

function placeOf(table: Table, { path, column }: FoundField): Place {
  return { table, column: path.join("."), origin: column.origin };
}

function unknownColumn(table: Table, path: string, property: keyof TableOverride): Diagnostic {
  const name = visibleText(fullName(table.name));
  const message = `Table \`${name}\` has no column \`${visibleText(path)}\`, which \`${property}\` of its override names.`;
  return diagnostic("GP4203", message, { hint: columnHint(table, path), table: fullName(table.name) });
}

/** Columns a hint lists where none is near. */
const listedColumns = 5;

function columnHint(table: Table, path: string): string {
  const near = nearNames(path, pathsOf(table)).map(visibleText);
  if (near.length > 0) return `Did you mean ${near.join(" or ")}?`;
  const listed = table.columns.slice(0, listedColumns).map(({ name }) => visibleText(name));
  const rest = table.columns.length - listed.length;
  return `The columns are ${listed.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}.`;
}
