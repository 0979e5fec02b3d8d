import type { ColumnNode, Identifier } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { quote } from "../ddl/quote.js";
import type { SourceText } from "../ddl/source-text.js";
import { resolveType } from "./resolve-type.js";
import type { SparkType } from "./spark-type.js";
import type { Column, Origin } from "./table.js";

/** Where columns are built: the text they stand in, and where problems of a column go. */
export interface BuildContext {
  readonly source: SourceText;
  readonly defaultCollation: string | null;
  readonly report: (problem: Problem, column: string | null) => void;
}

/** A column at a position; null after reporting what is wrong with it. */
export function buildColumn(node: ColumnNode, position: number, context: BuildContext): Column | null {
  const name = node.name.text;
  const type = resolveType(node.type, {
    defaultCollation: context.defaultCollation,
    report: (problem, path) => {
      context.report(problem, path === null ? name : `${name}.${path}`);
    },
  });
  if (type === null || !hasValidIdentity(node, type, context)) return null;
  const nullable = !node.notNull && node.primaryKey === null;
  const { comment, fill } = node;
  return { name, type, nullable, comment, position, fill, origin: originOf(node, context.source) };
}

function hasValidIdentity(node: ColumnNode, type: SparkType, context: BuildContext): boolean {
  if (node.fill.kind !== "identity" || type.kind === "long" || type.kind === "integer") return true;
  const message = `The identity column ${quote(node.name.text)} is not a BIGINT.`;
  context.report({ code: "GP2011", message, hint: "Write BIGINT.", start: node.start, end: node.end }, node.name.text);
  return false;
}

export function originOf(range: { readonly start: number; readonly end: number }, source: SourceText): Origin {
  return { file: source.path, span: source.spanOf(range.start, range.end) };
}

/** The columns of a definition in their order; null after reporting what is wrong with any of them. */
export function buildColumns(nodes: readonly ColumnNode[], context: BuildContext): Column[] | null {
  const columns: Column[] = [];
  const seen = new Map<string, Identifier>();
  let isValid = true;
  for (const node of nodes) {
    if (!isNew(node.name, seen, context)) isValid = false;
    const column = buildColumn(node, columns.length, context);
    if (column === null) isValid = false;
    else columns.push(column);
  }
  return isValid ? columns : null;
}

function isNew(name: Identifier, seen: Map<string, Identifier>, context: BuildContext): boolean {
  const key = name.text.toLowerCase();
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, name);
    return true;
  }
  const { line } = context.source.spanOf(first.start, first.end);
  const hint = `It is first defined in line ${line}; names are compared without case.`;
  const message = `The column ${quote(name.text)} is defined twice.`;
  context.report({ code: "GP2005", message, hint, start: name.start, end: name.end }, name.text);
  return false;
}
