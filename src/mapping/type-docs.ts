import { chosenLongMappings } from "./long-mapping.js";
import { typeMappings } from "./type-mapping.js";
import type { TypeMapping } from "./type-row.js";

/** One line of the documentation's table of types. */
export interface TypeDoc {
  /** Type in DDL with its other spellings. */
  readonly sql: string;
  readonly proto: string;
  /** TypeScript a caller may pass. */
  readonly accepts: string;
  /** TypeScript that `decode` returns. */
  readonly returns: string;
  readonly json: string;
  readonly checked: string;
}

/** A type without a mapping, and what to do instead. */
export interface RefusedTypeDoc {
  readonly sql: string;
  readonly instead: string;
}

/** The type table as the documentation shows it, in its order. */
export function typeDocs(): { readonly mapped: readonly TypeDoc[]; readonly refused: readonly RefusedTypeDoc[] } {
  const rows = Object.values<TypeMapping>(typeMappings).flatMap((row) =>
    row === typeMappings.long ? [row, ...Object.values<TypeMapping>(chosenLongMappings)] : [row],
  );
  return {
    mapped: rows.flatMap((row) => (row.shape === "refused" ? [] : { ...row.text, proto: row.proto })),
    refused: rows.flatMap((row) => (row.shape === "refused" ? { sql: row.sql, instead: row.instead } : [])),
  };
}
