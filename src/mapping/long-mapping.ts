import type { ScalarMapping } from "./type-row.js";
import type { Int64Choice } from "./table-override.js";

/** BIGINT where an override says which TypeScript type it is; the runtime knows it by the same name. */
export interface ChosenLong {
  readonly kind: `long(${Int64Choice})`;
}

const int64 = { shape: "scalar", proto: "int64", parameters: "none", inputImport: null, unit: null } as const;

/** The row of BIGINT in the type table. */
export const longMapping = {
  ...int64,
  writer: "writeLong",
  check: "isLong",
  reader: "readLong",
  input: "bigint | number",
  mapKey: { kind: "canonical", canonicalKey: "longKey" },
  text: {
    sql: "BIGINT (LONG)",
    accepts: "bigint | number",
    returns: "bigint",
    json: "number; text past 2^53",
    checked: "integer in −2^63 … 2^63−1; a number only if it is a safe integer",
  },
} as const satisfies ScalarMapping;

/** Its rows where an override chooses. */
export const chosenLongMappings = {
  "long(bigint)": {
    ...int64,
    writer: "writeLongBigInt",
    check: "isLongBigInt",
    reader: "readLong",
    input: "bigint",
    mapKey: { kind: "value" },
    text: {
      sql: 'BIGINT with `int64: "bigint"`',
      accepts: "bigint",
      returns: "bigint",
      json: "number; text past 2^53",
      checked: "integer in −2^63 … 2^63−1",
    },
  },
  "long(number)": {
    ...int64,
    writer: "writeLongNumber",
    check: "isLongNumber",
    reader: "readLongNumber",
    input: "number",
    mapKey: { kind: "value" },
    text: {
      sql: 'BIGINT with `int64: "number"`',
      accepts: "number",
      returns: "number; past 2^53 a DecodeError",
      json: "number",
      checked: "safe integer, −2^53+1 … 2^53−1",
    },
  },
} as const satisfies Readonly<Record<ChosenLong["kind"], ScalarMapping>>;
