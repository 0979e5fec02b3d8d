/**
 * Names of types in DDL. The reader needs them where the text alone does not tell a column list from a query; what a name
 * means is the catalog's business.
 */
export const typeNames = [
  "BOOLEAN",
  "TINYINT",
  "BYTE",
  "SMALLINT",
  "SHORT",
  "INT",
  "INTEGER",
  "BIGINT",
  "LONG",
  "FLOAT",
  "REAL",
  "DOUBLE",
  "DECIMAL",
  "DEC",
  "NUMERIC",
  "STRING",
  "CHAR",
  "CHARACTER",
  "VARCHAR",
  "BINARY",
  "DATE",
  "TIME",
  "TIMESTAMP",
  "TIMESTAMP_LTZ",
  "TIMESTAMP_NTZ",
  "INTERVAL",
  "VOID",
  "VARIANT",
  "OBJECT",
  "GEOMETRY",
  "GEOGRAPHY",
  "ARRAY",
  "MAP",
  "STRUCT",
] as const;

/** First word of a type that the reader knows. */
export type TypeName = (typeof typeNames)[number];

const known: ReadonlySet<string> = new Set(typeNames);

/** Whether a word, in any case, names a type. */
export function isTypeName(word: string): boolean {
  return known.has(word) || known.has(word.toUpperCase());
}
