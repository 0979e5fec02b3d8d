import type { SparkType } from "../../../src/catalog/spark-type.js";
import type { Table } from "../../../src/catalog/table.js";
import type { Int64Choice } from "../../../src/mapping/table-override.js";

/** A row of the table with its BIGINTs all of one type; as numbers they are the lower 53 bits. */
export function withLongs(table: Table, row: unknown, choice: Int64Choice): unknown {
  return inMembers(table.columns, row, (value) => {
    const long = BigInt(value as bigint | number);
    return choice === "bigint" ? long : Number(BigInt.asIntN(53, long));
  });
}

type Change = (value: unknown) => unknown;

function inMembers(
  members: readonly { readonly name: string; readonly type: SparkType }[],
  row: unknown,
  change: Change,
): unknown {
  const types = new Map(members.map(({ name, type }) => [name, type]));
  const entries = Object.entries(row as object).map(([name, value]) => [
    name,
    inValue(types.get(name)!, value, change),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function inValue(type: SparkType, value: unknown, change: Change): unknown {
  if (value === null || value === undefined) return value;
  switch (type.kind) {
    case "long":
      return change(value);
    case "struct":
      return inMembers(type.fields, value, change);
    case "array":
      return (value as readonly unknown[]).map((item) => inValue(type.element, item, change));
    case "map": {
      const of = (item: unknown) => inValue(type.value, item, change);
      if (!(value instanceof Map))
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, of(item)]));
      return new Map([...value].map(([key, item]) => [inValue(type.key, key, change), of(item)]));
    }
    default:
      return value;
  }
}
