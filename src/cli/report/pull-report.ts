import type { Diagnostic } from "../../diagnostics/diagnostic.js";

/** What `pull` read, and what became of the snapshot file. */
export interface PullReport {
  readonly command: "pull";
  /** The file as the user wrote it. */
  readonly snapshot: string;
  readonly dryRun: boolean;
  /** Whether this run wrote the file. */
  readonly written: boolean;
  /** In code-unit order of the names. */
  readonly tables: readonly PulledTable[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PulledTable {
  /** `catalog.schema.table`. */
  readonly name: string;
  /** `kept`: it was not asked for, and stays as it was. */
  readonly state: "added" | "changed" | "unchanged" | "removed" | "kept";
}
