import type { Verdict } from "./table-drift.js";

/** What a change means for producers that run with the checked-in code. */
export interface Ruling {
  readonly verdict: Verdict;
  /** Continues a sentence that starts with the verdict. */
  readonly meaning: string;
}

/**
 * One ruling for every kind of change but those of types. They rest on what is public about Zerobus Ingest:
 *
 * - "Schema management" of its documentation: records are matched with the table by the names of columns; every column
 *   that is NOT NULL must be there; a nullable column that is left out holds NULL, so that adding one to a table breaks
 *   no producer; a column that the table does not have is an error, and so is a type that does not fit.
 * - The causes of a refused schema (error 8001) that its SDK lists: FIELD_NOT_IN_TABLE, MISSING_REQUIRED_COLUMN,
 *   FIELD_OUT_OF_ORDER, TYPE_INCOMPATIBLE, FIELD_COUNT_MISMATCH. None of them goes away by another try.
 * - Its limits: whether a column may be NULL has to be the same in the table and in the descriptor.
 *
 * `compatible` is only what is promised there, or what no stream can see. Where nothing is promised, it is `regenerate`.
 */
export const rulings = {
  addedLast: { verdict: "compatible", meaning: "rows of the checked-in code hold NULL there" },
  /** The order of columns is checked; whether a nullable one may be missing among the others is not documented. */
  addedAmong: {
    verdict: "regenerate",
    meaning: "rows of the checked-in code hold NULL there, if the service takes a new column among the others",
  },
  /** The promise for nullable columns does not mention the fields of structs. */
  addedToStruct: {
    verdict: "regenerate",
    meaning: "structs of the checked-in code hold NULL there, if the service takes them without the new field",
  },
  addedRequired: {
    verdict: "breaks",
    meaning: "the checked-in code has no value for it, and its streams are refused",
  },
  removed: { verdict: "breaks", meaning: "the checked-in code still sends it, and its streams are refused" },
  /** The columns around it keep their numbers: it is in the table, and not in the row. */
  leftOut: {
    verdict: "regenerate",
    meaning: "left out of the row: by choice, or the table now fills it itself and refuses other values",
  },
  renamed: {
    verdict: "breaks",
    meaning: "renamed, or dropped and added: the checked-in code sends the old name, and its streams are refused",
  },
  /** Names of columns ignore case in Spark; how the service compares them is not documented. */
  recased: { verdict: "regenerate", meaning: "only the case of the name changes, which the service may ignore" },
  required: {
    verdict: "breaks",
    meaning: "the checked-in code may leave it out, and its streams are refused",
  },
  /** Its label is `repeated` in both cases, and no entries is no bytes in both. */
  requiredCollection: {
    verdict: "regenerate",
    meaning: "sent as before; whether the column then takes rows without entries is not documented",
  },
  optional: {
    verdict: "regenerate",
    meaning: "the checked-in code always sends a value, but a descriptor that demands one may be refused",
  },
  identity: { verdict: "regenerate", meaning: "sent as before; new code may leave it out" },
  noIdentity: { verdict: "regenerate", meaning: "sent as before, but the table numbers no row by itself" },
  moved: {
    verdict: "breaks",
    meaning: "the service wants the order of the table, and streams of the checked-in code are refused",
  },
  /** A stream brings its descriptor along, and the service goes by names. */
  renumbered: {
    verdict: "regenerate",
    meaning: "other field numbers from here on, which only matters where descriptors are mixed",
  },
  default: { verdict: "compatible", meaning: "docs only; the service applies no DEFAULT" },
  comment: { verdict: "compatible", meaning: "docs only" },
} as const satisfies Readonly<Record<string, Ruling>>;
