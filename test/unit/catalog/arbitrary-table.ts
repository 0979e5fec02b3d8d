import fc from "fast-check";
import type { SimpleKind, SparkType, StructField } from "../../../src/catalog/spark-type.js";
import type { Column, ColumnFill, Table } from "../../../src/catalog/table.js";

/** Whether a text could be taken for a template hole, which a name must not hold. */
const isPlain = (name: string): boolean => !/[{}$]/.test(name) && name !== "";

const hostile = [
  "a",
  "A b",
  "*/",
  "`",
  "a`b",
  "line\nbreak",
  "'",
  '"',
  "--",
  "/*",
  ";",
  "constructor",
  "__proto__",
  "toString",
  "SELECT",
  "primary",
  "NOT",
  "comment",
  "1d",
  "1a",
  "é",
  "日本",
  "😀",
  "\u202e",
  "\ud800",
  "\\",
  "a.b",
  " ",
];

/** Names as they must not be in any way but backticks. */
const anyName = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/) },
  { weight: 1, arbitrary: fc.constantFrom(...hostile) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 6 }).filter(isPlain) },
);

const anyComment = fc.option(fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.constantFrom(...hostile)), {
  nil: null,
});

const simpleKinds: readonly SimpleKind[] = [
  "boolean",
  "byte",
  "short",
  "integer",
  "long",
  "float",
  "double",
  "binary",
  "date",
  "timestamp",
  "timestamp_ntz",
  "variant",
  "void",
  "object",
];

const anyDecimal = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) =>
    fc.integer({ min: 0, max: precision }).map((scale) => ({ kind: "decimal", precision, scale }) as const),
  );

const anyAtomic: fc.Arbitrary<SparkType> = fc.oneof(
  fc.constantFrom(...simpleKinds).map((kind) => ({ kind }) as const),
  fc
    .option(fc.constantFrom("UTF8_LCASE", "UNICODE_CI", "de_CI"), { nil: null })
    .map((collation) => ({ kind: "string", collation }) as const),
  anyDecimal,
  fc.record({
    kind: fc.constantFrom("char" as const, "varchar" as const),
    length: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  }),
  fc.record({ kind: fc.constant("time" as const), precision: fc.integer({ min: 0, max: 6 }) }),
  fc
    .constantFrom("interval", "year", "year to month", "day to second", "minute to second")
    .map((unit) => ({ kind: "interval", unit }) as const),
  fc.constantFrom("4326", "ANY").map((crs) => ({ kind: "geography", crs }) as const),
  fc.constantFrom("4326", "0", "ANY").map((crs) => ({ kind: "geometry", crs }) as const),
);

/** Keeps the first of the items whose names differ in case only. */
function distinct<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}

export const anyType: fc.Arbitrary<SparkType> = fc.letrec<{ type: SparkType; field: StructField }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    anyAtomic,
    tie("type").map((element) => ({ kind: "array", element, containsNull: true }) as const),
    fc
      .tuple(tie("type"), tie("type"))
      .map(([key, value]) => ({ kind: "map", key, value, valueContainsNull: true }) as const),
    fc.array(tie("field"), { maxLength: 4 }).map((fields) => ({ kind: "struct", fields: distinct(fields) }) as const),
  ),
  field: fc.record({ name: anyName, type: tie("type"), nullable: fc.boolean(), comment: anyComment }),
})).type;

const anyFill: fc.Arbitrary<ColumnFill> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "writer" as const }) },
  fc
    .constantFrom("1", "'it''s'", "current_timestamp()", "(1 + 2) * 3", "x IS NOT NULL")
    .map((expression) => ({ kind: "default", expression }) as const),
  fc.constantFrom("a + 1", "concat(')', '(')").map((expression) => ({ kind: "generated", expression }) as const),
);

const anyColumn = fc.record({
  name: anyName,
  type: anyType,
  nullable: fc.boolean(),
  comment: anyComment,
  fill: anyFill,
  origin: fc.constant(null),
});

const anyColumns: fc.Arbitrary<readonly Column[]> = fc
  .array(anyColumn, { minLength: 1, maxLength: 6 })
  .map((columns) => distinct(columns).map((column, position) => ({ ...column, position })));

const anyProperties = fc.dictionary(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  { noNullPrototype: true, maxKeys: 3 },
);

/** Tables that DDL can express. */
export const anyTable: fc.Arbitrary<Table> = fc
  .record({
    name: fc.record({ catalog: anyName, schema: anyName, table: anyName }),
    columns: anyColumns,
    comment: anyComment,
    kind: fc.constantFrom("managed", "streaming", "view"),
    format: fc.constantFrom("delta", "iceberg", "org.apache.spark.sql.parquet"),
    location: fc.option(fc.string({ unit: "binary", maxLength: 10 }), { nil: null }),
    properties: anyProperties,
    picks: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ picks, ...table }) => {
    const names = [...new Set(picks.map((pick) => table.columns[pick % table.columns.length]?.name ?? ""))];
    const columns = table.columns.map((column) =>
      names.includes(column.name) ? { ...column, nullable: false } : column,
    );
    const kind = table.kind === "managed" && table.location !== null ? "external" : table.kind;
    const clusterColumns = names.filter((name) => !name.includes("."));
    return {
      ...table,
      kind,
      columns,
      primaryKey: names,
      partitionColumns: [...names].reverse(),
      clusterColumns,
      origin: null,
    };
  });
