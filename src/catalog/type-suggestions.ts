import { typeNames } from "../ddl/type-names.js";

/** Names of types in other databases and languages → the Spark type for the same values. */
const foreignNames: readonly (readonly [type: string, names: string])[] = [
  [
    "STRING",
    `TEXT NTEXT TINYTEXT MEDIUMTEXT LONGTEXT CITEXT CLOB NCLOB NCHAR NVARCHAR NVARCHAR2 VARCHAR2 BPCHAR STR UTF8 UUID GUID
     UNIQUEIDENTIFIER ENUM SET XML INET CIDR HSTORE NAME`,
  ],
  ["VARCHAR(n)", "CHARACTER_VARYING"],
  ["TIMESTAMP", "DATETIME DATETIME2 DATETIMEOFFSET SMALLDATETIME TIMESTAMPTZ TIMESTAMP_TZ TIMESTAMP_WITH_TIME_ZONE"],
  ["TIME", "TIMETZ TIME_WITH_TIME_ZONE"],
  ["TINYINT", "INT1 SBYTE INT_8"],
  ["SMALLINT", "INT2 INT16 UINT8 YEAR"],
  ["INT", "INT4 INT32 UINT16 MEDIUMINT SMALLINT_UNSIGNED"],
  ["BIGINT", "INT8 INT64 UINT32 BIGNUMBER INT_UNSIGNED INTEGER_UNSIGNED"],
  ["DECIMAL(20,0)", "UINT64 HUGEINT BIGINT_UNSIGNED"],
  ["BIGINT GENERATED ALWAYS AS IDENTITY", "SERIAL BIGSERIAL SMALLSERIAL"],
  ["FLOAT", "FLOAT4 FLOAT32"],
  ["DOUBLE", "FLOAT8 FLOAT64 DOUBLE_PRECISION"],
  ["DECIMAL(p,s)", "NUMBER BIGNUMERIC MONEY SMALLMONEY FIXED"],
  ["BOOLEAN", "BOOL BIT LOGICAL"],
  ["BINARY", "BYTES BYTEA BLOB TINYBLOB MEDIUMBLOB LONGBLOB VARBINARY IMAGE RAW ROWVERSION"],
  ["VARIANT", "JSON JSONB SUPER ANY UNIONTYPE"],
  ["STRUCT<…>", "ROW RECORD TUPLE"],
  ["ARRAY<…>", "LIST SEQUENCE"],
  ["MAP<…>", "DICT DICTIONARY"],
  ["VOID", "NULL"],
  ["GEOMETRY(4326)", "POINT POLYGON LINESTRING"],
];

const suggestions: ReadonlyMap<string, string> = new Map(
  foreignNames.flatMap(([type, names]) => names.split(/\s+/).map((name) => [name.replaceAll("_", " "), type] as const)),
);

/** The Spark type nearest to an unknown one, given in upper case: of the same values, or spelled alike. */
export function suggestType(name: string): string | null {
  const known = suggestions.get(name.replaceAll("_", " "));
  if (known !== undefined) return known;
  const [nearest] = typeNames
    .map((type) => ({ type, distance: editDistance(name, type) }))
    .filter(({ type, distance }) => distance <= Math.max(1, Math.floor(type.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.type ?? null;
}

/** Insertions, deletions and replacements between two words; words too different in length are simply far apart. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
