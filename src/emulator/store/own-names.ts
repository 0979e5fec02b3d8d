import { databaseName, lowerName, quoteName } from "./names.js";

const identifier = String.raw`(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)`;

/** What a statement is made of, as far as it matters here: strings, comments, and names with their parts. */
const token = new RegExp(
  [
    String.raw`[eE]'(?:[^'\\]|\\[^]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`\$([\p{L}_]*)\$[^]*?\$\1\$`,
    String.raw`--[^\n]*`,
    String.raw`/\*[^]*?\*/`,
    String.raw`(?<name>${identifier}(?:\s*\.\s*${identifier})*)`,
  ].join("|"),
  "gu",
);

const firstPart = new RegExp(`^${identifier}`, "u");
const part = new RegExp(identifier, "gu");

/**
 * The statement with `main.schema.table` in the name that the catalog has in the database: `main`, `system`, `temp` and `memory` are
 * names of DuckDB's own (see `databaseName`). Names of fewer parts are left alone, and so are catalogs the store does not have.
 *
 * @param databases Names of the attached databases.
 */
export function useOwnNames(sql: string, databases: ReadonlySet<string>): string {
  return sql.replace(token, (text, ...rest) => {
    const groups: unknown = rest.at(-1);
    return isName(groups) && (text.match(part) ?? []).length >= 3 ? renamed(text, databases) : text;
  });
}

function isName(groups: unknown): boolean {
  return typeof groups === "object" && groups !== null && "name" in groups && groups.name !== undefined;
}

function renamed(name: string, databases: ReadonlySet<string>): string {
  return name.replace(firstPart, (text) => {
    const catalog = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
    const database = databaseName(catalog);
    return database !== lowerName(catalog) && databases.has(database) ? quoteName(database) : text;
  });
}
