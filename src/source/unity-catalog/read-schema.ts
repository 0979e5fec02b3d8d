import type { JsonObject } from "../../catalog/json/json-value.js";
import type { WantedSchema } from "./find-schemas.js";
import { textOf } from "./json-object.js";
import { listPages, listRequest } from "./listing.js";
import { passedOver, reasonToPassOver } from "./passed-over.js";
import { fetchTable, hasColumns, type TableSubject, tableSubject, takeTable } from "./read-table.js";
import { type Reading, reportFailure } from "./reading.js";
import { nameOf, RequestError } from "./subject.js";
import { isOneTable, type Wanted } from "./wanted.js";

/** A table asked for by its own name. */
interface NamedTable {
  readonly table: string;
  readonly wanted: Wanted[];
}

/** A list of the schema to look for tables in. */
interface Search {
  readonly schema: WantedSchema;
  readonly globs: readonly Wanted[];
  readonly named: readonly NamedTable[];
  /** The same by their names in lower case. */
  readonly byName: ReadonlyMap<string, readonly NamedTable[]>;
  /** The list is left after so many pages. */
  readonly mostPages: number;
}

/** Fewer tables of one schema are asked for one by one. */
const listFrom = 8;
/** A list that yields less for each page costs more requests than it saves. */
const namedPerPage = 8;

/** Reads the wanted tables of a schema. */
export async function readSchema(schema: WantedSchema, reading: Reading): Promise<void> {
  const globs = schema.wanted.filter(({ table }) => table.name === null);
  const named = namedTables(schema);
  const mostPages = globs.length > 0 ? Number.POSITIVE_INFINITY : Math.floor(named.length / namedPerPage);
  const isListed = globs.length > 0 || named.length >= listFrom;
  const search = { schema, globs, named, byName: indexByName(named), mostPages };
  const missed = isListed ? await readListed(search, reading) : named;
  await Promise.all(
    missed.map(async (each) => {
      await readNamed(each, schema, reading);
    }),
  );
}

function namedTables({ wanted }: WantedSchema): readonly NamedTable[] {
  const named = new Map<string, NamedTable>();
  for (const pattern of wanted) {
    const table = pattern.table.name;
    if (table === null) continue;
    const known = named.get(table) ?? { table, wanted: [] };
    known.wanted.push(pattern);
    named.set(table, known);
  }
  return [...named.values()];
}

/** A server that tells names apart by case may have several for one. */
function indexByName(named: readonly NamedTable[]): ReadonlyMap<string, readonly NamedTable[]> {
  const index = new Map<string, NamedTable[]>();
  for (const each of named) {
    const lower = each.table.toLowerCase();
    index.set(lower, [...(index.get(lower) ?? []), each]);
  }
  return index;
}

/** Reads what the list holds; returns the named tables that it does not. */
async function readListed(search: Search, reading: Reading): Promise<readonly NamedTable[]> {
  const { schema, globs, named, mostPages } = search;
  const subject = { kind: "schema", catalog: schema.catalog, schema: schema.schema } as const;
  const met = new Set<NamedTable>();
  const single: Promise<void>[] = [];
  let pages = 0;
  try {
    for await (const entries of listPages(reading.api, "tables", listRequest("tables", subject))) {
      compare(search, entries, reading);
      for (const entry of entries) single.push(...readEntry(entry, search, met, reading));
      pages += 1;
      if (pages >= mostPages || (globs.length === 0 && met.size === named.length)) break;
    }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    await reportListing(search, error, pages, reading);
  }
  await Promise.all(single);
  return named.filter((each) => !met.has(each));
}

/** Remembers what the globs were compared with, for the hint where they match nothing. */
function compare({ schema, globs }: Search, entries: readonly JsonObject[], { results }: Reading): void {
  const names = entries.map((entry) => nameOf(tableSubject(entry, schema)));
  for (const glob of globs) results.compared(glob, 3, names);
}

/** Reads a listed table where it is wanted; gives the work that is still under way. */
function readEntry(
  entry: JsonObject,
  search: Search,
  met: Set<NamedTable>,
  reading: Reading,
): readonly Promise<void>[] {
  const { results } = reading;
  const table = textOf(entry, "name");
  const globs = search.globs.filter((glob) => glob.table.matches(table));
  const named = search.byName.get(table.toLowerCase()) ?? [];
  const wanted = [...globs, ...named.flatMap((each) => each.wanted)];
  for (const each of named) met.add(each);
  for (const each of wanted) results.settle(each);
  const subject = tableSubject(entry, search.schema);
  if (wanted.length === 0 || !results.claim(nameOf(subject))) return [];
  const reason = wanted.some(isOneTable) ? null : reasonToPassOver(entry);
  if (reason !== null) {
    results.report(passedOver("Table", nameOf(subject), reason));
    return [];
  }
  results.found();
  if (!hasColumns(entry)) return [readSingle(subject, reading)];
  takeTable(entry, subject, reading);
  return [];
}

/** A schema that nobody named and no list held is only a guess, and may be missing. */
async function reportListing(
  { schema, globs }: Search,
  error: RequestError,
  pages: number,
  reading: Reading,
): Promise<void> {
  const isGuess = globs.every((glob) => glob.catalog.name === null && glob.schema.name !== null);
  const isMissing = pages === 0 && error.missing !== null && !error.missing.startsWith("TABLE");
  if (globs.length === 0 || (isMissing && isGuess)) return;
  for (const glob of globs) reading.results.settle(glob);
  await reportFailure(reading, { kind: "schema", catalog: schema.catalog, schema: schema.schema }, error);
}

/** A listed table, whose columns the list left out. */
async function readSingle(subject: TableSubject, reading: Reading): Promise<void> {
  try {
    takeTable(await fetchTable(reading.api, subject), subject, reading);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    await reportFailure(reading, subject, error);
  }
}

/** A table of which only the name is known; where no pattern names its schema as well, it need not be there. */
async function readNamed({ table, wanted }: NamedTable, schema: WantedSchema, reading: Reading): Promise<void> {
  const { results } = reading;
  const isExplicit = wanted.some(isOneTable);
  const asked: TableSubject = { kind: "table", catalog: schema.catalog, schema: schema.schema, table };
  if (isExplicit) results.found();
  try {
    const json = await fetchTable(reading.api, asked);
    const subject = tableSubject(json, asked);
    for (const each of wanted) results.settle(each);
    if (!results.claim(nameOf(subject))) return;
    const reason = isExplicit ? null : reasonToPassOver(json);
    if (reason !== null) {
      results.report(passedOver("Table", nameOf(subject), reason));
      return;
    }
    if (!isExplicit) results.found();
    takeTable(json, subject, reading);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (!isExplicit && error.missing !== null) return;
    for (const each of wanted) results.settle(each);
    await reportFailure(reading, asked, error);
  }
}
