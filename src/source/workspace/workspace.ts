import type { Table } from "../../catalog/table.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";

/** A Databricks workspace, or another server of the Unity Catalog API, with the credentials to read from it. */
export interface Workspace {
  /** Origin without a trailing slash, such as `https://adb-1.2.azuredatabricks.net`. */
  readonly origin: string;
  readonly credentials: Credentials;
}

/** Proves to the workspace who is asking. */
export interface Credentials {
  /** What they are and where they came from, without anything secret: `personal access token from DATABRICKS_TOKEN`. */
  readonly description: string;
  /**
   * Headers that authorise a request; a token that is about to expire is renewed before.
   *
   * @throws WorkspaceError where no token can be had.
   */
  readonly headers: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** Gives up the token the workspace has just refused; false where there is no other to be had. */
  readonly renew: () => boolean;
}

/** What reading from a workspace needs from the world around it. */
export interface WorkspaceWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the reason of the signal where it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}

/** Which tables to read, and how. */
export interface TableRequest {
  /** Full names `catalog.schema.table`; any part may be a glob (`*`, `air_*`), which never spans a dot. */
  readonly patterns: readonly string[];
  /** Requests or statements under way at once. */
  readonly concurrency: number;
  /** Longest wait for one answer in milliseconds, tries apart. */
  readonly timeout: number;
  readonly onProgress: (event: ReadProgress) => void;
}

export type ReadProgress =
  /** How many tables are known to be wanted so far; grows while catalogs are listed. */
  | { readonly kind: "found"; readonly tables: number }
  | { readonly kind: "read"; readonly table: string; readonly ok: boolean }
  /** A request is to be sent again after a pause in milliseconds. */
  | { readonly kind: "retry"; readonly reason: string; readonly pause: number };

/** Tables of a workspace. None is missing in silence: what could not be read is an error that names it. */
export interface WorkspaceTables {
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A problem between us and the workspace, carried to where the table it is about is known. */
export class WorkspaceError extends Error {
  override readonly name = "WorkspaceError";
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
