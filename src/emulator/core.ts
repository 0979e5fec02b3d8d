import type { Table } from "../catalog/table.js";
import type { ArmedFault, Fault, TokenRefusal } from "./faults.js";
import type { Refusal } from "./row.js";
import type { EmulatorStats, Rejection } from "./stats.js";
import type { QueryResult } from "./store/row-store.js";

/** What a token is shown for: writing to a table, or reading the workspace's APIs. */
export type TokenPurpose = "ingest" | "workspace";

/** One entry of the token endpoint's `authorization_details`. */
export interface AuthorizationDetail {
  readonly type: string;
  readonly privileges: readonly string[];
  /** `CATALOG`, `SCHEMA` or `TABLE`. */
  readonly objectType: string;
  readonly objectPath: string;
  readonly operations: readonly string[];
}

export type TokenVerdict =
  | { readonly kind: "ok"; readonly clientId: string }
  | { readonly kind: "unknown" | "expired" | "wrong_scope" }
  | { readonly kind: "missing_grants"; readonly privileges: readonly string[] };

/** Tokens the emulator gave out. Safe against guessing: a token is 256 random bits. */
export interface TokenRegistry {
  /** A new token. `resource` null: for the workspace's APIs; else for direct writes, with the privileges of the details. */
  issue(
    clientId: string,
    scope: string,
    resource: string | null,
    authorizationDetails: readonly AuthorizationDetail[],
    seconds: number,
  ): string;
  /** `table` is `catalog.schema.table`; null where the purpose is no single table. */
  verify(token: string, purpose: TokenPurpose, table: string | null): TokenVerdict;
  /** Makes every token given out until now an expired one. */
  expireAll(): void;
}

/** A refusal of one row of an insert, by its 0-based index in the request. */
export interface IndexedRefusal extends Refusal {
  readonly index: number;
}

export type InsertOutcome =
  | { readonly kind: "accepted"; readonly rows: number }
  | { readonly kind: "refused"; readonly refusals: readonly IndexedRefusal[] }
  | { readonly kind: "unknown_table" }
  | { readonly kind: "not_writable"; readonly reason: string };

/** What the workspace side of the emulator (HTTP) knows of the rest of it. */
export interface WorkspaceCore {
  readonly tables: readonly Table[];
  /** `http://host:port` of the gRPC service. */
  readonly zerobusEndpoint: string;
  readonly tokens: TokenRegistry;
  /** How long a token is valid, in seconds. */
  readonly tokenSeconds: number;
  /** By `catalog.schema.table`, whatever the case of the name; null where there is none. */
  findTable(name: string): Table | null;
  /** Whether the token endpoint knows the client; every client where none was configured. */
  checkClient(clientId: string, secret: string): boolean;
  /** The refusal a fault asks the token endpoint for, counted as used; null where it shall answer. */
  takeTokenRefusal(): TokenRefusal | null;
  /**
   * Checks rows given as JSON (UTF-8 text of one object each), and stores all of them or none; durable when it resolves.
   *
   * @throws {StoreError} where they could not be stored.
   */
  insertJson(table: string, rows: readonly Uint8Array[]): Promise<InsertOutcome>;
  stats(): EmulatorStats;
  /** What was refused, the newest last; the oldest are forgotten after 1,000. */
  rejections(): readonly Rejection[];
  /** The rows a table got last, the newest first. @throws {StoreError} where the table is unknown. */
  lastRows(table: string, limit: number): Promise<QueryResult>;
  /** @throws {StoreError} where it is not a statement that reads. */
  query(sql: string): Promise<QueryResult>;
  faults(): readonly ArmedFault[];
  /** Returns the id by which {@link removeFault} finds it. Use `readFault` (faults.ts) for a fault that comes as JSON. */
  injectFault(fault: Fault): string;
  /** False where there is no such fault. */
  removeFault(id: string): boolean;
  clearFaults(): void;
  /** Drops every connection of the gRPC service, and listens again on the same port; the store is kept. */
  restart(): Promise<void>;
}
