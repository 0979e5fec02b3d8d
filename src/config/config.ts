/** What a configuration file may say. Paths are relative to the file; options of the command line win. */
export interface Config {
  /** DDL files, directories or globs. */
  readonly ddl?: string | readonly string[];
  /** Schema files: snapshots, JSON of Unity Catalog or Spark, Delta table directories. */
  readonly from?: string | readonly string[];
  /** Where tables are read from when there are neither `ddl` nor `from`. */
  readonly workspace?: WorkspaceConfig;
  /** Catalog and schema of names that leave them out. */
  readonly catalog?: string;
  readonly schema?: string;
  /** Values of template holes in DDL, by name. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Names or globs on `catalog.schema.table`; all tables where it is left out. */
  readonly tables?: string | readonly string[];
  /** Output directory; `generated` by default. */
  readonly out?: string;
  readonly runtime?: "bundle" | "import";
  readonly importExtension?: "js" | "ts" | "none";
  readonly unsupported?: "error" | "omit";
  /** Type-check the output before it is written. */
  readonly verify?: boolean;
  /** Remove generated files of tables that are gone. */
  readonly prune?: boolean;
  /** Choices for single tables, by name or glob; where several match, later ones win. */
  readonly overrides?: Readonly<Record<string, TableOverride>>;
}

/** Secrets have no place here: they come from the environment or from a profile. */
export interface WorkspaceConfig {
  /** Such as `https://adb-1.2.azuredatabricks.net`. */
  readonly host?: string;
  /** Profile of `~/.databrickscfg`. */
  readonly profile?: string;
  /** Id or HTTP path of a SQL warehouse. */
  readonly warehouse?: string;
  /** `api`: the Unity Catalog API, no warehouse needed. Default: `warehouse` where one is named. */
  readonly via?: "api" | "warehouse";
  /** Longest wait for one answer, in seconds. */
  readonly timeout?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
}

export interface TableOverride {
  /** Name of the row's interface and of the protobuf message; the other names of the module follow it. */
  readonly rowName?: string;
  /** Nullable columns that are left out of the row. */
  readonly omit?: readonly string[];
  /**
   * What BIGINT is in TypeScript: by default a row takes both and `decode` returns bigint. For all columns of the table,
   * or by the path of a column (`address.id` for a field of a struct).
   */
  readonly int64?: Int64Choice | Readonly<Record<string, Int64Choice>>;
}

export type Int64Choice = "bigint" | "number";
