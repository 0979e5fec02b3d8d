import { formatName } from "../format-text.js";
import { sparkJsonName } from "../format-type.js";
import type { SparkFieldJson, SparkTypeJson } from "../spark-schema.js";
import type { SparkType, StructField } from "../spark-type.js";
import type { Column, ColumnFill } from "../table.js";
import { columnList, columnOf } from "./build-table.js";
import type { JsonReport } from "./json-report.js";
import { type JsonPath, at, isJsonObject, type JsonObject, member } from "./json-value.js";
import { readPositions } from "./positions.js";
import { readSparkField } from "./read-spark-type.js";

/** A column as a snapshot has it: a field of Spark's schema JSON with its position. */
export type SnapshotColumn = Omit<SparkFieldJson, "metadata"> & {
  readonly position: number;
  readonly metadata: Readonly<Record<string, unknown>>;
};

/** A column for a snapshot. CHAR, VARCHAR and collations stand in the type itself. */
export function formatColumn({ position, fill, ...field }: Column): SnapshotColumn {
  const { name, type, nullable, metadata } = formatField(field);
  return { position, name, type, nullable, metadata: { ...metadata, ...fillMetadata(fill) } };
}

function formatField({ name, type, nullable, comment }: StructField): SparkFieldJson {
  return { name, type: formatType(type), nullable, metadata: comment === null ? {} : { comment } };
}

function formatType(type: SparkType): SparkTypeJson {
  switch (type.kind) {
    case "array":
      return { type: "array", elementType: formatType(type.element), containsNull: type.containsNull };
    case "map": {
      const { valueContainsNull } = type;
      return { type: "map", keyType: formatType(type.key), valueType: formatType(type.value), valueContainsNull };
    }
    case "struct":
      return { type: "struct", fields: type.fields.map(formatField) };
    case "string":
      return type.collation === null ? "string" : `string collate ${formatName(type.collation)}`;
    default:
      return sparkJsonName(type);
  }
}

/** Keys as Delta writes them. The integers of an identity are text, which no reader of JSON rounds. */
function fillMetadata(fill: ColumnFill): Readonly<Record<string, unknown>> {
  switch (fill.kind) {
    case "writer":
      return {};
    case "default":
      return { CURRENT_DEFAULT: fill.expression };
    case "generated":
      return { "delta.generationExpression": fill.expression };
    case "identity":
      return {
        "delta.identity.start": fill.start,
        "delta.identity.step": fill.step,
        "delta.identity.allowExplicitInsert": !fill.always,
      };
  }
}

/** The columns of a table in a snapshot. Null after reporting what is wrong with the list. */
export function readSnapshotColumns(
  table: JsonObject,
  path: JsonPath,
  report: JsonReport,
): readonly (Column | null)[] | null {
  const list = columnList(table, "columns", report, path);
  if (list === null) return null;
  const own = at(path, "columns");
  const positions = readPositions(list, own, report);
  const columns = list.map((item, index) => {
    const field = readSparkField(item, { report, path: at(own, index), column: null, depth: 1 });
    if (field === null || !saysNullable(item, at(own, index), field.name, report)) return null;
    return columnOf(field, positions?.[index] ?? index);
  });
  return positions === null ? null : columns;
}

/** A snapshot leaves nothing to be assumed: a key that went lost in a merge is reported. */
function saysNullable(item: unknown, path: JsonPath, column: string, report: JsonReport): boolean {
  if (isJsonObject(item) && member(item, "nullable") !== undefined) return true;
  report.wrongKind(at(path, "nullable"), undefined, "true or false", column);
  return false;
}
