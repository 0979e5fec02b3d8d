import { UsageError } from "./usage-error.js";

/** The catalog and schema that names are completed with. */
export interface DefaultNames {
  readonly catalog: string | null;
  readonly schema: string | null;
}

/** What `--catalog` and `--schema` say; a schema may bring its catalog, `main.sensors`. @throws UsageError */
export function defaultNames(catalog: string | null, schema: string | null): DefaultNames {
  const parts = schema === null ? [] : nameParts(schema);
  if (parts.length > 2) throw new UsageError(`--schema takes schema or catalog.schema, not "${schema ?? ""}".`);
  const [first, second] = parts;
  if (first === undefined || second === undefined) return { catalog, schema };
  if (catalog !== null && catalog !== first) {
    throw new UsageError(`--catalog ${catalog} and --schema ${schema ?? ""} name two catalogs.`);
  }
  return { catalog: first, schema: second };
}

/**
 * Full patterns, `catalog.schema.table`, of the tables wanted from a workspace. Without tables everything in the schema
 * or the catalog is wanted.
 *
 * @throws UsageError where a name is not complete.
 */
export function tablePatterns(tables: readonly string[], names: DefaultNames): readonly string[] {
  if (tables.length > 0) return tables.map((table) => completeName(table, names));
  const { catalog, schema } = names;
  if (catalog === null) {
    throw new UsageError(
      schema === null ? "Say which tables, with --table, --schema or --catalog." : "Say the catalog of the schema.",
      "For example: --table main.sensors.air_quality, --schema main.sensors, --catalog main",
    );
  }
  return [`${catalog}.${schema ?? "*"}.*`];
}

function completeName(table: string, { catalog, schema }: DefaultNames): string {
  const parts = nameParts(table);
  const known = parts.length === 1 ? [catalog, schema] : parts.length === 2 ? [catalog] : [];
  if (parts.length > 3 || parts.includes("")) {
    throw new UsageError(`"${table}" is no name of a table.`, "A full name is catalog.schema.table.");
  }
  if (!known.includes(null)) return [...known, ...parts].join(".");
  const missing = known.length === 2 ? "catalog and schema" : "catalog";
  throw new UsageError(
    `"${table}" leaves out its ${missing}.`,
    `A table of a workspace is named main.sensors.air_quality, or completed with --schema main.sensors.`,
  );
}

/** The parts between the dots; a dot in backticks belongs to its part. */
function nameParts(name: string): readonly string[] {
  return name.match(/(?:`(?:[^`]|``)*`|[^.`]|`)+|(?<=\.|^)(?=\.|$)/g) ?? [name];
}
