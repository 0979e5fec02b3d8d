import type { TableOverride } from "../mapping/table-override.js";

export type { Int64Choice, TableOverride } from "../mapping/table-override.js";

/**
 * What a configuration file may say; every key may be left out. Paths are relative to the file; options of the command
 * line win. Lists hold at least one element, and no text is empty.
 */
export interface Config {
  /** DDL files, directories or globs. */
  readonly ddl?: string | readonly string[];
  /** Schema files: snapshots, JSON of Unity Catalog or Spark, Delta table directories. */
  readonly from?: string | readonly string[];
  /** Where tables are read from when there are neither `ddl` nor `from`. */
  readonly workspace?: WorkspaceConfig;
  /** Catalog of names that leave it out. */
  readonly catalog?: string;
  /** Schema of names that leave it out. */
  readonly schema?: string;
  /** Values of template holes in DDL, by name; a value may be empty. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Names or globs on `catalog.schema.table`; all tables where it is left out. */
  readonly tables?: string | readonly string[];
  /** Output directory; `generated` by default. */
  readonly out?: string;
  /** Whether the runtime is written to the output directory (the default), or imported from `gen-producers/runtime`. */
  readonly runtime?: "bundle" | "import";
  /** Ending of the relative imports of generated code; `js` by default. */
  readonly importExtension?: "js" | "ts" | "none";
  /** Whether modules open producers (the default), which they load from `gen-producers/producer`. */
  readonly producer?: boolean;
  /** Columns of types that the service does not take: an error (the default), or left out where they are nullable. */
  readonly unsupported?: "error" | "omit";
  /** Type-check the output before it is written. */
  readonly verify?: boolean;
  /** Remove generated files of tables that are gone. */
  readonly prune?: boolean;
  /**
   * File that keeps a record of the last run: the next one generates nothing if nothing changed. By default it is among the
   * caches in `node_modules`; false for none.
   */
  readonly cache?: string | boolean;
  /** Choices for single tables, by name or glob; where several match, later ones win. */
  readonly overrides?: Readonly<Record<string, TableOverride>>;
}

/** Secrets have no place here: they come from the environment or from a profile. */
export interface WorkspaceConfig {
  /** Such as `https://adb-1.2.azuredatabricks.net`, without a user name or password. */
  readonly host?: string;
  /** Profile of `~/.databrickscfg`. */
  readonly profile?: string;
  /** Id or HTTP path of a SQL warehouse. */
  readonly warehouse?: string;
  /** `api`: the Unity Catalog API, no warehouse needed. Default: `warehouse` where one is named. */
  readonly via?: "api" | "warehouse";
  /** Longest wait for one answer, in seconds: 1 to 3600; 60 by default. */
  readonly timeout?: number;
  /** Requests under way at once: 1 to 64; 8 by default. */
  readonly concurrency?: number;
}
