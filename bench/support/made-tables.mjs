/** Tables of any width, and rows of them. */
import { literal } from "./convert.mjs";
import { random } from "./rows.mjs";

/** The mix of a wide table of business data: of ten columns two are NOT NULL. */
const kinds = [
  { type: "BIGINT NOT NULL", value: (next) => BigInt(Math.floor(next() * 2 ** 48)) },
  { type: "INT", value: (next) => Math.floor(next() * 20_000) },
  { type: "STRING", value: (next) => word(next, 4, 14) },
  { type: "DOUBLE", value: (next) => Math.round(next() * 1e6) / 100 },
  { type: "BIGINT", value: (next) => BigInt(Math.floor(next() * 2 ** 48)) },
  { type: "STRING NOT NULL", value: (next) => word(next, 6, 12) },
  { type: "INT", value: (next) => Math.floor(next() * 100) },
  { type: "BOOLEAN", value: (next) => next() < 0.5 },
  { type: "STRING", value: (next) => word(next, 8, 20) },
  { type: "DOUBLE", value: (next) => next() },
];

function word(next, low, high) {
  const letters = Array.from({ length: low + Math.floor(next() * (high - low)) }, () => 97 + Math.floor(next() * 26));
  return Buffer.from(letters).toString("latin1");
}

const kindOf = (index) => kinds[index % kinds.length];

/** Name of a column: `prefix` keeps the columns of two tables apart. */
const nameOf = (prefix, index) => `${prefix}_${index}`;

export function madeTable(table, prefix, columns) {
  const lines = Array.from({ length: columns }, (_, index) => `  ${nameOf(prefix, index)} ${kindOf(index).type}`);
  return `CREATE TABLE main.bench.${table} (\n${lines.join(",\n")}\n);\n`;
}

/** Rows of such a table, a quarter of the nullable values NULL, every row of one hidden class. */
export function madeRows(prefix, columns, count) {
  const next = random(columns);
  const make = literal(Array.from({ length: columns }, (_, index) => nameOf(prefix, index)));
  const value = (_, index) => {
    const { type, value: draw } = kindOf(index);
    return !type.endsWith("NOT NULL") && next() < 0.25 ? null : draw(next);
  };
  return Array.from({ length: count }, () => make(Array.from({ length: columns }, value)));
}

/** Types of a table as teams write it down: nested ones among them. */
const documentedTypes = [
  "BIGINT NOT NULL",
  "STRING NOT NULL",
  "INT",
  "DOUBLE",
  "DECIMAL(18,4)",
  "TIMESTAMP",
  "BOOLEAN",
  "ARRAY<STRING>",
  "MAP<STRING, DOUBLE>",
  "STRUCT<code: STRING, amount: DECIMAL(10,2), at: TIMESTAMP>",
];

/** A table of 40 columns, every one with a comment. */
export function commentedTable(table) {
  const columns = Array.from({ length: 40 }, (_, index) => {
    return `  column_${index} ${documentedTypes[index % documentedTypes.length]} COMMENT 'What column ${index} means'`;
  });
  return `CREATE TABLE main.bench.${table} (\n${columns.join(",\n")}\n)\nUSING DELTA\nCOMMENT 'Table of ${table}';\n`;
}
