import { request as httpRequest } from "node:http";
import { onTestFinished } from "vitest";
import type { Table } from "../../../../src/catalog/table.js";
import { systemClock } from "../../../../src/async/clock.js";
import { EmulatorCore } from "../../../../src/emulator/emulator-core.js";
import { type EmulatorOptions, settingsOf } from "../../../../src/emulator/emulator-options.js";
import { startWorkspace, type WorkspaceServer } from "../../../../src/emulator/http/start-workspace.js";
import type { Row } from "../../../../src/emulator/row.js";
import type { QueryResult, RowStore } from "../../../../src/emulator/store/row-store.js";
import { StoreError } from "../../../../src/emulator/store/store-error.js";
import { column, long, string, table } from "../../../support/tables.js";

/** A table that a test writes to. */
export const orders: Table = table([
  column("id", long, { nullable: false, comment: "the key" }),
  column("note", string),
]);

/** A store without a database. */
class RowsInMemory implements RowStore {
  readonly rows = new Map<string, Row[]>();

  createTable(): Promise<void> {
    return Promise.resolve();
  }

  append(name: string, rows: readonly Row[]): Promise<void> {
    this.rows.set(name, [...(this.rows.get(name) ?? []), ...rows]);
    return Promise.resolve();
  }

  query(sql: string): Promise<QueryResult> {
    if (!sql.startsWith("select")) return Promise.reject(new StoreError("query", "Only statements that read."));
    return Promise.resolve({ columns: [{ name: "sql", type: "VARCHAR" }], rows: [[sql]] });
  }

  count(name: string): Promise<number> {
    return Promise.resolve(this.rows.get(name)?.length ?? 0);
  }

  last(name: string, limit: number): Promise<QueryResult> {
    const rows = (this.rows.get(name) ?? []).slice(-limit).reverse();
    return Promise.resolve({ columns: [], rows: rows.map((row) => row.map(String)) });
  }

  exportTable(): Promise<void> {
    return Promise.reject(new StoreError("storage", "Not here."));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export interface Served {
  readonly origin: string;
  readonly core: EmulatorCore;
  readonly rows: (name: string) => readonly Row[];
  readonly server: WorkspaceServer;
}

/** The HTTP side of an emulator, gone after the test. */
export async function serve(options: Partial<EmulatorOptions> = {}): Promise<Served> {
  const store = new RowsInMemory();
  const core = new EmulatorCore(settingsOf({ tables: [orders], ...options }), store, systemClock);
  const server = await startWorkspace(core, { host: "127.0.0.1", port: 0 });
  core.places = { ...core.places, zerobusEndpoint: "http://127.0.0.1:1", workspaceUrl: server.origin };
  onTestFinished(() => server.close());
  return { origin: server.origin, core, rows: (name) => store.rows.get(name) ?? [], server };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

/** What a request is answered with; every answer but the page is a JSON object. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(url, init);
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

export function basic(id = "client", secret = "secret"): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
}

export const directWrites = "api://databricks/workspaces/127/zerobusDirectWriteApi";

/** The privileges that a client asks for to write to a table, as the official one does. */
export function details(fullName: string): readonly Readonly<Record<string, unknown>>[] {
  const [catalog = "", schema = ""] = fullName.split(".");
  const type = "unity_catalog_privileges";
  return [
    { object_full_path: catalog, object_type: "CATALOG", privileges: ["USE CATALOG"], type },
    { object_full_path: `${catalog}.${schema}`, object_type: "SCHEMA", privileges: ["USE SCHEMA"], type },
    {
      object_full_path: fullName,
      object_type: "TABLE",
      operations: ["zerobuswrite"],
      privileges: ["SELECT", "MODIFY"],
      type,
    },
  ];
}

export function tokenForm(form: Readonly<Record<string, string>> = {}): RequestInit {
  const body = new URLSearchParams({ grant_type: "client_credentials", scope: "all-apis", ...form });
  return { method: "POST", headers: { authorization: basic() }, body };
}

export function ingestForm(fullName: string): RequestInit {
  return tokenForm({ resource: directWrites, authorization_details: JSON.stringify(details(fullName)) });
}

/** A token for the workspace's APIs, or to write to a table. */
export async function tokenOf(origin: string, fullName: string | null = null): Promise<string> {
  const init = fullName === null ? tokenForm() : ingestForm(fullName);
  const { json } = await ask(`${origin}/oidc/v1/token`, init);
  return String(json["access_token"]);
}

/** A request with headers that `fetch` does not let through, such as Host. */
export function raw(
  origin: string,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<{ readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, unknown>> }> {
  const { hostname, port } = new URL(origin);
  const { method = "GET", headers = {}, body = "" } = options;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers: { ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, body: Buffer.concat(chunks).toString("utf8"), headers: answered });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
