import type { SparkType } from "../catalog/spark-type.js";
import type { ColumnFill, Origin, Table } from "../catalog/table.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A column or a field of a struct on its way to a field of a message. */
export interface FieldSource {
  readonly name: string;
  readonly type: SparkType;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly fill: ColumnFill;
  readonly number: number;
  readonly origin: Origin | null;
}

/** Where mapping stands: what to say in a diagnostic, and the names that are taken. */
export interface MappingScope {
  readonly table: Table;
  /** Whether a nullable field that cannot be mapped is left out with a warning. */
  readonly omitUnsupported: boolean;
  /** Keys of the paths that an override leaves out; null where there is none. */
  readonly omitted: ReadonlySet<string> | null;
  /** Whether something around here is nullable, so that leaving it out would help. */
  readonly omittable: boolean;
  readonly origin: Origin | null;
  /** Names of the struct fields down to here. */
  readonly path: readonly string[];
  /** Names of the messages around the fields being mapped, the root first. */
  readonly enclosing: readonly string[];
  /** Diagnostics that stop nothing. */
  readonly warnings: Diagnostic[];
}
