import type { Span } from "../diagnostics/diagnostic.js";
import type { SparkType } from "./spark-type.js";

/** A Unity Catalog table as every source describes it; what each pipeline stage after the readers works on. */
export interface Table {
  readonly name: TableName;
  readonly columns: readonly Column[];
  readonly comment: string | null;
  readonly kind: TableKind;
  /** Lower-case data source format (`delta`, `iceberg`, `parquet`, …); `delta` where the definition does not say. */
  readonly format: string;
  /** Storage location, only where the definition names one (an external table). */
  readonly location: string | null;
  /** Table properties as written, keys and values as text. */
  readonly properties: Readonly<Record<string, string>>;
  readonly primaryKey: readonly string[];
  readonly partitionColumns: readonly string[];
  readonly clusterColumns: readonly string[];
  /** Where the definition was read, for diagnostics. */
  readonly origin: Origin | null;
}

/** `view` covers views and materialized views: they have columns, and the service does not write to them. */
export type TableKind = "managed" | "external" | "view" | "streaming";

/** The three parts of a Unity Catalog name, without quotes. */
export interface TableName {
  readonly catalog: string;
  readonly schema: string;
  readonly table: string;
}

export interface Column {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: boolean;
  readonly comment: string | null;
  /** Unity Catalog's 0-based position; a gap stays a gap. */
  readonly position: number;
  readonly fill: ColumnFill;
  readonly origin: Origin | null;
}

/** Who gives a column its value when a row does not. */
export type ColumnFill =
  | { readonly kind: "writer" }
  | { readonly kind: "default"; readonly expression: string }
  | { readonly kind: "generated"; readonly expression: string }
  | { readonly kind: "identity"; readonly always: boolean; readonly start: string; readonly step: string };

/** The text a definition came from. */
export interface Origin {
  readonly file: string | null;
  readonly span: Span;
}

/** `catalog.schema.table`, unquoted, as the service's headers carry it. */
export function fullName(name: TableName): string {
  return `${name.catalog}.${name.schema}.${name.table}`;
}
