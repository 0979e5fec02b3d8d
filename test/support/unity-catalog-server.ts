import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Fault, faultResponse, sendFault } from "./unity-catalog-faults.js";
import type { CatalogTable } from "./unity-catalog-json.js";

/** A request the server has seen. */
export interface SeenRequest {
  /** Below `/api/2.1/unity-catalog`, decoded: `/tables/main.shop.orders`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface CatalogServerOptions {
  readonly tables: readonly CatalogTable[];
  /** Schemas, `catalog.schema`, that hold no table, and catalogs that hold no schema. */
  readonly empty?: readonly string[];
  /** More about a catalog, such as its `catalog_type`. */
  readonly catalogs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Entries on a page of a list. */
  readonly pageSize?: number;
  /** Puts an empty page between any two. */
  readonly hasEmptyPages?: boolean;
  /** Bearer tokens that are let in; anyone where it is left out. */
  readonly tokens?: ReadonlySet<string>;
  /** Answers as Databricks does, or as the open-source server. */
  readonly dialect?: "databricks" | "open-source";
  /** Asked before every request of the API. */
  readonly fault?: (request: SeenRequest) => Fault | null;
  /** Takes the place of an answer. */
  readonly override?: (request: SeenRequest, answer: Answer) => Answer;
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

export interface CatalogServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  readonly close: () => Promise<void>;
}

type Schemas = ReadonlyMap<string, ReadonlyMap<string, readonly CatalogTable[]>>;

const prefix = "/api/2.1/unity-catalog";

/** Serves the Unity Catalog API, and a token endpoint that takes any client, on the loopback interface. */
export async function startUnityCatalog(options: CatalogServerOptions): Promise<CatalogServer> {
  const requests: SeenRequest[] = [];
  const schemas = bySchema(options);
  const server = createServer((request, response) => {
    serve(request, response, options, schemas, requests);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, requests, close };
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: CatalogServerOptions,
  schemas: Schemas,
  requests: SeenRequest[],
): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/oidc/v1/token") {
    request.resume();
    const [token = "token"] = options.tokens ?? [];
    send(response, { status: 200, json: { access_token: token, token_type: "Bearer", expires_in: 3600 } });
    return;
  }
  const seen = seenRequest(url, request.headers);
  requests.push(seen);
  const { given, fault } = respond(url, seen, options, schemas);
  if (fault === null) send(response, given);
  else sendFault(fault, JSON.stringify(given.json), response);
}

/** The same server without a network: for tests that ask very often. */
export function catalogFetch(options: CatalogServerOptions): typeof fetch {
  const schemas = bySchema(options);
  return async (input, init) => {
    await Promise.resolve();
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const { given, fault } = respond(url, seenRequest(url, headers), options, schemas);
    const text = JSON.stringify(given.json);
    return fault === null ? new Response(text, { status: given.status }) : faultResponse(fault, text);
  };
}

function seenRequest(url: URL, headers: IncomingHttpHeaders): SeenRequest {
  const path = decodeURIComponent(url.pathname.slice(prefix.length));
  return { path, query: Object.fromEntries(url.searchParams), headers };
}

function respond(url: URL, seen: SeenRequest, options: CatalogServerOptions, schemas: Schemas) {
  const first = url.pathname.startsWith(`${prefix}/`) ? answer(seen, options, schemas) : noEndpoint;
  return { given: options.override?.(seen, first) ?? first, fault: options.fault?.(seen) ?? null };
}

function send(response: ServerResponse, { status, json }: Answer): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(json));
}

const noEndpoint: Answer = { status: 404, json: { error_code: "ENDPOINT_NOT_FOUND", message: "No API found." } };

function bySchema({ tables, empty = [], dialect }: CatalogServerOptions): Schemas {
  const catalogs = new Map<string, Map<string, CatalogTable[]>>();
  const schemaOf = (catalog: string, schema: string): CatalogTable[] => {
    const schemas = catalogs.get(catalog) ?? new Map<string, CatalogTable[]>();
    catalogs.set(catalog, schemas);
    const list = schemas.get(schema) ?? [];
    if (schema !== "") schemas.set(schema, list);
    return list;
  };
  // The open-source server leaves the parts of a name to be put together.
  const facts = dialect === "open-source" ? { full_name: undefined } : {};
  for (const table of tables) schemaOf(table.catalog_name, table.schema_name).push({ ...table, ...facts });
  for (const name of empty) schemaOf(name.split(".")[0] ?? "", name.split(".")[1] ?? "");
  return catalogs;
}

function answer(request: SeenRequest, options: CatalogServerOptions, schemas: Schemas): Answer {
  const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (options.tokens !== undefined && !options.tokens.has(bearer)) {
    return refusal(options, 401, "UNAUTHENTICATED", "Request to access the API is not authenticated.");
  }
  const [, listed = "", name] = /^\/(\w+)(?:\/(.*))?$/s.exec(request.path) ?? [];
  if (listed === "tables" && name !== undefined) return oneTable(name, options, schemas);
  if (name !== undefined || !["catalogs", "schemas", "tables"].includes(listed)) return noEndpoint;
  return list(listed, request, options, schemas);
}

function oneTable(fullName: string, options: CatalogServerOptions, schemas: Schemas): Answer {
  const parts = fullName.split(".");
  if (parts.length !== 3) return refusal(options, 400, "INVALID_PARAMETER_VALUE", `Invalid name ${fullName}.`);
  const [catalog = "", schema = "", name = ""] = parts;
  const found = find(catalog, schema, options, schemas);
  if ("status" in found) return found;
  const table = found.tables.find((each) => same(each.name, name, options));
  return table === undefined ? missing(options, "Table", fullName) : { status: 200, json: table };
}

/** The open-source server tells names apart by case. */
function same(a: string, b: string, { dialect }: CatalogServerOptions): boolean {
  return dialect === "open-source" ? a === b : a.toLowerCase() === b.toLowerCase();
}

function find(
  catalog: string,
  schema: string,
  options: CatalogServerOptions,
  schemas: Schemas,
): Answer | { readonly tables: readonly CatalogTable[] } {
  const [, inCatalog] = [...schemas].find(([each]) => same(each, catalog, options)) ?? [];
  if (inCatalog === undefined) return missing(options, "Catalog", catalog);
  const [, tables] = [...inCatalog].find(([each]) => same(each, schema, options)) ?? [];
  return tables === undefined ? missing(options, "Schema", `${catalog}.${schema}`) : { tables };
}

function list(listed: string, { query }: SeenRequest, options: CatalogServerOptions, schemas: Schemas): Answer {
  const catalog = query["catalog_name"] ?? "";
  if (listed === "catalogs") {
    const entries = [...schemas.keys()].map((name) => ({ name, ...options.catalogs?.[name] }));
    return page(listed, entries, query, options);
  }
  if (listed === "schemas") {
    const [, inCatalog] = [...schemas].find(([each]) => same(each, catalog, options)) ?? [];
    if (inCatalog === undefined) return missing(options, "Catalog", catalog);
    const names = ["information_schema", ...inCatalog.keys()];
    return page(
      listed,
      names.map((name) => ({ name, catalog_name: catalog })),
      query,
      options,
    );
  }
  const found = find(catalog, query["schema_name"] ?? "", options, schemas);
  if ("status" in found) return found;
  const isShort = query["omit_columns"] === "true";
  const entries = isShort
    ? found.tables.map(({ columns, ...rest }) => ({ ...rest, columns: undefined }))
    : found.tables;
  return page(listed, entries, query, options);
}

/** A token holds the offset of its page; `e` before it where the page is an empty one. */
function page(
  listed: string,
  entries: readonly unknown[],
  { page_token: token = "0" }: SeenRequest["query"],
  { pageSize = 50, hasEmptyPages = false }: CatalogServerOptions,
): Answer {
  const start = Number(token.replace("e", ""));
  if (token.startsWith("e")) return { status: 200, json: { next_page_token: String(start) } };
  const end = start + pageSize;
  const next = end < entries.length ? `${hasEmptyPages ? "e" : ""}${end}` : undefined;
  return { status: 200, json: { [listed]: entries.slice(start, end), next_page_token: next } };
}

function missing(options: CatalogServerOptions, kind: string, name: string): Answer {
  const ending = options.dialect === "open-source" ? "NOT_FOUND" : "DOES_NOT_EXIST";
  return refusal(options, 404, `${kind.toUpperCase()}_${ending}`, `${kind} '${name}' does not exist.`);
}

function refusal({ dialect }: CatalogServerOptions, status: number, code: string, message: string): Answer {
  const details = [{ "@type": "google.rpc.ErrorInfo", reason: code, metadata: {} }];
  const trace = dialect === "open-source" ? { stack_trace: "[io.unitycatalog.server…]" } : {};
  return { status, json: { error_code: code, message, details, ...trace } };
}
