import { mapConcurrently } from "../../async/map-concurrently.js";
import { isGlob, literalName, nameMatcher, patternParts } from "../../catalog/name-pattern.js";
import { fullName, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { describeFailure, type WarehousePlace } from "./describe-failure.js";
import type { Row } from "./driver.js";
import type { Failure } from "./failure.js";
import { isOwnedByDatabricks, passedOver, passedOverCatalog, reasonOfEntry } from "./pass-over.js";
import { selectTables, showCatalogs, showSchemas, showTables } from "./sql.js";
import type { Answer, WarehouseClient } from "./warehouse-client.js";

/** Names that a pattern stands for. */
export interface Listing {
  readonly names: readonly TableName[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Something in a schema. */
interface Entry {
  readonly name: TableName;
  /** Why it is passed over, as far as the list tells; null where there is no reason. */
  readonly reason: string | null;
}

/** Lists what a full pattern with a glob stands for. */
export async function listTables(pattern: string, client: WarehouseClient, place: WarehousePlace): Promise<Listing> {
  const lister = new Lister(pattern, client, place);
  const wanted = (await lister.entries()).filter(({ name }) => lister.isWanted(name));
  const passed = wanted.flatMap(({ name, reason }) => (reason === null ? [] : passedOver(name, reason)));
  const names = wanted.flatMap(({ name, reason }) => (reason === null ? name : []));
  const isEmpty = wanted.length === 0 && !hasErrors(lister.diagnostics);
  return { names, diagnostics: [...lister.diagnostics, ...passed, ...(isEmpty ? [nothingMatches(pattern)] : [])] };
}

function nothingMatches(pattern: string): Diagnostic {
  const hint =
    "What the credentials may not see is not listed: that takes USE CATALOG, USE SCHEMA, and SELECT or BROWSE.";
  return diagnostic("GP5105", `No table of the workspace matches ${quote(pattern)}.`, { hint });
}

/** Looks through the catalogs and schemas that one pattern is about. */
class Lister {
  readonly diagnostics: Diagnostic[] = [];
  private readonly client: WarehouseClient;
  private readonly place: WarehousePlace;
  private readonly catalog: string;
  private readonly schema: string;
  private readonly matches: (name: string) => boolean;

  constructor(pattern: string, client: WarehouseClient, place: WarehousePlace) {
    const [catalog = "*", schema = "*"] = patternParts(pattern);
    this.client = client;
    this.place = place;
    this.catalog = catalog;
    this.schema = schema;
    this.matches = nameMatcher(pattern);
  }

  /** The views of the information schema are meant by no glob. */
  isWanted(name: TableName): boolean {
    const isHidden = name.schema.toLowerCase() === "information_schema" && isGlob(this.schema);
    return !isHidden && this.matches(fullName(name));
  }

  async entries(): Promise<readonly Entry[]> {
    const catalogs = await this.catalogs();
    return (await mapConcurrently(catalogs, this.client.concurrency, (each) => this.entriesOf(each))).flat();
  }

  private async catalogs(): Promise<readonly string[]> {
    if (!isGlob(this.catalog)) return [literalName(this.catalog)];
    const answer = await this.client.query(showCatalogs);
    const names = this.names(answer, "catalog", "the list of catalogs").filter(nameMatcher(this.catalog));
    this.diagnostics.push(...names.filter(isOwnedByDatabricks).map(passedOverCatalog));
    return names.filter((name) => !isOwnedByDatabricks(name));
  }

  private async entriesOf(catalog: string): Promise<readonly Entry[]> {
    const schema = isGlob(this.schema) ? null : literalName(this.schema);
    const { rows, failure } = await this.client.query(selectTables(catalog, schema));
    if (rows !== null) return rows.flatMap((row) => entryOf(row, catalog));
    // Not every catalog has an information schema, and not everyone may read it.
    if (failure.kind === "sql") return this.shownEntries(catalog, schema);
    this.report(failure, `the catalog ${quote(catalog)}`);
    return [];
  }

  private async shownEntries(catalog: string, schema: string | null): Promise<readonly Entry[]> {
    const schemas = schema === null ? await this.schemas(catalog) : [schema];
    const entries = await mapConcurrently(schemas, this.client.concurrency, async (each) => {
      const answer = await this.client.query(showTables(catalog, each));
      const tables = this.names(answer, "tableName", `the schema ${quote(`${catalog}.${each}`)}`);
      return tables.map((table) => ({ name: { catalog, schema: each, table }, reason: null }));
    });
    return entries.flat();
  }

  private async schemas(catalog: string): Promise<readonly string[]> {
    const answer = await this.client.query(showSchemas(catalog));
    const names = this.names(answer, "databaseName", `the catalog ${quote(catalog)}`);
    return names.filter((name) => name.toLowerCase() !== "information_schema").filter(nameMatcher(this.schema));
  }

  private names({ rows, failure }: Answer, column: string, subject: string): readonly string[] {
    if (failure !== null) this.report(failure, subject);
    return (rows ?? []).flatMap((row) => text(row, column) ?? []);
  }

  private report(failure: Failure, subject: string): void {
    this.diagnostics.push(describeFailure(failure, { subject, table: null }, this.place));
  }
}

/** A pattern as messages name it. */
export function wantedPattern(pattern: string): { readonly subject: string; readonly table: null } {
  return { subject: `what matches ${quote(pattern)}`, table: null };
}

function entryOf(row: Row, catalog: string): readonly Entry[] {
  const [schema, table] = [text(row, "table_schema"), text(row, "table_name")];
  if (schema === null || table === null) return [];
  return [
    {
      name: { catalog, schema, table },
      reason: reasonOfEntry(text(row, "table_type") ?? "", text(row, "data_source_format") ?? ""),
    },
  ];
}

function text(row: Row, column: string): string | null {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  return typeof value === "string" ? value : null;
}
