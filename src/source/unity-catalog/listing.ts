import type { Api, ApiRequest } from "./http.js";
import { isJsonObject, type JsonObject, member } from "../../catalog/json/json-value.js";
import { textOf } from "./json-object.js";
import { RequestError, type Subject } from "./subject.js";

/** What is listed: also the key of the answer that holds the entries. */
type Listed = "catalogs" | "schemas" | "tables";

interface Page {
  readonly entries: readonly JsonObject[];
  /** Entries that are no objects with a name. */
  readonly broken: number;
  readonly next: string | null;
}

/** More than any schema has; a server that never ends shall not keep us for ever. */
const mostPages = 10_000;

/** `0` leaves the length of a page to the server, on Databricks and on the open-source server alike. */
const paging = { max_results: "0", include_browse: "true" };

/** Asks for tables without their columns. */
export const namesOnly = { omit_columns: "true", omit_properties: "true" };

export function listRequest(
  listed: Listed,
  subject: Subject,
  query: Readonly<Record<string, string>> = {},
): ApiRequest {
  return { path: `/${listed}`, query: { ...parents(subject), ...paging, ...query }, subject };
}

/**
 * Entries of a list, page by page. A page may be empty and the next one not; the list ends where no token follows.
 *
 * @throws RequestError where a page cannot be had, after the pages before it; the list then is not complete.
 */
export async function* listPages(api: Api, listed: Listed, request: ApiRequest): AsyncGenerator<readonly JsonObject[]> {
  const tokens = new Set<string>();
  let token: string | null = null;
  let broken = 0;
  do {
    const query: Readonly<Record<string, string>> = token === null ? {} : { page_token: token };
    const page: Page = await api.get({ ...request, query: { ...request.query, ...query } }, (json) => {
      return readPage(json, listed);
    });
    yield page.entries;
    broken += page.broken;
    token = page.next;
    if (token !== null && (tokens.has(token) || tokens.size >= mostPages)) throw incomplete("its pages never end");
    if (token !== null) tokens.add(token);
  } while (token !== null);
  if (broken > 0) throw incomplete(`${broken} of the ${listed} listed ${broken === 1 ? "has" : "have"} no name`);
}

/** All entries of a list that can be had, and what kept us from the rest. */
export async function listAll(
  api: Api,
  listed: Listed,
  request: ApiRequest,
): Promise<{ readonly entries: readonly JsonObject[]; readonly error: RequestError | null }> {
  const entries: JsonObject[] = [];
  try {
    for await (const page of listPages(api, listed, request)) entries.push(...page);
    return { entries, error: null };
  } catch (error) {
    if (error instanceof RequestError) return { entries, error };
    throw error;
  }
}

/** Entries of the first page, in one try. @throws RequestError */
export async function listFirstPage(api: Api, listed: Listed, request: ApiRequest): Promise<readonly JsonObject[]> {
  const page = await api.get({ ...request, tries: 1 }, (json) => readPage(json, listed));
  return page.entries;
}

function parents(subject: Subject): Readonly<Record<string, string>> {
  if (subject.kind === "catalogs") return {};
  const catalog = { catalog_name: subject.catalog };
  return subject.kind === "catalog" ? catalog : { ...catalog, schema_name: subject.schema };
}

/** An empty list may be left out of the answer as a whole. */
function readPage(json: unknown, listed: Listed): Page | null {
  if (!isJsonObject(json)) return null;
  const entries = member(json, listed) ?? [];
  const next = member(json, "next_page_token") ?? "";
  if (!Array.isArray(entries) || typeof next !== "string") return null;
  const named = entries.filter(
    (entry: unknown): entry is JsonObject => isJsonObject(entry) && textOf(entry, "name") !== "",
  );
  return { entries: named, broken: entries.length - named.length, next: next === "" ? null : next };
}

function incomplete(why: string): RequestError {
  const hint = "The tables that were listed are read; others may be missing.";
  return new RequestError({ code: "GP5109", reason: `the list of the workspace is not complete: ${why}`, hint }, null);
}
