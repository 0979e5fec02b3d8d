import { formatSparkType } from "../../catalog/format-type.js";
import type { SparkType } from "../../catalog/spark-type.js";
import { type ColumnFill, fullName, type Table } from "../../catalog/table.js";
import { exampleRow } from "./example-row.js";

/** A table as the status page shows it; plain JSON. */
export interface TableDescription {
  /** `catalog.schema.table`. */
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly ColumnDescription[];
  /** A row in JSON that the table takes. */
  readonly example: string;
}

export interface ColumnDescription {
  readonly name: string;
  /** As DDL writes it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly fill: ColumnFill["kind"];
}

export function describeTable(table: Table): TableDescription {
  return {
    name: fullName(table.name),
    comment: table.comment,
    columns: table.columns.map(({ name, type, nullable, comment, fill }) => {
      return { name, type: formatSparkType(withoutComments(type)), nullable, comment, fill: fill.kind };
    }),
    example: exampleRow(table),
  };
}

/** Comments inside a struct would hide what it is made of. */
function withoutComments(type: SparkType): SparkType {
  switch (type.kind) {
    case "array":
      return { ...type, element: withoutComments(type.element) };
    case "map":
      return { ...type, key: withoutComments(type.key), value: withoutComments(type.value) };
    case "struct":
      return {
        ...type,
        fields: type.fields.map((field) => ({ ...field, type: withoutComments(field.type), comment: null })),
      };
    default:
      return type;
  }
}
