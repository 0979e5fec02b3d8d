import { onTestFinished } from "vitest";
import { readUnityCatalog } from "../../../../src/source/unity-catalog/read-unity-catalog.js";
import {
  type Credentials,
  type ReadProgress,
  type TableRequest,
  type WorkspaceTables,
  type WorkspaceWorld,
} from "../../../../src/source/workspace/workspace.js";
import { column, long, string, table } from "../../../support/tables.js";
import { type CatalogTable, catalogTable } from "../../../support/unity-catalog-json.js";
import {
  type CatalogServer,
  type CatalogServerOptions,
  startUnityCatalog,
} from "../../../support/unity-catalog-server.js";

/** The JSON of a small table by its full name. */
export function served(fullName: string, facts: Readonly<Record<string, unknown>> = {}): CatalogTable {
  const [catalog = "", schema = "", name = ""] = fullName.split(".");
  const columns = [column("id", long, { nullable: false }), column("note", string, { comment: `of ${name}` })];
  return catalogTable(table(columns, { name: { catalog, schema, table: name } }), facts);
}

/** A server that is gone after the test. */
export async function serve(options: CatalogServerOptions): Promise<CatalogServer> {
  const server = await startUnityCatalog(options);
  onTestFinished(server.close);
  return server;
}

const anyone: Credentials = {
  description: "no credentials",
  headers: () => Promise.resolve({}),
  renew: () => false,
};

/** Credentials that give one token after the other, the next when the last is refused. */
export function tokens(...list: readonly string[]): Credentials {
  const left = [...list];
  return {
    description: "token of the test",
    headers: () => Promise.resolve({ authorization: `Bearer ${left[0] ?? ""}` }),
    renew: () => left.length > 1 && left.shift() !== undefined,
  };
}

/** What a reading did besides its result. */
export interface Watched extends WorkspaceTables {
  readonly names: readonly string[];
  /** `GP5104 main.shop.orders` of every diagnostic; the message where there is no table. */
  readonly codes: readonly string[];
  readonly pauses: readonly number[];
  readonly progress: readonly ReadProgress[];
}

export interface ReadOptions extends Partial<Omit<TableRequest, "patterns" | "onProgress">> {
  readonly credentials?: Credentials;
  readonly world?: Partial<WorkspaceWorld>;
}

/** Reads without ever waiting; the longest pauses that chance allows. */
export async function read(
  origin: string,
  patterns: readonly string[],
  { credentials = anyone, world = {}, concurrency = 4, timeout = 10_000 }: ReadOptions = {},
): Promise<Watched> {
  const pauses: number[] = [];
  const progress: ReadProgress[] = [];
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
  const now = () => Date.parse("2026-01-01T00:00:00Z");
  const usual = { env: {}, homeDirectory: "/", fetch, now, sleep, random: () => 1 };
  const onProgress = (event: ReadProgress) => void progress.push(event);
  const request: TableRequest = { patterns, concurrency, timeout, onProgress };
  const { tables, diagnostics } = await readUnityCatalog({ origin, credentials }, request, { ...usual, ...world });
  const names = tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`);
  const codes = diagnostics.map((each) => `${each.code} ${each.table ?? each.message}`);
  return { tables, diagnostics, names, codes, pauses, progress };
}
