import type { JsonObject } from "../../catalog/json/json-value.js";
import { textOf } from "./json-object.js";
import { listAll, listRequest } from "./listing.js";
import { passedOver, reasonToPassOverCatalog } from "./passed-over.js";
import { type Reading, reportFailure } from "./reading.js";
import type { Subject } from "./subject.js";
import type { Wanted } from "./wanted.js";

/** A schema to read from, and the patterns that lead there. */
export interface WantedSchema {
  readonly catalog: string;
  readonly schema: string;
  readonly wanted: readonly Wanted[];
}

/** Every catalog has one, of views about itself. */
const informationSchema = "information_schema";

type Lists = Map<string, Promise<Listed>>;

interface Listed {
  readonly entries: readonly JsonObject[];
  readonly isComplete: boolean;
}

/** Finds the schemas that the patterns are about; catalogs and schemas are listed only where a glob asks for it. */
export async function findSchemas(wanted: readonly Wanted[], reading: Reading): Promise<readonly WantedSchema[]> {
  const lists: Lists = new Map();
  const found = await Promise.all(wanted.map(async (each) => await schemasOf(each, lists, reading)));
  const schemas = new Map<string, { catalog: string; schema: string; wanted: Wanted[] }>();
  for (const { catalog, schema, pattern } of found.flat()) {
    const key = `${catalog}.${schema}`;
    const known = schemas.get(key) ?? { catalog, schema, wanted: [] };
    known.wanted.push(pattern);
    schemas.set(key, known);
  }
  return [...schemas.values()];
}

async function schemasOf(pattern: Wanted, lists: Lists, reading: Reading) {
  const catalogs = await catalogsOf(pattern, lists, reading);
  const found = await Promise.all(
    catalogs.map(async (catalog) => {
      const schemas = await schemasIn(catalog, pattern, lists, reading);
      return schemas.map((schema) => ({ catalog, schema, pattern }));
    }),
  );
  return found.flat();
}

async function catalogsOf(pattern: Wanted, lists: Lists, reading: Reading): Promise<readonly string[]> {
  const { name, matches } = pattern.catalog;
  if (name !== null) return [name];
  const { entries, isComplete } = await listOnce({ kind: "catalogs" }, lists, reading);
  const names = entries.map((entry) => textOf(entry, "name"));
  reading.results.compared(pattern, 1, names);
  if (!isComplete) reading.results.settle(pattern);
  return entries
    .filter((entry) => matches(textOf(entry, "name")) && isOwn(entry, reading))
    .map((entry) => textOf(entry, "name"));
}

function isOwn(catalog: JsonObject, { results }: Reading): boolean {
  const reason = reasonToPassOverCatalog(catalog);
  const name = textOf(catalog, "name");
  if (reason !== null && results.claim(name)) results.report(passedOver("Catalog", name, reason));
  return reason === null;
}

async function schemasIn(catalog: string, pattern: Wanted, lists: Lists, reading: Reading): Promise<readonly string[]> {
  const { name, matches } = pattern.schema;
  if (name !== null) return [name];
  const { entries, isComplete } = await listOnce({ kind: "catalog", catalog }, lists, reading);
  const names = entries.map((entry) => textOf(entry, "name")).filter((schema) => schema !== informationSchema);
  reading.results.compared(
    pattern,
    2,
    names.map((schema) => `${catalog}.${schema}`),
  );
  if (!isComplete) reading.results.settle(pattern);
  return names.filter(matches);
}

/** The catalogs, or the schemas of a catalog; what keeps us from them is reported once. */
async function listOnce(
  subject: Exclude<Subject, { kind: "schema" | "table" }>,
  lists: Lists,
  reading: Reading,
): Promise<Listed> {
  const key = subject.kind === "catalogs" ? "" : subject.catalog;
  const known = lists.get(key) ?? list(subject, reading);
  lists.set(key, known);
  return await known;
}

async function list(subject: Exclude<Subject, { kind: "schema" | "table" }>, reading: Reading): Promise<Listed> {
  const listed = subject.kind === "catalogs" ? "catalogs" : "schemas";
  const { entries, error } = await listAll(reading.api, listed, listRequest(listed, subject));
  if (error !== null) await reportFailure(reading, subject, error);
  return { entries, isComplete: error === null };
}
