import { mapConcurrently } from "../../async/map-concurrently.js";
import { isGlob, literalName, patternParts } from "../../catalog/name-pattern.js";
import { nameKey } from "../../catalog/name-scope.js";
import { fullName, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { TableRequest, Workspace, WorkspaceTables, WorkspaceWorld } from "../workspace/workspace.js";
import { describeFailure, type WarehousePlace } from "./describe-failure.js";
import { connectDriver } from "./driver.js";
import { failureOf } from "./failure.js";
import { httpPath, warehouseName } from "./http-path.js";
import { listTables, wantedPattern } from "./list-tables.js";
import { withPositions } from "./positions.js";
import { readTable, type WantedTable, wantedTable } from "./read-table.js";
import { SentHeaders } from "./sent-headers.js";
import { WarehouseClient } from "./warehouse-client.js";

/**
 * Reads tables with SQL statements through a SQL warehouse or cluster. Tables are in the order of their names; a table
 * that cannot be read is an error that names it, and the others are read all the same. Nothing is printed, and nothing
 * is left open.
 *
 * @param warehouse id of the warehouse, or its HTTP path
 */
export async function readWarehouse(
  workspace: Workspace,
  warehouse: string,
  request: TableRequest,
  world: WorkspaceWorld,
): Promise<WorkspaceTables> {
  const path = httpPath(warehouse);
  if (path === null) return unread(notAWarehouse(warehouse));
  if (!workspace.origin.startsWith("https://")) return unread(notEncrypted(workspace.origin));
  const sent = new SentHeaders(workspace.credentials, request.timeout);
  const place: WarehousePlace = {
    name: warehouseName(path),
    origin: workspace.origin,
    credentials: workspace.credentials.description,
    timeout: request.timeout,
    secrets: sent.secrets,
  };
  const { origin } = workspace;
  const { timeout } = request;
  const settings = { origin, path, timeout, env: world.env, headers: () => sent.next() };
  const wanted = sortPatterns(request.patterns);
  try {
    const connection = await connectDriver(settings);
    const client = new WarehouseClient({ connection, request, world, renew: () => workspace.credentials.renew() });
    try {
      return await readAll(wanted, client, request, place);
    } finally {
      await client.close();
    }
  } catch (error) {
    // Nothing of the driver may get past here, whatever it throws.
    const failure = await failureOf(error);
    return unread(...unreadPatterns(wanted).map((each) => describeFailure(failure, each, place)));
  }
}

function unread(...diagnostics: readonly Diagnostic[]): WorkspaceTables {
  return { tables: [], diagnostics };
}

function notAWarehouse(warehouse: string): Diagnostic {
  const hint = "Give its id, such as 1234567890abcdef, or its HTTP path, such as /sql/1.0/warehouses/1234567890abcdef.";
  return diagnostic("GP5110", `${quote(warehouse)} is neither the id of a SQL warehouse nor an HTTP path.`, { hint });
}

function notEncrypted(origin: string): Diagnostic {
  const hint = "Give a host with https://, or leave the warehouse out and read through the Unity Catalog API.";
  return diagnostic("GP5110", `A SQL warehouse is read over HTTPS only, and ${quote(origin)} is not.`, { hint });
}

/** What the patterns of a request are. */
interface WantedPatterns {
  readonly names: readonly TableName[];
  readonly globs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

function sortPatterns(patterns: readonly string[]): WantedPatterns {
  const names: TableName[] = [];
  const globs: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const pattern of new Set(patterns)) {
    const parts = patternParts(pattern);
    const [catalog = "", schema = "", table = ""] = parts.map(literalName);
    if (parts.length !== 3 || catalog === "" || schema === "" || table === "") diagnostics.push(notFull(pattern));
    else if (parts.some(isGlob)) globs.push(pattern);
    else names.push({ catalog, schema, table });
  }
  return { names, globs, diagnostics };
}

function notFull(pattern: string): Diagnostic {
  const hint = "A table of a workspace is named catalog.schema.table.";
  return diagnostic("GP2014", `${quote(pattern)} is not the full name of a table.`, { hint });
}

function unreadPatterns({ names, globs }: WantedPatterns) {
  return [...names.map(wantedTable), ...globs.map(wantedPattern)];
}

async function readAll(
  patterns: WantedPatterns,
  client: WarehouseClient,
  request: TableRequest,
  place: WarehousePlace,
): Promise<WorkspaceTables> {
  const failure = await client.start();
  if (failure !== null) {
    const failures = unreadPatterns(patterns).map((each) => describeFailure(failure, each, place));
    return unread(...patterns.diagnostics, ...failures);
  }
  const listings = await mapConcurrently(patterns.globs, client.concurrency, (glob) => listTables(glob, client, place));
  const wanted = withoutTwins([
    ...patterns.names.map((name) => ({ name, isListed: false })),
    ...listings.flatMap(({ names }) => names.map((name) => ({ name, isListed: true }))),
  ]);
  request.onProgress({ kind: "found", tables: wanted.length });
  const read = await mapConcurrently(wanted, client.concurrency, async (each) => {
    const result = await readTable(each, client, place);
    request.onProgress({ kind: "read", table: fullName(each.name), ok: result.table !== null });
    return result;
  });
  const tables = read.flatMap(({ table }) => table ?? []);
  return {
    tables: await withPositions(tables, client),
    diagnostics: [
      ...patterns.diagnostics,
      ...listings.flatMap(({ diagnostics }) => diagnostics),
      ...read.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

/** Every table once, the way it was wanted first, by name: lists come in any order. */
function withoutTwins(tables: readonly WantedTable[]): readonly WantedTable[] {
  const seen = new Map<string, WantedTable>();
  for (const table of tables) {
    const key = nameKey(table.name);
    if (!seen.has(key)) seen.set(key, table);
  }
  return [...seen].sort(([a], [b]) => Number(a > b) - Number(a < b)).map(([, table]) => table);
}
