import type { SourceText } from "../ddl/source-text.js";
import { StatementReader } from "../ddl/statement-reader.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { Migration } from "./migration.js";
import type { DefaultNames } from "./name-scope.js";
import { Reporter } from "./reporter.js";
import type { Table } from "./table.js";

/** What texts of definitions say, read as one history. */
export interface Definitions {
  /** The tables that could be read without an error, in the order of their creation. */
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads texts of DDL in their order: an ALTER TABLE changes a table of an earlier text. Never throws. */
export function readDefinitions(sources: readonly SourceText[], names: DefaultNames = {}): Definitions {
  const reporter = new Reporter();
  const migration = new Migration(reporter, names);
  for (const source of sources) {
    migration.startSource();
    const reader = new StatementReader(source);
    for (let read = reader.next(); read !== null; read = reader.next()) migration.apply(read, source);
  }
  return { tables: migration.tables(), diagnostics: reporter.diagnostics };
}
