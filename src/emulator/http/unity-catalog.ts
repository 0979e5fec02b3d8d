import { createHash } from "node:crypto";
import { type CatalogTableJson, formatUnityCatalogTable } from "../../catalog/json/format-unity-catalog.js";
import { fullName, type Table } from "../../catalog/table.js";
import type { TokenVerdict, WorkspaceCore } from "../core.js";
import { type Answer, jsonAnswer, refusal } from "./answer.js";
import { bearerToken } from "./bearer.js";
import { admitProgram } from "./guard.js";
import { readPage } from "./paging.js";
import type { Call, Head, Route } from "./route.js";

const prefix = "/api/2.1/unity-catalog";

/** What only a metastore knows of a thing in it. */
const metastore = {
  owner: "gen-producers-emulator",
  metastore_id: "00000000-0000-0000-0000-000000000000",
  created_by: "gen-producers-emulator",
};

/** Every catalog has it, of views about itself; the emulator's are empty. */
const informationSchema = "information_schema";

/** The Unity Catalog API as far as reading the definitions of tables goes. */
export function unityCatalogRoutes(core: WorkspaceCore): readonly Route[] {
  const admit = (head: Head): Answer | null => admitReader(head, core);
  const get = (path: string, answer: (call: Call) => Answer): Route => {
    return { method: "GET", path: `${prefix}${path}`, maxBody: 0, admit, answer };
  };
  return [
    get("/catalogs", (call) => listCatalogs(call, core)),
    get("/schemas", (call) => listSchemas(call, core)),
    get("/tables", (call) => listTables(call, core)),
    get("/tables/{name}", (call) => getTable(call, core)),
  ];
}

function admitReader(head: Head, core: WorkspaceCore): Answer | null {
  const denied = admitProgram(head);
  if (denied !== null) return denied;
  const token = bearerToken(head.headers);
  if (token === null) return unauthenticated("The request has no bearer token.");
  const { kind } = core.tokens.verify(token, "workspace", null);
  return kind === "ok" ? null : refuseToken(kind);
}

function refuseToken(kind: Exclude<TokenVerdict["kind"], "ok">): Answer {
  switch (kind) {
    case "unknown":
      return unauthenticated("The token is not one that the emulator gave out.");
    case "expired":
      return unauthenticated("The token is expired.");
    case "wrong_scope":
    case "missing_grants":
      return refusal(403, "PERMISSION_DENIED", "The token is for direct writes; ask for one without a resource.");
  }
}

function unauthenticated(message: string): Answer {
  return refusal(401, "UNAUTHENTICATED", message, { "www-authenticate": "Bearer" });
}

function listCatalogs({ query }: Call, core: WorkspaceCore): Answer {
  const names = distinct(core.tables.map(({ name }) => name.catalog));
  return listed("catalogs", names, query, (name) => {
    return { name, full_name: name, catalog_type: "MANAGED_CATALOG", securable_type: "CATALOG", ...metastore };
  });
}

function listSchemas({ query }: Call, core: WorkspaceCore): Answer {
  const asked = query.get("catalog_name") ?? "";
  const catalog = findCatalog(core, asked);
  if (catalog === null) return missing("Catalog", asked);
  const inCatalog = core.tables.filter(({ name }) => name.catalog === catalog);
  const names = distinct([informationSchema, ...inCatalog.map(({ name }) => name.schema)]);
  return listed("schemas", names, query, (name) => {
    return {
      name,
      catalog_name: catalog,
      full_name: `${catalog}.${name}`,
      securable_type: "SCHEMA",
      ...metastore,
    };
  });
}

function listTables({ query }: Call, core: WorkspaceCore): Answer {
  const [askedCatalog, askedSchema] = [query.get("catalog_name") ?? "", query.get("schema_name") ?? ""];
  const catalog = findCatalog(core, askedCatalog);
  if (catalog === null) return missing("Catalog", askedCatalog);
  const tables = tablesOf(core, catalog, askedSchema);
  if (tables === null) return missing("Schema", `${catalog}.${askedSchema}`);
  const sorted = [...tables].sort((a, b) => compare(a.name.table, b.name.table));
  return listed("tables", sorted, query, (table) => {
    const { table_constraints: _, columns, properties, ...facts } = tableJson(table);
    return {
      ...facts,
      ...(query.get("omit_columns") !== "true" && { columns }),
      ...(query.get("omit_properties") !== "true" && { properties }),
    };
  });
}

function getTable({ parts }: Call, core: WorkspaceCore): Answer {
  const name = parts["name"] ?? "";
  const table = core.findTable(name);
  if (table !== null) return jsonAnswer(200, tableJson(table));
  const [catalog = "", schema = "", ...rest] = name.split(".");
  if (rest.length !== 1) {
    return refusal(400, "INVALID_PARAMETER_VALUE", `'${name}' is not the full name of a table: catalog.schema.table.`);
  }
  const known = findCatalog(core, catalog);
  if (known === null) return missing("Catalog", catalog);
  return tablesOf(core, known, schema) === null ? missing("Schema", `${catalog}.${schema}`) : missing("Table", name);
}

interface StoredTableJson extends CatalogTableJson {
  readonly table_id: string;
}

function tableJson(table: Table): StoredTableJson & typeof metastore {
  const table_id = idOf(fullName(table.name));
  // A managed table has a place, too.
  const storage_location = `emulator://tables/${table_id}`;
  return { table_id, ...metastore, storage_location, ...formatUnityCatalogTable(table) };
}

/** A UUID (RFC 9562, version 8) that stays the same for a name. */
function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function findCatalog(core: WorkspaceCore, name: string): string | null {
  return core.tables.find((table) => same(table.name.catalog, name))?.name.catalog ?? null;
}

/** The tables of a schema; null where there is no such schema. */
function tablesOf(core: WorkspaceCore, catalog: string, schema: string): readonly Table[] | null {
  const tables = core.tables.filter(({ name }) => name.catalog === catalog && same(name.schema, schema));
  return tables.length > 0 || same(schema, informationSchema) ? tables : null;
}

/** Unity Catalog tells names apart without case. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function missing(kind: "Catalog" | "Schema" | "Table", name: string): Answer {
  return refusal(404, `${kind.toUpperCase()}_DOES_NOT_EXIST`, `${kind} '${name}' does not exist.`);
}

function listed<Entry>(
  key: string,
  entries: readonly Entry[],
  query: URLSearchParams,
  toJson: (entry: Entry) => object,
): Answer {
  const page = readPage(query, key, entries.length);
  if (!page.ok) return refusal(400, "INVALID_PARAMETER_VALUE", page.message);
  const shown = entries.slice(page.start, page.end).map(toJson);
  return jsonAnswer(200, { [key]: shown, ...(page.next !== null && { next_page_token: page.next }) });
}
