import { fullName, type Table } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { didYouMean, nearest } from "../../diagnostics/suggest.js";
import type { TableRequest, WorkspaceTables } from "../workspace/workspace.js";
import { unseen } from "./near-names.js";
import { oneLine, shown } from "../workspace/server-text.js";
import type { Wanted } from "./wanted.js";

const mostListed = 5;
const mostKept = 1000;

/** Gathers what is read, in whatever order it comes. */
export class Results {
  readonly #onProgress: TableRequest["onProgress"];
  readonly #tables = new Map<string, Table>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #claimed = new Set<string>();
  readonly #settled = new Set<Wanted>();
  /** Names a glob was compared with, by the number of their parts. */
  readonly #compared = new Map<Wanted, { parts: number; names: string[] }>();
  #found = 0;

  constructor(onProgress: TableRequest["onProgress"]) {
    this.#onProgress = onProgress;
  }

  /** Whether the table is met for the first time. */
  claim(name: string): boolean {
    if (this.#claimed.has(name)) return false;
    this.#claimed.add(name);
    return true;
  }

  /** One more table is known to be wanted. */
  found(): void {
    this.#found += 1;
    this.#onProgress({ kind: "found", tables: this.#found });
  }

  /** A table is dealt with; the diagnostics are about it, whether they say so or not. */
  read(name: string, table: Table | null, diagnostics: readonly Diagnostic[]): void {
    // Lists leave the primary key out, and a table is to be the same however it was asked for.
    if (table !== null) this.#tables.set(fullName(table.name), { ...table, primaryKey: [] });
    this.report(...diagnostics.map((each) => ({ ...each, table: each.table ?? name })));
    this.#onProgress({ kind: "read", table: name, ok: table !== null });
  }

  report(...diagnostics: readonly Diagnostic[]): void {
    this.#diagnostics.push(...diagnostics);
  }

  /** What the pattern stands for is found, or is known to be missing; there is no more to say about it. */
  settle(wanted: Wanted): void {
    this.#settled.add(wanted);
  }

  /** Full names of catalogs, schemas or tables that the pattern was compared with. */
  compared(wanted: Wanted, parts: 1 | 2 | 3, names: readonly string[]): void {
    const known = this.#compared.get(wanted);
    if (known === undefined || known.parts < parts)
      this.#compared.set(wanted, { parts, names: names.slice(0, mostKept) });
    else if (known.parts === parts) known.names.push(...names.slice(0, mostKept - known.names.length));
  }

  /** Everything gathered, in an order of its own; patterns that matched nothing are errors. */
  finish(wanted: readonly Wanted[]): WorkspaceTables {
    const unmatched = wanted.filter((each) => !this.#settled.has(each)).map((each) => this.#noMatch(each));
    const tables = [...this.#tables].sort(([a], [b]) => compareText(a, b)).map(([, table]) => table);
    const diagnostics = [...this.#diagnostics, ...unmatched].sort(
      (a, b) => compareText(a.table ?? "", b.table ?? "") || compareText(a.message, b.message),
    );
    return { tables, diagnostics };
  }

  #noMatch(wanted: Wanted): Diagnostic {
    const hint = comparedHint(wanted.text, this.#compared.get(wanted));
    return diagnostic("GP5105", `No table of the workspace matches ${shown(wanted.text)}.`, { hint });
  }
}

function comparedHint(pattern: string, compared: { parts: number; names: readonly string[] } | undefined): string {
  if (compared === undefined || compared.names.length === 0) return unseen;
  const kind = ["Catalogs", "Schemas"][compared.parts - 1] ?? "Tables";
  const written = pattern.replaceAll(/[*?`]/g, "").split(".").slice(0, compared.parts).join(".");
  const names = compared.names.map(oneLine).sort(compareText);
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : "";
  return didYouMean(nearest(written, names)) ?? `${kind} there: ${names.slice(0, mostListed).join(", ")}${more}.`;
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
