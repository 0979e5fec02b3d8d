import type { SparkType, StructField } from "../catalog/spark-type.js";
import type { Column, Table } from "../catalog/table.js";

type Field = Column | StructField;

/** A column, or a field of a struct in it, that a path leads to. */
export interface FoundField {
  /** Names as the table writes them, the column first. */
  readonly path: readonly string[];
  readonly column: Column;
  /** The column itself where the path has one name. */
  readonly field: Field;
}

/**
 * What a path such as `id` or `address.zip` names, through arrays and maps too; null where that is nothing. Names are
 * those of the table in its own case, or in another where that leaves one.
 */
export function findField({ columns }: Table, path: string): FoundField | null {
  const fields = findFields(columns, path);
  const column = columns.find((each) => each === fields?.[0]);
  const field = fields?.at(-1);
  if (fields === null || column === undefined || field === undefined) return null;
  return { path: fields.map(({ name }) => name), column, field };
}

/** Every path of the table, columns before their fields. */
export function pathsOf({ columns }: Table): readonly string[] {
  const pathsFrom = (fields: readonly Field[], prefix: string): readonly string[] =>
    fields.flatMap(({ name, type }) => [`${prefix}${name}`, ...pathsFrom(fieldsOf(type), `${prefix}${name}.`)]);
  return pathsFrom(columns, "");
}

/** Equal for equal paths only: names may hold dots. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

function findFields(fields: readonly Field[], path: string): readonly Field[] | null {
  const whole = findName(fields, path);
  if (whole !== null) return [whole];
  for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) {
    const outer = findName(fields, path.slice(0, dot));
    const inner = outer === null ? null : findFields(fieldsOf(outer.type), path.slice(dot + 1));
    if (outer !== null && inner !== null) return [outer, ...inner];
  }
  return null;
}

function findName(fields: readonly Field[], name: string): Field | null {
  const exact = fields.find((field) => field.name === name);
  if (exact !== undefined) return exact;
  const [only, other] = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase());
  return other === undefined ? (only ?? null) : null;
}

/** The fields of the struct that a type is or holds. */
function fieldsOf(type: SparkType): readonly StructField[] {
  switch (type.kind) {
    case "struct":
      return type.fields;
    case "array":
      return fieldsOf(type.element);
    case "map":
      return fieldsOf(type.value);
    default:
      return [];
  }
}
