import { didYouMean, nearest } from "../../diagnostics/suggest.js";
import type { Api } from "./http.js";
import { textOf } from "./json-object.js";
import { listFirstPage, listRequest, namesOnly } from "./listing.js";
import { oneLine } from "../workspace/server-text.js";
import { nameOf, type Subject } from "./subject.js";

const mostListed = 5;

/** The hint where there is no better one. */
export const unseen =
  "What the credentials may not see is not found either: reading needs USE CATALOG, USE SCHEMA, and SELECT or BROWSE.";

/** Finds out what a name that does not exist may have meant, with one request for each catalog or schema asked about. */
export class NearNames {
  readonly #api: Api;
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** What to say about a subject that is missing; `code` is the server's, and says which of its parts is. */
  async hint(subject: Subject, code: string): Promise<string> {
    for (const parent of parentsToAsk(subject, code)) {
      const names = await this.#namesIn(parent);
      const wanted = nameInside(subject, parent).toLowerCase();
      // What is there is not what was meant to be written.
      if (names.some((name) => name.toLowerCase() === wanted)) return unseen;
      if (names.length > 0) return nearHint(wanted, names, parent);
    }
    return unseen;
  }

  #namesIn(parent: Parent): Promise<readonly string[]> {
    const key = JSON.stringify(parent);
    const known = this.#known.get(key) ?? this.#ask(parent);
    this.#known.set(key, known);
    return known;
  }

  async #ask(parent: Parent): Promise<readonly string[]> {
    const listed = ({ catalogs: "catalogs", catalog: "schemas", schema: "tables" } as const)[parent.kind];
    const query = listed === "tables" ? namesOnly : {};
    try {
      const entries = await listFirstPage(this.#api, listed, listRequest(listed, parent, query));
      return entries.map((entry) => textOf(entry, "name")).filter((name) => name !== "information_schema");
    } catch {
      // A hint is worth no error of its own.
      return [];
    }
  }
}

/** The nearest names in full, or some of those there are. */
function nearHint(wanted: string, names: readonly string[], parent: Parent): string {
  const prefix = parent.kind === "catalogs" ? "" : `${oneLine(nameOf(parent))}.`;
  const near = nearest(wanted, names.map(oneLine)).map((name) => `${prefix}${name}`);
  const listed = names.slice(0, mostListed).map(oneLine).join(", ");
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : "";
  return didYouMean(near) ?? `${inside(parent)}: ${listed}${more}.`;
}

type Parent = Exclude<Subject, { kind: "table" }>;

/** From the part that the server's code says is missing upwards; from the innermost where it does not say. */
function parentsToAsk(subject: Subject, code: string): readonly Parent[] {
  const catalogs: Parent = { kind: "catalogs" };
  if (subject.kind === "catalogs" || subject.kind === "catalog" || code.startsWith("CATALOG")) return [catalogs];
  const catalog: Parent = { kind: "catalog", catalog: subject.catalog };
  if (subject.kind === "schema" || code.startsWith("SCHEMA")) return [catalog, catalogs];
  return [{ kind: "schema", catalog: subject.catalog, schema: subject.schema }, catalog, catalogs];
}

function nameInside(subject: Subject, parent: Parent): string {
  if (subject.kind === "catalogs") return "";
  if (parent.kind === "catalogs") return subject.catalog;
  if (parent.kind === "catalog") return subject.kind === "catalog" ? "" : subject.schema;
  return subject.kind === "table" ? subject.table : "";
}

function inside(parent: Parent): string {
  if (parent.kind === "catalogs") return "The workspace has";
  return `${parent.kind === "catalog" ? "Catalog" : "Schema"} ${oneLine(nameOf(parent))} has`;
}
