import type { SparkType, StructField } from "../../catalog/spark-type.js";
import type { Column, Table } from "../../catalog/table.js";

/** Columns shown beyond those that have to be there. */
const maxColumns = 6;

/** A row of a table as the service takes it in JSON, to try the table with: the columns that are required, and some others. */
export function exampleRow({ columns }: Table): string {
  const own = columns.filter(isGiven);
  const shown = own.filter((column, index) => !column.nullable || index < maxColumns);
  return objectOf(shown);
}

/** Identity and generated columns are filled by others. */
function isGiven({ fill, type, nullable }: Column): boolean {
  if (fill.kind === "generated" || fill.kind === "identity") return false;
  return !nullable || example(type) !== null;
}

function objectOf(fields: readonly Pick<StructField, "name" | "type">[]): string {
  const members = fields.flatMap(({ name, type }) => {
    const value = example(type);
    return value === null ? [] : `${JSON.stringify(name)}: ${value}`;
  });
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

const examples: Readonly<Partial<Record<SparkType["kind"], string>>> = {
  boolean: "true",
  byte: "1",
  short: "1",
  integer: "1",
  long: "1",
  float: "0.5",
  double: "0.5",
  string: '"text"',
  char: '"t"',
  varchar: '"t"',
  binary: '"AQID"',
  decimal: '"0"',
  date: "20000",
  timestamp: "1735689600000000",
  timestamp_ntz: "1735689600000000",
  variant: '"{}"',
};

/** A value in JSON; null for a type that the service does not take. */
function example(type: SparkType): string | null {
  switch (type.kind) {
    case "array": {
      const element = example(type.element);
      return element === null ? null : `[${element}]`;
    }
    case "map": {
      const [key, value] = [example(type.key), example(type.value)];
      return key === null || value === null ? null : `{ ${key.startsWith('"') ? key : `"${key}"`}: ${value} }`;
    }
    case "struct":
      return objectOf(type.fields);
    default:
      return examples[type.kind] ?? null;
  }
}
