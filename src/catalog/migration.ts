import type { AlterTable, CommentOn, CreateTable, QualifiedName } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { quote } from "../ddl/quote.js";
import type { SourceText } from "../ddl/source-text.js";
import type { ReadStatement } from "../ddl/statement-reader.js";
import { applyAction } from "./alter-table.js";
import type { BuildContext } from "./build-columns.js";
import { type DefaultNames, NameScope, nameKey, type ResolvedName, tooManyParts } from "./name-scope.js";
import type { Reporter } from "./reporter.js";
import { fullName, type Table, type TableName } from "./table.js";
import { createState, type TableState, tableOf } from "./table-state.js";

/** A table of the history. Where its columns are not known, the reason has been reported. */
interface Entry {
  readonly name: TableName;
  readonly state: TableState | "broken" | "without columns";
}

/** The tables that a series of texts describes, their statements applied in order. */
export class Migration {
  private readonly entries = new Map<string, Entry>();
  private readonly assumed = new Set<string>();
  private readonly reporter: Reporter;
  private readonly defaults: DefaultNames;
  private scope: NameScope;

  constructor(reporter: Reporter, defaults: DefaultNames) {
    this.reporter = reporter;
    this.defaults = defaults;
    this.scope = new NameScope(defaults);
  }

  /** Starts the next text: USE statements do not reach beyond theirs. */
  startSource(): void {
    this.scope = new NameScope(this.defaults);
  }

  /** The tables at the end of the history, in the order of their creation. */
  tables(): readonly Table[] {
    return [...this.entries.values()].flatMap(({ state }) => (typeof state === "string" ? [] : [tableOf(state)]));
  }

  apply(read: ReadStatement, source: SourceText): void {
    const { statement, damaged } = read;
    const subject =
      damaged ?? (statement?.kind === "create-table" || statement?.kind === "alter-table" ? statement.name : null);
    const table = subject === null ? undefined : this.quietName(subject);
    for (const problem of read.problems) this.reporter.report(source, problem, { table });
    if (damaged !== null) this.damage(damaged);
    switch (statement?.kind) {
      case "create-table":
        this.create(statement, source);
        break;
      case "alter-table":
        this.alter(statement, source);
        break;
      case "comment-on":
        this.comment(statement, source);
        break;
      case "drop-table": {
        const resolved = this.resolve(statement.name, source);
        if (resolved !== null) this.entries.delete(nameKey(resolved.name));
        break;
      }
      case "use":
        this.scope.use(statement);
        break;
      case undefined:
        break;
    }
  }

  private resolve(name: QualifiedName, source: SourceText): ResolvedName | null {
    return this.scope.resolve(name, (problem) => {
      this.reporter.report(source, problem);
    });
  }

  /** The full name of a table a problem is about, as the table was created; undefined where it cannot be told. */
  private quietName(name: QualifiedName): string | undefined {
    const resolved = this.quietly(name);
    return resolved === null ? undefined : fullName(this.entries.get(nameKey(resolved.name))?.name ?? resolved.name);
  }

  /** What is known of a table is void after a statement about it that could not be read. */
  private damage(name: QualifiedName): void {
    const resolved = this.quietly(name);
    if (resolved !== null) this.set(this.entries.get(nameKey(resolved.name))?.name ?? resolved.name, "broken");
  }

  private quietly(name: QualifiedName): ResolvedName | null {
    return this.scope.resolve(name, () => undefined);
  }

  private set(name: TableName, state: Entry["state"]): void {
    this.entries.set(nameKey(name), { name, state });
  }

  private context(source: SourceText, name: TableName, defaultCollation: string | null): BuildContext {
    const table = fullName(name);
    return {
      source,
      defaultCollation,
      report: (problem, column) => {
        this.reporter.report(source, problem, { table, column: column ?? undefined });
      },
    };
  }

  private create(node: CreateTable, source: SourceText): void {
    if (node.temporary && node.columnSource === "view") return;
    const resolved = this.resolve(node.name, source);
    if (resolved === null) return;
    const { name } = resolved;
    if (this.isTaken(node, name, source)) return;
    const context = this.context(source, name, node.clauses.defaultCollation);
    if (node.columnSource === "list") {
      const state = createState(node, name, context);
      this.set(name, state ?? "broken");
      if (state !== null) this.warn(node, resolved, source);
    } else {
      this.reportNoColumns(node.columnSource, node.name, name, source);
      this.set(name, "without columns");
    }
  }

  /** Whether a table of that name stands in the way; a definition with columns is better than one without. */
  private isTaken(node: CreateTable, name: TableName, source: SourceText): boolean {
    const existing = this.entries.get(nameKey(name));
    if (existing === undefined || node.existing === "replace") return false;
    if (existing.state === "without columns") return node.columnSource !== "list";
    if (node.existing === "refuse") this.reportTwice(node, existing, source);
    return true;
  }

  private warn(node: CreateTable, { name, assumption }: ResolvedName, source: SourceText): void {
    const table = fullName(name);
    const place = { start: node.name.start, end: node.name.end };
    if (assumption !== null && !this.assumed.has(table)) {
      this.assumed.add(table);
      this.reporter.report(source, { ...assumption, ...place }, { table });
    }
    if (!node.temporary) return;
    const message = `The table ${quote(table)} is temporary: it exists in the session that creates it only.`;
    this.reporter.report(source, { code: "GP2012", message, ...place }, { table });
  }

  /** The first definition stays, and stays free of the error: the diagnostic names no table. */
  private reportTwice(node: CreateTable, existing: Entry, source: SourceText): void {
    const { state, name } = existing;
    if (typeof state === "string") return;
    const { origin } = state.table;
    if (origin === null) return;
    const { file, span } = origin;
    const first = `${file === null ? "line " : `${file}:`}${span.line}`;
    const problem: Problem = {
      code: "GP2004",
      message: `The table ${quote(fullName(name))} is created a second time; the first definition, ${first}, is kept.`,
      hint: "Use CREATE OR REPLACE TABLE, CREATE TABLE IF NOT EXISTS, or remove one of them.",
      start: node.name.start,
      end: node.name.end,
    };
    this.reporter.report(source, problem);
  }

  private reportNoColumns(
    from: keyof typeof reasons | "view",
    at: QualifiedName,
    name: TableName,
    source: SourceText,
  ): void {
    const place = { start: at.start, end: at.end };
    const table = fullName(name);
    if (from === "view") {
      const message = `The view ${quote(table)} is passed over: its columns have no types here.`;
      this.reporter.report(source, { code: "GP2002", message, ...place }, { table });
      return;
    }
    const message = `The table ${quote(table)} is passed over: ${reasons[from]}.`;
    const hint = "Give the columns in parentheses after the name, as SHOW CREATE TABLE prints them.";
    this.reporter.report(source, { code: "GP2001", message, hint, ...place }, { table });
  }

  private alter(node: AlterTable, source: SourceText): void {
    if (node.actions.length === 0) return;
    const entry = this.find(node.name, source);
    if (entry === null) return;
    let { name } = entry;
    const { state } = entry;
    for (const action of node.actions) {
      if (action.kind === "rename-table") name = this.rename(name, action.name, source);
      else if (typeof state === "string") continue;
      else if (!applyAction(state, action, this.context(source, name, state.defaultCollation))) {
        this.set(name, "broken");
        return;
      }
    }
  }

  /** The table a change is about; null after reporting that there is none. */
  private find(node: QualifiedName, source: SourceText): Entry | null {
    const resolved = this.resolve(node, source);
    if (resolved === null) return null;
    const entry = this.entries.get(nameKey(resolved.name));
    return entry ?? this.reportUnknown(fullName(resolved.name), node, source);
  }

  private reportUnknown(table: string, { start, end }: QualifiedName, source: SourceText): null {
    const message = `The table ${quote(table)} is not in the input; this change of it is passed over.`;
    const hint = "Put the file that creates the table before this one.";
    this.reporter.report(source, { code: "GP2009", message, hint, start, end }, { table });
    return null;
  }

  /** Renames a table; a short new name stays in the schema of the old one. Returns the name the table has then. */
  private rename(old: TableName, node: QualifiedName, source: SourceText): TableName {
    const parts = node.parts.map((part) => part.text);
    const [catalog, schema, table] = [...[old.catalog, old.schema].slice(0, Math.max(0, 3 - parts.length)), ...parts];
    const entry = this.entries.get(nameKey(old));
    if (catalog === undefined || schema === undefined || table === undefined || entry === undefined) return old;
    const name = { catalog, schema, table };
    const problem = this.renameProblem(old, name, node);
    if (problem !== null) {
      this.reporter.report(source, problem, { table: fullName(old) });
      this.set(old, "broken");
      return old;
    }
    this.entries.delete(nameKey(old));
    if (typeof entry.state !== "string") entry.state.table = { ...entry.state.table, name };
    this.set(name, entry.state);
    return name;
  }

  private renameProblem(old: TableName, name: TableName, node: QualifiedName): Problem | null {
    if (node.parts.length > 3) return tooManyParts(node);
    if (nameKey(name) === nameKey(old) || !this.entries.has(nameKey(name))) return null;
    const message = `There is a table ${quote(fullName(name))} already.`;
    return { code: "GP2010", message, start: node.start, end: node.end };
  }

  private comment(node: CommentOn, source: SourceText): void {
    if (node.target === "column") {
      this.commentOnColumn(node, source);
      return;
    }
    const entry = this.find(node.name, source);
    if (entry === null || typeof entry.state === "string") return;
    entry.state.table = { ...entry.state.table, comment: node.comment };
  }

  /** The name of the column carries that of its table in front: the longest prefix that is a table counts. */
  private commentOnColumn(node: CommentOn, source: SourceText): void {
    const { parts } = node.name;
    for (let length = Math.min(3, parts.length - 1); length > 0; length--) {
      const table = prefix(node.name, length);
      const resolved = this.quietly(table);
      const entry = resolved === null ? undefined : this.entries.get(nameKey(resolved.name));
      if (entry === undefined) continue;
      if (typeof entry.state === "string") return;
      const action = {
        kind: "alter-column",
        column: { ...node.name, parts: parts.slice(length) },
        changes: [{ kind: "comment", comment: node.comment }],
      } as const;
      if (!applyAction(entry.state, action, this.context(source, entry.name, null))) this.set(entry.name, "broken");
      return;
    }
    this.find(prefix(node.name, Math.max(1, parts.length - 1)), source);
  }
}

const reasons = {
  query: "its columns come from a query",
  like: "its columns are those of another table",
  clone: "its columns are those of another table",
  nowhere: "its definition names no columns",
} as const;

function prefix(name: QualifiedName, length: number): QualifiedName {
  const parts = name.parts.slice(0, length);
  return { parts, start: name.start, end: parts.at(-1)?.end ?? name.end };
}
