import type { TypeName } from "../ddl/type-names.js";
import type { SimpleKind, SparkType } from "./spark-type.js";

/** How a type is built from what stands in its parentheses. */
export type TypeRule =
  | { readonly kind: "plain"; readonly type: SparkType }
  | { readonly kind: "string" }
  | { readonly kind: "decimal" }
  | { readonly kind: "length"; readonly type: "char" | "varchar" }
  | { readonly kind: "time" }
  | { readonly kind: "spatial"; readonly type: "geometry" | "geography" }
  /** ARRAY, MAP and STRUCT without their angle brackets. */
  | { readonly kind: "incomplete"; readonly example: string };

function plain(kind: SimpleKind): TypeRule {
  return { kind: "plain", type: { kind } };
}

/** What the names of types in DDL mean. Several words and intervals are in the tables below. */
const rules: Readonly<Record<TypeName, TypeRule>> = {
  BOOLEAN: plain("boolean"),
  TINYINT: plain("byte"),
  BYTE: plain("byte"),
  SMALLINT: plain("short"),
  SHORT: plain("short"),
  INT: plain("integer"),
  INTEGER: plain("integer"),
  BIGINT: plain("long"),
  LONG: plain("long"),
  FLOAT: plain("float"),
  REAL: plain("float"),
  DOUBLE: plain("double"),
  DECIMAL: { kind: "decimal" },
  DEC: { kind: "decimal" },
  NUMERIC: { kind: "decimal" },
  STRING: { kind: "string" },
  CHAR: { kind: "length", type: "char" },
  CHARACTER: { kind: "length", type: "char" },
  VARCHAR: { kind: "length", type: "varchar" },
  BINARY: plain("binary"),
  DATE: plain("date"),
  TIME: { kind: "time" },
  TIMESTAMP: plain("timestamp"),
  TIMESTAMP_LTZ: plain("timestamp"),
  TIMESTAMP_NTZ: plain("timestamp_ntz"),
  INTERVAL: { kind: "plain", type: { kind: "interval", unit: "interval" } },
  VOID: plain("void"),
  VARIANT: plain("variant"),
  OBJECT: plain("object"),
  GEOMETRY: { kind: "spatial", type: "geometry" },
  GEOGRAPHY: { kind: "spatial", type: "geography" },
  ARRAY: { kind: "incomplete", example: "ARRAY<STRING>" },
  MAP: { kind: "incomplete", example: "MAP<STRING, INT>" },
  STRUCT: { kind: "incomplete", example: "STRUCT<name: STRING>" },
};

const longNames: readonly (readonly [name: string, rule: TypeRule])[] = [
  ["TIMESTAMP WITH LOCAL TIME ZONE", plain("timestamp")],
  ["TIMESTAMP WITHOUT TIME ZONE", plain("timestamp_ntz")],
  ["TIME WITHOUT TIME ZONE", { kind: "time" }],
];

/** Units an interval may have: one, or two with the finer one last, either of years and months or of days and below. */
const intervals: readonly (readonly [name: string, rule: TypeRule])[] = [
  ["YEAR", "MONTH"],
  ["DAY", "HOUR", "MINUTE", "SECOND"],
].flatMap((units) =>
  units.flatMap((unit, index) => [unit, ...units.slice(index + 1).map((end) => `${unit} TO ${end}`)]).map(interval),
);

function interval(units: string): readonly [string, TypeRule] {
  return [`INTERVAL ${units}`, { kind: "plain", type: { kind: "interval", unit: units.toLowerCase() } }];
}

/** Upper-case name, words joined by one space → rule. */
export const typeRules: ReadonlyMap<string, TypeRule> = new Map([...Object.entries(rules), ...longNames, ...intervals]);
