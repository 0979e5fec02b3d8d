import type { QualifiedName, Use } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { quote } from "../ddl/quote.js";
import { fullName, type TableName } from "./table.js";

/** Parts a name may leave out, as the caller gives them. */
export interface DefaultNames {
  readonly catalog?: string | undefined;
  readonly schema?: string | undefined;
}

/** What stands for a part that neither the text nor the caller gives. */
const assumedCatalog = "main";
const assumedSchema = "default";

/** A part that a name may leave out: given, not given, or lost in a USE that could not be read. */
type DefaultPart = string | null | typeof lost;
const lost = Symbol("lost");

export interface ResolvedName {
  readonly name: TableName;
  /** Says what was assumed; null where nothing was. */
  readonly assumption: Pick<Problem, "code" | "message" | "hint"> | null;
}

/** The catalog and schema that short names are in; one scope per text, changed by its USE statements. */
export class NameScope {
  private readonly defaults: DefaultNames;
  private catalog: DefaultPart;
  private schema: DefaultPart;

  constructor(defaults: DefaultNames) {
    this.defaults = defaults;
    this.catalog = defaults.catalog ?? null;
    this.schema = defaults.schema ?? null;
  }

  use(node: Use): void {
    const [first, second] = node.parts ?? [];
    if (node.target === "catalog") {
      this.catalog = first ?? lost;
      this.schema = this.defaults.schema ?? null;
    } else if (first === undefined) {
      this.catalog = lost;
      this.schema = lost;
    } else {
      this.schema = second ?? first;
      if (second !== undefined) this.catalog = first;
    }
  }

  /** The full name of a table; null after reporting why there is none. */
  resolve(node: QualifiedName, report: (problem: Problem) => void): ResolvedName | null {
    const names = node.parts.map((part) => part.text);
    const table = names.at(-1);
    const range = { start: node.start, end: node.end };
    if (table === undefined || names.length > 3) {
      report(tooManyParts(node));
      return null;
    }
    if (isPath(names)) {
      report({
        code: "GP2014",
        message: `${written(names)} is a path, not the name of a table.`,
        hint: pathHint,
        ...range,
      });
      return null;
    }
    const catalog = names.length === 3 ? names[0] : this.catalog;
    const schema = names.length >= 2 ? names.at(-2) : this.schema;
    if (catalog === lost || schema === lost || catalog === undefined || schema === undefined) {
      const message = `What ${written(names)} is in is not known: a USE statement before it could not be read.`;
      report({ code: "GP2014", message, hint: "Correct the USE statement, or write the full name.", ...range });
      return null;
    }
    const name = { catalog: catalog ?? assumedCatalog, schema: schema ?? assumedSchema, table };
    return { name, assumption: assumptionOf(names, catalog, schema) };
  }
}

/** Says that a name is no name of a table. */
export function tooManyParts({ parts, start, end }: QualifiedName): Problem {
  const message = `The name ${written(parts.map((part) => part.text))} has more than three parts.`;
  return { code: "GP2014", message, hint: "A table is named catalog.schema.table.", start, end };
}

const pathHint = "Give the table a name in Unity Catalog and its path as LOCATION.";

function written(names: readonly string[]): string {
  return quote(names.join("."));
}

const pathFormats: ReadonlySet<string> = new Set(["delta", "parquet", "iceberg", "csv", "json", "orc", "avro", "text"]);

/** ``delta.`/mnt/events` ``: a format in the place of the schema. */
function isPath(names: readonly string[]): boolean {
  const [format, path] = names;
  return names.length === 2 && pathFormats.has(format?.toLowerCase() ?? "") && path?.includes("/") === true;
}

function assumptionOf(
  names: readonly string[],
  catalog: string | null,
  schema: string | null,
): ResolvedName["assumption"] {
  if (catalog === null && schema === null) {
    const message = `${written(names)} names no catalog and no schema; ${assumedCatalog}.${assumedSchema} is assumed.`;
    return {
      code: "GP2003",
      message,
      hint: "Pass --catalog and --schema, or put USE CATALOG and USE SCHEMA before it.",
    };
  }
  if (catalog === null) {
    const message = `${written(names)} names no catalog; ${assumedCatalog} is assumed.`;
    return { code: "GP2003", message, hint: "Pass --catalog, or put USE CATALOG before it." };
  }
  if (schema !== null) return null;
  const message = `${written(names)} names no schema; ${assumedSchema} is assumed.`;
  return { code: "GP2003", message, hint: "Pass --schema, or put USE SCHEMA before it." };
}

/** What two names have in common that mean the same table: Unity Catalog compares without case. */
export function nameKey(name: TableName): string {
  return fullName(name).toLowerCase();
}
