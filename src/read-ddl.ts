import { readDefinitions } from "./catalog/read-definitions.js";
import type { Table } from "./catalog/table.js";
import { SourceText, type Variables } from "./ddl/source-text.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";

export interface ReadDdlOptions {
  /** Path of the text as diagnostics shall name it. */
  readonly path?: string;
  /** Catalog of names that leave it out, until the text says USE CATALOG. */
  readonly catalog?: string;
  /** Schema of names that leave it out, until the text says USE SCHEMA. */
  readonly schema?: string;
  /** Values for template holes such as `${catalog}`, by the name in the hole. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** One text of definitions, with the path that diagnostics name. */
export interface DdlSource {
  readonly text: string;
  readonly path?: string;
}

export interface ReadDdlResult {
  /** The tables that could be read without an error, in the order of their creation. */
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the table definitions of a text of Databricks or Spark SQL. Statements are applied in order, so that ALTER TABLE
 * and COMMENT ON change what CREATE TABLE defined; other statements are passed over. Never throws: what cannot be read is
 * a diagnostic, and the other tables are read all the same. Time is linear in the text.
 */
export function readDdl(text: string, options: ReadDdlOptions = {}): ReadDdlResult {
  const { path, ...rest } = options;
  return readDdlSources([path === undefined ? { text } : { text, path }], rest);
}

/** Reads several texts as one history, in their order: an ALTER TABLE changes a table of an earlier text. */
export function readDdlSources(
  sources: readonly DdlSource[],
  options: Omit<ReadDdlOptions, "path"> = {},
): ReadDdlResult {
  const variables: Variables = new Map(Object.entries(options.vars ?? {}));
  return readDefinitions(
    sources.map(({ text, path }) => new SourceText(text, path ?? null, variables)),
    { catalog: options.catalog, schema: options.schema },
  );
}
